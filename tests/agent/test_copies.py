"""Temporary folders of runs: gone at the end, and found where a run was killed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scoper.agent.copies import sweep, temporary_folder
from scoper.agent.runs import begin


@pytest.fixture
def git_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    return str(tmp_path)


def test_a_folder_goes_with_the_block(git_dir: str) -> None:
    run = begin(git_dir)
    with pytest.raises(KeyError), temporary_folder(run, ()) as folder:
        (Path(folder) / "sub").mkdir()
        assert sweep(git_dir) == []  # it is going on
        raise KeyError
    assert not os.path.exists(folder) and os.listdir(run.folder) == []


def test_what_a_killed_run_left_is_removed_once(git_dir: str) -> None:
    run = begin(git_dir)
    if not (child := os.fork()):
        with temporary_folder(run, (f"{git_dir}/scoper-store",)) as folder:
            os.makedirs(f"{git_dir}/scoper-store/objects")
            os.mkdir(f"{folder}/locked", 0o500)
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    (left,) = (Path(git_dir) / "tmp").iterdir()
    assert sweep(git_dir) == [str(left), f"{git_dir}/scoper-store"]
    assert not left.exists() and os.listdir(run.folder) == [] and sweep(git_dir) == []


@pytest.mark.parametrize("record", ["no json", '{"a": 1}', '["relative/scoper-x", 3]', None])
def test_nothing_else_is_ever_removed(git_dir: str, record: str | None) -> None:
    run = begin(git_dir)
    mine = Path(git_dir) / "mine"
    mine.mkdir()
    (Path(git_dir) / "scoper-link").symlink_to(mine)
    text = json.dumps([str(mine), f"{git_dir}/scoper-link", "/scoper-nowhere"]) if record is None else record
    (Path(run.folder) / "folders.json").write_text(text)
    assert sweep(git_dir) == [] and mine.exists() and (Path(git_dir) / "scoper-link").exists()
