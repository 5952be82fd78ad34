"""The report as a job summary (``$GITHUB_STEP_SUMMARY``), which GitHub takes whole or not at all: at most 1 MiB a step."""

from __future__ import annotations

from scoper.checks.model import Report
from scoper.report.markdown import document

SUMMARY_LIMIT = 1024 * 1024 - 64 * 1024  # other commands of the step may write to the same file


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    return document(report, SUMMARY_LIMIT)
