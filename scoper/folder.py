"""Temporary folders, and those that killed processes left. (``tempfile`` and ``shutil`` make and remove them too, and cost
every run 8 ms of imports.)

Who makes a folder holds a lock on it, which the system lets go when the process ends, however that is: a folder of ours that
nobody holds is of no more use.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress

from scoper.errors import UserError

_OURS = re.compile(r"scoper-(?:lint-|tools-|replay-)?[0-9a-f]{16}")
_SETTLED = 60.0  # seconds from which on a folder is surely locked by who made it, if that process is there still
_held: dict[str, int] = {}  # folder → descriptor with its lock


def make_folder(prefix: str) -> str:
    """A new folder that only this user can enter."""
    path = folder_name(prefix)
    try:
        os.mkdir(path, 0o700)
    except OSError as error:
        reason = f"no temporary folder can be made in {os.path.dirname(path)}: {error.strerror}"
        raise UserError(reason, "set TMPDIR to one") from None
    if (lock := _lock(path)) is not None:
        _held[path] = lock
    return path


def folder_name(prefix: str) -> str:
    """A path for a new temporary folder, absolute and without links; nothing is there yet."""
    return os.path.join(_parent(), f"{prefix}{os.urandom(8).hex()}")


def remove_folder(path: str) -> None:
    """Remove a folder with all it holds, but for what cannot be removed. Links are not followed; folders that were made
    read-only go too."""
    if (lock := _held.pop(path, None)) is not None:
        os.close(lock)
    with suppress(OSError):
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            os.chmod(path, 0o700)
        for entry in list(os.scandir(path)):
            if entry.is_dir(follow_symlinks=False):
                remove_folder(entry.path)
                continue
            with suppress(OSError):
                os.unlink(entry.path)
        os.rmdir(path)


def sweep_folders() -> None:
    """Remove the folders of this user that processes left which were killed."""
    if os.name != "posix":  # nobody could tell whose they are
        return
    with suppress(OSError):
        for entry in list(os.scandir(_parent())):
            if _OURS.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False) and _is_settled(entry.path):
                _remove_unheld(entry.path)


def _parent() -> str:
    parents = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    return os.path.realpath(next((path for path in parents if path and os.access(path, os.W_OK)), "/tmp"))


def _is_settled(path: str) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return status.st_uid == os.getuid() and status.st_mtime < time.time() - _SETTLED


def _remove_unheld(path: str) -> None:
    if (lock := _lock(path)) is not None:
        remove_folder(path)
        os.close(lock)


def _lock(path: str) -> int | None:
    """A descriptor with the lock of a folder; ``None`` where another process has it, or the system knows no such lock."""
    try:
        import fcntl  # not every system has it

        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
