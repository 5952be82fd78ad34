"""The hooks as git runs them: real commits, through the installed shims."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Said, Scoper
from tests.gitrepo import GitRepo

ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")
REQUEST = "Round what `total` gives to cents"
STRAYS = "cart.py::label"


@pytest.fixture
def hooked(shop: GitRepo, scoper: Scoper) -> GitRepo:
    """The shop with hooks installed, its work tree as committed."""
    shop.git("checkout", "-q", "--", ".")
    assert scoper("install", "git").code == 0
    return shop


def commit(repo: GitRepo, *args: str, **env: str) -> Said:
    root = Path(__file__).parents[2]
    environ = {**os.environ, "PYTHONPATH": str(root), **env}
    done = subprocess.run(["git", "commit", "-q", *args], cwd=repo.root, env=environ, capture_output=True, text=True)
    return Said(done.returncode, done.stdout, done.stderr)


def head(repo: GitRepo) -> str:
    return repo.git("show", "HEAD:cart.py") + "\n"


def test_a_commit_that_does_what_its_message_says_passes(hooked: GitRepo) -> None:
    hooked.stage({"cart.py": ROUNDED})
    said = commit(hooked, "-m", REQUEST)
    assert said.code == 0, said.err
    assert "scoper: unknown: no task" in said.err and "scoper: accept: " in said.err
    assert head(hooked) == ROUNDED


def test_a_commit_that_strays_from_its_message_is_stopped(hooked: GitRepo) -> None:
    hooked.stage({"cart.py": CHANGED})
    said = commit(hooked, "-m", REQUEST)
    assert said.code == 1 and STRAYS in said.err and "--no-verify" in said.err
    assert head(hooked) == CART


def test_with_a_task_the_first_stage_judges_and_the_second_says_so(hooked: GitRepo, scoper: Scoper) -> None:
    scoper("task", "start", REQUEST)
    hooked.stage({"cart.py": CHANGED})
    said = commit(hooked, "-m", "whatever")
    assert said.code == 1 and said.err.count("reject: ") == 1
    hooked.stage({"cart.py": ROUNDED})
    said = commit(hooked, "-m", "whatever")
    assert said.code == 0 and "judged at the pre-commit stage already" in said.err


@pytest.mark.parametrize("how", [["-a"], ["--", "cart.py"]])
def test_the_index_that_git_will_commit_is_the_one_that_is_judged(how: list[str], hooked: GitRepo) -> None:
    hooked.stage({"cart.py": ROUNDED})
    hooked.write("cart.py", CHANGED)
    assert commit(hooked, "-m", REQUEST, *how).code == 1
    hooked.git("reset", "-q", "--hard")
    hooked.commit({"other.py": "x = 1\n"})
    hooked.write("cart.py", ROUNDED)
    assert commit(hooked, "-m", REQUEST, *how).code == 0


def test_what_is_not_staged_is_not_judged_and_stays(hooked: GitRepo) -> None:
    hooked.stage({"cart.py": ROUNDED})
    hooked.write("cart.py", CHANGED)
    assert commit(hooked, "-m", REQUEST).code == 0
    assert (hooked.root / "cart.py").read_text() == CHANGED and head(hooked) == ROUNDED


def test_other_families_run_at_the_first_stage_without_a_task(hooked: GitRepo) -> None:
    hooked.stage({"cart.py": f"{CART}<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"})
    said = commit(hooked, "-m", "Change cart.py")
    assert said.code == 1 and "IN603" in said.err


def test_a_message_from_an_editor_loses_its_comments(hooked: GitRepo, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\n{{ echo \'{REQUEST}\'; echo \'# cart.py::label\'; cat "$1"; }} > "$1.new"; mv "$1.new" "$1"\n'
    )
    editor.chmod(0o755)
    hooked.stage({"cart.py": CHANGED})
    said = commit(hooked, "-v", GIT_EDITOR=str(editor))
    assert said.code == 1 and STRAYS in said.err


def test_the_first_commit(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.root)
    scoper("install", "git")
    repo.stage({"cart.py": CART})
    said = commit(repo, "-m", "Add cart.py with total and label")
    assert said.code == 0, said.err


def test_a_merge_is_checked_for_integrity_only(hooked: GitRepo) -> None:
    hooked.git("checkout", "-q", "-b", "theirs")
    hooked.commit({"theirs.py": "import os\n", "cart.py": CHANGED})
    hooked.git("checkout", "-q", "main")
    hooked.commit({"ours.py": "x = 1\n"})
    hooked.git("merge", "-q", "--no-commit", "--no-ff", "theirs")
    said = commit(hooked, "-m", REQUEST)
    assert said.code == 0, said.err
    assert "integrity only" in said.err


def test_a_merge_that_git_commits_by_itself_is_checked_too(hooked: GitRepo) -> None:
    hooked.git("checkout", "-q", "-b", "theirs")
    hooked.commit({"theirs.py": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"})
    hooked.git("checkout", "-q", "main")
    before = hooked.commit({"ours.py": "x = 1\n"})
    hooked.git("merge", "-q", "--no-edit", "theirs", check=False)
    assert hooked.git("rev-parse", "HEAD") == before


def test_a_linked_work_tree(hooked: GitRepo) -> None:
    hooked.git("worktree", "add", "-q", "../linked")
    linked = GitRepo(hooked.root.parent / "linked")
    linked.stage({"cart.py": CHANGED})
    assert commit(linked, "-m", REQUEST).code == 1


def test_no_file_of_the_repository_is_imported(hooked: GitRepo) -> None:
    trap = "open('sprung', 'w').close()\nraise SystemExit(9)\n"
    hooked.stage({"click.py": trap, "json.py": trap, "scoper/__main__.py": trap, "scoper/__init__.py": trap})
    said = commit(hooked, "-m", "Add click.py json.py scoper/")
    assert not (hooked.root / "sprung").exists(), said.err


def test_an_empty_message_is_gits_to_refuse(hooked: GitRepo, scoper: Scoper) -> None:
    hooked.write("message", "\n# only a comment\n")
    said = scoper("hook", "git", "commit-msg", "message")
    assert said.code == 0 and "the commit message is empty, so scope was not judged" in said.out


@pytest.mark.parametrize("args", [["commit-msg"], ["commit-msg", "a", "b"], ["post-commit"], ["commit-msg", "no-such-file"]])
def test_wrong_usage(args: list[str], hooked: GitRepo, scoper: Scoper) -> None:
    assert scoper("hook", "git", *args).code == 2
