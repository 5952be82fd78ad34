"""Places of one diff that the request speaks of alike, and that have nothing to do with each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoper.change.model import Change
from scoper.graph.resolve import Graph
from scoper.lang.paths import is_test_path
from scoper.scope.model import Provenance, Scope, Target, Task
from scoper.verdict.evidence import gather
from scoper.verdict.judge import links_between
from scoper.verdict.links import is_companion_path
from scoper.verdict.model import Relation, Verdict

_MEANS_ALL = re.compile(r"(?i)\b(?:all|any|every\w*|each|both|throughout|global\w*|across|wherever|respectively)\b")
_MOST = 8  # places; a request that meets more of them speaks of the diff as a whole


def with_rivals(
    scope: Scope, task: Task, change: Change, verdicts: Sequence[Verdict], base_graph: Graph, head_graph: Graph
) -> Scope:
    """The scope as an ambiguous one, where the same words of the request, and no name, let several places in that nothing
    ties together, and none of them is met better. Where the request means all there are, it is clear."""
    is_named = any(target.provenance is not Provenance.WORDS for target in scope.targets)
    if task.specs or is_named or scope.ambiguous or _MEANS_ALL.search(task.request or ""):
        return scope
    alike = _met_best(verdicts)
    if len({verdicts[number].edit.path for number in alike}) < 2:
        return scope
    groups = _apart(alike, change, base_graph, head_graph)
    if not 2 <= len(groups) <= _MOST:
        return scope
    rivals = tuple(_target(verdicts[max(group, key=lambda number: verdicts[number].confidence)]) for group in groups)
    places = ", ".join(rival.symbol for rival in rivals)
    return scope._replace(
        ambiguous=True,
        rivals=rivals,
        assumption=f"{places} have nothing to do with each other, and each {rivals[0].why}; all were taken as meant",
    )


def _met_best(verdicts: Sequence[Verdict]) -> list[int]:
    """The edits of code that are let in by the same words as the one that is surest to be asked for."""
    asked = [
        number
        for number, one in enumerate(verdicts)
        if one.in_scope
        and one.relation is Relation.TARGET
        and not (is_test_path(one.edit.path) or is_companion_path(one.edit.path))
    ]
    best = max(asked, key=lambda number: verdicts[number].confidence, default=None)
    return [number for number in asked if best is not None and verdicts[number].why == verdicts[best].why]


def _apart(alike: Sequence[int], change: Change, base_graph: Graph, head_graph: Graph) -> list[list[int]]:
    """Those edits by what any tie, of whatever strength, or a file that they share holds together."""
    group = list(range(len(change.edits)))

    def find(number: int) -> int:
        while group[number] != number:
            group[number] = number = group[group[number]]
        return number

    first: dict[str, int] = {}
    pairs = [(number, first.setdefault(edit.path, number)) for number, edit in enumerate(change.edits)]
    links = links_between(change, *gather(change), base_graph, head_graph).every()
    for one, other in (*pairs, *((link.source, link.target) for link in links)):
        group[find(one)] = find(other)
    found: dict[int, list[int]] = {}
    for number in alike:
        found.setdefault(find(number), []).append(number)
    return list(found.values())


def _target(verdict: Verdict) -> Target:
    symbol = verdict.edit.symbol or verdict.edit.path
    return Target(symbol, None, verdict.confidence, Provenance.WORDS, verdict.why)
