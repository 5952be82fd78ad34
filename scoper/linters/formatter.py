"""What the project's own formatter makes of texts: by the adapters, permissions and bounds of every other run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from scoper.config import Config
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters.adapters.registry import FORMATTERS
from scoper.linters.beside import Beside
from scoper.linters.drift import applied
from scoper.linters.model import Diagnostic, Texts
from scoper.linters.process import Idle
from scoper.linters.select import select


class Formatter(NamedTuple):
    """The formatters that a diff may be asked about. ``overlay`` lays texts over the head side. The time for linters counts
    from ``began``, a reading of the monotonic clock."""

    base: Snapshot
    overlay: Callable[[Texts], Snapshot]
    changes: Sequence[FileChange]
    config: Config
    root: str | None
    use_cache: bool
    began: float
    idle: Idle | None = None

    def format(self, texts: Texts) -> dict[str, bytes]:
        """These texts of changed files, by the head's paths, as the formatter of the base side would leave them. Left out are
        those that no formatter is configured for, and those that it may not, or cannot, be asked about."""
        changes = [change for change in self.changes if change.path in texts]
        if not any(path.endswith(tool.suffixes) for path in texts for tool in FORMATTERS):
            return {}
        head = self.overlay(texts)
        selection = select(self.base, head, changes, self.config, self.root, FORMATTERS)
        if not selection.chosen:
            return {}
        left = self.config._replace(lint_budget=self.config.lint_budget + self.began - monotonic())
        sides = self.base, head, changes, left, selection
        run = Beside(*sides, root=self.root, use_cache=self.use_cache, head_only=True)
        try:
            tools, unchecked = run.finish(self.idle)
        finally:
            run.cancel()
        failed = {(item.tool, item.path) for item in unchecked}
        asked = [item for item in selection.chosen if (item.adapter.name, item.site.path) not in failed]
        places: dict[str, list[Diagnostic]] = {path: [] for item in asked for path in item.paths}
        for found in (found for tool in tools for found in tool.head):
            places[found.path].append(found)
        return {path: applied(texts[path], found) for path, found in places.items()}
