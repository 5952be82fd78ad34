"""Drifts of style as findings, for the checks that have the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoper.checks.asked import asks_for
from scoper.checks.model import Review
from scoper.checks.place import at_line, edit_at
from scoper.finding import Confidence, Finding, Rule, Severity
from scoper.style.features import features
from scoper.style.model import Drift

_SURE = 0.01  # the chance below which a drift is reported with high confidence
_LEVELS = {"file": "this file", "directory": "the files beside it", "repository": "this repository"}


def reported(review: Review, rules: Iterable[Rule]) -> Iterator[Finding]:
    """The drifts that these rules report, but for those that the request asks for. Of several of one rule on the same lines,
    which are one habit seen from several sides, the least likely."""
    by_code = {rule.code: rule for rule in rules}
    told_of: set[tuple[str, str, tuple[int, ...]]] = set()
    for drift in review.drifts:
        rule = by_code.get(features()[drift.feature].rule)
        if rule is not None and not asks_for(rule.code, review.task.request):
            place = drift.path, rule.code, drift.lines
            if place not in told_of:
                yield _finding(review, rule, drift)
            told_of.add(place)


def _finding(review: Review, rule: Rule, drift: Drift) -> Finding:
    file = next(file for file in review.change.files if file.change.path == drift.path)
    first = drift.lines[0]
    edit = edit_at(review.change.edits, drift.path, first)
    confidence = Confidence.HIGH if drift.chance < _SURE else Confidence.MEDIUM
    where = at_line(file, first)
    return Finding(rule, Severity.WARNING, confidence, where, told(drift), edit.id if edit is not None else None)


def told(drift: Drift) -> str:
    """The numbers of a drift, in one sentence."""
    feature = features()[drift.feature]
    places = f" (lines {', '.join(map(str, dict.fromkeys(drift.lines[:5])))})" if drift.times > 1 else ""
    return (
        f"{_LEVELS[drift.level]}: {drift.known} of {drift.support} {feature.noun} {feature.words[drift.value]}; "
        f"the edit adds {drift.times} of {drift.total}{places}"
    )
