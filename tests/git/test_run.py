from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git.run import GitError, clean_environment, run
from tests.gitrepo import GitRepo


def test_an_environment_without_git_in_it_only_gains_what_is_fixed() -> None:
    cleaned = clean_environment({"PATH": "/bin", "HOME": "/home/ada"})
    assert cleaned["PATH"] == "/bin" and cleaned["HOME"] == "/home/ada"
    assert cleaned["GIT_TERMINAL_PROMPT"] == "0" and cleaned["LC_ALL"] == "C"


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_EXTERNAL_DIFF", "GIT_SSH_COMMAND", "GIT_PREFIX"]
)
def test_what_git_exports_into_hooks_is_dropped(name: str) -> None:
    assert name not in clean_environment({name: "x"})


def test_choices_of_configuration_are_kept() -> None:
    kept = {"GIT_CONFIG_GLOBAL": "/x", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
    assert clean_environment(kept).items() >= kept.items()


def test_a_failure_carries_command_and_message(repo: GitRepo) -> None:
    with pytest.raises(GitError) as caught:
        run(("cat-file", "blob", "0" * 40), cwd=str(repo.root), env=clean_environment(os.environ))
    assert caught.value.command[0] == "cat-file"
    assert "0" * 40 in caught.value.stderr
    assert "git cat-file blob" in caught.value.message


def test_git_that_is_not_installed_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="git could not be started"):
        run(("version",), cwd=str(tmp_path), env=clean_environment(os.environ))


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere: no such folder"):
        run(("version",), cwd=str(tmp_path / "nowhere"), env=clean_environment(os.environ))
