"""Paths that a model wrote: the path in the repository that one means, or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoper.edits.model import Complaint
from scoper.git.model import SUBMODULE, SYMLINK, Entry
from scoper.text import nearest

_DRIVE = re.compile(r"[A-Za-z]:|~[/\\]|[/\\]")
_GIT = re.compile(r"\.git[\s.]*|git~\d+|\.git::?\S*", re.IGNORECASE)  # as HFS+ and NTFS read them, too
_IGNORED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # what HFS+ skips in names


def normal_path(path: str, entries: Mapping[str, Entry]) -> str:
    """Without ``./`` and doubled slashes, and with the repository's kind of slash."""
    if path in entries:
        return path
    if "\\" in path and path.replace("\\", "/") in entries:
        path = path.replace("\\", "/")
    parts = path.split("/")
    return "/".join(part for at, part in enumerate(parts) if part != "." and (part or at in (0, len(parts) - 1)))


def refusal(path: str, entries: Mapping[str, Entry]) -> str | None:
    """Why no edit may go there: outside the repository, inside git's folder, through a link, or onto no file."""
    parts = path.split("/")
    if not path or any(ord(character) < 32 or ord(character) == 127 for character in path):
        return "is not a path"
    if _DRIVE.match(path):
        return "is an absolute path; paths are relative to the repository"
    if ".." in re.split(r"[/\\]", path) or "" in parts or "." in parts:
        return "leads out of the repository, or to no file"
    if any(_GIT.fullmatch(_IGNORED.sub("", part)) for part in re.split(r"[/\\]", path)):
        return "is inside git's own folder"
    for count in range(1, len(parts) + 1):
        above = entries.get("/".join(parts[:count]))
        if above is not None and above.mode == SYMLINK:
            return "is a symbolic link" if count == len(parts) else "leads through a symbolic link"
        if above is not None and above.mode == SUBMODULE:
            return "is inside a submodule, or one itself"
        if above is not None and count < len(parts):
            return f"cannot be: {'/'.join(parts[:count])} is a file"
    return None


def unknown(path: str, entries: Mapping[str, Entry], row: int, *, look: bool = True) -> Complaint:
    """That there is no such file, with those that it might be unless there is no time to ``look``."""
    if not look:
        return Complaint("there is no such file", path, row)
    name = path.rpartition("/")[2]
    same = sorted((known for known in entries if known.rpartition("/")[2] == name), key=len)[:3]
    close = same or (nearest(path, list(entries)) if len(entries) <= 5000 else [])
    hint = f"; did you mean {' or '.join(close)}?" if close else ""
    return Complaint(f"there is no such file{hint}", path, row)
