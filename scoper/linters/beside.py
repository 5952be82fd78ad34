"""Linters beside ruff, and formatters: each is run on both sides, as far as the user trusts it, within the budget of time; what
it says comes back as diagnostics, and why it said nothing as words.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import join
from time import monotonic
from typing import NamedTuple

from scoper.config import Config
from scoper.facts.store import FactStore
from scoper.finding import Problem
from scoper.folder import remove_folder
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters import kept, process, programs, results
from scoper.linters.adapter import Job, Refused
from scoper.linters.drift import rewritten
from scoper.linters.model import Diagnostic, Unchecked
from scoper.linters.select import Chosen, Selection
from scoper.linters.sides import Files, changed_files, inside, write_sides
from scoper.linters.workspace import BASE, HEAD
from scoper.strays import kill_marked

_FILES_A_CALL = 300  # so that no command line gets too long
_MAX_REASON = 300
_MAX_SAID = 16_384  # bytes of what a tool said that are looked at for it
_MARK = "SCOPER_LINT"
"""The variable by which whatever a linter started can be told, also a server that left its process group."""


class Call(NamedTuple):
    """One process to run: a linter, in one folder of one side, on some files."""

    chosen: Chosen
    side: str
    files: tuple[str, ...]  # relative to the folder
    key: str  # under which the result is kept


class ToolSides(NamedTuple):
    """What one linter says of each side."""

    tool: str
    base: tuple[Diagnostic, ...]
    head: tuple[Diagnostic, ...]


class Beside:
    """All calls for one diff. :meth:`finish` collects them, :meth:`cancel` ends and forgets them; it may follow either way."""

    def __init__(
        self,
        base: Snapshot,
        head: Snapshot,
        changes: Sequence[FileChange],
        config: Config,
        selection: Selection,
        *,
        root: str | None,
        use_cache: bool,
        head_only: bool = False,
    ) -> None:
        self._config, self._root = config, root
        self._began = monotonic()
        self._selection = selection
        self._snapshots = {BASE: base, HEAD: head}
        self.problems: list[Problem] = list(self._selection.problems)
        self._renamed = {c.base_path: c.path for c in changes if c.base_path and c.head_path}
        self._folder: str | None = None
        self._waiting: deque[Call] = deque()
        self._running: dict[Call, process.Running] = {}
        self._done: dict[Call, tuple[Diagnostic, ...]] = {}
        self._failed: dict[Chosen, str] = {}
        self._store = FactStore.open() if use_cache and self._selection.chosen else FactStore(None)
        self._mark = os.urandom(8).hex()
        self._calls: list[Call] = []
        if self._selection.chosen:
            files = changed_files(changes, head, base, config.max_file_bytes, selection.names)
            files = files._replace(base={}) if head_only else files
            self._own = {BASE: files.base, HEAD: files.head}
            self._begin(base, head, files)

    def _begin(self, base: Snapshot, head: Snapshot, files: Files) -> None:
        self._calls = [
            call
            for chosen in self._selection.chosen
            for name, snapshot, own in ((BASE, base, files.base), (HEAD, head, files.head))
            for call in _calls(chosen, name, snapshot, own, self._selection, self._root)
        ]
        known = self._store.read(results.PREFIX, {call.key for call in self._calls})
        for call in self._calls:
            found = results.read(known[call.key]) if call.key in known else None
            if found is None:
                self._waiting.append(call)
            else:
                self._done[call] = found
        if self._waiting:
            self._folder, problems = write_sides(base, head, files, self._selection, self._root)
            self.problems += problems
            try:
                self._start()
            except BaseException:
                self.cancel()
                raise

    def _start(self) -> None:
        """Start what waits, as many at a time as there are cores."""
        assert self._folder is not None
        while self._waiting and len(self._running) < (os.cpu_count() or 1):
            call = self._waiting.popleft()
            left = self._began + self._config.lint_budget - monotonic()
            if call.chosen in self._failed:
                continue
            if left <= 0:
                self._failed[call.chosen] = "the time for linters (lint-budget) was used up"
                continue
            output = os.path.join(self._folder, f"{len(self._running) + len(self._done)}-{os.urandom(4).hex()}")
            where = os.path.join(self._folder, call.side, *filter(None, call.chosen.site.folder.split("/")))
            try:
                os.mkdir(output)
                os.makedirs(where, exist_ok=True)
                command = [call.chosen.program, *call.chosen.adapter.arguments(self._job(call))]
                added = (*call.chosen.adapter.env(call.chosen.site.path), (_MARK, self._mark))
                env = programs.environment(os.environ, added)
                timeout = min(self._config.lint_timeout, left)
                given = os.path.join(where, *call.files[0].split("/")) if call.chosen.adapter.by_input else None
                self._running[call] = process.start(command, output, env, timeout, cwd=where, stdin=given)
            except (OSError, ValueError) as error:  # ValueError: a null byte in an argument
                self._failed[call.chosen] = str(getattr(error, "strerror", None) or error)

    def _job(self, call: Call) -> Job:
        keep = ""
        if call.chosen.adapter.whole and self._store.folder is not None:
            keep = kept.keep(self._store.folder, call.chosen.adapter.name, self._root, call.chosen.site.folder, call.side)
        return Job(call.files, self._selection.configs, keep, call.chosen.site.path)

    def finish(self, idle: process.Idle | None = None) -> tuple[list[ToolSides], tuple[Unchecked, ...]]:
        """What every linter found. Output of a run that failed or was cut short is never used, nor that of its other side."""
        while self._running:
            call, running = next(iter(self._running.items()))
            ended = process.finish(running, idle)
            del self._running[call]
            self._collect(call, running, ended)
            self._start()
        fresh = {call.key: results.dump(self._done[call]) for call in self._calls if call in self._done}
        self._store.write(results.PREFIX, fresh)
        self._store.close()
        if self._store.folder is not None and any(call.chosen.adapter.whole for call in self._calls):
            kept.evict(self._store.folder)
        unchecked = [
            *self._selection.unchecked,
            *(Unchecked(chosen.adapter.name, chosen.site.path, reason) for chosen, reason in self._failed.items()),
        ]
        return list(self._sides()), tuple(unchecked)

    def _collect(self, call: Call, running: process.Running, ended: process.Ended) -> None:
        adapter = call.chosen.adapter
        output, rest = (ended.errors, ended.output) if adapter.to_errors else (ended.output, ended.errors)
        if adapter.to_either:
            output, rest = ended.errors + ended.output, b""
        failure = ended.failure
        said = self._words(rest.strip() or output)
        code = f"it ended with code {ended.returncode}" + (f": {said}" if said else "")
        if failure is None and ended.returncode not in adapter.passes:
            failure = code
        if failure is None:
            try:
                self._done[call] = tuple(
                    self._parsed(call, output.decode("utf-8", "replace"), code if ended.returncode else "")
                )
            except Refused as error:
                failure = self._words(str(error).encode())
            except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
                failure = "its output could not be read" + (f": {said}" if said else "")
        if failure is not None:
            self._failed.setdefault(call.chosen, failure)
        remove_folder(running.folder)

    def _parsed(self, call: Call, output: str, code: str) -> Iterator[Diagnostic]:
        """Diagnostics with the repository's paths; what is said of files outside of it is left out, and that is said. ``code``
        are words for an exit code by which there must be some."""
        assert self._folder is not None
        side, folder = os.path.join(self._folder, call.side), call.chosen.site.folder
        if call.chosen.adapter.rewrites:
            yield from self._rewritten(call, output)
            return

        def text(printed: str) -> bytes | None:
            path = inside(side, folder, printed)
            if path is None:
                return None
            with open(os.path.join(side, *path.split("/")), "rb") as file:
                return file.read()

        known = self._snapshots[call.side].entries()
        rows = list(call.chosen.adapter.parse(output, text))
        if code and not rows and not call.chosen.adapter.may_find_nothing:
            raise Refused(code)
        for found in rows:
            path = inside(side, folder, found.path)
            if path is None or (path not in known and path not in self._own[call.side]):
                problem = Problem(None, f"{found.tool} spoke of a file outside of the repository; that was left out")
                self.problems += [problem] if problem not in self.problems else []
                continue
            yield found._replace(path=path, message=found.message.replace(os.path.join(side, ""), ""))

    def _rewritten(self, call: Call, output: str) -> Iterator[Diagnostic]:
        """What a formatter made of the files of a call."""
        side = os.path.join(self._folder or "", call.side, *filter(None, call.chosen.site.folder.split("/")))
        own = self._own[call.side]
        paths = {name: join(call.chosen.site.folder, name.removeprefix("./")) for name in call.files}
        before = self._snapshots[call.side].read_many(own[path] for path in paths.values())
        for name, path in paths.items():
            after = output.encode()
            if not call.chosen.adapter.by_input:
                with open(os.path.join(side, *name.split("/")), "rb") as file:
                    after = file.read()
            yield from rewritten(call.chosen.adapter.name, path, before[own[path]], after)

    def _words(self, said: bytes) -> str:
        """A tool's own words in one line, without the folder that nobody knows."""
        text = said[:_MAX_SAID].decode("utf-8", "replace")
        for name in (BASE, HEAD, ""):
            text = text.replace(os.path.join(self._folder or "", name, ""), "")
        return " ".join(text.split())[:_MAX_REASON]

    def _sides(self) -> Iterator[ToolSides]:
        """By tool; what a whole-program tool says of the base side gets the head's names of renamed files."""
        tools = dict.fromkeys(chosen.adapter for chosen in self._selection.chosen)
        for adapter in tools:
            found: dict[str, list[Diagnostic]] = {BASE: [], HEAD: []}
            for call, diagnostics in self._done.items():
                if call.chosen.adapter == adapter and call.chosen not in self._failed:
                    found[call.side] += diagnostics
            if adapter.whole:
                found[BASE] = [item._replace(path=self._renamed.get(item.path, item.path)) for item in found[BASE]]
            yield ToolSides(adapter.name, tuple(found[BASE]), tuple(found[HEAD]))

    def cancel(self) -> None:
        """End what still runs and remove its files; harmless after :meth:`finish`, and twice."""
        for running in self._running.values():
            process.kill(running)
        self._running.clear()
        self._waiting.clear()
        self._store.close()
        if self._folder is not None:
            kill_marked(f"{_MARK}={self._mark}".encode())
            remove_folder(self._folder)
            self._folder = None


def _calls(
    chosen: Chosen, side: str, snapshot: Snapshot, files: Mapping[str, str], selection: Selection, root: str | None
) -> Iterable[Call]:
    """The calls of one linter for one side: one for a whole program, else one for every few hundred files."""
    adapter, folder, entries = chosen.adapter, chosen.site.folder, snapshot.entries()
    start = len(folder) + 1 if folder else 0
    below = [path for path in chosen.paths if path in files]
    size = 1 if adapter.by_input else _FILES_A_CALL
    groups = [below[first : first + size] for first in range(0, len(below), size)]
    stamp = adapter.name, folder, programs.identity(chosen.program, root), repr(adapter.arguments(Job((), {})))
    for group in [[]] if adapter.whole else groups:
        names = tuple(_name(path[start:]) for path in group)
        oids = [("", snapshot.id)] if adapter.whole else [(path, entries[files[path]].oid) for path in group]
        yield Call(chosen, side, names, results.key(*stamp, configs=selection.configs, files=oids))


def _name(path: str) -> str:
    """A path that no command takes for an option."""
    return f"./{path}" if path.startswith("-") else path
