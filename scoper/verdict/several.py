"""Beside the verdict: several requests at once, each judged on its own, and the ties that could have led to an edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import Change
from scoper.graph.resolve import Graph
from scoper.scope.model import Scope
from scoper.verdict.evidence import gather
from scoper.verdict.judge import links_between
from scoper.verdict.model import Relation, Verdict


class Tie(NamedTuple):
    """What could lead from another edit to the one in question. ``strength`` is 0 to 1; a *weak* tie proves nothing alone."""

    edit: str
    relation: Relation
    strength: float
    weak: bool
    why: str


def ties_to(edit: str, change: Change, base_graph: Graph, head_graph: Graph) -> tuple[Tie, ...]:
    """The ties that end at the edit with this id, the strongest first, one for each other edit."""
    links = links_between(change, *gather(change), base_graph, head_graph).every()
    ids = [one.id for one in change.edits]
    found: dict[str, Tie] = {}
    for link in sorted(links, key=lambda link: (link.weak, -link.strength)):
        if ids[link.target] == edit and link.source != link.target:
            other = ids[link.source]
            found.setdefault(other, Tie(other, link.relation, link.strength, link.weak, link.why))
    return tuple(found.values())


def best(trials: Sequence[Sequence[Verdict]]) -> tuple[Verdict, ...]:
    """Of the verdicts on each edit, one list for each request, the one that knows most in its favour."""
    return tuple(max(of_one, key=_rank) for of_one in zip(*trials, strict=True))


def served(trials: Sequence[Sequence[Verdict]]) -> Mapping[str, tuple[int, ...]]:
    """Id of each edit → the numbers, from 1, of the requests that ask for it."""
    return {
        of_one[0].edit.id: tuple(n for n, verdict in enumerate(of_one, 1) if _is_asked_for(verdict))
        for of_one in zip(*trials, strict=True)
    }


def joined(scopes: Sequence[Scope]) -> Scope:
    """What all requests together resolve to. It is ambiguous only where nothing is clear."""
    first = scopes[0]
    if len(scopes) == 1:
        return first
    weights: dict[str, float] = {}
    for term, weight in (item for scope in scopes for item in scope.terms):
        weights[term] = max(weight, weights.get(term, 0.0))
    assumptions = [scope.assumption for scope in scopes if scope.assumption]
    return first._replace(
        targets=tuple(dict.fromkeys(target for scope in scopes for target in scope.targets)),
        terms=tuple(sorted(weights.items())),
        ambiguous=all(scope.ambiguous for scope in scopes),
        rivals=tuple(dict.fromkeys(rival for scope in scopes for rival in scope.rivals)),
        assumption="; ".join(dict.fromkeys(assumptions)) or None,
    )


def _is_asked_for(verdict: Verdict) -> bool:
    return verdict.in_scope and verdict.relation is not Relation.UNKNOWN


def _rank(verdict: Verdict) -> tuple[int, float]:
    """In scope before out of it, and a judgement before none; the surer one, or the less sure of what counts against it."""
    if verdict.relation is Relation.FORBIDDEN:
        return 3, 0.0
    if _is_asked_for(verdict):
        return 2, verdict.confidence
    return (0, 0.0) if verdict.in_scope else (1, -verdict.confidence)
