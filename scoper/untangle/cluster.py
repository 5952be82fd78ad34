"""Which edits are one concern, with nothing but the edits to go by.

Agglomerative clustering: the two groups that are most alike become one, until the best two are not alike enough. How alike
two edits are comes from the edit graph, from the words that they share, and a little from how near they stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import exp, log, sqrt

from scoper.change.model import Edit
from scoper.verdict.evidence import Background, Evidence
from scoper.verdict.links import Link

# Fitted on the even half of 96 composed pairs of commits; docs/accuracy.md has the other half. None is sharp: with half or
# twice any of them the accuracy falls by less than three points, but for twice the last one, by nine.
_STRONG, _WEAK, _WORDS, _FILE, _NEAR = 0.9, 0.6, 0.9, 0.05, 0.2
_REACH = 15.0  # lines over which nearness fades
_UNCHANGED_WORD = 0.5  # weight of words that stand in a changed line before and after
_ALIKE = 0.15
_MAX_UNITS = 300  # that are compared pair by pair; of more edits, those of one symbol, file or folder are taken as one

Pair = tuple[int, int]


def clusters(evidence: Sequence[Evidence], background: Background, links: Iterable[Link]) -> list[list[int]]:
    """Groups of edits, named by position, in the order of their first one."""
    units = _units([item.edit for item in evidence])
    if len(units) > _MAX_UNITS:
        return [sorted(number for unit in units for number in unit)]
    alike = _alike(units, evidence, background, links)
    groups = _agglomerate(len(units), alike)
    return sorted(sorted(number for unit in group for number in units[unit]) for group in groups)


def _units(edits: Sequence[Edit]) -> list[list[int]]:
    """The smallest pieces that are few enough: edits, or those of one symbol, file, folder, top folder."""
    keys: tuple[Callable[[int], Hashable], ...] = (
        lambda n: n,
        lambda n: edits[n].symbol or edits[n].path,
        lambda n: edits[n].path,
        lambda n: edits[n].path.rpartition("/")[0],
        lambda n: edits[n].path.partition("/")[0],
    )
    units: list[list[int]] = []
    for key in keys:
        grouped: dict[Hashable, list[int]] = defaultdict(list)
        for number in range(len(edits)):
            grouped[key(number)].append(number)
        units = list(grouped.values())
        if len(units) <= _MAX_UNITS:
            break
    return units


def _alike(
    units: Sequence[Sequence[int]], evidence: Sequence[Evidence], background: Background, links: Iterable[Link]
) -> dict[Pair, float]:
    """How alike two units are, 0 to 1: the chance that not all of the reasons to take them together are wrong."""
    unit_of = {number: at for at, unit in enumerate(units) for number in unit}
    strong: dict[Pair, float] = defaultdict(float)
    weak: dict[Pair, float] = defaultdict(float)
    for link in links:
        one, other = sorted((unit_of[link.source], unit_of[link.target]))
        kind = weak if link.weak else strong
        kind[one, other] = max(kind[one, other], link.strength)
    vectors = _vectors(units, evidence, background)
    edits = [[evidence[number].edit for number in unit] for unit in units]
    paths = [{edit.path for edit in members} for members in edits]
    found: dict[Pair, float] = {}
    for one, other in combinations(range(len(units)), 2):
        doubt = (1 - _STRONG * strong.get((one, other), 0.0)) * (1 - _WEAK * weak.get((one, other), 0.0))
        doubt *= 1 - _WORDS * _product(vectors[one], vectors[other])
        if not paths[one].isdisjoint(paths[other]):
            gap = min(_gap(a, b) for a in edits[one][:20] for b in edits[other][:20])
            doubt *= (1 - _FILE) * (1 - _NEAR * exp(-gap / _REACH))
        found[one, other] = 1 - doubt
    return found


def _vectors(units: Sequence[Sequence[int]], evidence: Sequence[Evidence], background: Background) -> list[dict[str, float]]:
    """The words of each unit, weighted by rarity in the diff and around it, of length 1."""
    texts = [
        (
            frozenset[str]().union(*(evidence[n].words | evidence[n].place_words for n in unit)),
            frozenset[str]().union(*(evidence[n].changed_words for n in unit)),
        )
        for unit in units
    ]
    spread = Counter(word for words, changed in texts for word in words | changed)
    vectors = []
    for words, changed in texts:
        vector = {
            word: log(1 + len(units) / spread[word])
            * sqrt(background.word_rarity(word))
            * (1.0 if word in changed else _UNCHANGED_WORD)
            for word in sorted(words | changed)
        }
        length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({word: weight / length for word, weight in vector.items()})
    return vectors


def _product(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return min(1.0, sum(weight * other[word] for word, weight in one.items() if word in other))


def _gap(one: Edit, other: Edit) -> float:
    """Lines between two edits of one file, on a side that both have."""
    if one.path != other.path:
        return float("inf")
    sides = ((one.after, other.after), (one.before, other.before))
    both = [(a, b) for a, b in sides if a and b] or [(one.after or one.before, other.after or other.before)]
    return min(
        (max(0, max(a[0].start, b[0].start) - min(a[-1].end, b[-1].end)) for a, b in both if a and b), default=float("inf")
    )


def _agglomerate(count: int, alike: dict[Pair, float]) -> list[list[int]]:
    """Average linkage over cubes, so that one clear tie counts for more than many faint ones."""
    groups: dict[int, list[int]] = {number: [number] for number in range(count)}
    cubes = {pair: value**3 for pair, value in alike.items()}
    queue = [(-value, pair) for pair, value in cubes.items() if value >= _ALIKE**3]
    heapify(queue)
    while queue:
        _, (one, other) = heappop(queue)
        if one not in groups or other not in groups:
            continue
        left, right, new = groups.pop(one), groups.pop(other), count
        count += 1
        for third in groups:
            values = cubes[_ordered(one, third)], cubes[_ordered(other, third)]
            mean = (len(left) * values[0] + len(right) * values[1]) / (len(left) + len(right))
            cubes[third, new] = mean
            if mean >= _ALIKE**3:
                heappush(queue, (-mean, (third, new)))
        groups[new] = left + right
    return list(groups.values())


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
