"""Repositories opened by the tests of this room, and closed behind them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from scoper.git import objects as objects_module
from scoper.git import run as run_module
from scoper.git import store as store_module
from scoper.git.repository import Repository

Open = Callable[[Path], Repository]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Find a repository from a folder; closed after the test."""
    repositories: list[Repository] = []

    def find(folder: Path) -> Repository:
        repositories.append(Repository.discover(str(folder)))
        return repositories[-1]

    yield find
    for repository in repositories:
        repository.close()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """An empty repository for tests that only need overlays, and many of them."""
    root = tmp_path_factory.mktemp("workshop")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    with Repository.discover(str(root)) as repository:
        yield repository


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every git command that is started from now on."""
    names: list[str] = []
    start = run_module.start

    def noted(args: Sequence[str], *, cwd: str, env: Mapping[str, str], **how: Any) -> subprocess.Popen[bytes]:
        names.append(args[0])
        return start(args, cwd=cwd, env=env, **how)

    for module in (run_module, objects_module, store_module):
        monkeypatch.setattr(module, "start", noted)
    return names
