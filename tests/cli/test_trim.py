from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Scoper
from tests.gitrepo import GitRepo

REQUEST = "Round what `total` gives to cents"
ASKED = CART.replace("sum(prices)", "round(sum(prices), 2)")
FULL = "def total(prices):\n    return add(prices)\n\n\ndef add(prices):\n    return sum(prices)\n"


def test_what_was_not_asked_for_goes_and_comes_back(shop: GitRepo, scoper: Scoper) -> None:
    before = shop.state()
    said = scoper("trim", "--request", REQUEST)
    assert said.code == 0 and said.err == ""
    assert said.out.startswith("taken out: 1 of 2 edits\n  cart.py::label · body · line 6\n")
    assert (shop.root / "cart.py").read_text() == ASKED
    assert scoper("check", "--request", REQUEST).code == 0
    assert scoper("trim", "--undo").out == "as before: cart.py\n"
    assert {path: state for path, state in shop.state().items() if path in before} == before
    assert shop.state().keys() == before.keys()


def test_a_dry_run_changes_nothing(shop: GitRepo, scoper: Scoper) -> None:
    before = shop.state()
    said = scoper("trim", "--dry-run", "--request", REQUEST)
    assert said.code == 0 and said.out.startswith("would go: 1 of 2 edits\n")
    assert shop.state() == before


def test_nothing_to_take_out(shop: GitRepo, scoper: Scoper) -> None:
    before = shop.state()
    said = scoper("trim", "--scope", "cart.py")
    assert (said.code, said.out) == (0, "nothing to take out\n")
    assert shop.state() == before


def test_without_a_task_nothing_is_guessed(shop: GitRepo, scoper: Scoper) -> None:
    said = scoper("trim")
    assert said.code == 2 and "nothing says what was asked for" in said.err
    assert (shop.root / "cart.py").read_text() == CHANGED


def test_trims_are_taken_back_one_by_one(shop: GitRepo, scoper: Scoper) -> None:
    scoper("trim", "--request", REQUEST)
    shop.write("notes.txt", "scratch\n")
    scoper("trim", "--request", REQUEST)
    assert not (shop.root / "notes.txt").exists()
    assert scoper("trim", "--undo").out == "as before: notes.txt\n"
    assert (shop.root / "notes.txt").read_text() == "scratch\n"
    assert scoper("trim", "--undo").out == "as before: cart.py\n"
    said = scoper("trim", "--undo")
    assert said.code == 2 and "nothing to take back" in said.err


def test_what_changed_since_is_not_taken_back(shop: GitRepo, scoper: Scoper) -> None:
    scoper("trim", "--request", REQUEST)
    shop.write("cart.py", "x = 1\n")
    said = scoper("trim", "--undo")
    assert said.code == 2 and "cart.py changed since" in said.err
    assert (shop.root / "cart.py").read_text() == "x = 1\n"
    assert list((shop.root / ".git/scoper/undo").iterdir())


def test_a_damaged_undo_file_is_said_to_be(shop: GitRepo, scoper: Scoper) -> None:
    scoper("trim", "--request", REQUEST)
    (shop.root / ".git/scoper/undo/1/state.json").write_text('{"schema": "scoper.undo/1", "disk": {"../x": 3}, "index": {}}')
    said = scoper("trim", "--undo")
    assert said.code == 2 and "damaged" in said.err


def test_a_range_gives_a_patch_and_changes_nothing(shop: GitRepo, scoper: Scoper, tmp_path: Path) -> None:
    shop.commit(message=REQUEST)
    before = shop.state()
    said = scoper("trim", "HEAD")
    assert said.code == 0 and said.err.startswith("taken out: 1 of 2 edits")
    assert scoper("trim", "HEAD", "--output", str(tmp_path / "out.patch")).out.startswith("taken out")
    assert (tmp_path / "out.patch").read_text() == said.out
    assert shop.state() == before
    shop.git("checkout", "-q", "HEAD^")
    shop.git("apply", "-", stdin=said.out.encode())
    assert (shop.root / "cart.py").read_text() == ASKED


def test_a_patch_gives_a_patch(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    patch = shop.git("diff") + "\n"
    shop.git("checkout", "-q", "--", ".")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(patch.encode())))
    said = scoper("trim", "--patch", "-", "--request", REQUEST)
    assert "+    return round(sum(prices), 2)" in said.out and "str(len" not in said.out


def test_the_index_is_trimmed_and_the_work_tree_with_it(shop: GitRepo, scoper: Scoper) -> None:
    shop.stage()
    said = scoper("trim", "--staged", "--request", REQUEST)
    assert said.code == 0
    assert shop.git("show", ":cart.py") == ASKED.rstrip("\n") and (shop.root / "cart.py").read_text() == ASKED
    assert shop.git("status", "--porcelain") == "M  cart.py"
    assert scoper("trim", "--undo").code == 0
    assert shop.git("show", ":cart.py") == CHANGED.rstrip("\n") and (shop.root / "cart.py").read_text() == CHANGED


def test_unstaged_work_stays_where_the_index_is_trimmed(shop: GitRepo, scoper: Scoper) -> None:
    shop.stage()
    mine = CHANGED + "\n\nmine = 1\n"
    shop.write("cart.py", mine)
    said = scoper("trim", "--staged", "--request", REQUEST)
    assert said.code == 0 and "left on disk, as it holds more than what was staged: cart.py" in said.out
    assert shop.git("show", ":cart.py") == ASKED.rstrip("\n") and (shop.root / "cart.py").read_text() == mine
    scoper("trim", "--undo")
    assert shop.git("show", ":cart.py") == CHANGED.rstrip("\n") and (shop.root / "cart.py").read_text() == mine


def test_staged_edits_stay_in_the_work_tree(shop: GitRepo, scoper: Scoper) -> None:
    staged = CART.replace("len(prices)", "str(len(prices))")
    shop.stage({"cart.py": staged})
    shop.write("cart.py", staged.replace("sum(prices)", "round(sum(prices), 2)") + "\n\nstray = 1\n")
    said = scoper("trim", "--request", REQUEST)
    assert said.code == 1 and "it is staged" in said.out
    assert (shop.root / "cart.py").read_text() == CHANGED
    assert shop.git("show", ":cart.py") == staged.rstrip("\n")


def test_what_is_older_than_the_task_stays(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("mine.py", "x = 1\n")
    os.utime(shop.root / "mine.py", (1, 1))
    shop.write("cart.py", CART)
    scoper("task", "start", REQUEST)
    shop.write("cart.py", CHANGED)
    os.utime(shop.root / "cart.py", None)
    os.utime(shop.root / ".git/scoper/task.json", (2, 2))
    said = scoper("trim")
    assert said.code == 1 and "it is older than the task" in said.out
    assert (shop.root / "mine.py").exists() and (shop.root / "cart.py").read_text() == ASKED


def test_lines_that_are_older_than_the_task_stay(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", CHANGED.replace("round(sum(prices), 2)", "sum(prices)"))
    scoper("task", "start", REQUEST)
    shop.write("cart.py", CHANGED)
    said = scoper("trim")
    assert said.code == 1 and "some of it is older than the task" in said.out
    assert (shop.root / "cart.py").read_text() == CHANGED


def test_what_the_rest_needs_stays_with_the_reason(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", FULL)
    said = scoper("trim", "--scope", "cart.py::total", "--scope", "!cart.py::add")
    assert said.code == 1 and "defines add, which total uses" in said.out
    assert (shop.root / "cart.py").read_text().startswith(FULL)


def test_what_lint_would_miss_stays(shop: GitRepo, scoper: Scoper) -> None:
    base = "LIMIT = 1\n\n\ndef f():\n    return 0\n"
    head = "from math import pi\nLIMIT = 1\n\n\ndef f():\n    return pi\n"
    shop.commit({"cart.py": base})
    shop.write("cart.py", head)
    said = scoper("trim", "--scope", "cart.py::f", "--scope", "!cart.py:1-1")
    assert said.code == 1 and (shop.root / "cart.py").read_text() == head


def test_line_ends_and_a_missing_last_newline_are_kept(shop: GitRepo, scoper: Scoper) -> None:
    shop.commit({"cart.py": CART.replace("\n", "\r\n").rstrip().encode() + b" # \xff"})
    shop.write("cart.py", CHANGED.replace("\n", "\r\n").rstrip().encode() + b" # \xff")
    assert scoper("trim", "--scope", "cart.py::total").code == 0
    assert (shop.root / "cart.py").read_bytes() == ASKED.replace("\n", "\r\n").rstrip().encode() + b" # \xff"


def test_lines_that_git_converts_are_written_as_they_were(shop: GitRepo, scoper: Scoper) -> None:
    shop.git("config", "core.autocrlf", "true")
    shop.commit({"cart.py": CART.replace("\n", "\r\n"), "gone.py": "x = 1\r\n"})
    shop.write("cart.py", CHANGED.replace("\n", "\r\n"))
    shop.remove("gone.py")
    assert scoper("trim", "--scope", "cart.py::total").code == 0
    assert (shop.root / "cart.py").read_bytes() == ASKED.replace("\n", "\r\n").encode()
    assert (shop.root / "gone.py").read_bytes() == b"x = 1\r\n"
    assert shop.git("status", "--porcelain") == " M cart.py"


def test_what_a_filter_stores_is_not_written(shop: GitRepo, scoper: Scoper) -> None:
    shop.write(".gitattributes", "*.bin filter=mine\n")
    shop.commit({"a.bin": "one\n"})
    shop.write("a.bin", "two\n")
    said = scoper("trim", "--scope", "cart.py")
    assert said.code == 1 and "attribute filter" in said.out
    assert (shop.root / "a.bin").read_text() == "two\n"


def test_renames_deletions_modes_links_and_binaries_are_taken_back(shop: GitRepo, scoper: Scoper) -> None:
    long = "".join(f"line {n}\n" for n in range(30))
    shop.commit({"cart.py": CART, "old.txt": long, "gone/g.txt": "g\n", "run.sh": "true\n", "b.bin": b"\0one"})
    (shop.root / "link").symlink_to("run.sh")
    shop.commit()
    before = {path: state for path, state in shop.state().items() if not path.startswith(str(shop.root / ".git"))}
    shop.write("cart.py", ASKED)
    (shop.root / "old.txt").rename(shop.root / "new.txt")
    shop.remove("gone/g.txt")
    (shop.root / "gone").rmdir()
    (shop.root / "run.sh").chmod(0o755)
    shop.write("b.bin", b"\0two")
    shop.remove("link")
    (shop.root / "link").symlink_to("b.bin")
    shop.write("deep/er/stray.txt", "stray\n")
    assert scoper("trim", "--scope", "cart.py").code == 0
    shop.write("cart.py", CART)
    after = {path: state for path, state in shop.state().items() if not path.startswith(str(shop.root / ".git"))}
    assert after == before


def test_churn_goes_where_that_is_asked_for(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("cart.py", ASKED.replace("len(prices)", "len( prices )"))
    assert scoper("trim", "--scope", "cart.py").out == "nothing to take out\n"
    said = scoper("trim", "--scope", "cart.py", "--churn")
    assert said.out.startswith("taken out: 1 of 2 edits")
    assert (shop.root / "cart.py").read_text() == ASKED


def test_programs_get_json(shop: GitRepo, scoper: Scoper) -> None:
    document = json.loads(scoper("trim", "--request", REQUEST, "--format", "json").out)
    assert document["schema"] == "scoper.trim/1" and document["kept"] == []
    assert [edit["symbol"] for edit in document["removed"]] == ["cart.py::label"]
    assert Path(document["undo"]).is_dir()


@pytest.mark.parametrize(
    "args", [("--staged", "--patch", "x"), ("HEAD", "--dry-run", "--output", "x"), ("--output", "x"), ("--base", "HEAD")]
)
def test_contradictions_are_refused(args: tuple[str, ...], shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("trim", "--request", REQUEST, *args).code == 2
    assert (shop.root / "cart.py").read_text() == CHANGED


def test_what_any_of_several_requests_asks_for_stays(shop: GitRepo, scoper: Scoper) -> None:
    shop.write("notes.txt", "scratch\n")
    said = scoper("trim", "--request", REQUEST, "--request", "Make what `label` gives a string")
    assert said.code == 0 and said.out.startswith("taken out: 1 of 3 edits\n  notes.txt")
    assert (shop.root / "cart.py").read_text() == CHANGED
    assert not (shop.root / "notes.txt").exists()
