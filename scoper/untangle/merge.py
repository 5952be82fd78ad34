"""Recombining one text: the base's lines, with those edits of the head that were chosen.

A text is cut into pieces that follow each other on both sides. A piece is unchanged, or belongs to one edit; it is read from
the head where that edit is chosen and from the base where it is not. So all edits together give the head byte by byte, and
none gives the base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from scoper.change.lines import base_lines, head_lines
from scoper.git.model import Hunk
from scoper.text import LineRange

_MAX_RUNS = 400  # of one hunk whose order is worked out; beyond them what was removed stands before what was added

Owners = Mapping[int, int]
"""Changed line of one side → the number of the edit that it belongs to."""

Written = Mapping[int, bytes]
"""Edit → the text that a person put in place of what it added, or of what it removed where it added nothing."""

_NOTHING: Written = {}


class Piece(NamedTuple):
    """Lines ``base[base_start:base_end]`` that became ``head[head_start:head_end]`` (0-based). ``owner`` is ``None`` where both
    are the same."""

    owner: int | None
    base_start: int
    base_end: int
    head_start: int
    head_end: int


class Line(NamedTuple):
    """Where a line of a merged text is from: its 1-based number on that side, and the edit that it belongs to, if any. What was
    written anew has the number of the line in whose place its first one stands."""

    text: bytes
    from_head: bool
    number: int
    owner: int | None


class _Run(NamedTuple):
    """Neighbouring lines of one side and one owner, 0-based and half-open."""

    owner: int
    start: int
    end: int


def lines_of(text: bytes) -> list[bytes]:
    """The lines of a text with their ends, of which the last may have none."""
    lines = [line + b"\n" for line in text.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def cut(
    base: Sequence[bytes], head: Sequence[bytes], hunks: Sequence[Hunk], old: Owners, new: Owners, rest: int
) -> list[Piece]:
    """The pieces of a text, in order. Lines that no edit owns (blank ones between edits) go with the edit beside them: with
    what follows, or with what stands before where the hunk ends in such a line; ``rest`` takes those with no edit near."""
    pieces: list[Piece] = []
    base_at = head_at = 0
    for hunk in sorted(hunks):
        removed, added = base_lines(hunk), head_lines(hunk)
        pieces.append(Piece(None, base_at, removed.start - 1, head_at, added.start - 1))
        owners = [old.get(n) for n in _numbers(removed)], [new.get(n) for n in _numbers(added)]
        near = next((owner for side in owners for owner in side if owner is not None), rest)
        before, after = (
            _runs(_filled(side, near), lines.start - 1) for side, lines in zip(owners, (removed, added), strict=True)
        )
        pieces += _ordered(before, after, removed.start - 1, added.start - 1)
        base_at, head_at = removed.end, added.end
    pieces.append(Piece(None, base_at, len(base), head_at, len(head)))
    return pieces


def merge(
    pieces: Sequence[Piece],
    base: Sequence[bytes],
    head: Sequence[bytes],
    chosen: Collection[int],
    written: Written = _NOTHING,
) -> list[Line]:
    """The text with the chosen edits, some of them as they were written anew. A line without an end that is no longer the last
    one gets that of its neighbours."""
    anew = _places(pieces, chosen, written)
    merged = [line for at, piece in enumerate(pieces) for line in _read(piece, base, head, chosen, written, anew.get(at))]
    for at, line in enumerate(merged[:-1]):
        if not line.text.endswith(b"\n"):
            near = merged[at - 1] if at else merged[at + 1]
            merged[at] = line._replace(text=line.text + (b"\r\n" if near.text.endswith(b"\r\n") else b"\n"))
    return merged


def _places(pieces: Sequence[Piece], chosen: Collection[int], written: Written) -> dict[int, bytes]:
    """The position of the piece in whose place each written text stands: the first with lines of the head, if any has some."""
    places: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece.owner is not None and piece.owner in written and piece.owner in chosen:
            first = places.setdefault(piece.owner, at)
            if piece.head_start < piece.head_end and pieces[first].head_start == pieces[first].head_end:
                places[piece.owner] = at
    return {at: written[owner] for owner, at in places.items()}


def _read(
    piece: Piece, base: Sequence[bytes], head: Sequence[bytes], chosen: Collection[int], written: Written, anew: bytes | None
) -> Iterator[Line]:
    if piece.owner in written and piece.owner in chosen:
        for text in lines_of(anew or b""):
            yield Line(text, True, piece.head_start + 1, piece.owner)
    elif piece.owner in chosen:
        for number in range(piece.head_start, piece.head_end):
            yield Line(head[number], True, number + 1, piece.owner)
    else:
        for number in range(piece.base_start, piece.base_end):
            yield Line(base[number], False, number + 1, piece.owner)


def _numbers(lines: LineRange) -> range:
    return range(lines.start, lines.end + 1)


def _filled(owners: Sequence[int | None], near: int) -> list[int]:
    follow = bool(owners) and (owners[0] is None or owners[-1] is not None)
    filled: list[int] = []
    for owner in reversed(owners) if follow else owners:
        filled.append(owner if owner is not None else filled[-1] if filled else near)
    if not follow:
        return filled
    filled.reverse()
    last = next((at for at in range(len(owners) - 1, -1, -1) if owners[at] is not None), None)
    return filled if last is None else [*filled[: last + 1], *[filled[last]] * (len(owners) - last - 1)]


def _runs(owners: Sequence[int], start: int) -> list[_Run]:
    runs: list[_Run] = []
    for owner, members in groupby(owners):
        at = runs[-1].end if runs else start
        runs.append(_Run(owner, at, at + sum(1 for _ in members)))
    return runs


def _ordered(before: Sequence[_Run], after: Sequence[_Run], base_at: int, head_at: int) -> Iterator[Piece]:
    """The runs of both sides in one order: runs of one edit meet, what was removed stands before what was added."""
    i = j = 0
    for match in _matches(before, after):
        for run in before[i : match[0]]:
            yield Piece(run.owner, run.start, run.end, head_at, head_at)
            base_at = run.end
        for run in after[j : match[1]]:
            yield Piece(run.owner, base_at, base_at, run.start, run.end)
            head_at = run.end
        i, j = match
        if i < len(before) and j < len(after):
            old, new = before[i], after[j]
            yield Piece(old.owner, old.start, old.end, new.start, new.end)
            base_at, head_at, i, j = old.end, new.end, i + 1, j + 1


def _matches(before: Sequence[_Run], after: Sequence[_Run]) -> Iterator[tuple[int, int]]:
    """Positions of runs that are of one edit, ascending on both sides; the two ends close the list."""
    if len(before) + len(after) <= _MAX_RUNS:
        blocks = SequenceMatcher(None, [r.owner for r in before], [r.owner for r in after], autojunk=False)
        for block in blocks.get_matching_blocks():
            yield from ((block.a + offset, block.b + offset) for offset in range(block.size))
    yield len(before), len(after)
