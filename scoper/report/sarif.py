"""SARIF 2.1.0 (OASIS, errata 01), with what GitHub code scanning reads.

GitHub keeps the top 5,000 results of a run and 10 tags of a rule, and refuses a file above 10 MB of gzip; what would be over
that is cut here by priority, and the cut is said in a notification. Every result has ``baselineState`` ``new``: that is what
the gate reports. With ``verbose`` come the findings that were hidden, as suppressed results; not otherwise, because GitHub
shows those as open alerts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from scoper import __version__
from scoper.change.model import ChangedFile, Edit
from scoper.checks.model import Hidden, Report, Withheld
from scoper.finding import Confidence, Finding, Location, Problem, Rule, Severity
from scoper.report.json import Json, clean_json
from scoper.report.priority import ranked
from scoper.report.revert import replacements
from scoper.text import Replacement

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
_MOST_FIX_CHARS = 2_000_000  # of all fixes together: they are a courtesy, results are not
_MESSAGE_CHARS = 1_000

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # surrogates that stand for no byte of a path

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
_STATES = {Hidden.BASELINE: "unchanged"}
_KINDS = {Hidden.SUPPRESSED: "inSource"}


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    shown = ranked(report.findings)
    withheld = list(report.withheld) if verbose else []
    kept, kept_withheld = shown[:MOST_RESULTS], withheld[: max(0, MOST_RESULTS - len(shown))]
    rules = list(dict.fromkeys(finding.rule for finding in (*kept, *(item.finding for item in kept_withheld))))
    index = {rule: number for number, rule in enumerate(rules)}
    fixes = _Fixes(report)
    results = [
        *({**_result(finding, index), "baselineState": "new", **fixes.of(finding)} for finding in kept),
        *(_withheld(item, index) for item in kept_withheld),
    ]
    cut = len(shown) + len(withheld) - len(results)
    run: Json = {
        "tool": {"driver": {"name": "scoper", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report, cut)}],
        "results": results,
        "properties": {
            "verdict": report.outcome.value,
            "base": report.base,
            "head": report.head,
            "edits": len(report.verdicts),
            "hidden": dict(report.hidden),
        },
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return clean_json(json.dumps(document, ensure_ascii=False)) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.doc.strip(), "markdown": rule.doc.strip()},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.name, f"family/{rule.family}"]},
    }


def _result(finding: Finding, index: Mapping[Rule, int]) -> Json:
    properties: Json = {"precision": _PRECISION[finding.confidence], "edit": finding.edit, "fix": finding.fix}
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": _cut(finding.words)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {"scoper/v1": finding.fingerprint},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def _withheld(item: Withheld, index: Mapping[Rule, int]) -> Json:
    suppression = {"kind": _KINDS.get(item.reason, "external"), "status": "accepted", "justification": item.reason.value}
    state = _STATES.get(item.reason, "new")
    return {**_result(item.finding, index), "baselineState": state, "suppressions": [suppression]}


def _location(at: Location) -> Json:
    region = {"startLine": at.line, "endLine": at.end_line, "startColumn": at.column} if at.line else {}
    given = {name: value for name, value in region.items() if value is not None}
    physical: Json = {"artifactLocation": _artifact(at.path), **({"region": given} if given else {})}
    logical: Json = {"logicalLocations": [{"fullyQualifiedName": at.symbol}]} if at.symbol else {}
    return {"physicalLocation": physical, **logical}


def _artifact(path: str) -> Json:
    octets = _NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape")
    return {"uri": quote(octets), "uriBaseId": "%SRCROOT%"}


def _notifications(report: Report, cut: int) -> list[Json]:
    """What was not checked, and what is left out: silence must not look like a pass."""
    notices = [Problem(None, notice) for notice in report.notices]
    if cut:
        notices.append(Problem(None, f"{cut} findings are left out: the limit is {MOST_RESULTS}, and the gravest come first"))
    return [_notification(problem) for problem in (*notices, *report.problems)]


def _notification(problem: Problem) -> Json:
    where: Json = {}
    if problem.path is not None:
        where = {"locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path)}}]}
    return {"level": "warning", "message": {"text": _cut(problem.reason)}, **where}


def _cut(text: str) -> str:
    return text if len(text) <= _MESSAGE_CHARS else f"{text[: _MESSAGE_CHARS - 1]}…"


class _Fixes:
    """Taking edits back, and what linters would do, as SARIF fixes, until there is no room for more of them."""

    def __init__(self, report: Report) -> None:
        self._edits: dict[str, Edit] = {verdict.edit.id: verdict.edit for verdict in report.verdicts}
        self._files: dict[str, ChangedFile] = {file.change.path: file for file in report.files}
        self._room = _MOST_FIX_CHARS

    def of(self, finding: Finding) -> Json:
        words, changes = "Take back what was not asked for.", []
        if finding.mend is not None and finding.mend.owned:
            words = f"Do as {finding.source.tool if finding.source else 'the linter'} says."
            changes = [_artifact_change(finding.location.path, finding.mend.changes)]
        elif finding.fix == "trim":
            edits = [self._edits[name] for name in _edits_of(finding) if name in self._edits]
            changes = [_artifact_change(edit.path, replacements(edit, self._files)) for edit in edits]
        if not changes or not all(changes):
            return {}
        fix = {"description": {"text": words}, "artifactChanges": changes}
        size = len(json.dumps(fix))
        if size > self._room:
            return {}
        self._room -= size
        return {"fixes": [fix]}


def _edits_of(finding: Finding) -> Sequence[str]:
    return finding.edits or ((finding.edit,) if finding.edit else ())


def _artifact_change(path: str, changes: Iterable[Replacement]) -> Json:
    made: Iterable[Json] = (
        {
            "deletedRegion": {
                "startLine": change.start,
                "startColumn": 1,
                "endLine": change.start + change.lines,
                "endColumn": 1,
            },
            "insertedContent": {"text": change.text},
        }
        for change in changes
    )
    listed = list(made)
    return {"artifactLocation": _artifact(path), "replacements": listed} if listed else {}
