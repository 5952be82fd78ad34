"""The aligned definitions, ready to be asked from either side, and which of them are judged as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from scoper.change.align import Pair, Place, Sides
from scoper.change.lines import LineMap
from scoper.change.model import Alignment, EditKind
from scoper.change.side import Side
from scoper.facts.model import CONTAINERS, MODULE, VALUES, Definition
from scoper.text import LineRange

_WHOLE = {Alignment.ADDED: EditKind.ADD, Alignment.REMOVED: EditKind.DELETE, Alignment.MOVED: EditKind.MOVE}


class Pairing(NamedTuple):
    """``whole`` says which pairs (by their position) are one edit in all, and what happened to them."""

    pairs: Sequence[Pair]
    by_base: dict[Place, int]
    by_head: dict[Place, int]
    whole: dict[int, EditKind]

    def home(self, file: int, side: Side, index: int, *, is_base: bool) -> int:
        """The definition whose edit a line of this definition belongs to: what is nested in a whole function goes with it, and
        so do the attributes of a whole class; its methods are edits of their own. What is in a section goes with it."""
        definitions = side.facts.definitions
        number = self.by_base if is_base else self.by_head
        if self.is_part_of_value(file, side, index, is_base=is_base):
            index = side.holders[index]
        home = index
        while (parent := definitions[index].parent) != MODULE and number[Place(file, parent)] in self.whole:
            if side.is_document:
                if number[Place(file, index)] not in self.whole:
                    break  # it was there before its heading
                goes_along = self.whole[number[Place(file, parent)]] in (EditKind.ADD, EditKind.DELETE)
            else:
                goes_along = definitions[parent].kind not in CONTAINERS
            if goes_along or definitions[index].kind in VALUES:
                home = parent
            index = parent
        return home

    def is_part_of_value(self, file: int, side: Side, index: int, *, is_base: bool) -> bool:
        """Whether it is a method that an object gained or lost, which is a change of the object."""
        number = self.by_base if is_base else self.by_head
        return index in side.holders and number[Place(file, index)] in self.whole


def pairing(files: Sequence[Sides], pairs: Sequence[Pair]) -> Pairing:
    whole = {number: _WHOLE[pair.how] for number, pair in enumerate(pairs) if pair.how in _WHOLE and not _stays(files, pair)}
    siblings: dict[tuple[int, int, int], list[int]] = {}
    for number, pair in enumerate(pairs):
        if number not in whole and pair.base is not None and pair.head is not None:
            sides = files[pair.head.file]
            assert sides.base is not None and sides.head is not None
            base, head = (s.facts.definitions[p.position] for s, p in ((sides.base, pair.base), (sides.head, pair.head)))
            siblings.setdefault((pair.head.file, base.parent, head.parent), []).append(number)
    for (file, _base, _head), numbers in siblings.items():
        whole.update(_displaced(files[file], pairs, numbers))
    by_base = {pair.base: number for number, pair in enumerate(pairs) if pair.base is not None}
    by_head = {pair.head: number for number, pair in enumerate(pairs) if pair.head is not None}
    return Pairing(pairs, by_base, by_head, whole)


def _stays(files: Sequence[Sides], pair: Pair) -> bool:
    """Whether a section is under another heading because that came or went, and stands where it stood."""
    if pair.how is not Alignment.MOVED or pair.base is None or pair.head is None or pair.base.file != pair.head.file:
        return False
    head, lines = files[pair.head.file].head, files[pair.head.file].lines
    return (
        head is not None and head.is_document and not lines.covers_head([head.facts.definitions[pair.head.position].name_line])
    )


def _displaced(sides: Sides, pairs: Sequence[Pair], numbers: Sequence[int]) -> Iterable[tuple[int, EditKind]]:
    """Siblings that stand elsewhere than before, or are now something else, with the first kind of their edit."""
    base, head = sides.base, sides.head
    assert base is not None and head is not None
    inverted = _inverted(pairs, numbers)
    for number in numbers:
        one, two = pairs[number].base, pairs[number].head
        assert one is not None and two is not None
        old, new = base.facts.definitions[one.position], head.facts.definitions[two.position]
        if base.owner(old.name_line) != one.position or head.owner(new.name_line) != two.position:
            continue  # no place of its own
        if _family(old) != _family(new):
            yield number, EditKind.SIGNATURE
        elif _is_displaced(sides.lines, base, old, head, new, was_overtaken=number in inverted):
            is_renamed = pairs[number].how is Alignment.RENAMED
            is_reorder = number in inverted or _text(base, old) == _text(head, new)
            yield number, EditKind.RENAME if is_renamed else EditKind.REORDER if is_reorder else EditKind.BODY


def _is_displaced(lines: LineMap, base: Side, old: Definition, head: Side, new: Definition, *, was_overtaken: bool) -> bool:
    """Whether its name is taken out of one place and put into another, or all of it is untouched but for its place."""
    before, after = LineRange(old.name_line, old.name_line), LineRange(new.name_line, new.name_line)
    if lines.covers_base([old.name_line]) and lines.covers_head([new.name_line]) and not lines.share_hunk(before, after):
        return True
    extents = LineRange(old.start_line, old.end_line), LineRange(new.start_line, new.end_line)
    return was_overtaken and lines.touches(*extents) and _text(base, old) == _text(head, new)


def _family(definition: Definition) -> str:
    return "value" if definition.kind in VALUES else "container" if definition.kind in CONTAINERS else "function"


def _inverted(pairs: Sequence[Pair], numbers: Sequence[int]) -> set[int]:
    """The pairs that some sibling has changed places with."""
    ordered = sorted(numbers, key=lambda n: pairs[n].base or ())
    positions = [place.position for n in ordered if (place := pairs[n].head) is not None]
    highest_before = [-1, *accumulate(positions, max)]
    lowest_after = [*reversed([*accumulate(reversed(positions), min)]), len(positions) + max(positions, default=0) + 1]
    return {
        number for i, number in enumerate(ordered) if highest_before[i] > positions[i] or lowest_after[i + 1] < positions[i]
    }


def _text(side: Side, definition: Definition) -> list[bytes]:
    return side.lines[definition.start_line - 1 : definition.end_line]
