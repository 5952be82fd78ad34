"""All hunks of a file: which of the places where it fits each one means. Where the reply does not say, nobody guesses."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.edits.index import Index
from scoper.edits.match import Match
from scoper.edits.normal import Rung, indent_of, key


def settle(index: Index, matches: Sequence[Match], *, ordered: bool) -> list[int | None]:
    """The line, 0-based, where each hunk stands; ``None`` where that is ambiguous, or its anchors speak against it.

    A place is settled by being the only one, the only one below the hunk's anchors, the only one that keeps the hunks of an
    ``ordered`` format in order, or by a stated line number in a file where the stated numbers have proved right.
    """
    rivals = [_below_anchors(index, match) for match in matches]
    settled = _only(rivals)
    if ordered and None in settled:
        rivals = _in_order(matches, rivals)
        settled = _only(rivals)
    if None in settled:
        settled = _stated(matches, rivals, settled)
    return settled


def _only(rivals: Sequence[Sequence[int]]) -> list[int | None]:
    return [places[0] if len(places) == 1 else None for places in rivals]


def _below_anchors(index: Index, match: Match) -> Sequence[int]:
    """The places inside the block that the anchors open, if the file has such a block; else those below it."""
    blocks: list[tuple[int, int]] = [(0, len(index.lines))]
    for anchor in match.hunk.anchors:
        opened = [_block(index, at) for at in _anchored(index, anchor)]
        blocks = [inner for inner in opened if any(low <= inner[0] < high for low, high in blocks)] or blocks
    if blocks[0] == (0, len(index.lines)) or match.cut:
        return match.places
    inside = [place for place in match.places if any(low <= place + match.size and place < high for low, high in blocks)]
    return inside or [place for place in match.places if any(low <= place for low, _ in blocks)]


def _anchored(index: Index, anchor: str) -> Sequence[int]:
    """The lines that an anchor may mean: the same line, or, where there is none, those it is the beginning of."""
    for rung in Rung:
        if places := index.places(anchor, rung):
            return places
    wanted = key(anchor, Rung.PUNCTUATION)
    index.spend(len(index.lines))
    return [at for at, line in enumerate(index.lines) if wanted and key(line, Rung.PUNCTUATION).startswith(wanted)]


def _block(index: Index, at: int) -> tuple[int, int]:
    """From a line to the one before the next that is no deeper, closing brackets aside."""
    depth = len(indent_of(index.lines[at]).expandtabs(4))
    for stop in range(at + 1, len(index.lines)):
        line = index.lines[stop]
        if line.strip() and len(indent_of(line).expandtabs(4)) <= depth and not line.strip().startswith((")", "]", "}", "{")):
            index.spend(stop - at)
            return at, stop
    index.spend(len(index.lines) - at)
    return at, len(index.lines)


def _in_order(matches: Sequence[Match], rivals: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """What is left of the rivals if each hunk stands below the one before it; all of them if no such order exists."""
    earliest: list[int] = []
    for match, places in zip(matches, rivals, strict=True):
        floor = earliest[-1] + matches[len(earliest) - 1].size if earliest else 0
        found = next((place for place in places if place >= floor), None)
        if found is None or match.cut:
            return list(rivals)
        earliest.append(found)
    latest: list[int] = []
    ceiling = None
    for match, places in zip(reversed(matches), reversed(rivals), strict=True):
        found = next(place for place in reversed(places) if ceiling is None or place + match.size <= ceiling)
        latest.append(found)
        ceiling = found
    return [
        [place for place in places if low <= place <= high]
        for places, low, high in zip(rivals, earliest, reversed(latest), strict=True)
    ]


def _stated(matches: Sequence[Match], rivals: Sequence[Sequence[int]], settled: Sequence[int | None]) -> list[int | None]:
    """Hunks at their stated lines, if a hunk that is settled stands just where it says, and none stands elsewhere."""
    starts = [match.hunk.start for match in matches]
    proofs = [
        start == place + 1 for start, place in zip(starts, settled, strict=True) if start is not None and place is not None
    ]
    if not proofs or not all(proofs):
        return list(settled)
    return [
        start - 1 if place is None and start is not None and start - 1 in places else place
        for place, start, places in zip(settled, starts, rivals, strict=True)
    ]
