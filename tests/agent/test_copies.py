"""Temporary folders of runs: gone at the end, and found where a run was killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoper.agent.copies import ALL, remember, sweep, temporary_folder
from scoper.agent.runs import Run, begin
from scoper.agent.wrap import Standard, settled
from scoper.config import Config
from scoper.folder import sweep_folders
from scoper.git.copy import WorkCopy
from scoper.git.repository import Repository
from scoper.scope.model import Task
from tests.gitrepo import GitRepo


@pytest.fixture
def repository(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    repo.commit({"a.txt": "a\n", ".gitignore": "shared\n"})
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with Repository.discover(repo.root) as repository:
        yield repository


def test_a_folder_goes_with_the_block(repository: Repository) -> None:
    run = begin(repository.git_dir)
    with pytest.raises(KeyError), temporary_folder(run, ()) as folder:
        (Path(folder) / "sub").mkdir()
        assert sweep(repository) == [] and os.path.exists(folder)  # it is going on
        raise KeyError
    assert not os.path.exists(folder) and os.listdir(run.folder) == []


def killed(repo: GitRepo, run: Run, change: str | None) -> None:
    """A process that changes a file in a copy, and is killed."""
    if child := os.fork():
        os.waitpid(child, 0)
        return
    try:
        with Repository.discover(repo.root) as repository, temporary_folder(run, (repository.store.git_dir,)) as folder:
            copy = WorkCopy(repository, folder)
            remember(run, (folder, repository.store.git_dir), copy, ("shared",))
            settled(repository, run, Standard(copy.base, Task(), Config()), ("sh",), None)
            os.mkdir(f"{folder}/locked", 0o500)
            os.symlink("/", f"{copy.root}/shared")
            os.unlink(f"{copy.root}/.gitignore")
            if change is not None:
                Path(copy.root, "a.txt").write_text(change)
            os.kill(os.getpid(), 9)
    finally:
        os._exit(1)


def test_what_a_killed_run_left_is_kept_and_removed(repo: GitRepo, repository: Repository, tmp_path: Path) -> None:
    run = begin(repository.git_dir)
    killed(repo, run, "changed\n")
    left = list((tmp_path / "tmp").iterdir())
    assert len(left) == 3  # its folder, its store and that of this process
    for path in left:
        os.utime(path, (0, 0))
    sweep_folders()  # as a command in another repository does, which may take nothing that this one needs
    assert len(list((tmp_path / "tmp").iterdir())) == 2
    assert sweep(repository) == [run.id] and sweep(repository) == []
    assert [str(path) for path in (tmp_path / "tmp").iterdir()] == [repository.store.git_dir]
    assert not {"folders.json", "folders.lock"} & set(os.listdir(run.folder))
    patch = (Path(run.folder) / ALL).read_text()
    assert "+changed\n" in patch and "-shared\n" in patch and "b/shared" not in patch


def test_a_run_that_was_killed_at_once_left_nothing_to_keep(repository: Repository, tmp_path: Path) -> None:
    run = begin(repository.git_dir)
    left = tmp_path / "tmp" / "scoper-wrap-0"
    left.mkdir()
    (Path(run.folder) / "folders.json").write_text(json.dumps({"folders": [str(left), "/scoper-nowhere"], "copy": None}))
    assert sweep(repository) == [] and not left.exists() and os.listdir(run.folder) == []


@pytest.mark.parametrize("record", ["no json", "[1]", '{"folders": 1}', '{"folders": ["relative/scoper-x", 3]}', None])
def test_nothing_else_is_ever_removed(repository: Repository, record: str | None, tmp_path: Path) -> None:
    run = begin(repository.git_dir)
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "scoper-link").symlink_to(mine)
    foreign = {"folders": [str(mine), f"{tmp_path}/scoper-link"], "copy": [str(mine), "/nowhere", 1]}
    (Path(run.folder) / "folders.json").write_text(json.dumps(foreign) if record is None else record)
    assert sweep(repository) == [] and mine.exists() and (tmp_path / "scoper-link").exists()
