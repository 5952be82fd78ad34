"""Temporary folders. (``tempfile`` and ``shutil`` do the same, and cost every run 8 ms of imports.)"""

from __future__ import annotations

import os
from contextlib import suppress

from scoper.errors import UserError


def make_folder(prefix: str) -> str:
    """A new folder that only this user can enter."""
    path = folder_name(prefix)
    try:
        os.mkdir(path, 0o700)
    except OSError as error:
        reason = f"no temporary folder can be made in {os.path.dirname(path)}: {error.strerror}"
        raise UserError(reason, "set TMPDIR to one") from None
    return path


def folder_name(prefix: str) -> str:
    """A path for a new temporary folder, absolute; nothing is there yet."""
    parents = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    parent = next((path for path in parents if path and os.access(path, os.W_OK)), "/tmp")
    return os.path.join(os.path.abspath(parent), f"{prefix}{os.urandom(8).hex()}")


def remove_folder(path: str) -> None:
    """Remove a folder with all it holds, but for what cannot be removed. Links are not followed; folders that were made
    read-only go too."""
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
