"""What to make of edits: the gate's word on them, what is taken out, and what keeps the rest from being accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper import gate
from scoper.agent.model import Measure, Refused
from scoper.change.model import Edit
from scoper.checks.formatter import FORMATTER_DRIFT
from scoper.checks.model import Outcome, Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Finding, Severity
from scoper.git.model import Hunk
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.text import LineRange
from scoper.untangle.trim import Trimmed, Wanted, trim

_SOUND = ("IN", "LN", "RF")  # the families that say whether code still parses, lints and resolves


class Decision(NamedTuple):
    """``tree`` is what is left of the edits, ``report`` is on it, ``whole`` on all of them; ``removed`` was taken out.
    ``blocking`` are the findings on the rest that matter, ``doubts`` those that do not keep it from being accepted but that its
    writer can mend."""

    tree: Tree
    report: Report
    whole: Report
    removed: tuple[Refused, ...]
    blocking: tuple[Finding, ...]
    doubts: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        return not self.blocking and self.report.outcome is not Outcome.REJECT


def decide(repository: Repository, measure: Measure, head: Tree) -> Decision:
    """Judge what the head changes, and take out what was surely not asked for, as far as the rest is sound without it; where
    warnings matter, what was likely not asked for as well."""
    base, task, config, use_cache = measure.base, measure.task, measure.config, measure.use_cache
    report = gate.judge(repository, base, head, task, config, use_cache=use_cache)
    wanted = Wanted(unsure=config.fail_on <= Severity.WARNING, churn=not task.is_empty)
    try:
        trimmed = trim(repository, base, head, report, config, wanted=wanted, use_cache=use_cache)
    except UserError:  # it is all of one piece: the findings say what is wrong with it
        return Decision(head, report, report, (), *_weighed(report, config))
    return Decision(trimmed.tree, trimmed.after, report, _removed(report, trimmed), *_weighed(trimmed.after, config))


def sure_strays(repository: Repository, job: Measure, before: Tree, after: Tree) -> tuple[Refused, ...]:
    """What changed from ``before`` to ``after``, both with edits on the base, if all of it surely strays; nothing where
    it is not, or where it adds something, which later edits may turn out to need."""
    fresh = {change.head_path: change.hunks for change in repository.diff(before, after)}
    report = gate.judge(repository, job.base, after, job.task, job.config._replace(linters=()), use_cache=job.use_cache)
    verdicts = [verdict for verdict in report.verdicts if _is_of(verdict.edit, fresh.get(verdict.edit.path, ()))]
    strays = Wanted(unsure=False).edits(report)
    if not verdicts or not all(verdict.edit.id in strays and verdict.edit.before for verdict in verdicts):
        return ()
    return tuple(dict.fromkeys(Refused(one.edit.symbol or one.edit.path, one.why) for one in verdicts))


def _is_of(edit: Edit, hunks: Sequence[Hunk]) -> bool:
    """Whether an edit has lines in these hunks, which count in the same head."""
    ranges = [LineRange(hunk.head_start, hunk.head_start + hunk.head_count - 1) for hunk in hunks if hunk.head_count]
    return any(lines.overlaps(one) for lines in edit.after for one in ranges)


def _removed(report: Report, trimmed: Trimmed) -> tuple[Refused, ...]:
    verdicts = {verdict.edit.id: verdict for verdict in report.verdicts}
    messages = {edit: finding.message for finding in report.findings for edit in (finding.edit, *finding.edits) if edit}
    refused = []
    for edit in trimmed.removed:
        verdict = verdicts.get(edit.id)
        why = verdict.why if verdict is not None and not verdict.in_scope else messages.get(edit.id, "it was not asked for")
        refused.append(Refused(edit.symbol or edit.path, why))
    return tuple(dict.fromkeys(refused))


def _weighed(report: Report, config: Config) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that matter, and those that tell of broken code all the same."""
    least = min(config.fail_on, Severity.WARNING)
    blocking = tuple(one for one in report.findings if one.severity >= config.fail_on)
    sound = (one for one in report.findings if one.rule.family in _SOUND and one.severity >= least)
    # a formatter mends its drift by itself: no model has to be asked once more for that
    return blocking, tuple(one for one in sound if one not in blocking and one.rule is not FORMATTER_DRIFT)
