"""GitLab Code Quality: a JSON array of issues (the subset of the Code Climate format that GitLab documents).

GitLab shows nothing but issues, so what was not checked is an issue too, of severity ``info``.
"""

from __future__ import annotations

import hashlib
import json

from scoper.checks.model import Report
from scoper.finding import Confidence, Finding, Problem, Severity
from scoper.report.json import Json, clean_json
from scoper.report.terminal import clean

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    unchecked = dict.fromkeys((*(Problem(None, notice) for notice in report.notices), *report.problems))
    issues = [*map(_issue, report.findings), *(_unchecked(problem, report) for problem in unchecked)]
    return clean_json(json.dumps(issues, ensure_ascii=False, indent=1)) + "\n"


def _issue(finding: Finding) -> Json:
    unsure = finding.severity is Severity.WARNING and finding.confidence is Confidence.LOW
    at = finding.location
    end = {"end": at.end_line} if at.end_line else {}
    return {
        "description": clean(f"{finding.rule.code} {finding.words}"),
        "check_name": finding.rule.name,
        "fingerprint": finding.fingerprint,
        "severity": "minor" if unsure else _SEVERITIES[finding.severity],
        "location": {"path": at.path, "lines": {"begin": at.line or 1, **end}},
    }


def _unchecked(problem: Problem, report: Report) -> Json:
    path = problem.path or next((verdict.edit.path for verdict in report.verdicts), ".")
    basis = f"{problem.path}\0{problem.reason}".encode("utf-8", "surrogatepass")
    return {
        "description": clean(f"not checked: {problem.reason}"),
        "check_name": "not-checked",
        "fingerprint": hashlib.sha256(basis).hexdigest()[:32],
        "severity": "info",
        "location": {"path": path, "lines": {"begin": 1}},
    }
