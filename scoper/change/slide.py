"""Where a block of added or removed lines could as well stand.

``[a b] a b`` and ``a [b a] b`` are the same change, and a diff may choose either. Where one choice is exactly a definition that
is new or gone, its lines are read as if the diff had chosen it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from scoper.change.side import Side
from scoper.text import LineRange

REACH = 20
"""Lines that a block is moved at most, either way."""


def slid(side: Side, lines: LineRange, whole_of: Callable[[int], Hashable | None]) -> Callable[[int], int]:
    """For each line of the block the one that stands for it. ``whole_of`` names the new or gone definition of a line."""
    if _fits(side, lines, whole_of) or all(whole_of(n) is None for n in range(lines.start, lines.end + 1)):
        return lambda number: number
    size = lines.end - lines.start + 1
    for offset in _offsets(side, lines):
        moved = LineRange(lines.start + offset, lines.end + offset)
        if _fits(side, moved, whole_of):
            return lambda number: moved.start + (number - moved.start) % size
    return lambda number: number


def _offsets(side: Side, lines: LineRange) -> list[int]:
    """How far the block can be moved, nearest first."""
    up, down = 0, 0
    while up < REACH and lines.start - up > 1 and side.line(lines.start - up - 1) == side.line(lines.end - up):
        up += 1
    while (
        down < REACH and lines.end + down < len(side.lines) and side.line(lines.start + down) == side.line(lines.end + down + 1)
    ):
        down += 1
    return sorted([*range(-up, 0), *range(1, down + 1)], key=abs)


def _fits(side: Side, lines: LineRange, whole_of: Callable[[int], Hashable | None]) -> bool:
    """Whether the block starts and ends at borders of definitions that are new or gone."""
    filled = [n for n in range(lines.start, lines.end + 1) if not side.is_blank(n)]
    if not filled:
        return False
    first, last = whole_of(filled[0]), whole_of(filled[-1])
    return (
        first is not None
        and last is not None
        and whole_of(_step(side, filled[0], -1)) != first
        and whole_of(_step(side, filled[-1], 1)) != last
    )


def _step(side: Side, number: int, step: int) -> int:
    """The next line that is not blank, or 0 or one past the end."""
    number += step
    while 0 < number <= len(side.lines) and side.is_blank(number):
        number += step
    return number
