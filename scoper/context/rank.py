"""How near everything is to the targets: a random walk over resolved uses, words of the request, and history. Pure.

All constants of the ranking are here; ``docs/accuracy.md`` says what each signal is worth.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log
from typing import NamedTuple

from scoper.facts.model import SymbolId, split_symbol
from scoper.graph.model import Certainty, Edge
from scoper.scope.words import request_terms, stems

WEIGHTS = {"graph": 1.0, "text": 1.0, "history": 1.0}
"""What each signal counts in the fusion of ranks."""

_FUSION = 25  # of reciprocal ranks: a small one trusts the first places of a list more
_RESTART = 0.25  # chance that the walk goes back to the targets
_ROUNDS = 20  # (1 - _RESTART) ** 20 is below a hundredth
_CERTAINTY = {Certainty.EXACT: 1.0, Certainty.LIKELY: 0.7, Certainty.GUESS: 0.2}
_BACKWARD = 0.6  # from what is used to its user, beside 1 from the user to what it uses
_CONTAINED = 0.5  # between a file and what it defines
_MOST_PATHS = 30  # of a commit; larger ones say nothing of what belongs together
_HALF_LIFE = 800  # commits after which one counts half
_SIMILAR = 40  # commits whose subject is most like the request
_PATH_WORDS = 2.0  # a word in a path says more than one in the text
_SATURATION = 3.0  # occurrences of a word after which more of them say little more
_MIN_INFIX = 4  # letters of a stem that is looked for anywhere in a text


class PastCommit(NamedTuple):
    """One commit of history, without merges."""

    subject: str
    paths: tuple[str, ...]


def walk(edges: Iterable[Edge], targets: Collection[SymbolId]) -> dict[SymbolId, float]:
    """Personalised random walk with restarts at the targets: the share of time spent at each symbol and file."""
    links: dict[SymbolId, dict[SymbolId, float]] = defaultdict(lambda: defaultdict(float))
    for edge in edges:
        weight = _CERTAINTY[edge.certainty]
        links[edge.source][edge.target] += weight
        links[edge.target][edge.source] += weight * _BACKWARD
    for symbol in [*links, *targets]:
        path = split_symbol(symbol)[0]
        if path != symbol:
            links[symbol][path] += _CONTAINED
            links[path][symbol] += _CONTAINED
    nodes = sorted(links)
    shares = {node: _shares(links[node]) for node in nodes}
    start = {target: 1 / len(targets) for target in sorted(targets)}
    here = dict(start)
    for _ in range(_ROUNDS):
        there = {node: _RESTART * share for node, share in start.items()}
        for node in nodes:
            amount = (1 - _RESTART) * here.get(node, 0.0)
            if amount:
                for other, share in shares[node]:
                    there[other] = there.get(other, 0.0) + amount * share
        here = there
    return here


def _shares(links: Mapping[SymbolId, float]) -> list[tuple[SymbolId, float]]:
    # many uses of one thing say more than one, but not many times more
    damped = {other: weight**0.5 for other, weight in links.items()}
    total = sum(damped[other] for other in sorted(damped))
    return [(other, damped[other] / total) for other in sorted(damped)]


def by_file(scores: Mapping[SymbolId, float]) -> dict[str, float]:
    """The scores of symbols summed up by file."""
    files: dict[str, float] = defaultdict(float)
    for symbol in sorted(scores):
        files[split_symbol(symbol)[0]] += scores[symbol]
    return dict(files)


class Words:
    """The telling words of a request, each with its weight by rarity among the texts it was made with."""

    def __init__(self, request: str, texts: Mapping[str, bytes]) -> None:
        terms = dict(request_terms(request))
        self._counts = {path: _occurrences(terms, path, text) for path, text in texts.items()}
        files = Counter(term for counts in self._counts.values() for term in counts)
        total = len(texts) + 1
        self.weights = {term: weight * log(total / (files[term] + 1) + 1) for term, weight in terms.items() if files[term]}

    def files(self) -> dict[str, float]:
        """How well each text meets the request."""
        scores = {
            path: sum(self.weights[term] * count / (count + _SATURATION) for term, count in sorted(counts.items()))
            for path, counts in self._counts.items()
        }
        return {path: score for path, score in scores.items() if score > 0}

    def name(self, name: str) -> float:
        """How well a name meets the request."""
        words = stems(name)
        shared = words & self.weights.keys()
        return sum(self.weights[word] for word in sorted(shared)) * (len(shared) / len(words)) ** 0.5 if shared else 0.0

    def text(self, text: bytes) -> float:
        """How well a piece of a file meets the request."""
        counts = _occurrences(self.weights, "", text)
        return sum(self.weights[term] * count / (count + 1) for term, count in sorted(counts.items()))


def _occurrences(terms: Mapping[str, float], path: str, text: bytes) -> dict[str, float]:
    lowered = text.lower()
    in_path = stems(path)
    counts: dict[str, float] = {}
    for term in terms:
        word = term.encode()
        if len(term) >= _MIN_INFIX:
            count = float(lowered.count(word))
        else:
            count = (
                float(len(re.findall(rb"(?<![a-z])" + re.escape(word) + rb"(?![a-z])", lowered))) if word in lowered else 0.0
            )
        count += _PATH_WORDS * _SATURATION * (term in in_path)
        if count:
            counts[term] = count
    return counts


def history_scores(history: Sequence[PastCommit], targets: AbstractSet[str], request: str) -> dict[str, float]:
    """Files by how often they changed together with the targets, and in commits whose subject is like the request."""
    usable = [(age, commit) for age, commit in enumerate(history) if 0 < len(commit.paths) <= _MOST_PATHS]
    changes = Counter(path for _, commit in usable for path in commit.paths)
    likeness = _likeness([commit.subject for _, commit in usable], request)
    together: dict[str, float] = defaultdict(float)
    similar: dict[str, float] = defaultdict(float)
    for (age, commit), like in zip(usable, likeness, strict=True):
        weight = 0.5 ** (age / _HALF_LIFE) / len(commit.paths) ** 0.5
        is_related = not targets.isdisjoint(commit.paths) if isinstance(targets, (set, frozenset)) else False
        for path in commit.paths:
            if is_related:
                together[path] += weight / changes[path] ** 0.5
            if like:
                similar[path] += weight * like / changes[path] ** 0.5
    return _blend(together, similar)


def _likeness(subjects: Sequence[str], request: str) -> list[float]:
    """For each subject how like the request it is; 0 for all but the most similar."""
    terms = dict(request_terms(request))
    words = [stems(subject) & terms.keys() for subject in subjects]
    counts = Counter(word for found in words for word in found)
    scores = [sum(terms[word] * log(len(subjects) / counts[word] + 1) for word in sorted(found)) for found in words]
    least = sorted(scores, reverse=True)[:_SIMILAR][-1:] or [0.0]
    best = max(scores, default=0.0)
    return [(score / best) ** 2 if score and score >= least[0] else 0.0 for score in scores]


def _blend(together: Mapping[str, float], similar: Mapping[str, float]) -> dict[str, float]:
    first, second = max(together.values(), default=1.0), max(similar.values(), default=1.0)
    paths = sorted({*together, *similar})
    return {path: together.get(path, 0.0) / first + 0.5 * similar.get(path, 0.0) / second for path in paths}


def fuse(rankings: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Reciprocal-rank fusion of scores by path, by :data:`WEIGHTS`; the best is 1."""
    fused: dict[str, float] = defaultdict(float)
    for signal in sorted(rankings):
        ordered = sorted(rankings[signal].items(), key=lambda item: (-item[1], item[0]))
        for rank, (path, _) in enumerate(ordered):
            fused[path] += WEIGHTS[signal] / (_FUSION + rank)
    best = max(fused.values(), default=1.0)
    return {path: score / best for path, score in fused.items()}
