"""A world of its own for every test: no user, no system configuration, no cache of a real run, fixed names and dates."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.gitrepo import GitRepo

settings.register_profile("house", deadline=None)  # how fast a machine is must not decide whether a test passes
settings.load_profile("house")

DATE = "2024-05-06T07:08:09+00:00"
_LEAKS = ("GIT_", "CI", "GITHUB_", "GITLAB_", "NO_COLOR", "CLICOLOR", "FORCE_COLOR", "SCOPER_", "PYTHONPATH", "RUFF_", "XDG_")


@pytest.fixture(autouse=True)
def _own_world(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    kept = os.environ.get("SCOPER_UPDATE_CASES")
    for name in list(os.environ):
        if name.startswith(_LEAKS):
            monkeypatch.delenv(name)
    if kept:
        monkeypatch.setenv("SCOPER_UPDATE_CASES", kept)
    for name, value in {
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ada Author",
        "GIT_AUTHOR_EMAIL": "ada@example.com",
        "GIT_AUTHOR_DATE": DATE,
        "GIT_COMMITTER_NAME": "Carl Committer",
        "GIT_COMMITTER_EMAIL": "carl@example.com",
        "GIT_COMMITTER_DATE": DATE,
        "GIT_TEMPLATE_DIR": "",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
        "SCOPER_CACHE_DIR": str(home / "cache"),
        "SCOPER_STATE_DIR": str(home / "state"),
    }.items():
        monkeypatch.setenv(name, value)
    yield


@pytest.fixture(scope="session")
def empty_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``git init`` makes, once for all."""
    root = tmp_path_factory.mktemp("empty")
    environ = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TEMPLATE_DIR": ""}
    subprocess.run(["git", "init", "-q", "-b", "main", "."], cwd=root, check=True, env=environ)
    return root


@pytest.fixture
def repo(tmp_path: Path, empty_repository: Path) -> GitRepo:
    """An empty git repository on branch ``main``, without hooks and without a commit."""
    return GitRepo(shutil.copytree(empty_repository, tmp_path / "repo"))


@pytest.fixture
def shared_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cache for all tests that ask for it, as a user has one for all repositories."""
    monkeypatch.setenv("SCOPER_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
