"""The habits of a profile in words, for a reader who is about to add to it. Pure, but for the numbers of the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scoper.lang.registry import Language
from scoper.style.features import features
from scoper.style.priors import priors
from scoper.style.profile import Profile

_FEWEST = 5  # cases: below there is no telling
_NEARLY_ALL = 0.8
_TELLING = 0.1  # by how much more than in the language at large
_ALWAYS_SAID = frozenset({"quotes", "semicolon", "annotated-result", "documented-public-function"})
_SELDOM_SAID = frozenset(
    {"length-of-function", "length-of-variable", "length-of-parameter", "length-of-class", "line-length", "helper"}
)


class Habit(NamedTuple):
    """What nearly all cases of a feature have in common: ``times`` of ``total``. ``gain`` is how much more that is than in the
    language at large."""

    feature: str
    value: str
    times: int
    total: int
    gain: float

    @property
    def text(self) -> str:
        feature = features()[self.feature]
        return f"{feature.noun} {feature.words[self.value]}"


def habits(profile: Profile, language: Language) -> list[Habit]:
    """What is to be told of a profile, the most telling first; what everybody in the language does goes without saying."""
    known, found = priors(language), []
    for name, feature in features().items():
        counts: Mapping[str, int] = profile.get(name, {})
        total = sum(counts.values())
        if name in _SELDOM_SAID or name not in known or total < _FEWEST:
            continue
        value = max(sorted(counts), key=lambda one: counts[one])
        gain = counts[value] / total - known[name].mean.get(value, 0.0)
        if value in feature.words and counts[value] >= _NEARLY_ALL * total and (gain >= _TELLING or name in _ALWAYS_SAID):
            found.append(Habit(name, value, counts[value], total, gain))
    return sorted(found, key=lambda habit: (-round(habit.gain, 3), habit.feature))
