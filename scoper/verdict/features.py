"""What an edit has to do with the request by itself, in numbers: the input of the prior in :mod:`scoper.verdict.belief`."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p, sqrt
from typing import NamedTuple

from scoper.change.model import EditKind
from scoper.lang.paths import is_test_path
from scoper.scope.model import Scope, Spec
from scoper.verdict.evidence import Background, Evidence
from scoper.verdict.links import is_companion_path
from scoper.verdict.seeds import covers, meets, named_strength, word_rarity

_LARGE = 5.0  # log of the lines that make an edit a large one
_MANY = 5  # different words of the request in one edit
_USUAL_WORDS = 3  # that an edit is taken to hold besides its own; keeps tiny edits from being all about the request


class Features(NamedTuple):
    """All from 0 to about 1. Shares are of the weight of all words of the request: its words by their rarity."""

    always: float
    relative: float  # the share of the words met, relative to the best edit of code
    cover: float  # the share of the words met
    subject: float  # the same of the request's first line alone
    named: float  # confidence in a target that names it
    place: float  # share of the words that its symbol has
    path: float  # share of the words that its path has
    words: float  # how many different words it meets
    density: float  # the share of its own words that are the request's
    test: float
    companion: float
    size: float
    silence: float  # the share of the best edit of the whole diff: low where the request speaks of nothing in it
    pointed: float  # the best ``named`` of the diff: high where the request names something in it
    format: float
    imports: float
    adds: float
    within: float  # inside of a scope that is given as a border
    beyond: float  # code outside of one


def describe(scope: Scope, specs: Sequence[Spec], evidence: Sequence[Evidence], background: Background) -> list[Features]:
    """One per edit, in order."""
    rarity = word_rarity(scope, evidence, background)
    unmet = log1p(len(evidence))  # of a word that no edit has, as if one had
    weigh = {word: rarity.get(word, unmet * sqrt(background.word_rarity(word))) for word, _ in scope.terms}
    everything = sum(weight * weigh[word] for word, weight in scope.terms) or 1.0
    subject = {word for word, weight in scope.terms if weight >= 1}
    whole_subject = sum(weigh[word] for word in subject) or 1.0
    found = [_describe(item, scope, specs, rarity, subject, everything, whole_subject) for item in evidence]
    best = _best_cover(found)
    pointed = max((one.named for one in found), default=0.0)
    return [
        one._replace(relative=min(1.0, one.cover / best) if best else 0.0, silence=min(1.0, best), pointed=pointed)
        for one in found
    ]


def _best_cover(found: Sequence[Features]) -> float:
    """That of an edit of code, where there is one: an entry in a changelog repeats the request, whatever the code is about."""
    return max((one.cover for one in found if not one.companion), default=max((one.cover for one in found), default=0.0))


def _describe(
    item: Evidence,
    scope: Scope,
    specs: Sequence[Spec],
    rarity: dict[str, float],
    subject: set[str],
    everything: float,
    whole_subject: float,
) -> Features:
    edit = item.edit
    met = {word: weight * meets(word, item) * rarity[word] for word, weight in scope.terms if word in rarity}
    met = {word: value for word, value in met.items() if value > 0}
    weights = {word: weight * rarity[word] for word, weight in scope.terms if word in rarity}
    accompanies = is_test_path(edit.path) or is_companion_path(edit.path)
    inside = any(covers(spec, edit) for spec in specs)
    return Features(
        always=1.0,
        relative=0.0,
        cover=sum(met.values()) / everything,
        subject=sum(value for word, value in met.items() if word in subject) / whole_subject,
        named=max((named_strength(target, edit) for target in scope.targets), default=0.0),
        place=sum(weights[word] for word in weights if word in item.place_words) / everything,
        path=sum(weights[word] for word in weights if word in item.path_words) / everything,
        words=min(1.0, len(met) / _MANY),
        density=sum(word in item.words for word in met) / (_USUAL_WORDS + len(item.words)),
        test=float(is_test_path(edit.path)),
        companion=float(is_companion_path(edit.path)),
        size=log1p(edit.size) / _LARGE,
        silence=0.0,
        pointed=0.0,
        format=float(edit.kinds == (EditKind.FORMAT_ONLY,)),
        imports=float(EditKind.IMPORT in edit.kinds),
        adds=float(EditKind.ADD in edit.kinds),
        within=float(bool(specs) and inside),
        beyond=float(bool(specs) and not inside and not accompanies),
    )
