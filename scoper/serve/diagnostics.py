"""A judgement as diagnostics of an editor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lsprotocol.types import Diagnostic, DiagnosticSeverity
from pygls.workspace import PositionCodec

from scoper.finding import Severity
from scoper.report.terminal import clean
from scoper.serve.places import Ruler
from scoper.serve.watcher import Judged

SOURCE = "scoper"
_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.NOTE: DiagnosticSeverity.Information,
}


def diagnostics(judged: Judged, codec: PositionCodec) -> Mapping[str, list[Diagnostic]]:
    """By path, for every finding of the report."""
    rulers: dict[str, Ruler] = {}
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in judged.report.findings:
        path = finding.location.path
        if path not in rulers:
            rulers[path] = Ruler(judged.texts.get(path, b""), codec)
        found[path].append(
            Diagnostic(
                range=rulers[path].mark(finding.location),
                message=clean(f"{finding.words}{finding.hedge}"),
                severity=_SEVERITIES[finding.severity],
                code=finding.rule.code,
                source=SOURCE,
            )
        )
    return found
