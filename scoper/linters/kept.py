"""Folders in the user's cache in which whole-program linters keep what they worked out, from run to run."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256

from scoper.folder import remove_folder

_FOLDER = "lint"
_UNUSED_DAYS = 30


def keep(cache: str, tool: str, *place: str | None) -> str:
    """The folder of a tool for one place that it looks at, in use from now on. Raises :class:`OSError`."""
    digest = sha256("\0".join(str(part) for part in place).encode("utf-8", "surrogateescape")).hexdigest()
    folder = os.path.join(cache, _FOLDER, f"{tool.replace(' ', '-')}-{digest[:16]}")
    os.makedirs(folder, exist_ok=True)
    os.utime(folder)
    return folder


def evict(cache: str) -> None:
    """Remove what was not used for a month: work trees come and go, and nobody says when."""
    oldest = time.time() - _UNUSED_DAYS * 86_400
    for entry in _entries(cache):
        with suppress(FileNotFoundError):  # another process was faster
            if entry.stat(follow_symlinks=False).st_mtime < oldest:
                remove_folder(entry.path)


def clear(cache: str) -> bool:
    """Remove them all; whether there were any."""
    has_any = bool(_entries(cache))
    remove_folder(os.path.join(cache, _FOLDER))
    return has_any


def _entries(cache: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(os.path.join(cache, _FOLDER)))
    except OSError:
        return []
