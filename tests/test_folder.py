from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.folder import make_folder, remove_folder, sweep_folders


def test_only_the_user_can_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = Path(make_folder("x-"))
    assert folder.parent == tmp_path and folder.name.startswith("x-")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert make_folder("x-") != str(folder)


def test_none_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="no temporary folder"):
        make_folder("no/such/folder/")


def test_removal_takes_all_and_follows_no_link(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    folder = tmp_path / "folder"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "file").write_text("x")
    os.symlink(kept, folder / "a" / "link")
    os.symlink("nowhere", folder / "dangling")
    remove_folder(str(folder))
    assert not folder.exists() and (kept / "file").exists()
    remove_folder(str(folder))  # once more is harmless


def test_folders_of_killed_processes_are_swept_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    if not (child := os.fork()):
        make_folder("scoper-")
        make_folder("scoper-lint-")
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    left = set(tmp_path.iterdir())
    held = Path(make_folder("scoper-"))
    others = [tmp_path / "scoper-wrap-0123456789abcdef", tmp_path / "scoper-notes", tmp_path / "mine"]
    link = tmp_path / "scoper-0123456789abcdef"
    link.symlink_to(others[2])
    for one in others:
        one.mkdir()
    sweep_folders()  # they may be of a process that has yet to take its lock
    assert left <= set(tmp_path.iterdir()) and len(left) == 2
    for path in (*left, held, *others):
        os.utime(path, (0, 0))
    sweep_folders()
    assert set(tmp_path.iterdir()) == {held, link, *others}
    remove_folder(str(held))
    assert not held.exists()
