"""Cuts the hunks of a file without a grammar into blocks, by blank lines and indentation alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoper.change.lines import base_lines, head_lines
from scoper.git.model import Hunk
from scoper.text import LineRange, split_lines

MOST_BLOCKS = 400  # of one file; beyond them a block is a hunk
MOST_HUNKS = 2_000  # of one file; beyond them all of it is one block
MOST_BYTES = 4_000_000  # of one side; larger ones are not looked into
SMALL = 40  # lines of a hunk that stay together where removed and added blocks do not pair up


class Block(NamedTuple):
    """Removed and added lines that belong together."""

    before: tuple[LineRange, ...]
    after: tuple[LineRange, ...]


def blocks(hunks: Sequence[Hunk], base: bytes | None, head: bytes | None) -> list[Block]:
    """Blocks in order, which cover each changed line that is not blank exactly once.

    A block starts where a hunk does, and at lines of its smallest indentation that follow a blank line.
    """
    if len(hunks) > MOST_HUNKS:
        return [Block(tuple(_filled(map(base_lines, hunks))), tuple(_filled(map(head_lines, hunks))))]
    whole = [Block(tuple(_filled([base_lines(hunk)])), tuple(_filled([head_lines(hunk)]))) for hunk in hunks]
    if any(text is not None and len(text) > MOST_BYTES for text in (base, head)):
        return whole
    old, new = (split_lines(text) if text is not None else None for text in (base, head))
    fine = [block for hunk in hunks for block in _hunk_blocks(base_lines(hunk), old, head_lines(hunk), new)]
    return fine if len(fine) <= MOST_BLOCKS else whole


def _hunk_blocks(removed: LineRange, old: list[bytes] | None, added: LineRange, new: list[bytes] | None) -> list[Block]:
    before, after = _split(removed, old), _split(added, new)
    if not before or not after:
        return [Block((r,), ()) for r in before] + [Block((), (r,)) for r in after]
    if len(before) == len(after):
        return [Block((one,), (two,)) for one, two in zip(before, after, strict=True)]
    if removed.end - removed.start + added.end - added.start + 2 <= SMALL:
        return [Block((removed,), (added,))]
    return [Block((r,), ()) for r in before] + [Block((), (r,)) for r in after]


def _split(lines: LineRange, text: list[bytes] | None) -> list[LineRange]:
    """A range cut before its outermost paragraphs, without blank lines at the ends of each; as it is where all are blank."""
    if lines.start > lines.end or text is None or lines.end > len(text):
        return _filled([lines])
    filled = [n for n in range(lines.start, lines.end + 1) if text[n - 1].strip()]
    if not filled:
        return [lines]
    indents = {n: len(text[n - 1]) - len(text[n - 1].lstrip()) for n in filled}
    outermost = min(indents.values())
    starts = [filled[0]]
    ends = []
    for last, number in zip(filled, filled[1:], strict=False):
        if number > last + 1 and indents[number] == outermost:
            starts.append(number)
            ends.append(last)
    return [LineRange(start, end) for start, end in zip(starts, [*ends, filled[-1]], strict=True)]


def _filled(ranges: Iterable[LineRange]) -> list[LineRange]:
    return [r for r in ranges if r.start <= r.end]
