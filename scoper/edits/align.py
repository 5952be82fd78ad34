"""Two lists of lines → lines that stay, go and come, in time that is bounded whatever the lists hold."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from scoper.edits.model import ADD, KEEP, REMOVE, Line

_LARGEST = 400_000  # pairs of lines in the differing middle; beyond, the middle counts as replaced whole


def align(before: Sequence[str], after: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a hunk that makes ``after`` of ``before``."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    middle: list[Line] = []
    if len(old) * len(new) > _LARGEST:
        middle = [*_all(REMOVE, old), *_all(ADD, new)]
    else:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for tag, low, high, start, stop in matcher.get_opcodes():
            middle += (
                _all(KEEP, old[low:high]) if tag == "equal" else [*_all(REMOVE, old[low:high]), *_all(ADD, new[start:stop])]
            )
    return (*_all(KEEP, before[:head]), *middle, *_all(KEEP, before[len(before) - tail :]))


def _all(op: str, lines: Sequence[str]) -> list[Line]:
    return [Line(op, line) for line in lines]


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    count = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        count += 1
    return count
