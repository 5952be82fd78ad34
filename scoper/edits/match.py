"""One hunk against one file: the places where it may stand, on the first rung of the ladder that knows any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoper.edits.indent import indents
from scoper.edits.index import MOST, Index
from scoper.edits.model import ADD, KEEP, Hunk, Line
from scoper.edits.normal import Rung


@dataclass(frozen=True, slots=True)
class Match:
    """A hunk with the places, 0-based and ascending, where its lines before the edit stand. ``lines`` are as they matched:
    blank ones at the edges may be gone. With more than :data:`scoper.edits.index.MOST` places the list is cut."""

    hunk: Hunk
    lines: tuple[Line, ...]
    rung: Rung
    places: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many lines of the file it covers."""
        return sum(line.op != ADD for line in self.lines)

    @property
    def cut(self) -> bool:
        return len(self.places) > MOST


def match(index: Index, hunk: Hunk, *, marked: bool) -> Match | None:
    """``None`` if the lines stand nowhere. Raises :class:`scoper.edits.index.TooMuchError`."""
    for lines in _readings(hunk.lines, marked):
        block = [line.text for line in lines if line.op != ADD]
        for rung in Rung if block else ():
            places = [place for place in index.find(block, rung) if not hunk.at_end or place + len(block) == len(index.lines)]
            if rung >= Rung.INDENTATION:
                places = [place for place in places if indents(index.lines[place : place + len(block)], lines) is not None]
            if places:
                return Match(hunk, lines, rung, tuple(places))
    return None


def _readings(lines: tuple[Line, ...], marked: bool) -> Iterator[tuple[Line, ...]]:
    """What the reply may have meant: what it says, the same without blank lines that stay at its edges, and the same with lines
    that stay having lost their first column, which was theirs and not the format's."""
    yield lines
    trimmed = _without_blank_edges(lines)
    if len(trimmed) < len(lines):
        yield trimmed
    if marked and any(line.op == KEEP and line.text.startswith((" ", "\t")) for line in trimmed):
        yield tuple(Line(KEEP, " " + line.text) if line.op == KEEP and line.text.strip() else line for line in trimmed)


def _without_blank_edges(lines: Sequence[Line]) -> tuple[Line, ...]:
    start, stop = 0, len(lines)
    while start < stop and lines[start].op == KEEP and not lines[start].text.strip():
        start += 1
    while stop > start and lines[stop - 1].op == KEEP and not lines[stop - 1].text.strip():
        stop -= 1
    return tuple(lines[start:stop])
