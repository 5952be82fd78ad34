"""Which lines changed, and where the unchanged ones are on the other side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from scoper.git.model import Hunk
from scoper.text import LineRange


class LineMap:
    """The hunks of one file, ascending and apart from each other."""

    def __init__(self, hunks: Sequence[Hunk]) -> None:
        self.hunks = sorted(hunks)
        self.base = [base_lines(hunk) for hunk in self.hunks]
        self.head = [head_lines(hunk) for hunk in self.hunks]

    def to_head(self, lines: LineRange) -> LineRange:
        """The lines of the head side that stand for these; of a hunk that the range cuts, all of them."""
        return _mirror(lines, self.base, self.head)

    def to_base(self, lines: LineRange) -> LineRange:
        return _mirror(lines, self.head, self.base)

    def share_hunk(self, base: LineRange, head: LineRange) -> bool:
        """Whether one hunk removes lines of the one range and adds lines of the other."""
        first = bisect_left(self.base, base.start, key=lambda r: r.end)
        last = bisect_right(self.base, base.end, key=lambda r: r.start)
        return any(
            self.base[i].overlaps(base) and self.head[i].overlaps(head)
            for i in range(first, last)
            if self.hunks[i].base_count and self.hunks[i].head_count
        )

    def touches(self, base: LineRange, head: LineRange) -> bool:
        """Whether any line of either range changed."""
        return _cuts(self.base, base) or _cuts(self.head, head)

    def covers_base(self, lines: Iterable[int]) -> bool:
        """Whether all these lines of the base side were removed."""
        return _covers(self.base, lines)

    def covers_head(self, lines: Iterable[int]) -> bool:
        return _covers(self.head, lines)

    def base_windows(self) -> list[LineRange]:
        """Changed lines of the base side, each with its neighbours, where a change of the head side may be read against it."""
        return [LineRange(max(1, r.start - 1), r.end + 1) for r in self.base]

    def head_windows(self) -> list[LineRange]:
        return [LineRange(max(1, r.start - 1), r.end + 1) for r in self.head]


def base_lines(hunk: Hunk) -> LineRange:
    """The removed lines; where there are none, the gap where the added ones stand, as a range that ends before it starts."""
    return _side(hunk.base_start, hunk.base_count)


def head_lines(hunk: Hunk) -> LineRange:
    return _side(hunk.head_start, hunk.head_count)


def _cuts(ranges: Sequence[LineRange], lines: LineRange) -> bool:
    index = bisect_left(ranges, lines.start, key=lambda r: r.end)
    return any(r.start <= r.end and r.overlaps(lines) for r in ranges[index : index + 2])


def _covers(ranges: Sequence[LineRange], lines: Iterable[int]) -> bool:
    return all((i := bisect_left(ranges, n, key=lambda r: r.end)) < len(ranges) and n in ranges[i] for n in lines)


def _side(start: int, count: int) -> LineRange:
    return LineRange(start, start + count - 1) if count else LineRange(start + 1, start)


def _mirror(lines: LineRange, here: Sequence[LineRange], there: Sequence[LineRange]) -> LineRange:
    first = bisect_left(here, lines.start, key=lambda r: r.end)
    last = bisect_right(here, lines.end, key=lambda r: r.start) - 1
    cuts = first <= last
    start = lines.start + _shift(first - 1, here, there)
    if cuts and here[first].start <= lines.start:
        start = there[first].start
    end = lines.end + _shift(last, here, there)
    if cuts and here[last].end >= lines.end:
        end = there[last].end
    if start > end + 1:  # a gap, and the other side has lines right there
        start, end = end + 1, start - 1
    return LineRange(start, end)


def _shift(index: int, here: Sequence[LineRange], there: Sequence[LineRange]) -> int:
    """How far lines behind a hunk are moved."""
    return there[index].end - here[index].end if index >= 0 else 0
