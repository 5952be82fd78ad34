"""Why one edit got its verdict: the proof step by step, or what came nearest to one, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.change.model import Edit
from scoper.checks.model import Report
from scoper.errors import UserError
from scoper.report.terminal import clean
from scoper.text import LineRange
from scoper.verdict.model import Relation, Verdict
from scoper.verdict.several import Tie

_TIES = 5  # that are shown, the strongest first


def find_verdict(report: Report, edit: str) -> Verdict:
    """The verdict on the edit with this id. Raises :class:`UserError` where there is none."""
    for verdict in report.verdicts:
        if verdict.edit.id == edit.strip().lower():
            return verdict
    count = len(report.verdicts)
    known = f"edits are e1 to e{count}" if count > 1 else "the only edit is e1" if count else "nothing changed"
    raise UserError(f"there is no edit {edit!r}", known, "`--format json` gives the id of every edit")


def explain(report: Report, verdict: Verdict, ties: Sequence[Tie]) -> str:
    """Several lines of text. ``ties`` are what could lead to this edit, the strongest first."""
    return "".join(f"{clean(line)}\n" for line in _lines(report, verdict, ties))


def _lines(report: Report, verdict: Verdict, ties: Sequence[Tie]) -> Iterator[str]:
    edits = {other.edit.id: other for other in report.verdicts}
    yield f"{_named(verdict.edit)} · {', '.join(kind.value for kind in verdict.edit.kinds)}"
    if verdict.relation is Relation.UNKNOWN:
        yield f"not judged: {verdict.why}"
        return
    side = "in scope" if verdict.in_scope else "outside what was asked for"
    yield f"{side}, {verdict.confidence:.0%} sure: {verdict.why}"
    if numbers := report.serves.get(verdict.edit.id):
        yield f"it serves request {' and '.join(map(str, numbers))}"
    if verdict.proof:
        yield "the way from what was asked for:"
        for number, step in enumerate(verdict.proof, 1):
            yield f"  {number}. {_named(edits[step.edit].edit)} · {step.relation.value}: {step.why}"
        return
    if verdict.relation is Relation.FORBIDDEN:
        return
    yield "what could have led here:" if ties else "no other edit uses it, is used by it, or shares rare names with it"
    for tie in ties[:_TIES]:
        other = edits[tie.edit]
        state = "in scope" if other.in_scope else "itself outside"
        weak = ", too weak to prove anything" if tie.weak else ""
        yield f"  {_named(other.edit)} ({state}) · {tie.relation.value}, strength {tie.strength:.2f}{weak}: {tie.why}"
    if len(ties) > _TIES:
        yield f"  and {len(ties) - _TIES} weaker ones"
    yield f"to let it in: --scope {verdict.edit.symbol or verdict.edit.path}"


def _named(edit: Edit) -> str:
    lines = edit.after or edit.before
    return f"{edit.id} {edit.symbol or edit.path}{f' {_span(lines, gone=not edit.after)}' if lines else ''}"


def _span(lines: Sequence[LineRange], *, gone: bool) -> str:
    start, end = lines[0].start, lines[-1].end
    words = f"line {start}" if start == end else f"lines {start}-{end}"
    return f"(was {words})" if gone else f"({words})"
