from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scoper.cli.main import main
from scoper.cli.shims import Hook, template
from scoper.cli.stages import DEFAULT, STAGES
from tests.gitrepo import GitRepo

OLD = b"#!/bin/sh\n# not UTF-8: \xff\necho old $0 $@ >> ran\n"


@pytest.fixture
def inside(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with a folder for hooks, and the current folder in it."""
    (repo.root / ".git" / "hooks").mkdir(exist_ok=True)
    monkeypatch.chdir(repo.root)
    return repo


def hooks(repo: GitRepo) -> Path:
    return repo.root / ".git" / "hooks"


def picture(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of the folder with mode and content; a link with what it points at."""
    return {
        path.name: (path.lstat().st_mode, os.readlink(path).encode() if path.is_symlink() else path.read_bytes())
        for path in folder.iterdir()
    }


def test_both_hooks_are_installed_and_can_run(inside: GitRepo) -> None:
    assert main(["install", "git"]) == 0
    for stage in DEFAULT:
        path = hooks(inside) / stage
        assert path.stat().st_mode & stat.S_IXUSR
        assert f"python='{sys.executable}'" in path.read_text()
        assert "@PYTHON@" not in path.read_text() and "@PACKAGE@" not in path.read_text()


def test_installing_twice_is_installing_once(inside: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    main(["install", "git"])
    first = picture(hooks(inside))
    capsys.readouterr()
    assert main(["install", "git"]) == 0
    assert picture(hooks(inside)) == first
    assert capsys.readouterr().out.count("already installed") == 2


def test_an_outdated_hook_is_renewed_and_what_it_keeps_stays(inside: GitRepo) -> None:
    (hooks(inside) / "pre-commit").write_bytes(OLD)
    main(["install", "git"])
    ours = hooks(inside) / "pre-commit"
    fresh = ours.read_bytes()
    ours.write_bytes(fresh.replace(sys.executable.encode(), b"/gone/python"))
    assert main(["install", "git"]) == 0
    assert ours.read_bytes() == fresh
    assert (hooks(inside) / "pre-commit.before-scoper").read_bytes() == OLD


def test_uninstalling_leaves_no_trace(inside: GitRepo) -> None:
    old = hooks(inside) / "pre-commit"
    old.write_bytes(OLD)
    old.chmod(0o750)
    (hooks(inside) / "commit-msg").symlink_to("elsewhere")
    before = picture(hooks(inside))
    main(["install", "git"])
    assert picture(hooks(inside)) != before
    assert main(["uninstall", "git"]) == 0
    assert picture(hooks(inside)) == before


def test_a_folder_that_scoper_made_goes_with_it(inside: GitRepo) -> None:
    hooks(inside).rmdir()
    main(["install", "git"])
    main(["install", "git"])
    assert hooks(inside).is_dir()
    assert main(["uninstall", "git"]) == 0
    assert not hooks(inside).exists()


def test_a_folder_that_was_there_stays(inside: GitRepo) -> None:
    main(["install", "git"])
    main(["uninstall", "git"])
    assert hooks(inside).is_dir() and not list(hooks(inside).iterdir())


def test_uninstalling_touches_no_hook_of_others(inside: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    (hooks(inside) / "pre-commit").write_bytes(OLD)
    before = picture(hooks(inside))
    assert main(["uninstall", "git"]) == 0
    assert picture(hooks(inside)) == before
    out = capsys.readouterr().out
    assert "left alone" in out and "not installed\n" in out


def test_nothing_is_lost_where_two_hooks_would_have_to_be_kept(inside: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    (hooks(inside) / "commit-msg").write_bytes(OLD)
    (hooks(inside) / "commit-msg.before-scoper").write_bytes(b"older")
    before = picture(hooks(inside))
    assert main(["install", "git"]) == 2
    assert picture(hooks(inside)) == before
    assert "commit-msg.before-scoper" in capsys.readouterr().err


@pytest.mark.parametrize("place", [".githooks", "../shared"])
def test_a_folder_that_is_not_the_repository_s_own_is_refused(
    place: str, inside: GitRepo, capsys: pytest.CaptureFixture[str]
) -> None:
    inside.git("config", "core.hooksPath", place)
    assert main(["install", "git"]) == 2
    err = capsys.readouterr().err
    assert "core.hooksPath" in err and "scoper hook git pre-commit" in err
    assert not (inside.root / place).exists()


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["install", "git"]) == 2
    assert "not a git repository" in capsys.readouterr().err


def test_a_linked_work_tree_shares_the_hooks(inside: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    inside.commit({"a": "1"})
    inside.git("worktree", "add", "-q", "../linked")
    monkeypatch.chdir(inside.root.parent / "linked")
    assert main(["install", "git"]) == 0
    assert (hooks(inside) / "pre-commit").exists()


def test_the_kept_hook_runs_first_with_arguments_and_its_failure_is_final(inside: GitRepo) -> None:
    (hooks(inside) / "commit-msg").write_bytes(b'#!/bin/sh\necho "$(cat) $# $(cat "$1")" > ran\nexit 7\n')
    (hooks(inside) / "commit-msg").chmod(0o755)
    main(["install", "git"])
    inside.write("message", "Round the total")
    done = subprocess.run([hooks(inside) / "commit-msg", "message"], cwd=inside.root, input=b"stdin", capture_output=True)
    assert done.returncode == 7
    assert (inside.root / "ran").read_text() == "stdin 1 Round the total\n"


def test_a_kept_hook_that_git_would_not_run_is_not_run(inside: GitRepo) -> None:
    (hooks(inside) / "commit-msg").write_bytes(b"#!/bin/sh\nexit 7\n")
    main(["install", "git"])
    (hooks(inside) / "commit-msg.before-scoper").chmod(0o644)
    done = subprocess.run([hooks(inside) / "commit-msg", "no-such-file"], cwd=inside.root, capture_output=True)
    assert done.returncode != 7


def test_a_scoper_that_is_gone_says_so_and_how_to_go_on(tmp_path: Path) -> None:
    for stage in STAGES:
        hook = Hook(tmp_path, stage)
        text = hook.shim(python="/gone/python", made_folder=False)
        hook.path.write_bytes(text)
        hook.path.chmod(0o755)
        done = subprocess.run([hook.path], capture_output=True, text=True, env={"PATH": "/bin:/usr/bin"})
        assert done.returncode == 1
        assert "/gone/python" in done.stderr and f"rm '{hook.path}'" in done.stderr


def test_a_quote_in_the_path_of_the_interpreter_stays_a_quote(tmp_path: Path) -> None:
    text = Hook(tmp_path, "pre-commit").shim(python="/o'brien/$(touch owned)/python", made_folder=True)
    (tmp_path / "pre-commit").write_bytes(text)
    done = subprocess.run(["sh", "pre-commit"], cwd=tmp_path, capture_output=True, text=True, env={"PATH": "/bin:/usr/bin"})
    assert "/o'brien/$(touch owned)/python" in done.stderr
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("stage", STAGES)
def test_the_shim_is_short_posix_shell(stage: str) -> None:
    text = template(stage)
    assert text.startswith(b"#!/bin/sh\n") and len(text.splitlines()) <= 25
    assert subprocess.run(["sh", "-n"], input=text).returncode == 0
