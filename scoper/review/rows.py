"""The lines of an edit, or of a part of one, as they are shown: as one diff, or old and new side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from scoper.report.rows import Row, rows_of
from scoper.report.terminal import clean
from scoper.review.model import Matter, Reviewed
from scoper.untangle.merge import lines_of


class Pair(NamedTuple):
    """What stands beside each other; nothing on a side that has no such line."""

    old: Row | None
    new: Row | None


def unified(matter: Matter, review: Reviewed, parts: Sequence[int]) -> list[Row]:
    """The rows of these parts of one edit, with what a person wrote in place of what was added. Every text is safe to show."""
    whole = next((item.edit for item in matter.items if list(item.parts) == list(parts)), None)
    if whole is not None and not any(part in review.written for part in parts):
        return rows_of(whole, matter.file_of(whole))
    return [row for part in parts for row in _of_part(matter, review, part)]


def side_by_side(rows: Iterable[Row]) -> list[Pair]:
    """The same rows in two columns: runs of what was taken out beside what was put in."""
    pairs: list[Pair] = []
    gone: list[Row] = []
    come: list[Row] = []
    for row in rows:
        if row.mark == "-" and come:
            pairs += _beside(gone, come)
            gone, come = [], []
        if row.mark in "-+":
            (gone if row.mark == "-" else come).append(row)
            continue
        pairs += _beside(gone, come)
        gone, come = [], []
        pairs.append(Pair(row, row))
    return [*pairs, *_beside(gone, come)]


def _beside(gone: Sequence[Row], come: Sequence[Row]) -> Iterator[Pair]:
    yield from (Pair(old, new) for old, new in zip_longest(gone, come))


def _of_part(matter: Matter, review: Reviewed, part: int) -> Iterator[Row]:
    edit = matter.parts.edits[part]
    rows = rows_of(edit, matter.file_of(edit))
    if part not in review.written:
        yield from rows
        return
    kept = [row for row in rows if row.mark != "+"]
    added = [at for at, row in enumerate(rows) if row.mark == "+"]
    at = added[0] if added else max((n + 1 for n, row in enumerate(rows) if row.mark == "-"), default=len(kept))
    text = [_shown(line) for line in lines_of(review.written[part])]
    yield from kept[:at]
    yield from (Row("+", None, line) for line in text)
    yield from kept[at:]


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
    return "\t".join(map(clean, text.split("\t")))
