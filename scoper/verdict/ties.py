"""How much two edits belong together: links of all sorts, and nearness, added up to one weight for each pair."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from math import exp
from typing import NamedTuple

from scoper.change.model import Edit, EditKind
from scoper.verdict.evidence import Evidence
from scoper.verdict.links import Link, gap_between
from scoper.verdict.model import Relation

_FADES = 10.0  # lines over which nearness falls to a third
_FAR = 30  # lines from where on it is none
_MANY = 40  # edits that are alike; each of more is tied to the next alone


class Tie(enum.StrEnum):
    """What ties two edits together."""

    USE = "use"  # a new, renamed or removed definition and its use, an added class and its parts
    INTERFACE = "interface"  # a changed signature and a call; it leads from the first to the second, and never back
    IMPORT = "import"  # of a name, or of a new file by its name
    TEST = "test"
    OVERRIDE = "override"
    INSIDE = "inside"  # of one function
    AFAR = "afar"  # of one function, but far from each other
    CALL = "call"  # one calls what the other changed the inside of
    BORN = "born"  # they share a name that the diff brings into the world or takes out of it
    NAME = "name"  # they share other rare names
    PROSE = "prose"  # of one paragraph, or a lock file and what it locks, or what is made from the other
    NEAR = "near"
    LITERAL = "literal"  # they share a string, a flag or a route
    MOVED = "moved"  # lines went from one to the other
    ALIKE = "alike"  # of one file: the same words for the same words, or both only laid out anew


Pair = tuple[int, int]
"""Two edits by position, the lower one first."""


class Strengths(NamedTuple):
    """The strength (0 to 1) of every sort of tie between two edits; pairs without any are left out. What ``leads`` runs from
    the first of a pair to the second."""

    mutual: dict[Pair, dict[Tie, float]]
    leads: dict[Pair, float]


def ties(
    evidence: Sequence[Evidence],
    symbols: Iterable[Link],
    names: Iterable[Link],
    prose: Iterable[Link],
    files: Iterable[Link],
    literals: Iterable[Link],
    moved: Iterable[Link],
) -> Strengths:
    found = Strengths(defaultdict(dict), {})

    def put(one: int, other: int, tie: Tie, strength: float) -> None:
        kept = found.mutual[min(one, other), max(one, other)]
        kept[tie] = max(kept.get(tie, 0.0), strength)

    for link in symbols:
        tie = _tie_of(link, evidence[link.source].edit)
        if tie is Tie.INTERFACE:
            pair = link.source, link.target
            found.leads[pair] = max(found.leads.get(pair, 0.0), link.strength)
        else:
            put(*link[:2], tie, link.strength)
    for link in names:
        put(link.source, link.target, Tie.NAME if link.weak else Tie.BORN, link.strength)
    for link in prose:
        put(link.source, link.target, Tie.PROSE, 1.0)
    for link in files:
        put(link.source, link.target, Tie.IMPORT, link.strength)
    for link in literals:
        put(link.source, link.target, Tie.LITERAL, link.strength)
    for link in moved:
        put(link.source, link.target, Tie.MOVED, link.strength)
    for one, other, gap in _near(evidence):
        put(one, other, Tie.NEAR, exp(-gap / _FADES))
    for one, other in _alike(evidence):
        put(one, other, Tie.ALIKE, 1.0)
    return found


def _tie_of(link: Link, source: Edit) -> Tie:
    if link.relation is Relation.TARGET:
        return Tie.AFAR if link.weak else Tie.INSIDE
    if link.weak:
        return Tie.CALL
    if link.relation is Relation.USE and not _COMES_OR_GOES & set(source.kinds):
        return Tie.INTERFACE
    return _TIES.get(link.relation, Tie.USE)


_COMES_OR_GOES = {EditKind.ADD, EditKind.DELETE, EditKind.RENAME, EditKind.MOVE}
_TIES = {Relation.IMPORT: Tie.IMPORT, Relation.TEST: Tie.TEST, Relation.OVERRIDE: Tie.OVERRIDE}


def _near(evidence: Sequence[Evidence]) -> Iterable[tuple[int, int, int]]:
    """Edits of one symbol, or of a file without any, that stand at most :data:`_FAR` lines apart, with those lines; they come
    in the order of the file. Imports all stand in one place, whoever needs them."""
    for one, item in enumerate(evidence):
        for other in range(one + 1, len(evidence)):
            if item.edit.path != evidence[other].edit.path:
                break
            gap = gap_between(item.edit, evidence[other].edit)
            if gap is None:
                gap = _FAR
            if gap > _FAR:
                break
            is_import = EditKind.IMPORT in item.edit.kinds + evidence[other].edit.kinds
            if item.edit.symbol == evidence[other].edit.symbol and not is_import:
                yield one, other, gap


def _alike(evidence: Sequence[Evidence]) -> Iterable[Pair]:
    groups: dict[object, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        if item.edit.kinds == (EditKind.FORMAT_ONLY,):
            groups[item.edit.path].append(number)
        elif item.touched:
            groups[item.edit.path, item.edit.kinds, item.gained, item.lost].append(number)
    for numbers in groups.values():
        yield from combinations(numbers, 2) if len(numbers) <= _MANY else pairwise(numbers)
