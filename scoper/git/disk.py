"""Files of the work tree, byte by byte: read as they are, and replaced one at a time and whole.

A file is written beside its place and renamed into it, so that nobody ever sees a part of it. Links are neither followed nor
written through: a path that leads through one is refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from scoper.errors import UserError
from scoper.git.model import EXECUTABLE, REGULAR, SYMLINK
from scoper.git.overlay import check_path

_EXECUTE = stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH
_READ = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


class DiskFile(NamedTuple):
    """A file as it is on disk: its git mode, and its content (of a link, where it leads)."""

    mode: int
    content: bytes


def read_file(root: str, path: str) -> DiskFile | None:
    """One file; ``None`` where there is none. Raises :class:`UserError` for a folder, and for what cannot be read."""
    where = _inside(root, path)
    try:
        status = os.lstat(where)
        if stat.S_ISLNK(status.st_mode):
            return DiskFile(SYMLINK, os.fsencode(os.readlink(where)))
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"{path} is not a file")
        with open(where, "rb") as file:
            return DiskFile(EXECUTABLE if status.st_mode & stat.S_IXUSR else REGULAR, file.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None


def write_files(root: str, before: Mapping[str, DiskFile | None], after: Mapping[str, DiskFile | None]) -> None:
    """Make these files be ``after``, where they still are ``before``. Where one cannot be written, those that were are put back
    before :class:`UserError` is raised."""
    changed = [path for path in after if read_file(root, path) != before.get(path)]
    if changed:
        raise UserError(f"{', '.join(changed[:3])} changed in the meantime", "nothing was written; try again")
    done: list[str] = []
    try:
        # Removals come first: a file may make room for a folder of its name.
        for path in sorted(after, key=lambda path: (after[path] is not None, path)):
            done.append(path)
            _put(root, path, after[path])
    except BaseException as error:
        for path in sorted(done, key=lambda path: (before.get(path) is not None, path)):
            with suppress(OSError, UserError):
                _put(root, path, before.get(path))
        if isinstance(error, OSError):
            raise UserError(f"cannot write {done[-1]}: {error.strerror}", "nothing was changed") from None
        raise


def _put(root: str, path: str, file: DiskFile | None) -> None:
    where = _inside(root, path)
    if file is None:
        with suppress(FileNotFoundError):
            os.unlink(where)
        _remove_empty_folders(root, os.path.dirname(where))
        return
    os.makedirs(os.path.dirname(where), exist_ok=True)
    fresh = os.path.join(os.path.dirname(where), f".scoper-{os.urandom(8).hex()}")
    try:
        if file.mode == SYMLINK:
            os.symlink(os.fsdecode(file.content), fresh)
        else:
            _create(fresh, where, file)
        os.replace(fresh, where)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def _create(fresh: str, where: str, file: DiskFile) -> None:
    """The new file, with the permissions of the one that it replaces, but for the right to run it."""
    with open(fresh, "xb") as target:
        target.write(file.content)
        target.flush()
        os.fsync(target.fileno())
        old = stat.S_IMODE(os.fstat(target.fileno()).st_mode)
        with suppress(OSError):
            status = os.lstat(where)
            old = stat.S_IMODE(status.st_mode) if stat.S_ISREG(status.st_mode) else old
        runs = (old & _READ) >> 2 if file.mode == EXECUTABLE else 0
        os.fchmod(target.fileno(), (old & ~_EXECUTE) | runs)


def _inside(root: str, path: str) -> str:
    check_path(path)
    where = root
    for part in path.split("/")[:-1]:
        where = os.path.join(where, part)
        if os.path.islink(where):
            raise UserError(f"{path} is behind a link")
    return os.path.join(root, path)


def _remove_empty_folders(root: str, folder: str) -> None:
    """git keeps no folders, so one that held a single file goes with it."""
    with suppress(OSError):
        while folder != root and folder.startswith(root):
            os.rmdir(folder)
            folder = os.path.dirname(folder)
