"""Whether an edit without meaning goes with one that has some: by place, or by the names it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from scoper.change.model import Alignment, Change, ChangedFile, Edit
from scoper.text import LineRange, split_lines

_GAP = 3  # lines between a comment and the statement that it is about
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_CODE_LIKE = re.compile(r"\w_\w|[a-z][A-Z]|\d")


def is_near(edit: Edit, other: Edit, file: ChangedFile) -> bool:
    """Whether two edits of one file share a hunk, or stand a few lines apart in the same symbol."""
    for hunk in file.change.hunks:
        head = LineRange(hunk.head_start, hunk.head_start + hunk.head_count - 1)
        base = LineRange(hunk.base_start, hunk.base_start + hunk.base_count - 1)
        if _meets(edit, head, base) and _meets(other, head, base):
            return True
    gap = _GAP if edit.symbol == other.symbol else 1
    return _gap_within(edit.after, other.after, gap) or _gap_within(edit.before, other.before, gap)


def _meets(edit: Edit, head: LineRange, base: LineRange) -> bool:
    return any(lines.overlaps(head) for lines in edit.after) or any(lines.overlaps(base) for lines in edit.before)


def _gap_within(ours: Sequence[LineRange], theirs: Sequence[LineRange], gap: int) -> bool:
    return any(a.start - b.end <= gap and b.start - a.end <= gap for a in ours for b in theirs)


def texts(edit: Edit, file: ChangedFile) -> tuple[list[str], list[str]]:
    """The lines of an edit on both sides."""
    return _picked(_lines(file.base_text), edit.before), _picked(_lines(file.head_text), edit.after)


class Work:
    """The edits of a change that mean something, and the names that these speak of: worked out by the first who asks."""

    def __init__(self, change: Change, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self._change = change

    def speaks_of(self, lines: Sequence[str]) -> bool:
        """Whether any of these lines names a definition that came, went or has another name now, or a name in a changed line
        that can only be a piece of code."""
        spoken = {name for line in lines for name in _IDENTIFIER.findall(line)}
        if not spoken.isdisjoint(self._moved):
            return True
        telling = {name for name in spoken if _CODE_LIKE.search(name)}
        return bool(telling) and not telling.isdisjoint(self._names)

    @cached_property
    def _moved(self) -> set[str]:
        return {
            symbol.replace("::", ".").rpartition(".")[2]
            for pair in self._change.aligned
            if pair.how not in (Alignment.SAME, Alignment.MOVED)
            for symbol in (pair.base, pair.head)
            if symbol is not None
        }

    @cached_property
    def _names(self) -> set[str]:
        edits_of: dict[str, list[Edit]] = {}
        for edit in self.edits:
            edits_of.setdefault(edit.path, []).append(edit)
        found: set[str] = set()
        for file in self._change.files:
            before, after = _lines(file.base_text), _lines(file.head_text)
            for edit in edits_of.get(file.change.path, ()):
                for line in set(_picked(before, edit.before)) ^ set(_picked(after, edit.after)):
                    found.update(_IDENTIFIER.findall(line))
        return found


def _lines(text: bytes | None) -> Sequence[bytes]:
    return split_lines(text) if text is not None else ()


def _picked(lines: Sequence[bytes], ranges: Sequence[LineRange]) -> list[str]:
    return [line.decode("utf-8", "replace").strip() for found in ranges for line in lines[found.start - 1 : found.end]]
