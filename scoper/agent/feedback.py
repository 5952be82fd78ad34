"""What a model is told of its edits: only what was not taken, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.agent.decide import Decision
from scoper.agent.model import Refused
from scoper.finding import Finding
from scoper.verdict.model import Verdict

_APPLIED = "Your edits were applied in isolation and checked. They cannot be accepted like this."
_SEND = "\nSend only the edits that mend this, against the files as they are now: with what is in, and without what is not."
_CHECKED = "Your edits were checked. They cannot be accepted like this."
_MEND = "\nMend only this, in the files as they are now: with what is in, and without what is not."
_MOST_FINDINGS = 20
_MOST_KEPT = 40


def feedback(decision: Decision | None, failed: Sequence[Refused]) -> str:
    """One message. ``failed`` are the edits that could not be applied."""
    return "\n".join((_APPLIED, *_lines(decision, failed), _SEND)) + "\n"


def findings(decision: Decision) -> str:
    """The same for an agent that edits files by itself."""
    return "\n".join((_CHECKED, *_lines(decision, ()), _MEND)) + "\n"


def _lines(decision: Decision | None, failed: Sequence[Refused]) -> Iterator[str]:
    verdicts = decision.report.verdicts if decision is not None else ()
    if kept := _kept(verdicts):
        yield "\nThese are in. Do not make them again:"
        yield from (f"- {name}" for name in kept)
    if failed:
        yield "\nThese could not be applied, so the files there are as they were:"
        yield from (f"- {one.what}: {one.why}" for one in failed)
    if decision is not None and decision.removed:
        yield "\nThese were taken out again, as nobody asked for them. Do not make them again; the code there is as it was:"
        yield from (f"- {one.what}: {one.why}" for one in decision.removed)
    wrong = (*decision.blocking, *decision.doubts) if decision is not None else ()
    if wrong:
        yield "\nThis is wrong with what is in:"
        yield from (f"- {_finding(one)}" for one in wrong[:_MOST_FINDINGS])
    if len(wrong) > _MOST_FINDINGS:
        yield f"- and {len(wrong) - _MOST_FINDINGS} more"


def _kept(verdicts: Sequence[Verdict]) -> list[str]:
    names = list(dict.fromkeys(verdict.edit.symbol or verdict.edit.path for verdict in verdicts))
    return names if len(names) <= _MOST_KEPT else [*names[:_MOST_KEPT], f"and {len(names) - _MOST_KEPT} more"]


def _finding(finding: Finding) -> str:
    return f"{finding.location.place}: {finding.rule.code} {finding.words}"
