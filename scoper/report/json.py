"""The report as JSON, version 1: ``docs/report.schema.json`` describes it.

The shape is a contract with outsiders, so it is spelled out here key by key and never derived from an internal type. It
changes only by adding keys, or with a new version.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from scoper.change.model import Edit
from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.scope.model import Scope, Target, Task
from scoper.text import LineRange
from scoper.verdict.model import Verdict

SCHEMA = "scoper.report/1"

Json = dict[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    """One line of JSON. It is always valid UTF-8: bytes of a path that are not become U+FFFD."""
    return clean_json(json.dumps(report_json(report), ensure_ascii=False)) + "\n"


def clean_json(text: str) -> str:
    """``text`` as valid UTF-8: what stands for bytes of a path that are not becomes U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def report_json(report: Report) -> Json:
    """The whole report, key by key."""
    caused = defaultdict(list)
    for index, finding in enumerate(report.findings):
        caused[finding.edit].append(index)
    return {
        "schema": SCHEMA,
        "base": report.base,
        "head": report.head,
        "task": task_json(report.task),
        "scope": scope_json(report.scope),
        "verdict": report.outcome.value,
        "edits": [
            _edit(verdict, caused.get(verdict.edit.id, []), report.serves.get(verdict.edit.id)) for verdict in report.verdicts
        ],
        "findings": [_finding(finding) for finding in report.findings],
        "hidden": _hidden(report.hidden),
        "problems": [{"path": problem.path, "reason": problem.reason} for problem in report.problems],
        "notices": list(report.notices),
        "timing_ms": {"total": 0, **{name: round(spent, 1) for name, spent in report.timing_ms.items()}},
    }


def task_json(task: Task) -> Json:
    """What was asked, in the shape that every format uses."""
    several: Json = {"requests": list(task.requests)} if task.requests else {}
    return {"request": task.request, "scope": [spec.text for spec in task.specs], "source": task.source.value, **several}


def scope_json(scope: Scope) -> Json:
    """What a task resolves to, in the shape that ``scoper scope --format json`` uses too."""
    return {
        "targets": [_target(target) for target in scope.targets],
        "forbidden": [spec.text for spec in scope.forbidden],
        "ambiguous": scope.ambiguous,
        "rivals": [_target(target) for target in scope.rivals],
        "assumption": scope.assumption,
    }


def _target(target: Target) -> Json:
    return {
        "symbol": target.symbol,
        "lines": _span(target.lines) if target.lines else None,
        "confidence": round(target.confidence, 3),
        "provenance": target.provenance.value,
        "why": target.why,
    }


def edit_json(edit: Edit) -> Json:
    """An edit, without a verdict on it."""
    return {
        "id": edit.id,
        "path": edit.path,
        "old_path": edit.old_path,
        "symbol": edit.symbol,
        "old_symbol": edit.old_symbol,
        "kinds": [kind.value for kind in edit.kinds],
        "before": _spans(edit.before),
        "after": _spans(edit.after),
    }


def _edit(verdict: Verdict, findings: Sequence[int], served: Sequence[int] | None) -> Json:
    requests: Json = {"requests": list(served)} if served is not None else {}
    return {
        **edit_json(verdict.edit),
        "in_scope": verdict.in_scope,
        "relation": verdict.relation.value,
        "why": verdict.why,
        "confidence": round(verdict.confidence, 3),
        "proof": [{"edit": step.edit, "relation": step.relation.value, "why": step.why} for step in verdict.proof],
        "findings": list(findings),
        **requests,
    }


def _finding(finding: Finding) -> Json:
    location = finding.location
    source = {"tool": finding.source.tool, "code": finding.source.code} if finding.source else None
    mend = [change._asdict() for change in finding.mend.changes] if finding.mend and finding.mend.owned else []
    return {
        "rule": finding.rule.name,
        "code": finding.rule.code,
        **({"source": source} if source else {}),
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "path": location.path,
        "symbol": location.symbol,
        "line": location.line,
        "end_line": location.end_line,
        "column": location.column,
        "message": finding.message,
        "edit": finding.edit,
        "fix": finding.fix,
        **({"replacements": mend} if mend else {}),
        "fingerprint": finding.fingerprint,
    }


def _hidden(hidden: Mapping[str, int]) -> Json:
    return {"suppressed": 0, "baseline": 0, **hidden}


def _spans(ranges: Iterable[LineRange]) -> list[Json]:
    return [_span(lines) for lines in ranges]


def _span(lines: LineRange) -> Json:
    return {"start": lines.start, "end": lines.end}
