"""One line per finding, ``file:line:column: CODE message``, for editors and problem matchers; then the verdict."""

from __future__ import annotations

from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.report.terminal import clean
from scoper.report.text import headline


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    """A finding without a line is put on the first one, so that every line has the same form."""
    lines = [*map(concise_line, report.findings), *headline(report, colour=colour)]
    return "".join(f"{line}\n" for line in lines)


def concise_line(finding: Finding) -> str:
    at = finding.location
    return clean(f"{at.path}:{at.line or 1}:{at.column or 1}: {finding.rule.code} {finding.words}")
