from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Scoper
from tests.gitrepo import GitRepo

REQUEST = "Round what `total` gives to cents"


def test_nothing_changed_is_said_and_clean(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit()
    said = scoper("check")
    assert said.code == 0 and said.out.startswith("nothing was checked")


def test_the_work_tree_is_judged_by_a_request(shop: GitRepo, scoper: Scoper) -> None:
    before = shop.state()
    said = scoper("check", "--request", REQUEST)
    assert said.code == 1 and said.err == ""
    assert said.out.startswith("reject: 1 of 2 edits is outside what was asked for")
    assert "cart.py::label" in said.out
    assert shop.state() == before


def test_all_that_was_asked_for_is_accepted(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--scope", "cart.py")
    assert said.code == 0 and said.out.startswith("accept: all 2 edits are within what was asked for")


def test_without_a_task_scope_is_not_judged_and_that_is_said(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check")
    assert said.code == 0 and said.out.startswith("unknown: no task, so scope was not judged")


def test_what_is_staged_is_judged_not_what_lies_about(shop: GitRepo, scoper: Scoper) -> None:
    shop.stage({"cart.py": CART.replace("sum(prices)", "round(sum(prices), 2)")})
    shop.write("cart.py", CHANGED)
    assert scoper("check", "--staged", "--request", REQUEST).code == 0
    assert scoper("check", "--request", REQUEST).code == 1


def test_before_the_first_commit(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.stage({"a.py": "def f():\n    return 1\n"})
    monkeypatch.chdir(repo.root)
    for args in ([], ["--staged"]):
        report = scoper("check", "--scope", "a.py", "--format", "json", *args).report
        assert report["verdict"] == "accept" and report["edits"]


def test_a_commit_is_judged_by_its_own_message(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit(message=REQUEST)
    for revisions in ("HEAD", "HEAD^..HEAD"):
        report = scoper("check", revisions, "--format", "json").report
        assert report["task"] == {"request": REQUEST, "scope": [], "source": "commit-message"}
        assert report["verdict"] == "reject"


def test_a_range_of_several_commits_has_no_message_of_its_own(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit(message="one")
    shop.commit({"b.py": "x = 1\n"}, message="two")
    report = scoper("check", "HEAD~2..HEAD", "--format", "json").report
    assert report["task"]["source"] == "none" and {edit["path"] for edit in report["edits"]} == {"b.py", "cart.py"}


def test_options_come_before_the_task_and_the_task_before_the_message(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit(message="by message")
    assert scoper("task", "start", "by task").code == 0
    assert scoper("check", "HEAD", "--request", "by flag", "--format", "json").report["task"]["source"] == "flag"
    assert scoper("check", "HEAD", "--scope", "cart.py", "--format", "json").report["task"]["source"] == "flag"
    assert scoper("check", "HEAD", "--format", "json").report["task"]["request"] == "by task"


def test_a_patch_is_laid_over_a_base(shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patch = shop.git("diff") + "\n"
    shop.git("checkout", "-q", "--", ".")
    (tmp_path / "p.diff").write_text(patch)
    before = shop.state()
    said = scoper("check", "--patch", str(tmp_path / "p.diff"), "--request", REQUEST)
    assert said.code == 1 and "cart.py::label" in said.out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(patch.encode())))
    assert scoper("check", "--patch", "-", "--base", "HEAD", "--request", REQUEST).out == said.out
    assert shop.state() == before


def test_before_the_first_commit_a_patch_is_laid_over_nothing(
    repo: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.root)
    (tmp_path / "p.diff").write_text("--- /dev/null\n+++ b/a.py\n@@ -0,0 +1 @@\n+x = 1\n")
    said = scoper("check", "--patch", str(tmp_path / "p.diff"), "--scope", "a.py")
    assert said.code == 0 and said.out.startswith("accept: the only edit is within"), said.err


def test_the_request_may_come_from_a_file_or_standard_input(
    shop: GitRepo, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "request.txt").write_text("\ufeff" + REQUEST, encoding="utf-8")
    direct = scoper("check", "--request", REQUEST).out
    assert scoper("check", "--request", f"@{tmp_path / 'request.txt'}").out == direct
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REQUEST.encode())))
    assert scoper("check", "--request", "-").out == direct


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["HEAD", "--staged"], "RANGE and --staged exclude each other"),
        (["--staged", "--patch", "p"], "--staged and --patch exclude each other"),
        (["--base", "HEAD"], "--base goes with --patch"),
        (["--patch", "-", "--request", "-"], "cannot both read standard input"),
        (["--request", "@no-such-file"], "cannot read the request from no-such-file"),
        (["--request", "@latin1.txt"], "the request from latin1.txt is not UTF-8"),
        (["--patch", "no-such-file"], "cannot read the patch no-such-file"),
        (["--scope", "cart.py:9-3"], "has no such lines"),
        (["--scope", "cart.py::totl"], "totl"),
        (["no-such-revision"], "unknown revision: no-such-revision"),
        (["--output", "no/such/folder/x"], "cannot write"),
    ],
)
def test_wrong_usage_is_told_in_words(args: list[str], words: str, shop: GitRepo, scoper: Scoper) -> None:
    shop.write("latin1.txt", b"caf\xe9")
    before = shop.state()
    said = scoper("check", *args)
    assert said.code == 2 and words in said.err and "Traceback" not in said.err
    assert shop.state() == before


def test_outside_of_a_repository(scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = scoper("check")
    assert said.code == 2 and "not a git repository" in said.err


def test_a_configuration_with_mistakes_is_refused_whole(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit({"pyproject.toml": '[tool.scoper]\nfail-on = "eror"\nprotct = []\n'})
    said = scoper("check")
    assert said.code == 2
    assert "tool.scoper.fail-on" in said.err and 'did you mean "protect"?' in said.err


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("note", 1)])
def test_what_fails_is_a_choice(fail_on: str, code: int, shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("check", "--request", REQUEST, "--fail-on", fail_on).code == code


def test_rules_can_be_turned_off(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", REQUEST, "--ignore", "SC", "--format", "json")
    assert said.code == 0
    assert [edit["in_scope"] for edit in said.report["edits"]] == [True, False]


def test_no_lint_runs_no_linter(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", f"import os\n{CART}")
    assert "LN" in scoper("check").out
    assert "LN" not in scoper("check", "--no-lint").out


def test_the_report_may_go_to_a_file(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    said = scoper("check", "--request", REQUEST, "--output", str(tmp_path / "report.txt"))
    assert (said.code, said.out) == (1, "")
    assert (tmp_path / "report.txt").read_text().startswith("reject: ")


def test_colours_when_told(shop: GitRepo, scoper: Scoper) -> None:
    assert "\x1b[" not in scoper("check", "--request", REQUEST).out
    assert "\x1b[1;31mreject" in scoper("check", "--request", REQUEST, "--color", "always").out


def test_a_sub_folder_is_as_good_as_the_top(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    top = scoper("check", "--request", REQUEST).out
    (shop.root / "sub").mkdir()
    monkeypatch.chdir(shop.root / "sub")
    assert scoper("check", "--request", REQUEST).out == top


RIVALS = {"a.py": "def load():\n    return 1\n", "b.py": "def load():\n    return 1\n"}


@pytest.fixture
def rivals(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """Two functions of one name, both changed."""
    repo.commit(RIVALS)
    for path, text in RIVALS.items():
        repo.write(path, text.replace("1", "2"))
    monkeypatch.chdir(repo.root)
    return repo


@pytest.mark.parametrize("policy", ["refuse", "ask"])
def test_an_ambiguous_request_is_refused_where_nobody_can_be_asked(policy: str, rivals: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", "Make `load` give 2", "--ambiguity", policy)
    assert said.code == 2 and said.out == ""
    assert "hint: --scope a.py::load" in said.err and "hint: --scope b.py::load" in said.err


@pytest.mark.parametrize("policy", ["refuse", "ask"])
def test_a_request_that_nothing_in_the_diff_answers_is_ambiguous_too(policy: str, rivals: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", "Paint the bikeshed", "--ambiguity", policy)
    assert said.code == 2 and "hint: name what may change with --scope SPEC" in said.err
    assert scoper("check", "--request", "Paint the bikeshed").out.startswith("unknown: ")


def test_an_assumption_is_stated(rivals: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", "Make `load` give 2", "--format", "json")
    assert said.code in (0, 1)
    assert said.report["scope"]["ambiguous"] and said.report["scope"]["assumption"]


def test_a_person_at_a_terminal_is_asked(rivals: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoper.cli.judging.on_terminal", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n"))
    said = scoper("check", "--request", "Make `load` give 2", "--ambiguity", "ask", "--format", "json")
    assert "1. " in said.err and "2. " in said.err and "3. " not in said.err
    assert said.report["task"]["scope"] == ["b.py::load"]
    assert [(edit["path"], edit["in_scope"]) for edit in said.report["edits"]] == [("a.py", False), ("b.py", True)]


def test_each_of_several_requests_is_judged_on_its_own(shop: GitRepo, scoper: Scoper) -> None:
    both = ("--request", REQUEST, "--request", "Give the `label` as text")
    report = scoper("check", *both, "--format", "json").report
    assert {edit["symbol"]: edit["requests"] for edit in report["edits"]} == {"cart.py::total": [1], "cart.py::label": [2]}
    assert report["verdict"] == "accept" and report["task"]["requests"] == [both[1], both[3]]
    said = scoper("check", *both, "--verbose").out
    assert "asked (1): Round" in said and "asked (2): Give" in said and "label · body · line 6 · for (2)" in said
    assert "requests" not in scoper("check", "--request", REQUEST, "--format", "json").report["edits"][0]


def test_a_task_may_hold_several_requests(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("task", "start", REQUEST, "Give the `label` as text").code == 0
    assert [edit["requests"] for edit in scoper("check", "--format", "json").report["edits"]] == [[1], [2]]


def test_only_one_request_reads_standard_input(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", "-", "--request", "-")
    assert said.code == 2 and "only one --request" in said.err


def test_the_proof_of_an_edit_is_told(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--request", REQUEST, "--explain", "e1").out
    assert (
        said.startswith("e1 cart.py::total (line 2) · body\nin scope") and "  1. e1 cart.py::total (line 2) · target:" in said
    )


def test_the_nearest_miss_of_an_edit_is_told(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--scope", "cart.py::total", "--explain", "e2")
    assert said.code == 1
    assert said.out.startswith("e2 cart.py::label (line 6) · body\noutside what was asked for, 100% sure")
    assert "to let it in: --scope cart.py::label" in said.out
    assert "not judged: there is no task" in scoper("check", "--explain", "e2").out


def test_an_edit_that_is_not_there_cannot_be_explained(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--explain", "e9")
    assert said.code == 2 and "edits are e1 to e2" in said.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--max-lines", "3"], "4 lines changed, the task allows 3"),
        (["--max-files", "1", "--freeze", "api"], ""),
        (["--freeze", "tests"], ""),
    ],
)
def test_budgets_on_the_command_line(shop: GitRepo, scoper: Scoper, options: list[str], message: str) -> None:
    said = scoper("check", "--scope", "cart.py", *options)
    assert (said.code, message in said.out) == (int(bool(message)), True)
