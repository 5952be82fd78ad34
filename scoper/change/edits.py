"""Assigns the changed lines of a file with a grammar to drafts of edits. What kind of edit each is, is decided elsewhere.

A removed line goes by the base definition that holds it, an added one by the head definition; lines of aligned definitions meet
in one draft. Blank lines go with the lines around them where these are in the same draft, and are left out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scoper.change.align import Place, Sides
from scoper.change.blocks import blocks
from scoper.change.imports import group_imports
from scoper.change.lines import base_lines, head_lines
from scoper.change.model import EditKind
from scoper.change.pairing import Pairing
from scoper.change.side import Part, Side
from scoper.change.slide import slid
from scoper.facts.model import MODULE, VALUES
from scoper.text import LineRange

MODULE_PAIR = -1
_SEPARATORS = b", \t\r"


class Slot(NamedTuple):
    """What lines have in common that are one edit. ``pair`` is the position of a pair, or ``MODULE_PAIR``; ``run`` is the hunk
    for code in bodies, the paragraph in documents, and the number of the statement group for imports."""

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
        self._paragraphs = _paragraphs(sides)
        self._with: dict[tuple[bool, int], tuple[bool, int]] = {}
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
        if self._paragraphs is not None and base is not None and head is not None:
            self._with.update(_separated(base, old, head, new))
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

        def whole_of(number: int) -> Slot | int | None:
            slot, index = slot_of(number), side.owner(number)
            if slot.part is Part.WHOLE:
                return slot
            return index if self.pairing.is_part_of_value(self.file, side, index, is_base=is_base) else None

        place = slid(side, lines, whole_of) if may_slide else _same
        for slot, numbers in _runs(side, lines, lambda n: slot_of(place(n))):
            self._lines(slot, is_base=is_base).extend(numbers)

    def _lines(self, slot: Slot, *, is_base: bool) -> list[int]:
        draft = self.drafts.setdefault(slot, Draft(slot, [], []))
        return draft.before if is_base else draft.after

    def _slot(self, side: Side, number: int, run: int, *, is_base: bool) -> Slot:
        is_base, number = self._with.get((is_base, number), (is_base, number))
        side = (self.sides.base if is_base else self.sides.head) or side
        if self._paragraphs is not None:
            run = self._paragraphs[is_base].get(number, -1 - run)
        index = side.owner(number)
        if index == MODULE:
            return self._module_slot(side, number, run, is_base=is_base)
        home = self.pairing.home(self.file, side, index, is_base=is_base)
        pair = (self.pairing.by_base if is_base else self.pairing.by_head)[Place(self.file, home)]
        if pair in self.pairing.whole:
            return self._whole_slot(pair, run)
        if home != index and index in side.holders:
            return Slot(pair, Part.BODY)
        part = side.part(number)
        has_runs = part in (Part.BODY, Part.LEAD) and side.facts.definitions[index].kind not in VALUES
        return Slot(pair, part, run if has_runs else 0)

    def _whole_slot(self, pair: int, run: int) -> Slot:
        """A document is new or gone in paragraphs, of the file where that is as well."""
        if self._paragraphs is None or self.pairing.whole[pair] not in (EditKind.ADD, EditKind.DELETE):
            return Slot(pair, Part.WHOLE)
        return Slot(MODULE_PAIR if self._is_one_sided else pair, Part.WHOLE, run)

    def _module_slot(self, side: Side, number: int, run: int, *, is_base: bool) -> Slot:
        if number in side.import_at:
            groups = self._imports.base if is_base else self._imports.head
            return Slot(MODULE_PAIR, Part.IMPORT, groups.get(side.import_at[number], -1))  # -1: an unchanged one
        if self._is_one_sided:
            return Slot(MODULE_PAIR, Part.WHOLE, run if self._paragraphs is not None else 0)
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


_Numbers = dict[bool, dict[int, int]]
"""For base lines (``True``) and head lines, the paragraph that a line is in."""


def _paragraphs(sides: Sides) -> _Numbers | None:
    """Changed lines of a document by the paragraph they are in; ``None`` for code."""
    base, head = sides.base, sides.head
    if not any(side is not None and side.is_document for side in (base, head)):
        return None
    numbers: _Numbers = {True: {}, False: {}}
    for number, block in enumerate(blocks(sides.lines.hunks, base.text if base else None, head.text if head else None)):
        for is_base, ranges in ((True, block.before), (False, block.after)):
            numbers[is_base].update((line, number) for r in ranges for line in _numbers(r))
    return numbers


def _separated(base: Side, old: LineRange, head: Side, new: LineRange) -> Iterator[tuple[tuple[bool, int], tuple[bool, int]]]:
    """Lines of a hunk that only gained or lost a comma, each with the line behind them, for which they did."""
    bare = {base.line(n).rstrip(_SEPARATORS): n for n in reversed(_numbers(old))}
    for number in _numbers(new):
        line = head.line(number)
        twin = bare.get(line.rstrip(_SEPARATORS))
        if twin is None or base.line(twin) == line or not line.strip(_SEPARATORS):
            continue
        is_gain = line.rstrip().endswith(b",")
        behind, lines = (twin + 1, old) if not is_gain else (number + 1, new)
        if behind in lines:
            yield (True, twin), (not is_gain, behind)
            yield (False, number), (not is_gain, behind)
