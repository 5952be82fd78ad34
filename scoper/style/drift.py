"""Added code against the profile of what surrounds it. Pure, but for what the profiler reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.style import dirichlet
from scoper.style.features import features
from scoper.style.model import Added, Drift, Feature
from scoper.style.priors import Prior, priors
from scoper.style.profile import Levels, Profile, Profiler
from scoper.style.weights import weight_of

CHANCE = 0.2
"""What the probability of a drift by accident must stay below, times the number of comparisons of a change (Bonferroni) and
by the weight of the feature. docs/accuracy.md says how many commits by people have one."""
RARE = 0.2
"""The largest expected share of a value that may be a drift: where habits are mixed nothing is one."""
_SUPPORT = 10  # observations that a profile must rest on
_WITHIN = 50.0
"""The concentration of a change of some functions around its repository; chosen on repositories that priors are fitted on."""
_NAMES = ("file", "directory", "repository")


class Surroundings(NamedTuple):
    """What is known of one feature around a place: the counts of each level, and the mean that follows from them."""

    counts: Sequence[Mapping[str, int]]  # file, directory, repository
    mean: Mapping[str, float]
    strength: float  # of the distribution that an edit's observations come from


def find_drifts(added: Sequence[Added], profiler: Profiler, governed: Mapping[str, frozenset[str]]) -> list[Drift]:
    """What the files of one change add against the habits around them, the least likely first. ``governed`` names the features
    of each path that its formatter or linter decides."""
    weighed = (one._replace(chance=one.chance / weight_of(one.feature)) for one in candidates(added, profiler, governed))
    found = [one for one in weighed if one.chance < CHANCE]
    return sorted(_one_each(found), key=lambda drift: (drift.chance, drift.path, drift.feature))


def candidates(added: Sequence[Added], profiler: Profiler, governed: Mapping[str, frozenset[str]]) -> list[Drift]:
    """All that is rare around it, however likely by accident; the chance is that of one comparison, times their number."""
    compared = [one for file in added for one in _of_file(file, profiler, governed.get(file.path, frozenset()))]
    return [one._replace(chance=one.chance * len(compared)) for one in compared if one is not None]


def _of_file(added: Added, profiler: Profiler, governed: frozenset[str]) -> Iterator[Drift | None]:
    """One item for each comparison: a drift, or ``None`` where it cannot be one. The levels beyond the file are only read
    where the file itself leaves a doubt."""
    language = language_of(added.path)
    known = priors(language) if language is not None else {}
    near = profiler.of_file(added.path)
    levels: Levels | None = None
    for name, lines in added.lines.items():
        feature, prior = features().get(name), known.get(name)
        if feature is None or prior is None or name in governed or feature.beside not in (None, *lines):
            continue
        total = sum(map(len, lines.values()))
        for value, where in lines.items():
            if value not in feature.words:
                continue
            if not _is_worth_it(feature, value, len(where), total, near.get(name, {})):
                yield None
                continue
            levels = levels or profiler.levels(added.path)
            yield _compare(added.path, feature, prior, levels, value, lines)


def _is_worth_it(feature: Feature, value: str, count: int, total: int, near: Mapping[str, int]) -> bool:
    """Whether a value may turn out to be a drift: there is enough of it, and it is not at home in the file."""
    if count < feature.least or count < feature.share * total:
        return False
    support = sum(near.values())
    return support < _SUPPORT or near.get(value, 0) <= 2 * RARE * support


def _compare(
    path: str, feature: Feature, prior: Prior, levels: Levels, value: str, lines: Mapping[str, tuple[int, ...]]
) -> Drift | None:
    around = surroundings(prior, levels, feature.name)
    times, total, expected = len(lines[value]), sum(map(len, lines.values())), around.mean.get(value, dirichlet.UNSEEN)
    level = next((n for n, counts in enumerate(around.counts) if sum(counts.values()) >= _SUPPORT), None)
    if level is None or expected > RARE or times < 2 * expected * total:
        return None
    counts = around.counts[level]
    chance = dirichlet.tail(times, total, expected, around.strength)
    known, support = counts.get(value, 0), sum(counts.values())
    usual = max(counts, key=lambda one: counts[one])
    if known > RARE * support:
        return None
    where = lines[value]
    return Drift(path, feature.name, value, times, total, _NAMES[level], known, support, usual, expected, chance, where)


def surroundings(prior: Prior, levels: Levels, name: str) -> Surroundings:
    """What to expect of a feature: language → repository → directory → file."""
    counts = [_of(level, name) for level in levels]
    repository = dirichlet.posterior(counts[2], prior.mean, prior.repository)
    directory = dirichlet.posterior(counts[1], repository, prior.directory)
    mean = dirichlet.posterior(counts[0], directory, prior.file)
    known = sum(counts[0].values()) + prior.file
    return Surroundings(counts, mean, dirichlet.precision(known, prior.edit))


def surprise(added: Iterable[Added], profiler: Profiler) -> float:
    """How foreign a change is as a whole: the logarithm of the Bayes factor between "written as some other repository of the
    language would" and "written as this repository is", over all features taken as independent.

    What a change adds is taken together, since one hand wrote it: under either assumption it is a draw from one
    Dirichlet-multinomial (Madsen, Kauchak & Elkan, "Modeling word burstiness using the Dirichlet distribution", ICML 2005),
    around the mean of the repository or of the language. Line openings and widths make of it a model of naturalness in the
    sense of Hindle et al. (ICSE 2012) and Allamanis et al. ("Learning natural coding conventions", FSE 2014)."""
    return sum(_factor(known, counts, around) for known, counts, around in _pooled(added, profiler))


def _pooled(added: Iterable[Added], profiler: Profiler) -> Iterator[tuple[Prior, Mapping[str, int], Mapping[str, int]]]:
    """For each feature and kind of file what is known of the language, what is added, and what the repository shows."""
    kinds: dict[tuple[str, bool], list[Added]] = {}
    for one in added:
        if (language := language_of(one.path)) is not None:
            kinds.setdefault((language.package, is_test_path(one.path)), []).append(one)
    for alike in kinds.values():
        language = language_of(alike[0].path)
        assert language is not None
        repository = profiler.repository(alike[0].path)
        for name, prior in priors(language).items():
            counts: Counter[str] = Counter()
            for one in alike:
                counts.update({value: len(where) for value, where in one.lines.get(name, {}).items()})
            if counts:
                yield prior, counts, _of(repository, name)


def _factor(prior: Prior, counts: Mapping[str, int], around: Mapping[str, int]) -> float:
    own = dirichlet.posterior(around, prior.mean, prior.repository)
    foreign = dirichlet.log_likelihood(counts, prior.mean, prior.repository)
    return foreign - dirichlet.log_likelihood(counts, own, _WITHIN)


def _of(level: Profile, name: str) -> Mapping[str, int]:
    return level.get(name, {})


def _one_each(found: Iterable[Drift]) -> list[Drift]:
    """The least likely value of each feature of a file."""
    best: dict[tuple[str, str], Drift] = {}
    for drift in found:
        key = drift.path, drift.feature
        if drift.chance < (best[key].chance if key in best else inf):
            best[key] = drift
    return list(best.values())
