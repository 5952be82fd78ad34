"""Temporary folders. (``tempfile`` and ``shutil`` do the same, and cost every run 8 ms of imports.)"""

from __future__ import annotations

import os
from contextlib import suppress

from scoper.errors import UserError


def make_folder(prefix: str) -> str:
    """A new folder that only this user can enter."""
    parents = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    parent = next((path for path in parents if path and os.access(path, os.W_OK)), "/tmp")
    path = os.path.join(os.path.abspath(parent), f"{prefix}{os.urandom(8).hex()}")
    try:
        os.mkdir(path, 0o700)
    except OSError as error:
        raise UserError(f"no temporary folder can be made in {parent}: {error.strerror}", "set TMPDIR to one") from None
    return path


def remove_folder(path: str) -> None:
    """Remove a folder with all it holds, but for what cannot be removed. Links are not followed."""
    with suppress(OSError):
        for entry in list(os.scandir(path)):
            if entry.is_dir(follow_symlinks=False):
                remove_folder(entry.path)
                continue
            with suppress(OSError):
                os.unlink(entry.path)
        os.rmdir(path)
