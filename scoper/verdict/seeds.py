"""How strongly the task itself points at each edit, before any relation between edits is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import NamedTuple

from scoper.change.model import Edit
from scoper.facts.model import split_symbol
from scoper.lang.paths import is_test_path
from scoper.scope.model import Provenance, Scope, Spec, SpecKind, Target, Task
from scoper.scope.specs import is_precise, matches_path, matches_symbol, positive
from scoper.verdict.evidence import Background, Evidence
from scoper.verdict.links import is_companion_path

_CHANGED, _NEAR, _PLACE, _PATH = 1.0, 0.7, 0.7, 0.8  # what a word weighs by where it is met
_COARSE_BONUS = 0.2  # for standing in a file that the scope names, where the request has to tell which part of it
_OUTSIDE = 0.45  # at most, for code outside an explicit scope: words alone do not let it in
_INSIDE_CLASS = 0.6  # a class named is a hint at its methods, not at each of them


class Seed(NamedTuple):
    """``strength`` 0 to 1; from :data:`scoper.verdict.reach.THRESHOLD` on the edit is asked for by itself."""

    strength: float
    why: str


_NOTHING = Seed(0.0, "")


def plant(task: Task, scope: Scope, evidence: Sequence[Evidence], background: Background) -> list[Seed]:
    """One seed per edit, in order."""
    specs = positive(task.specs)
    worded = _word_seeds(scope, evidence, background)
    named = [_strongest(_named(target, item.edit) for target in scope.targets) for item in evidence]
    from_request = [max(pair, key=lambda seed: seed.strength) for pair in zip(worded, named, strict=True)]
    if not specs:
        return from_request
    says_more = any(seed.strength > 0 for seed in from_request)
    return [_with_specs(specs, item.edit, seed, says_more=says_more) for item, seed in zip(evidence, from_request, strict=True)]


def _with_specs(specs: Sequence[Spec], edit: Edit, seed: Seed, *, says_more: bool) -> Seed:
    """An explicit scope is a border. A spec that names code, or one without a request beside it, is a full permission; inside a
    file, folder or pattern the request still has to tell which part. Outside, words let in tests and prose but no code."""
    hit = next((spec for spec in sorted(specs, key=is_precise, reverse=True) if covers(spec, edit)), None)
    if hit is None:
        accompanies = is_test_path(edit.path) or is_companion_path(edit.path)
        return seed if accompanies else Seed(min(seed.strength, _OUTSIDE), seed.why)
    if is_precise(hit) or not says_more:
        return Seed(1.0, f"the scope names {hit.text}")
    return Seed(min(1.0, seed.strength + _COARSE_BONUS), seed.why or f"inside {hit.text}")


def covers(spec: Spec, edit: Edit) -> bool:
    """Whether an edit is what the spec names, or inside it, on either side."""
    if spec.kind in (SpecKind.SYMBOL, SpecKind.ANYWHERE):
        return matches_symbol(spec, edit.symbol) or matches_symbol(spec, edit.old_symbol)
    if not (matches_path(spec, edit.path) or matches_path(spec, edit.base_path)):
        return False
    lines = spec.lines
    return lines is None or any(lines.overlaps(found) for found in edit.after or edit.before)


def _word_seeds(scope: Scope, evidence: Sequence[Evidence], background: Background) -> list[Seed]:
    """Words of the request that the edit changes, stands beside or stands under, each by its rarity in the diff and around it.
    Strengths are relative to the best edit of code (a changelog repeats the request and would outshine all code): what is far
    weaker than the best is no seed."""
    rarity = word_rarity(scope, evidence, background)
    scores: list[tuple[float, list[str]]] = []
    for item in evidence:
        met = {word: weight * meets(word, item) * rarity[word] for word, weight in scope.terms if word in rarity}
        score = sum(met.values())
        scores.append((score, [word for word in sorted(met, key=lambda word: (-met[word], word)) if met[word] > 0]))
    best = max((score for score, _ in scores), default=0.0)
    if best <= 0:
        return [_NOTHING] * len(scores)
    return [
        Seed(score / best, f"shares words with the request: {', '.join(words[:3])}" if words else "") for score, words in scores
    ]


def word_rarity(scope: Scope, evidence: Sequence[Evidence], background: Background) -> dict[str, float]:
    """What each word of the request weighs that any edit has: by its rarity in the diff and around it."""
    spread = Counter(word for item in evidence for word in item.words | item.path_words | item.place_words)
    return {
        word: log(1 + len(evidence) / spread[word]) * sqrt(background.word_rarity(word))
        for word, _ in scope.terms
        if word in spread
    }


def meets(word: str, item: Evidence) -> float:
    return max(
        _CHANGED if word in item.changed_words else _NEAR if word in item.words else 0.0,
        _PLACE if word in item.place_words else 0.0,
        _PATH if word in item.path_words else 0.0,
    )


def named_strength(target: Target, edit: Edit) -> float:
    """How strongly a target that the request names outright points at an edit."""
    return _named(target, edit).strength


def _named(target: Target, edit: Edit) -> Seed:
    """What the request names outright. Targets that were found by words alone are not counted again."""
    if target.provenance in (Provenance.SPEC, Provenance.WORDS):
        return _NOTHING
    path, qualname = split_symbol(target.symbol)
    if path.endswith("/"):
        return Seed(target.confidence, target.why) if edit.path.startswith(path) else _NOTHING
    if not qualname:
        return _named_file(target, edit, path)
    for symbol in (edit.symbol, edit.old_symbol):
        if symbol == target.symbol:
            return Seed(target.confidence, target.why)
        if symbol is not None and symbol.startswith(target.symbol + "."):
            return Seed(target.confidence * _INSIDE_CLASS, target.why)
    return _NOTHING


def _named_file(target: Target, edit: Edit, path: str) -> Seed:
    if path not in (edit.path, edit.old_path):
        return _NOTHING
    if target.lines is not None and not any(target.lines.overlaps(lines) for lines in edit.before or edit.after):
        return _NOTHING
    return Seed(target.confidence, target.why)


def _strongest(seeds: Iterable[Seed]) -> Seed:
    return max(seeds, key=lambda seed: seed.strength, default=_NOTHING)
