"""Units of one side: statements without the blocks that they hold. The size at which layout can be told from meaning."""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from scoper.facts.tokens import Token, tokens
from scoper.lang.registry import Language
from scoper.text import LineRange

_Item = TypeVar("_Item")


class Unit(NamedTuple):
    """A simple statement, or the header of a compound one. ``tokens`` are those that matter."""

    lines: LineRange
    depth: int
    tokens: tuple[Token, ...]


class Syntax:
    """Units and comments of a side, ascending."""

    def __init__(self, units: Sequence[Unit], comments: Sequence[Token]) -> None:
        self.units = units
        self.comments = comments

    def within(self, lines: LineRange) -> Syntax:
        """What touches these lines. A range that ends before it starts is a gap: units that reach across it touch it."""
        return Syntax(
            _slice(self.units, self._unit_ends, self._unit_starts, lines),
            _slice(self.comments, self._comment_lines, self._comment_lines, lines),
        )

    @cached_property
    def _unit_ends(self) -> list[int]:
        return [unit.lines.end for unit in self.units]

    @cached_property
    def _unit_starts(self) -> list[int]:
        return [unit.lines.start for unit in self.units]

    @cached_property
    def _comment_lines(self) -> list[int]:
        return [comment.line for comment in self.comments]


_KEPT = 512  # sides of files; edits and churn are found by the same statements


class Difference(enum.IntEnum):
    """What two pieces of code differ by, the least first."""

    LAYOUT = 1
    COMMENT = 2
    ANNOTATION = 3
    CODE = 4


def read_syntax(language: Language, text: bytes, windows: Sequence[LineRange]) -> Syntax:
    """The statements and comments in and around these lines."""
    return _read(language, text, tuple(windows))


@lru_cache(maxsize=_KEPT)
def _read(language: Language, text: bytes, windows: tuple[LineRange, ...]) -> Syntax:
    units: list[Unit] = []
    comments: list[Token] = []
    run: list[Token] = []
    for token in tokens(language, text, windows):
        if token.is_comment:
            comments.append(token)
            continue
        if run and (token.opens or token.depth != run[-1].depth):
            units.append(_unit(run))
            run = []
        run.append(token)
    if run:
        units.append(_unit(run))
    return Syntax(units, comments)


def compare(base: Syntax, head: Syntax) -> Difference:
    if _meaning(base.units, with_annotations=True) != _meaning(head.units, with_annotations=True):
        same = _meaning(base.units, with_annotations=False) == _meaning(head.units, with_annotations=False)
        return Difference.ANNOTATION if same else Difference.CODE
    same = [c.canonical for c in base.comments] == [c.canonical for c in head.comments]
    return Difference.LAYOUT if same else Difference.COMMENT


def _meaning(units: Iterable[Unit], *, with_annotations: bool) -> list[tuple[int, list[bytes]]]:
    return [(u.depth, [t.canonical for t in u.tokens if with_annotations or not t.is_annotation]) for u in units]


def _unit(run: Sequence[Token]) -> Unit:
    lines = LineRange(run[0].line, max(token.end_line for token in run))
    return Unit(lines, run[0].depth, tuple(token for token in run if token.canonical))


def _slice(items: Sequence[_Item], ends: Sequence[int], starts: Sequence[int], lines: LineRange) -> Sequence[_Item]:
    return items[bisect_left(ends, lines.start) : bisect_right(starts, lines.end)]
