"""One hunk against one file: the places where it may stand, on the first rung of the ladder that knows any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoper.edits.indent import indents
from scoper.edits.index import MOST, Index
from scoper.edits.model import ADD, KEEP, REMOVE, Hunk, Line
from scoper.edits.normal import Rung, indent_of


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
    whole, trimmed = hunk.lines, _without_blank_edges(hunk.lines)
    for lines in (whole, trimmed) if len(trimmed) < len(whole) else (whole,):
        block = [line.text for line in lines if line.op != ADD]
        for rung in Rung if block else ():
            if rung is Rung.INDENTATION and marked and (places := _shifted_marks(index, hunk, lines, block)):
                return Match(hunk, lines, Rung.TRAILING, places)
            if places := _places(index, hunk, lines, block, rung, marked):
                return Match(hunk, lines, rung, places)
    return None


def _places(index: Index, hunk: Hunk, lines: Sequence[Line], block: Sequence[str], rung: Rung, marked: bool) -> tuple[int, ...]:
    places = [place for place in index.find(block, rung) if not hunk.at_end or place + len(block) == len(index.lines)]
    if rung >= Rung.INDENTATION:
        found = ((place, index.lines[place : place + len(block)]) for place in places)
        places = [
            place for place, own in found if indents(own, lines) is not None and not (marked and _lost(own, lines) is not False)
        ]
    return tuple(places)


def _shifted_marks(index: Index, hunk: Hunk, lines: Sequence[Line], block: Sequence[str]) -> tuple[int, ...]:
    """Where the lines stand if some of those that stay were written without the format's first column: then what was read as
    that column is their own first space. Lines that go and come have theirs, and are as they should be."""
    keeps = [line.op == KEEP for line in lines if line.op != ADD]
    found: list[int] = []
    for place in index.find(block, Rung.INDENTATION):
        own = index.lines[place : place + len(block)]
        fits = all(
            mine.rstrip() in ((text.rstrip(), " " + text.rstrip()) if keep else (text.rstrip(),))
            for mine, text, keep in zip(own, block, keeps, strict=True)
        )
        if fits and _lost(own, lines) and (not hunk.at_end or place + len(block) == len(index.lines)):
            found.append(place)
    return tuple(found)


def _lost(own: Sequence[str], lines: Sequence[Line]) -> bool | None:
    """Whether lines that stay have lost a column; ``False`` if they do not look like it, ``None`` if it cannot be told.

    Where each of them lacks one space and none goes, the whole block may as well stand one column to the left. Then the depths
    of added lines have to tell: as they are, or one deeper, they are depths of the file.
    """
    pairs = [(line, mine) for line, mine in zip((line for line in lines if line.op != ADD), own, strict=True) if mine.strip()]
    if not all(mine.rstrip() == " " + line.text.rstrip() for line, mine in pairs):
        return any(line.op == KEEP and mine.rstrip() == " " + line.text.rstrip() for line, mine in pairs)
    if any(line.op == REMOVE for line, _ in pairs):
        return False
    depths = {len(indent_of(mine)) for _, mine in pairs}
    added = {len(indent_of(line.text)) for line in lines if line.op == ADD and line.text.strip()}
    lost, moved = added <= depths, {depth + 1 for depth in added} <= depths
    return lost if lost != moved else None


def _without_blank_edges(lines: Sequence[Line]) -> tuple[Line, ...]:
    start, stop = 0, len(lines)
    while start < stop and lines[start].op == KEEP and not lines[start].text.strip():
        start += 1
    while stop > start and lines[stop - 1].op == KEEP and not lines[stop - 1].text.strip():
        stop -= 1
    return tuple(lines[start:stop])
