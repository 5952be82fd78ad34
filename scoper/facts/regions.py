"""Stretches of a file in which names are bound that are no definitions: blocks, and functions without a name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from scoper.facts.found import Span
from scoper.facts.source import Source


class Region(NamedTuple):
    span: Span
    is_function: bool


class Regions:
    """All regions of a file. Where a language names none, every name is bound in all of its scope."""

    def __init__(self, source: Source, regions: Sequence[Region], hoisted: Sequence[Span]) -> None:
        self._source = source
        self._regions = sorted(regions, key=lambda region: (region.span[0], -region.span[1]))
        self._starts = [region.span[0] for region in self._regions]
        self._hoisted = sorted(hoisted)
        self._lines: dict[int, tuple[int, int]] = {}
        self._around: list[int] = []  # the region that each is in, or -1
        for index, region in enumerate(self._regions):
            around = index - 1
            while around >= 0 and self._regions[around].span[1] < region.span[1]:
                around = self._around[around]
            self._around.append(around)

    def lines(self, byte: int, body: int) -> tuple[int, int]:
        """Where a name is bound that is bound at a byte; 0, 0 for all of its scope, whose body starts at ``body``."""
        index = self._innermost(byte)
        if index >= 0 and self._is_hoisted(byte, self._starts[index]):
            index = self._function(index)
        if index < 0 or self._starts[index] <= body:
            return 0, 0
        if index not in self._lines:
            span = self._regions[index].span
            self._lines[index] = self._source.line(span[0]), self._source.last_line(*span)
        return self._lines[index]

    def is_own(self, byte: int, body: int) -> bool:
        """Whether a byte belongs to the function whose body starts there, and to no other without a name inside of it."""
        index = self._function(self._innermost(byte))
        return index < 0 or self._starts[index] <= body

    def _innermost(self, byte: int) -> int:
        index = bisect_right(self._starts, byte) - 1
        while index >= 0 and self._regions[index].span[1] <= byte:
            index = self._around[index]
        return index

    def _function(self, index: int) -> int:
        while index >= 0 and not self._regions[index].is_function:
            index = self._around[index]
        return index

    def _is_hoisted(self, byte: int, region: int) -> bool:
        """Whether a statement inside of the region binds for all of the function."""
        index = bisect_right(self._hoisted, byte, key=lambda span: span[0]) - 1
        return index >= 0 and self._hoisted[index][1] > byte and self._hoisted[index][0] > region
