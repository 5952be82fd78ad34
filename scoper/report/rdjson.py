"""The Reviewdog Diagnostic Format, ``rdjson`` (reviewdog/proto/rdf), with suggestions that take a stray edit back, or do
what a linter or formatter would."""

from __future__ import annotations

import json
from collections.abc import Mapping

from scoper.change.model import ChangedFile, Edit
from scoper.checks.model import Report
from scoper.finding import Finding, Location, Severity
from scoper.report.json import Json, clean_json
from scoper.report.revert import replacements, widened
from scoper.report.terminal import clean
from scoper.text import Replacement

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    edits = {verdict.edit.id: verdict.edit for verdict in report.verdicts}
    files = {file.change.path: file for file in report.files}
    unchecked = [
        *({"message": clean(f"not checked: {notice}"), "severity": "INFO"} for notice in report.notices),
        *(
            {"message": clean(f"not checked: {problem.reason}"), "severity": "INFO"}
            | ({"location": {"path": problem.path}} if problem.path is not None else {})
            for problem in report.problems
        ),
    ]
    diagnostics = [*(_diagnostic(finding, edits, files) for finding in report.findings), *unchecked]
    document = {"source": {"name": "scoper"}, "diagnostics": diagnostics}
    return clean_json(json.dumps(document, ensure_ascii=False)) + "\n"


def _diagnostic(finding: Finding, edits: Mapping[str, Edit], files: Mapping[str, ChangedFile]) -> Json:
    suggestions = _suggestions(finding, edits, files)
    return {
        "message": clean(finding.words),
        "location": {"path": finding.location.path, **_range(finding.location)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule.code},
        **({"suggestions": suggestions} if suggestions else {}),
    }


def _range(at: Location) -> Json:
    if not at.line:
        return {}
    start: Json = {"line": at.line, **({"column": at.column} if at.column else {})}
    end: Json = {"end": {"line": at.end_line}} if at.end_line and at.end_line > at.line else {}
    return {"range": {"start": start, **end}}


def _suggestions(finding: Finding, edits: Mapping[str, Edit], files: Mapping[str, ChangedFile]) -> list[Json]:
    """Reviewdog wants the range of a suggestion in the diff, from line to line: lines that were only removed have none."""
    changes = _changes(finding, edits, files)
    if not all(change.lines for change in changes):
        return []
    return [
        {
            "range": {"start": {"line": change.start}, "end": {"line": change.start + change.lines - 1}},
            "text": change.text.removesuffix("\n"),
        }
        for change in changes
    ]


def _changes(finding: Finding, edits: Mapping[str, Edit], files: Mapping[str, ChangedFile]) -> tuple[Replacement, ...]:
    edit, path = edits.get(finding.edit or ""), finding.location.path
    if finding.mend is not None and finding.mend.owned and path in files:
        return widened(finding.mend.changes, files[path])
    return replacements(edit, files) if finding.fix == "trim" and edit is not None and edit.path == path else ()
