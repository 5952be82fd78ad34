"""Why one edit of a report got its verdict."""

from __future__ import annotations

from scoper.checks.model import Report
from scoper.config import Config
from scoper.doors.inputs import Sides
from scoper.gate import open_change
from scoper.git.repository import Repository
from scoper.report.explain import explain, find_verdict
from scoper.verdict.model import Relation
from scoper.verdict.several import ties_to


def explained(
    repository: Repository, sides: Sides, report: Report, edit: str, config: Config, *, use_cache: bool = True
) -> str:
    """The proof of the edit with this id, or what came nearest to one, in lines. Raises :class:`UserError` where there is no
    such edit."""
    verdict = find_verdict(report, edit)
    if verdict.proof or verdict.relation is Relation.UNKNOWN:
        return explain(report, verdict, ())
    with open_change(repository, sides.base, sides.head, config, use_cache=use_cache) as found:
        return explain(report, verdict, ties_to(verdict.edit.id, *found))
