"""Linters over both sides of a diff: started before the analysis, collected after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from scoper.change.model import Change
from scoper.config import Config
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters import ruff
from scoper.linters.beside import Beside
from scoper.linters.compare import new_diagnostics
from scoper.linters.drift import new_drifts
from scoper.linters.formatter import Formatter
from scoper.linters.model import LintResult, Texts, Unchecked, no_formatter
from scoper.linters.process import Idle
from scoper.linters.select import AUTO, select


class LintRun(NamedTuple):
    """Linters at work. ``cancel`` has to be called in the end, whatever happened before."""

    ruff: ruff.Run | None
    beside: Beside | None
    formatters: Beside | None = None
    formatter: Callable[[Texts], Texts] = no_formatter
    idle: Idle | None = None

    def finish(self, change: Change) -> LintResult:
        """Wait, and keep what the diff introduced. Linters are compared with themselves only. What ``idle`` raises ends the
        wait, for :meth:`cancel` to follow."""
        result = LintResult((), 0, ())
        if self.ruff is not None:
            sides = ruff.finish(self.ruff, self.idle)
            new, existing = new_diagnostics(sides.base, sides.head, change.files, change.aligned)
            failed = Unchecked(ruff.TOOL, self.ruff.about, sides.failure) if sides.failure is not None else None
            result = LintResult(new, existing, sides.problems, sides.configured, (failed,) if failed else ())
        if self.beside is not None:
            tools, unchecked = self.beside.finish(self.idle)
            for tool in tools:
                new, existing = new_diagnostics(tool.base, tool.head, change.files, change.aligned)
                result = result._replace(new=(*result.new, *new), existing=result.existing + existing)
            problems = (*result.problems, *self.beside.problems)
            result = result._replace(problems=problems, unchecked=(*result.unchecked, *unchecked))
        if self.formatters is not None:
            tools, unchecked = self.formatters.finish(self.idle)
            drifts = tuple(drift for tool in tools for drift in new_drifts(tool.tool, tool.base, tool.head, change.files))
            problems = (*result.problems, *self.formatters.problems)
            result = result._replace(drifts=drifts, problems=problems, unchecked=(*result.unchecked, *unchecked))
        return result

    def cancel(self) -> None:
        """End what still runs and remove its files; harmless after :meth:`finish`, and twice."""
        if self.ruff is not None:
            ruff.cancel(self.ruff)
        for others in (self.beside, self.formatters):
            if others is not None:
                others.cancel()


class Means(NamedTuple):
    """What linters may use: the ``root`` of the work tree, whose installed tools and packages may be run; ``overlay``, which
    lays texts over the head side; the cache; and somebody to call while they are waited for."""

    root: str | None
    overlay: Callable[[Texts], Snapshot]
    use_cache: bool = False
    idle: Idle | None = None


def start_linters(base: Snapshot, head: Snapshot, changes: Sequence[FileChange], config: Config, means: Means) -> LintRun:
    """Start the configured linters on both sides.

    Raises :class:`UserError` for a configuration that cannot be meant; what could not be checked is part of the result.
    """
    if not config.linters:
        return LintRun(None, None)
    root, use_cache, idle = means.root, means.use_cache, means.idle
    formatter = Formatter(base, means.overlay, changes, config, root, use_cache, monotonic(), idle).format
    run = None
    if ruff.TOOL in config.linters or AUTO in config.linters:
        run = ruff.start(base, head, changes, timeout=config.lint_timeout, max_file_bytes=config.max_file_bytes)
    beside = None
    try:
        selection = select(base, head, changes, config, root)
        sides = base, head, changes, config
        beside = Beside(*sides, selection.formatters(only=False), root=root, use_cache=use_cache)
        left = selection.formatters(only=True)._replace(unchecked=(), problems=())
        formatters = Beside(*sides, left, root=root, use_cache=use_cache) if left.chosen else None
        return LintRun(run, beside, formatters, formatter, idle)
    except BaseException:
        LintRun(run, beside).cancel()
        raise
