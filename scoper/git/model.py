"""The values that git/ hands to the rest of the house. Paths are repo-relative, ``/``-separated ``str``; bytes that are not
UTF-8 are kept as surrogate escapes (``os.fsdecode``)."""

from __future__ import annotations

import enum
from typing import NamedTuple

REGULAR, EXECUTABLE, SYMLINK, SUBMODULE = 0o100644, 0o100755, 0o120000, 0o160000


class Entry(NamedTuple):
    """One path of a snapshot: git mode and object id (hex; of the commit for a submodule)."""

    mode: int
    oid: str


class Status(enum.Enum):
    """What ``git diff --raw`` says happened to a file."""

    ADDED = "A"
    DELETED = "D"
    MODIFIED = "M"
    RENAMED = "R"
    COPIED = "C"
    TYPE_CHANGED = "T"


class Hunk(NamedTuple):
    """One ``@@`` header of a diff without context lines (``-U0``).

    Lines are 1-based. Where a count is 0, its start is the line *after* which the other side's lines stand.
    """

    base_start: int
    base_count: int
    head_start: int
    head_count: int


class FileChange(NamedTuple):
    """One changed file. ``base`` and ``head`` are ``None`` where the file does not exist on that side.

    ``binary`` means that there are no hunks because the content is not text; a rename without change has no hunks either.
    """

    status: Status
    base_path: str | None
    head_path: str | None
    base: Entry | None
    head: Entry | None
    hunks: tuple[Hunk, ...] = ()
    binary: bool = False

    @property
    def path(self) -> str:
        """The path to show: that of the head side, where there is one."""
        path = self.head_path if self.head_path is not None else self.base_path
        assert path is not None
        return path
