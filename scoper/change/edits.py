"""Assigns the changed lines of a file with a grammar to drafts of edits. What kind of edit each is, is decided elsewhere.

A removed line goes by the base definition that holds it, an added one by the head definition; lines of aligned definitions meet
in one draft. Blank lines go with the lines around them where these are in the same draft, and are left out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scoper.change.align import Place, Sides
from scoper.change.imports import group_imports
from scoper.change.lines import base_lines, head_lines
from scoper.change.pairing import Pairing
from scoper.change.side import Part, Side
from scoper.change.slide import slid
from scoper.facts.model import MODULE, VALUES
from scoper.text import LineRange

MODULE_PAIR = -1


class Slot(NamedTuple):
    """What lines have in common that are one edit. ``pair`` is the position of a pair, or ``MODULE_PAIR``; ``run`` is the hunk
    for code in bodies, and the number of the statement group for imports."""

    pair: int
    part: Part
    run: int = 0


class Draft(NamedTuple):
    """Changed lines of one slot, ascending."""

    slot: Slot
    before: list[int]
    after: list[int]


def cut(file: int, sides: Sides, pairing: Pairing) -> list[Draft]:
    """The drafts of one file. Each changed non-blank line is in exactly one of them."""
    cutter = _Cutter(file, sides, pairing)
    for run in range(len(sides.lines.hunks)):
        cutter.add_hunk(run)
    return list(cutter.drafts.values())


class _Cutter:
    def __init__(self, file: int, sides: Sides, pairing: Pairing) -> None:
        self.file = file
        self.sides = sides
        self.pairing = pairing
        self.drafts: dict[Slot, Draft] = {}
        self._is_one_sided = sides.base is None or sides.head is None
        lines = sides.lines
        self._imports = group_imports(
            sides.base, sides.head, [n for r in lines.base for n in _numbers(r)], [n for r in lines.head for n in _numbers(r)]
        )

    def add_hunk(self, run: int) -> None:
        hunk = self.sides.lines.hunks[run]
        old, new = base_lines(hunk), head_lines(hunk)
        base, head = self.sides.base, self.sides.head
        if (base is None or _is_blank(base, old)) and (head is None or _is_blank(head, new)):
            self._add_blank(run, old, new)
            return
        for side, lines, other in ((base, old, new), (head, new, old)):
            if side is not None and lines.start <= lines.end:
                self._add_lines(side, lines, run, is_base=side is base, may_slide=other.start > other.end)

    def _add_blank(self, run: int, old: LineRange, new: LineRange) -> None:
        """A hunk of nothing but blank lines is an edit of the definition that holds them."""
        for side, lines, is_base in ((self.sides.base, old, True), (self.sides.head, new, False)):
            if side is None or lines.start > lines.end:
                continue
            for number in _numbers(lines):
                self._lines(self._slot(side, number, run, is_base=is_base), is_base=is_base).append(number)

    def _add_lines(self, side: Side, lines: LineRange, run: int, *, is_base: bool, may_slide: bool) -> None:
        def slot_of(number: int) -> Slot:
            return self._slot(side, number, run, is_base=is_base)

        def whole_of(number: int) -> Slot | None:
            slot = slot_of(number)
            return slot if slot.part is Part.WHOLE else None

        place = slid(side, lines, whole_of) if may_slide else _same
        for slot, numbers in _runs(side, lines, lambda n: slot_of(place(n))):
            self._lines(slot, is_base=is_base).extend(numbers)

    def _lines(self, slot: Slot, *, is_base: bool) -> list[int]:
        draft = self.drafts.setdefault(slot, Draft(slot, [], []))
        return draft.before if is_base else draft.after

    def _slot(self, side: Side, number: int, run: int, *, is_base: bool) -> Slot:
        index = side.owner(number)
        if index == MODULE:
            return self._module_slot(side, number, run, is_base=is_base)
        home = self.pairing.home(self.file, side, index, is_base=is_base)
        pair = (self.pairing.by_base if is_base else self.pairing.by_head)[Place(self.file, home)]
        if pair in self.pairing.whole:
            return Slot(pair, Part.WHOLE)
        part = side.part(number)
        has_runs = part in (Part.BODY, Part.LEAD) and side.facts.definitions[index].kind not in VALUES
        return Slot(pair, part, run if has_runs else 0)

    def _module_slot(self, side: Side, number: int, run: int, *, is_base: bool) -> Slot:
        if number in side.import_at:
            groups = self._imports.base if is_base else self._imports.head
            return Slot(MODULE_PAIR, Part.IMPORT, groups.get(side.import_at[number], -1))  # -1: an unchanged one
        if self._is_one_sided:
            return Slot(MODULE_PAIR, Part.WHOLE)
        part = side.part(number)
        return Slot(MODULE_PAIR, part, run if part is Part.BODY else 0)


def _runs(side: Side, lines: LineRange, slot_of: Callable[[int], Slot]) -> Iterator[tuple[Slot, list[int]]]:
    """Neighbouring lines of one slot, with the blank ones between them."""
    slot: Slot | None = None
    numbers: list[int] = []
    blanks: list[int] = []
    for number in _numbers(lines):
        if side.is_blank(number):
            blanks.append(number)
            continue
        new = slot_of(number)
        if slot is not None and new != slot:
            yield slot, numbers
            numbers = []
        elif slot is not None:
            numbers += blanks
        slot, blanks = new, []
        numbers.append(number)
    if slot is not None:
        yield slot, numbers


def _is_blank(side: Side, lines: LineRange) -> bool:
    return all(side.is_blank(n) for n in _numbers(lines))


def _numbers(lines: LineRange) -> range:
    return range(lines.start, lines.end + 1)


def _same(number: int) -> int:
    return number
