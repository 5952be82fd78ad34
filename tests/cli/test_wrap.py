"""``scoper wrap``: real scripts, real git, real processes."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scoper.agent.runs import all_runs, find
from tests.cli.conftest import CART, Said, Scoper
from tests.gitrepo import GitRepo

REQUEST = "Round `total` to two places"
ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")
ROUND = "sed -i 's/sum(prices)/round(sum(prices), 2)/' cart.py\n"
STRAY = "sed -i 's/len(prices)/str(len(prices))/' cart.py\n"


class Desk:
    """Runs ``scoper wrap`` around a script."""

    def __init__(self, repo: GitRepo, scoper: Scoper, folder: Path) -> None:
        self.repo, self.scoper, self.temporary = repo, scoper, folder

    def wrap(self, script: str, *args: str, request: str | None = REQUEST) -> Said:
        asked = ("--request", request) if request is not None else ()
        return self.scoper("wrap", *asked, "--no-lint", *args, "--", "sh", "-ec", script)

    def events(self) -> list[dict[str, Any]]:
        return find(str(self.repo.root / ".git"), "last").events()

    def kept(self, name: str) -> Path:
        return Path(find(str(self.repo.root / ".git"), "last").folder) / name

    @property
    def cart(self) -> str:
        return (self.repo.root / "cart.py").read_text()

    def git_state(self) -> dict[str, Any]:
        """Everything in the git directory but what scoper keeps, and but the cache of stat data in the index."""
        state = {path: value for path, value in self.repo.state().items() if "/.git/" in path and "/.git/scoper" not in path}
        return state | {"index": self.repo.git("ls-files", "--stage")}


@pytest.fixture
def desk(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """A repository with one commit, in which the current folder is, and a folder for temporary ones."""
    repo.commit({"cart.py": CART, "other.py": "X = 1\n", ".gitignore": "ignored/\n"})
    monkeypatch.chdir(repo.root)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    return Desk(repo, scoper, temporary)


def test_what_is_in_scope_comes_back_and_the_rest_is_a_patch(desk: Desk) -> None:
    said = desk.wrap(ROUND + STRAY + "echo junk > junk.txt")
    assert said.code == 1 and desk.cart == ROUNDED and list(desk.temporary.iterdir()) == []
    assert "cart.py::label: nothing ties it" in said.out and "junk.txt: nothing ties it" in said.out
    assert desk.repo.git("status", "--short").strip() == "M cart.py"
    (line,) = [line for line in said.out.splitlines() if "takes what was refused" in line]
    desk.repo.git(*shlex.split(line.partition("   ")[0])[1:])
    assert desk.cart == ROUNDED.replace("len(prices)", "str(len(prices))") and (desk.repo.root / "junk.txt").exists()


def test_all_in_scope_is_clean(desk: Desk) -> None:
    said = desk.wrap(ROUND)
    assert said.code == 0 and said.out.startswith("accepted") and "refused" not in said.out and desk.cart == ROUNDED
    assert "accepted, written" in desk.scoper("runs").out and " sh " in desk.scoper("runs").out
    assert desk.scoper("trim", "--undo").code == 0 and desk.cart == CART


def test_git_works_inside_and_nothing_of_it_is_seen_outside(desk: Desk) -> None:
    repo = desk.repo
    repo.git("branch", "other")
    repo.write("other.py", "X = 9\n")
    repo.git("stash")
    repo.stage({"staged.txt": "s\n"})
    repo.write("other.py", "X = 2\n")
    repo.write("untracked.txt", "u\n")
    repo.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n").chmod(0o755)
    before = desk.git_state()
    script = (
        f'{ROUND} git status --short > "$OUT"; git commit -qam mine; git stash -u; git branch -D other; git tag x; git gc -q\n'
    )
    os.environ["OUT"] = str(desk.temporary.parent / "out")
    said = desk.wrap(script + "git reset -q --hard; git clean -fdq")
    assert Path(os.environ.pop("OUT")).read_text() == " M cart.py\n M other.py\nA  staged.txt\n?? untracked.txt\n"
    assert desk.git_state() == before
    assert "untracked.txt" in said.out  # its removal is refused
    assert (repo.root / "untracked.txt").exists() and desk.cart == ROUNDED


def test_git_variables_of_a_hook_lead_nowhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(desk.repo.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(desk.repo.root / ".git" / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(desk.repo.root))
    before = desk.git_state()
    assert desk.wrap(ROUND + "git add -A; git commit -qm mine").code == 0
    assert desk.git_state() == before and desk.cart == ROUNDED


def test_what_the_user_does_meanwhile_is_merged_or_nothing_is_written(desk: Desk) -> None:
    mine = f"cd {shlex.quote(str(desk.repo.root))}; "
    said = desk.wrap(ROUND + mine + "echo '# mine' >> cart.py; echo new > new.txt")
    assert said.code == 0 and desk.cart == ROUNDED + "# mine\n" and "merged" in said.out
    assert "in your work tree meanwhile\n  cart.py\n  new.txt\n" in said.out
    desk.repo.write("cart.py", CART)
    said = desk.wrap(ROUND + mine + "sed -i 's/sum(prices)/max(prices)/' cart.py")
    assert said.code == 2 and "changed in the meantime" in said.err and desk.cart == CART.replace("sum", "max")
    assert "result.patch" in said.out and "round" in desk.kept("result.patch").read_text()


def test_without_a_request_it_is_said_that_scope_was_not_judged(desk: Desk) -> None:
    said = desk.wrap(ROUND + STRAY, request=None)
    assert said.code == 0 and "scope will not be judged" in said.err and "scope was not judged" in said.out
    assert "str(len" in desk.cart


def test_the_current_task_is_what_was_asked(desk: Desk) -> None:
    desk.scoper("task", "start", REQUEST)
    judged = f'test "$(cat .git/scoper/task.json)" = "$(cat {desk.repo.root}/.git/scoper/task.json)"; '
    said = desk.wrap(ROUND + STRAY + judged + 'test "$SCOPER_REQUEST" = "$0"', request=None)
    assert said.code == 1 and desk.cart == ROUNDED  # $0 is sh: the command failed, and what it did comes back all the same
    assert "exit code 1" in said.out
    desk.scoper("task", "done")


def test_the_request_is_put_into_the_command_as_one_word(desk: Desk) -> None:
    request = f"{REQUEST}; it's `$(touch ran)`"
    said = desk.scoper(
        "wrap", "--request", request, "--no-lint", "--", "sh", "-c", ROUND + 'echo "$1" > "$2"', "sh", "{request}", "x"
    )
    assert said.code == 0 and (desk.repo.root / "x").read_text() == f"{request}\n" and not (desk.repo.root / "ran").exists()


def test_nothing_that_can_be_tied_to_the_request_is_not_brought_back(desk: Desk) -> None:
    said = desk.wrap("echo x > notes.txt", request="Sing a song")
    assert said.code == 1 and not (desk.repo.root / "notes.txt").exists() and said.out.startswith("unsure")
    said = desk.wrap("true")
    assert said.code == 0 and said.out.startswith("nothing")


def test_a_request_of_rivals_is_settled_before_anything_is_started(desk: Desk) -> None:
    desk.repo.commit({"a.py": "def load():\n    return 1\n", "b.py": "def load():\n    return 2\n"})
    said = desk.wrap(f"touch {desk.temporary.parent}/ran", "--ambiguity", "ask", request="Make `load` return 3")
    assert said.code == 2 and set(json.loads(said.out)["questions"][0]["scopes"]) == {"a.py::load", "b.py::load"}
    assert not (desk.temporary.parent / "ran").exists() and list(desk.temporary.iterdir()) == []


@pytest.mark.parametrize("words", [("nosuch",), ("./nosuch",), ("./other.py",), ("sh", "-c", "x")])
def test_a_command_that_cannot_be_started_leaves_nothing(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.scoper("wrap", *words)
    if words[0] == "sh":
        assert said.code == 1 and "exit code 127" in said.out
        return
    assert said.code == 2 and words[0] in said.err
    assert list(desk.temporary.iterdir()) == [] and all_runs(str(desk.repo.root / ".git")) == []


def test_a_command_that_is_ended_brings_nothing_back_by_itself(desk: Desk) -> None:
    said = desk.wrap(ROUND + "sleep 100", "--max-wall-time", "0.3", "--yes")
    assert said.code == 1 and desk.cart == CART and "out of time" in said.out
    desk.repo.git("apply", str(desk.kept("result.patch")))
    assert desk.cart == ROUNDED


def test_where_the_change_goes(desk: Desk) -> None:
    said = desk.wrap(ROUND + STRAY + "echo said", "--patch", "-")
    assert (
        said.out.startswith("diff --git a/cart.py") and "str(len" not in said.out and "said\n" in said.err and desk.cart == CART
    )
    assert desk.wrap(ROUND, "--dry-run").code == 0 and desk.cart == CART
    head = desk.repo.git("rev-parse", "HEAD")
    assert desk.wrap(ROUND, "--branch", "rounded").code == 0 and desk.cart == CART
    assert desk.repo.git("show", "rounded:cart.py") + "\n" == ROUNDED and desk.repo.git("rev-parse", "HEAD") == head
    desk.repo.write("other.py", "X = 2\n")
    said = desk.wrap(ROUND, "--commit")
    assert said.code == 0 and desk.repo.git("status", "--short").strip() == "M other.py"
    assert "git log -p" in said.out and "trim --undo" not in said.out  # that would leave the commit
    assert desk.repo.git("diff", "--name-only", head, "HEAD") == "cart.py"


COMMITS = (
    ROUND + "git commit -qam 'Round the total'\n" + STRAY + "git commit -qam 'Tidy up'\n"
    "printf '\\n\\ndef net(prices):\\n    return total(prices) - 1\\n' >> cart.py\ngit commit -qam 'Use total'\n"
)


def test_commits_are_made_again_without_what_was_not_asked_for(desk: Desk) -> None:
    desk.repo.stage({"staged.txt": "s\n"})
    desk.repo.write("other.py", "X = 2\n")
    said = desk.wrap(COMMITS, "--keep-commits", request=f"{REQUEST}; then add `net`, which is one less")
    assert said.code == 1
    assert desk.repo.git("log", "--format=%s").splitlines() == ["Use total", "Round the total", "a commit"]
    assert desk.repo.git("show", "HEAD~:cart.py") + "\n" == ROUNDED
    assert desk.repo.git("status", "--short").splitlines() == [" M other.py", "A  staged.txt"]
    assert "str(len" not in desk.cart and "def net" in desk.cart


def test_commits_on_a_branch_and_what_was_not_committed(desk: Desk) -> None:
    script = ROUND + "git commit -qam 'Round the total'\n" + "sed -i 's/, 2)/, 3)/' cart.py"
    assert desk.wrap(script, "--keep-commits", "--branch", "kept").code == 0
    assert desk.repo.git("log", "--format=%s", "kept").splitlines() == ["Round the total", "a commit"] and desk.cart == CART
    assert desk.wrap(script, "--keep-commits").code == 0
    assert desk.repo.git("show", "HEAD:cart.py") + "\n" == ROUNDED and desk.cart == ROUNDED.replace(", 2)", ", 3)")
    desk.repo.git("checkout", "-q", "--", ".")
    said = desk.wrap("sed -i 's/round(sum(prices), 2)/sum(prices)/' cart.py; rm -rf .git", "--keep-commits")
    assert said.code == 0 and desk.cart == CART


MEND = 'test -f "$SCOPER_FINDINGS"; cp "$SCOPER_FINDINGS" "$1"; sed -i "s/sum(prices, 2)/sum(prices), 2)/" cart.py'


def test_what_is_wrong_goes_back_to_the_agent(desk: Desk, tmp_path: Path) -> None:
    broken = ROUND.replace("round(sum(prices), 2)", "round(sum(prices, 2)") + "echo junk > junk.txt"
    template = shlex.join(["sh", "-ec", MEND, "sh", str(tmp_path / "seen")])
    said = desk.wrap(broken, "--feedback", "3", "--feedback-command", template)
    assert desk.cart == ROUNDED and "2 calls" in said.out and said.code == 1
    text = (tmp_path / "seen").read_text()
    assert "IN6" in text and "junk.txt" in text and "cart.py::total" in text
    assert "+junk" in desk.kept("rest-1.patch").read_text() and "rest-1.patch" in said.out
    assert (
        "gate: 1 edit taken out, 1 finding left" in said.err and "scoper review" not in said.out
    )  # the rest is of another call
    assert not (desk.repo.root / "junk.txt").exists()


def test_feedback_is_bounded_and_a_template_that_fails_loses_nothing(desk: Desk) -> None:
    broken = ROUND.replace("round(sum(prices), 2)", "round(sum(prices, 2)")
    said = desk.wrap(broken, "--feedback", "2", "--feedback-command", "true")
    assert said.code == 1 and "3 calls" in said.out and "round(sum(prices, 2)" in desk.cart  # in scope, and said to be wrong
    assert "found\n  cart.py:2: IN601 " in said.out
    desk.repo.write("cart.py", CART)
    said = desk.wrap(broken, "--feedback", "2", "--feedback-command", "./nosuch {findings}")
    assert said.code == 1 and "1 call" in said.out and any(event["event"] == "not-started" for event in desk.events())
    assert desk.wrap(ROUND, "--feedback", "2", "--feedback-command", "nosuch").code == 2


def test_a_folder_below_and_what_is_ignored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.repo.write("ignored/lib.txt", "lib\n")
    (desk.repo.root / "sub").mkdir()
    monkeypatch.chdir(desk.repo.root / "sub")
    script = 'test "$(basename "$PWD")" = sub; cd ..; test "$(cat ignored/lib.txt)" = lib; git status --short;' + ROUND
    said = desk.wrap(script, "--link", "../ignored", "--fail-on", "warning")
    assert said.code == 0 and desk.cart == ROUNDED and "ignored" not in said.out
    assert "git -C " not in said.out and (desk.repo.root / "ignored" / "lib.txt").exists()
    said = desk.wrap("mkdir ../ignored; touch ../ignored/made; echo junk > ../junk.txt")
    assert "as git ignores it\n  ../ignored/" in said.out.replace("  ignored/", "  ../ignored/")
    assert f"git -C {desk.repo.root} apply" in said.out
    desk.repo.commit({"scoper.toml": 'link = ["ignored", "node_modules", "cart.py"]\n'})
    assert desk.wrap("test -L ../ignored; test ! -L ../cart.py; test ! -e ../node_modules").code == 0
    for path in ("../cart.py", "../nowhere", "../..", "../.git"):
        assert desk.wrap("true", "--link", path).code == 2


@pytest.mark.parametrize("nothing_of", ["rm -rf .git", "cd ..; rm -rf repo", "git checkout -q --orphan x; git rm -rfq ."])
def test_an_agent_that_wrecks_its_copy_wrecks_nothing_else(desk: Desk, nothing_of: str) -> None:
    before = desk.repo.git("rev-parse", "HEAD")
    said = desk.wrap(ROUND + nothing_of)
    assert said.code in (0, 1) and "Traceback" not in said.err
    assert desk.repo.git("rev-parse", "HEAD") == before and (desk.repo.root / "other.py").exists()
    assert list(desk.temporary.iterdir()) == []


def test_files_that_cannot_be_written_back_are_refused(desk: Desk) -> None:
    desk.repo.git("config", "filter.up.clean", "tr a-z A-Z")
    desk.repo.commit({".gitattributes": "*.big filter=up\n", "data.big": "content\n"})
    said = desk.wrap(ROUND + "echo more >> data.big")
    assert said.code == 1 and desk.cart == ROUNDED and "data.big: its attribute filter" in said.out
    assert "data.big" in desk.kept("rest.patch").read_text()


def test_commits_take_along_nothing_of_the_users(desk: Desk) -> None:
    desk.repo.write("cart.py", CART + "# mine\n")
    said = desk.wrap(ROUND + "git commit -qam one", "--keep-commits")
    assert said.code == 2 and "not committed" in said.err and desk.cart == CART + "# mine\n" and "result.patch" in said.out


def test_what_cannot_be_seen_is_named(desk: Desk) -> None:
    os.symlink("/etc", desk.repo.root / "out")
    said = desk.wrap(ROUND + "git init -q sub; touch sub/x")
    assert said.code == 1 and desk.cart == ROUNDED and "sub/: it is a git repository of its own" in said.out
    assert "lead out of the copy, through which anything can be written: out\n" in said.err


def test_when_scoper_is_told_to_end_all_is_kept_and_nothing_brought_back(desk: Desk, tmp_path: Path) -> None:
    script = f"{ROUND}touch {tmp_path}/ready; sleep 100"
    command = [sys.executable, "-m", "scoper", "wrap", "--request", REQUEST, "--no-lint", "--", "sh", "-c", script]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "ready").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.terminate()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted" in err and "takes all that it did" in out
    assert desk.cart == CART and "round(sum" in desk.kept("rest.patch").read_text() and list(desk.temporary.iterdir()) == []
    assert "interrupted" in desk.scoper("runs").out


def test_what_a_killed_run_did_is_found_by_the_next_command(desk: Desk, tmp_path: Path) -> None:
    script = f"{ROUND}touch {tmp_path}/ready; sleep 100"
    command = [sys.executable, "-m", "scoper", "wrap", "--request", REQUEST, "--no-lint", "--", "sh", "-c", script]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (tmp_path / "ready").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    said = desk.wrap("true")
    assert "what its command had done is kept" in said.err and desk.cart == CART and list(desk.temporary.iterdir()) == []
    first = all_runs(str(desk.repo.root / ".git"))[0].id
    said = desk.scoper("wrap", "--replay", first, "--no-lint", "--patch", "-")
    assert "round(sum" in said.out


def test_before_the_first_commit(desk: Desk) -> None:
    shutil.rmtree(desk.repo.root / ".git")
    desk.repo.git("init", "-q", "-b", "main")
    said = desk.wrap(ROUND + STRAY + "git add -A; git commit -qm one")
    assert said.code == 1 and desk.cart == ROUNDED and desk.repo.git("for-each-ref") == ""


def test_a_run_is_judged_again(desk: Desk) -> None:
    assert desk.wrap(ROUND + STRAY).code == 1
    before = desk.repo.state()
    said = desk.scoper("wrap", "--replay", "last", "--no-lint")
    assert said.code == 1 and "cart.py::label" in said.out and desk.repo.state() == before
    assert desk.scoper("wrap", "--replay", "last", "--no-lint", "--patch", "-").out.startswith("diff --git a/cart.py")
    assert "scoper wrap" in desk.scoper("edit", "--replay", "last").err
    assert (
        "decision" in desk.scoper("runs", "show", "last").out and "round" in desk.scoper("runs", "show", "last", "--patch").out
    )


def test_events_are_the_transcript(desk: Desk) -> None:
    said = desk.wrap(ROUND + STRAY + "echo hello", "--json")
    events = [json.loads(line) for line in said.out.splitlines()]
    assert events == desk.events() and "hello\n" in said.err
    ended = events[-1]
    assert (ended["state"], ended["code"], ended["written"], ended["rest"]) == ("accepted", 0, ["cart.py"], ["rest.patch"])
    assert [one["what"] for one in ended["refused"]] == ["cart.py::label"]


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--patch", "-", "--commit", "true"),
        ("--keep-commits", "--patch", "-", "true"),
        ("--feedback", "1", "true"),
        ("--feedback-command", "true", "true"),
        ("--feedback", "1", "--feedback-command", "'", "true"),
        ("--replay", "last"),
        ("--replay", "last", "true"),
        ("--scope", "cart.py:99-100", "true"),
    ],
)
def test_mistakes_are_said(desk: Desk, args: tuple[str, ...]) -> None:
    assert desk.scoper("wrap", *args).code == 2 and list(desk.temporary.iterdir()) == []
