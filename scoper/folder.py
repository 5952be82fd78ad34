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
    for folder, folders, files in os.walk(path, topdown=False):
        for name in files:
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))
        for name in folders:
            child = os.path.join(folder, name)
            with suppress(OSError):
                os.unlink(child) if os.path.islink(child) else os.rmdir(child)
    with suppress(OSError):
        os.rmdir(path)
