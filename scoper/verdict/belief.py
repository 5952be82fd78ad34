"""How likely each edit is part of what the request asks for.

The edits are the nodes of a Gaussian random field (Zhu, Ghahramani, Lafferty: Semi-Supervised Learning Using Gaussian Fields
and Harmonic Functions, ICML 2003): each has a prior from its own words with a sureness, each tie pulls two of them together,
and what comes out is the one assignment that bends all of these least. An edit that speaks of nothing in the request takes the
side of those that it belongs to, and a group that only hangs together among itself stays out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from operator import itemgetter, mul

from scoper.verdict.features import Features
from scoper.verdict.ties import Pair, Strengths, Tie
from scoper.verdict.weights import CHANCE, SURENESS, TIES, VERDICT

_ROUNDS = 200  # of conjugate gradients; some thirty do
_CLOSE = 1e-5  # change of a round, relative to the first, below which it has converged
_SUREST = 6.0  # of the logarithm of a sureness
_EDGE = 0.01  # how near to 0 and 1 a value counts


def believe(features: Sequence[Features], strengths: Strengths, sizes: Sequence[int]) -> list[float]:
    """For each edit the probability that it was asked for. ``sizes`` are its lines."""
    chances = [_logistic(_dot(CHANCE, one)) for one in features]
    sureness = [exp(max(-_SUREST, min(_SUREST, _dot(SURENESS, one)))) for one in features]
    weights = {pair: sum(TIES[tie] * strength for tie, strength in kinds.items()) for pair, kinds in strengths.mutual.items()}
    values = settle(chances, sureness, weights)
    if strengths.leads:
        for (source, target), strength in strengths.leads.items():
            more = TIES[Tie.INTERFACE] * strength
            chances[target] = (sureness[target] * chances[target] + more * values[source]) / (sureness[target] + more)
            sureness[target] += more
        values = settle(chances, sureness, weights)
    return within_diff(values, sizes)


def settle(chances: Sequence[float], sureness: Sequence[float], ties: Mapping[Pair, float]) -> list[float]:
    """The values ``f`` that minimise ``Σ sureness (f - chance)² + Σ ties (f - f')²``, by conjugate gradients."""
    neighbours: list[list[int]] = [[at, at] for at in range(len(chances))]  # two of itself, so that there are always several
    weights: list[list[float]] = [[0.0, 0.0] for _ in chances]
    diagonal = list(sureness)
    for (one, other), weight in ties.items():
        for at, to in ((one, other), (other, one)):
            neighbours[at].append(to)
            weights[at].append(weight)
            diagonal[at] += weight
    rows = [(scale, pull, itemgetter(*near)) for scale, pull, near in zip(diagonal, weights, neighbours, strict=True)]

    def applied(values: Sequence[float]) -> list[float]:
        return [
            scale * value - sum(map(mul, pull, pick(values))) for value, (scale, pull, pick) in zip(values, rows, strict=True)
        ]

    values = list(chances)
    rest = [sure * chance - one for sure, chance, one in zip(sureness, chances, applied(values), strict=True)]
    step = [one / scale for one, scale in zip(rest, diagonal, strict=True)]
    size = begun = _product(rest, step)
    direction = step
    for _ in range(_ROUNDS):
        if size <= _CLOSE * _CLOSE * begun or size <= 0:
            break
        moved = applied(direction)
        length = size / _product(direction, moved)
        values = [value + length * one for value, one in zip(values, direction, strict=True)]
        rest = [one - length * other for one, other in zip(rest, moved, strict=True)]
        step = [one / scale for one, scale in zip(rest, diagonal, strict=True)]
        size, before = _product(rest, step), size
        direction = [one + size / before * other for one, other in zip(step, direction, strict=True)]
    return values


def within_diff(values: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Each value in the light of all: what is low for its diff is out, and where all are low the request said little.

    ``sizes`` weigh the edits, by lines."""
    if not values:
        return []
    low, middle, high = (_quantile(values, sizes, share) for share in (0.25, 0.5, 1.0))
    return [
        _logistic(
            VERDICT.bias
            + VERDICT.own * log(max(_EDGE, min(1 - _EDGE, value)) / (1 - max(_EDGE, min(1 - _EDGE, value))))
            + VERDICT.to_low * (value - low)
            + VERDICT.to_middle * (value - middle)
            + VERDICT.to_high * (value - high)
        )
        for value in values
    ]


def _quantile(values: Sequence[float], sizes: Sequence[int], share: float) -> float:
    wanted, seen = share * sum(sizes), 0
    for value, size in sorted(zip(values, sizes, strict=True)):
        seen += size
        if seen >= wanted:
            return value
    return max(values)


def _dot(weights: Features, features: Features) -> float:
    return _product(weights, features)


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    total: float = sum(map(mul, one, other))
    return total


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
