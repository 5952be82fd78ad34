"""``git diff-tree --raw --patch -z`` → file changes. Names, modes and ids are from the raw part, lines from ``@@``.

Nothing is taken from the headers for people, where names with unusual characters are ambiguous: the patches stand in the
order of the raw records, two of them for a change of type (a deletion and a creation).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from scoper.git.model import SUBMODULE, Entry, FileChange, Hunk, Status

# Lines of a file start with one of "+-\", so that none of these can be one.
_MARK = re.compile(rb"^(?:diff --git |Binary files |@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@)", re.MULTILINE)
_TYPE = 0o170000


class _Patch(NamedTuple):
    hunks: list[Hunk]
    binary: bool


def parse(output: bytes) -> list[FileChange]:
    """The changes of one combined raw and patch output, in its order. :class:`ValueError` where the two parts disagree."""
    changes, patch = split(output)
    patches = list(_patches(patch))
    counts = [2 if change.status is Status.TYPE_CHANGED else 1 for change in changes]
    if sum(counts) != len(patches):
        raise ValueError(f"{len(patches)} patches for {sum(counts)} raw records")
    rest = iter(patches)
    return [_with_hunks(change, list(islice(rest, count))) for change, count in zip(changes, counts, strict=True)]


def split(output: bytes) -> tuple[list[FileChange], bytes]:
    """The raw records as changes without hunks, and the patch text behind them."""
    changes: list[FileChange] = []
    at = 0
    while output.startswith(b":", at):
        record, at = _until_nul(output, at)
        base_mode, head_mode, base_oid, head_oid, letter = record[1:].split(" ")
        status = Status(letter[0])
        base_path, at = _until_nul(output, at)
        head_path = base_path
        if status in (Status.RENAMED, Status.COPIED):
            head_path, at = _until_nul(output, at)
        base, head = _entry(base_mode, base_oid), _entry(head_mode, head_oid)
        changes.append(FileChange(status, base_path if base else None, head_path if head else None, base, head))
    return changes, output[at + 1 :]


def _until_nul(output: bytes, at: int) -> tuple[str, int]:
    end = output.index(b"\0", at)
    return os.fsdecode(output[at:end]), end + 1


def _entry(mode: str, oid: str) -> Entry | None:
    return Entry(int(mode, 8), oid) if mode != "000000" else None


def _patches(patch: bytes) -> Iterator[_Patch]:
    current: _Patch | None = None
    for mark in _MARK.finditer(patch):
        if mark[0].startswith(b"diff"):
            if current is not None:
                yield current
            current = _Patch([], False)
        elif current is None:
            raise ValueError("a hunk before the first file")
        elif mark[0].startswith(b"Binary"):
            current = _Patch([], True)
        else:
            start, count, head_start, head_count = mark.groups()
            current.hunks.append(Hunk(int(start), int(count or 1), int(head_start), int(head_count or 1)))
    if current is not None:
        yield current


def _with_hunks(change: FileChange, patches: list[_Patch]) -> FileChange:
    sides = [side for side in (change.base, change.head) if side is not None]
    if len(patches) == 2:
        # The commit id of a submodule is printed like a line of text, which it is not.
        text = [patch for side, patch in zip(sides, patches, strict=True) if side.mode & _TYPE != SUBMODULE]
        hunks = _joined([hunk for patch in text for hunk in patch.hunks])
        binary = any(patch.binary for patch in text)
        return change._replace(hunks=() if binary else hunks, binary=binary)
    if any(side.mode & _TYPE == SUBMODULE for side in sides):
        return change
    return change._replace(hunks=tuple(patches[0].hunks), binary=patches[0].binary)


def _joined(hunks: list[Hunk]) -> tuple[Hunk, ...]:
    """One hunk for a whole file deleted and a whole file created."""
    if not hunks:
        return ()
    base, head = sum(hunk.base_count for hunk in hunks), sum(hunk.head_count for hunk in hunks)
    return (Hunk(min(base, 1), base, min(head, 1), head),)
