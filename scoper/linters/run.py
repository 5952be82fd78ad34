"""Linters over both sides of a diff: started before the analysis, collected after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.change.model import Change
from scoper.config import Config
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters import ruff
from scoper.linters.compare import new_diagnostics
from scoper.linters.model import LintResult

LINTERS = (ruff.TOOL,)


class LintRun(NamedTuple):
    """Linters at work. ``cancel`` has to be called in the end, whatever happened before."""

    run: ruff.Run | None

    def finish(self, change: Change) -> LintResult:
        """Wait, and keep what the diff introduced."""
        if self.run is None:
            return LintResult((), 0, ())
        sides = ruff.finish(self.run)
        new, existing = new_diagnostics(sides.base, sides.head, change.files, change.aligned)
        return LintResult(new, existing, sides.problems, sides.configured)

    def cancel(self) -> None:
        """End what still runs and remove its files; harmless after :meth:`finish`, and twice."""
        if self.run is not None:
            ruff.cancel(self.run)


def start_linters(base: Snapshot, head: Snapshot, changes: Sequence[FileChange], config: Config) -> LintRun:
    """Start the configured linters on the changed files of both sides. Never fails: what could not be checked is a problem."""
    if ruff.TOOL not in config.linters:
        return LintRun(None)
    return LintRun(ruff.start(base, head, changes, timeout=config.lint_timeout, max_file_bytes=config.max_file_bytes))
