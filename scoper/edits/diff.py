"""Two texts of a file → edits that make one of the other, with enough context to fit at one place only."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.edits.align import align
from scoper.edits.index import Index
from scoper.edits.model import ADD, KEEP, REMOVE, Hunk, Line, Update
from scoper.edits.normal import Rung

_Change = tuple[int, int, tuple[str, ...]]  # lines low to high of the base, 0-based and half open, and what replaces them


def update(path: str, base: Sequence[str], head: Sequence[str], *, marked: bool, context: int = 3) -> Update:
    """The update of ``path`` as a format writes it that marks lines from top to bottom (V4A, unified diff), or that shows
    blocks before and after (SEARCH/REPLACE, pseudo-XML)."""
    index = Index(base)
    groups = [(group, _span(index, group, context)) for group in _groups(base, head, context)]
    merged: list[tuple[list[_Change], tuple[int, int]]] = []
    for group, span in groups:
        if merged and span[0] < merged[-1][1][1]:  # context that had to grow may reach into the next hunk
            changes, (low, high) = merged[-1]
            merged[-1] = (changes + group, (min(low, span[0]), max(high, span[1])))
        else:
            merged.append((group, span))
    hunks = [_hunk(base, changes, low, high, marked) for changes, (low, high) in merged]
    return Update(path, tuple(hunks), ordered=marked, marked=marked)


def _groups(base: Sequence[str], head: Sequence[str], context: int) -> list[list[_Change]]:
    lines = align(base, head)
    changes: list[_Change] = []
    at = 0
    added: list[str] = []
    low = None
    for line in (*lines, Line(KEEP, "")):
        if line.op == KEEP:
            if low is not None:
                changes.append((low, at, tuple(added)))
            low, added = None, []
        else:
            low = at if low is None else low
            added += [line.text] if line.op == ADD else []
        at += line.op != ADD
    groups: list[list[_Change]] = []
    for change in changes:
        if groups and change[0] - groups[-1][-1][1] <= 2 * context:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups


def _span(index: Index, group: Sequence[_Change], context: int) -> tuple[int, int]:
    size = len(index.lines)
    while True:
        low, high = max(0, group[0][0] - context), min(size, group[-1][1] + context)
        block = index.lines[low:high]
        if (low, high) == (0, size) or (block and len(index.find(block, Rung.EXACT)) == 1):
            return low, high
        context = 2 * context + 1


def _hunk(base: Sequence[str], changes: Sequence[_Change], low: int, high: int, marked: bool) -> Hunk:
    lines: list[Line] = []
    at = low
    for start, stop, added in changes:
        lines += [Line(KEEP, text) for text in base[at:start]]
        lines += [Line(REMOVE, text) for text in base[start:stop]]
        lines += [Line(ADD, text) for text in added]
        at = stop
    lines += [Line(KEEP, text) for text in base[at:high]]
    if marked:
        return Hunk(tuple(lines))
    hunk = Hunk(tuple(lines))
    return Hunk(align(hunk.before, hunk.after))
