from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git.disk import DiskFile, read_file, write_files

OLD, NEW = DiskFile(0o100644, b"old\r\n"), DiskFile(0o100644, b"new")


def write(root: Path, path: str, before: DiskFile | None, after: DiskFile | None) -> None:
    write_files(str(root), {path: before}, {path: after})


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD.content)
    (tmp_path / "a").chmod(0o640)
    write(tmp_path, "a", OLD, NEW)
    assert read_file(str(tmp_path), "a") == NEW and (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_the_right_to_run_comes_and_goes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(OLD.content)
    (tmp_path / "a").chmod(0o640)
    runs = OLD._replace(mode=0o100755)
    write(tmp_path, "a", OLD, runs)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o750
    write(tmp_path, "a", runs, OLD)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_folders_come_and_go_with_their_only_file(tmp_path: Path) -> None:
    write(tmp_path, "d/e/a", None, NEW)
    assert (tmp_path / "d" / "e" / "a").read_bytes() == b"new"
    write(tmp_path, "d/e/a", NEW, None)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"target")
    (tmp_path / "a").symlink_to("target")
    link = DiskFile(0o120000, b"target")
    assert read_file(str(tmp_path), "a") == link
    write(tmp_path, "a", link, NEW)
    assert not (tmp_path / "a").is_symlink() and (tmp_path / "target").read_bytes() == b"target"
    write(tmp_path, "a", NEW, link)
    assert os.readlink(tmp_path / "a") == "target"


@pytest.mark.parametrize("path", ["../a", "/a", ".git/config", "d/../../a", "link/a"])
def test_nothing_outside_is_written(path: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(UserError):
        write(root, path, None, NEW)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["link", "root"]


def test_what_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"somebody else's")
    with pytest.raises(UserError, match="a changed in the meantime"):
        write(tmp_path, "a", OLD, NEW)
    assert (tmp_path / "a").read_bytes() == b"somebody else's"


def test_where_one_file_cannot_be_written_none_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(OLD.content)
    (tmp_path / "z").write_bytes(OLD.content)
    replace = os.replace

    def fails_at_z(source: str, target: str) -> None:
        if target.endswith("z"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails_at_z)
    with pytest.raises(UserError, match="cannot write z: No space left"):
        write_files(str(tmp_path), {"a": OLD, "z": OLD}, {"a": NEW, "z": NEW})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": OLD.content, "z": OLD.content}
