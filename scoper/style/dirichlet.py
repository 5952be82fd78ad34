"""The model: counts of habits as draws from Dirichlet-multinomial distributions, one level inside the other. Pure.

Every level (repository, folder, file, edit) has for each feature a distribution over its values, drawn from a Dirichlet
distribution around that of the level above; the highest is the language's. What is known of a level is its counts, so the mean
of its distribution is the interpolation of MacKay & Peto, "A hierarchical Dirichlet language model" (Natural Language
Engineering 1(3), 1995):

    mean = (counts + concentration · mean above) / (total + concentration)

A small concentration says that levels of this kind go their own ways in this feature, a large one that they resemble what is
above. Concentrations are estimated from real repositories by maximising the likelihood of the counts of many children
(empirical Bayes; Minka, "Estimating a Dirichlet distribution", 2000, section 3), and kept as data of each language.

An edit is the lowest level: its observations come in bursts, since who writes one docstring writes the next. How far edits of
people stray from their files is its own concentration. The doubt about the file's mean and the burstiness of edits add up as
variances do, to the precision of :func:`precision`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, lgamma, log

Counts = Mapping[str, int]
"""Value → how often it was seen."""
Mean = Mapping[str, float]
"""Value → its share."""

UNSEEN = 0.002
"""The share of a value that the level above knows nothing of."""
_SMALL = 1e-12


def posterior(counts: Counts, above: Mean, concentration: float) -> dict[str, float]:
    """The mean of a level, from its counts and the mean of the level above."""
    total = sum(counts.values()) + concentration
    values = dict.fromkeys([*above, *counts])
    return {value: (counts.get(value, 0) + concentration * above.get(value, UNSEEN)) / total for value in values}


def precision(known: float, concentration: float) -> float:
    """The precision of a Dirichlet distribution with the variances of two: of a mean known by ``known`` observations, and of
    edits around it."""
    variance = 1 / (known + 1) + 1 / (concentration + 1)
    return max(1 / variance - 1, 0.05)


def tail(count: int, total: int, share: float, strength: float) -> float:
    """The probability that of ``total`` draws at least ``count`` have a value of this share (beta-binomial)."""
    if count <= 0:
        return 1.0
    a, b = max(share * strength, _SMALL), max((1 - share) * strength, _SMALL)
    term = exp(_log_choose(total, count) + _log_beta(a + count, b + total - count) - _log_beta(a, b))
    probability = term
    for k in range(count, total):
        term *= (total - k) / (k + 1) * (a + k) / (b + total - k - 1)
        probability += term
        if term < probability * 1e-9:
            break
    return min(probability, 1.0)


def log_likelihood(counts: Counts, mean: Mean, strength: float) -> float:
    """The logarithm of the probability of a sequence of draws with these counts (Dirichlet-multinomial)."""
    total = sum(counts.values())
    found = lgamma(strength) - lgamma(strength + total)
    for value, count in counts.items():
        a = max(strength * mean.get(value, UNSEEN), _SMALL)
        found += lgamma(a + count) - lgamma(a)
    return found


def concentration_of(children: Sequence[tuple[Counts, Mean]], least: float = 0.2, most: float = 300.0) -> float:
    """The concentration that makes these children, each with the mean that it is drawn around, most likely: by golden section
    of its logarithm, in which the likelihood has one peak. ``least`` and ``most`` bound it."""
    low, high = log(least), log(most)
    ratio = 0.6180339887
    first, second = high - ratio * (high - low), low + ratio * (high - low)

    def value(at: float) -> float:
        return sum(log_likelihood(counts, mean, exp(at)) for counts, mean in children)

    left, right = value(first), value(second)
    while high - low > 0.02:
        if left > right:
            high, second, right = second, first, left
            first = high - ratio * (high - low)
            left = value(first)
        else:
            low, first, left = first, second, right
            second = low + ratio * (high - low)
            right = value(second)
    return exp((low + high) / 2)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
