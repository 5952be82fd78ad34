"""Finds for each definition of the base side the one it became on the head side.

First by name, from the outside in; then renames among what is left under the same parent; then moves, to another parent or
another file. A definition with no counterpart is added or removed. What happened to lines is not looked at, except to ask
whether two definitions were touched by the same hunk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from scoper.change.lines import LineMap
from scoper.change.model import Alignment
from scoper.change.side import Side
from scoper.change.similarity import Print, fingerprint, similarity
from scoper.facts.model import CONTAINERS, MODULE, VALUES, Definition, Kind
from scoper.text import LineRange

RENAME_THRESHOLD = 0.6  # alike enough under the same parent
MOVE_THRESHOLD = 0.5  # alike enough under the same name elsewhere
MOVE_AND_RENAME_THRESHOLD = 0.85
TINY_SECTION_THRESHOLD = 0.95  # a key of a document with another name: its value tells, and nothing else does
SMALL = 12  # tokens; two bodies of that size are alike by accident
TELLING_VALUE = 8  # characters from which an equal value tells that a variable was renamed
_MOST_PAIRS = 4_000  # that are compared; a bulk change of more is matched by name alone


class Place(NamedTuple):
    """A definition: the position of its file, and its index there."""

    file: int
    position: int


class Pair(NamedTuple):
    how: Alignment
    base: Place | None
    head: Place | None


class Sides(NamedTuple):
    """Both sides of one file, ``None`` where it does not exist, and the lines between them."""

    base: Side | None
    head: Side | None
    lines: LineMap


def align(files: Sequence[Sides]) -> list[Pair]:
    """One pair for each definition of either side; those with a head side first, in the order of files and lines."""
    matcher = _Matcher(files)
    for file, sides in enumerate(files):
        if sides.base is not None and sides.head is not None:
            matcher.match_children(Place(file, MODULE), Place(file, MODULE), moved=False)
    matcher.match_moves()
    return list(matcher.pairs())


class _Matcher:
    """Collects matches; each definition is matched once."""

    def __init__(self, files: Sequence[Sides]) -> None:
        self.files = files
        self.to_base: dict[Place, tuple[Place, Alignment]] = {}  # by head
        self.matched_base: set[Place] = set()
        self._prints: dict[tuple[bool, Place], Print] = {}
        self._children = {
            is_base: _children_by_parent([sides.base if is_base else sides.head for sides in files])
            for is_base in (True, False)
        }

    def pairs(self) -> Iterator[Pair]:
        for place in self._places(is_base=False):
            base, how = self.to_base.get(place, (None, Alignment.ADDED))
            yield Pair(how, base, place)
        for place in self._places(is_base=True):
            if place not in self.matched_base:
                yield Pair(Alignment.REMOVED, place, None)

    def match_children(self, base: Place, head: Place, *, moved: bool) -> None:
        """Match the definitions directly inside of two that are matched themselves, and what they hold in turn."""
        bases, heads = self._children[True][base], self._children[False][head]
        for one, two in self._same_names(bases, heads):
            self._match(one, two, Alignment.MOVED if moved else Alignment.SAME)
        for one, two in self._renamed(self._free(bases, is_base=True), self._free(heads, is_base=False)):
            self._match(one, two, Alignment.MOVED if moved else Alignment.RENAMED)

    def match_moves(self) -> None:
        """Match what is left across parents and files, from the outside in."""
        bases = self._free(self._places(is_base=True), is_base=True)
        heads = self._free(self._places(is_base=False), is_base=False)
        self._match_best(self._moved_candidates(bases, heads))
        bases, heads = self._free(bases, is_base=True), self._free(heads, is_base=False)
        if len(bases) * len(heads) <= _MOST_PAIRS:
            self._match_best(self._moved_and_renamed_candidates(bases, heads))

    def _match(self, base: Place, head: Place, how: Alignment) -> None:
        if base in self.matched_base or head in self.to_base:
            return
        self.matched_base.add(base)
        self.to_base[head] = (base, how)
        self.match_children(base, head, moved=how is Alignment.MOVED)

    def _same_names(self, bases: Iterable[Place], heads: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
        base_groups = self._by_name(bases, is_base=True)
        for name, head_group in self._by_name(heads, is_base=False).items():
            yield from self._in_order(base_groups.get(name, []), head_group)

    def _in_order(self, bases: list[Place], heads: list[Place]) -> Iterator[tuple[Place, Place]]:
        """The n-th with the n-th; where their numbers differ, those with the same text first."""
        if len(bases) != len(heads):
            by_text = {self._text(place, is_base=True): place for place in reversed(bases)}
            for head in list(heads):
                base = by_text.pop(self._text(head, is_base=False), None)
                if base is not None:
                    bases, heads = [b for b in bases if b != base], [h for h in heads if h != head]
                    yield base, head
        yield from zip(bases, heads, strict=False)

    def _renamed(self, bases: Sequence[Place], heads: Sequence[Place]) -> list[tuple[Place, Place]]:
        if not bases or not heads or len(bases) * len(heads) > _MOST_PAIRS:
            return []
        scored = [(self._rename_score(one, two), one, two) for one in bases for two in heads]
        return _best(scored)

    def _rename_score(self, base: Place, head: Place) -> float:
        one, two = self._definition(base, is_base=True), self._definition(head, is_base=False)
        if _family(one) != _family(two):
            return 0.0
        together = self._share_hunk(base, head, one, two)
        if one.kind in VALUES:
            is_telling = together or len(one.value or "") >= TELLING_VALUE
            return 1.0 if one.value is not None and one.value == two.value and is_telling else 0.0
        prints = self._print(base, is_base=True), self._print(head, is_base=False)
        score = similarity(*prints, RENAME_THRESHOLD)
        is_small = min(p.weight for p in prints) < SMALL
        if is_small and self._is_document(head):
            return score if together and score >= TINY_SECTION_THRESHOLD else 0.0
        return score if together or not is_small else 0.0

    def _moved_candidates(self, bases: Sequence[Place], heads: Sequence[Place]) -> list[tuple[float, Place, Place]]:
        by_name = self._by_name(bases, is_base=True)
        found = []
        for head in heads:
            two = self._definition(head, is_base=False)
            for base in by_name.get(two.name, ())[:_MOST_NAMESAKES]:
                one = self._definition(base, is_base=True)
                if _family(one) != _family(two) or (one.kind is Kind.ATTRIBUTE and one.value is None):
                    continue
                score = self._move_score(base, head, one, two)
                found.append((score + (_depth(one) == _depth(two)) * 0.001 if score else 0.0, base, head))
        return found

    def _move_score(self, base: Place, head: Place, one: Definition, two: Definition) -> float:
        if one.kind in VALUES:
            return 1.0 if one.value == two.value and len(one.value or "") >= TELLING_VALUE else 0.0
        prints = self._print(base, is_base=True), self._print(head, is_base=False)
        if base.file != head.file and self._is_document(head):
            is_telling = min(p.weight for p in prints) >= 3 * SMALL
            return similarity(*prints, MOVE_AND_RENAME_THRESHOLD) if is_telling else 0.0
        is_small = min(p.weight for p in prints) < SMALL
        return similarity(*prints, RENAME_THRESHOLD if is_small else MOVE_THRESHOLD)

    def _is_document(self, head: Place) -> bool:
        side = self.files[head.file].head
        return side is not None and side.is_document

    def _moved_and_renamed_candidates(self, bases: Sequence[Place], heads: Sequence[Place]) -> list[tuple[float, Place, Place]]:
        found = []
        for base in bases:
            one = self._definition(base, is_base=True)
            if one.kind in VALUES or self._print(base, is_base=True).weight < 3 * SMALL:
                continue
            for head in heads:
                if _family(one) == _family(self._definition(head, is_base=False)):
                    prints = self._print(base, is_base=True), self._print(head, is_base=False)
                    found.append((similarity(*prints, MOVE_AND_RENAME_THRESHOLD), base, head))
        return found

    def _match_best(self, scored: list[tuple[float, Place, Place]]) -> None:
        for base, head in _best(scored, order=lambda base: _depth(self._definition(base, is_base=True))):
            self._match(base, head, Alignment.MOVED)

    def _share_hunk(self, base: Place, head: Place, one: Definition, two: Definition) -> bool:
        if base.file != head.file:
            return False
        return self.files[base.file].lines.share_hunk(
            LineRange(one.start_line, one.end_line), LineRange(two.start_line, two.end_line)
        )

    def _free(self, places: Iterable[Place], *, is_base: bool) -> list[Place]:
        taken = self.matched_base if is_base else self.to_base
        return [place for place in places if place not in taken]

    def _places(self, *, is_base: bool) -> Iterator[Place]:
        for file in range(len(self.files)):
            side = self._side(file, is_base=is_base)
            for index in range(len(side.facts.definitions) if side is not None else 0):
                yield Place(file, index)

    def _by_name(self, places: Iterable[Place], *, is_base: bool) -> dict[str, list[Place]]:
        groups: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            groups[self._definition(place, is_base=is_base).name].append(place)
        return groups

    def _side(self, file: int, *, is_base: bool) -> Side | None:
        return self.files[file].base if is_base else self.files[file].head

    def _definition(self, place: Place, *, is_base: bool) -> Definition:
        side = self._side(place.file, is_base=is_base)
        assert side is not None
        return side.facts.definitions[place.position]

    def _text(self, place: Place, *, is_base: bool) -> bytes:
        side = self._side(place.file, is_base=is_base)
        assert side is not None
        definition = side.facts.definitions[place.position]
        return b"\n".join(side.lines[definition.start_line - 1 : definition.end_line])

    def _print(self, place: Place, *, is_base: bool) -> Print:
        key = (is_base, place)
        if key not in self._prints:
            side = self._side(place.file, is_base=is_base)
            assert side is not None
            self._prints[key] = fingerprint(side.lines, side.facts.definitions[place.position])
        return self._prints[key]


_MOST_NAMESAKES = 20


def _best(
    scored: list[tuple[float, Place, Place]], *, order: Callable[[Place], int] = lambda _base: 0
) -> list[tuple[Place, Place]]:
    """The pairs to match: outermost first, then the most alike, each place once."""
    chosen, bases, heads = [], set(), set()
    for score, base, head in sorted(scored, key=lambda item: (order(item[1]), -item[0], item[1:])):
        if score > 0 and base not in bases and head not in heads:
            bases.add(base)
            heads.add(head)
            chosen.append((base, head))
    return chosen


def _children_by_parent(sides: Sequence[Side | None]) -> dict[Place, list[Place]]:
    children: dict[Place, list[Place]] = defaultdict(list)
    for file, side in enumerate(sides):
        for index, definition in enumerate(side.facts.definitions if side is not None else ()):
            children[Place(file, definition.parent)].append(Place(file, index))
    return children


def _family(definition: Definition) -> str:
    if definition.kind in CONTAINERS:
        return "container"
    return "value" if definition.kind in VALUES else "function"


def _depth(definition: Definition) -> int:
    return definition.qualname.count(".")
