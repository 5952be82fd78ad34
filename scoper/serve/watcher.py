"""Judges the repositories that an editor works in, in one thread beside the editor's loop: the newest state wins.

What was touched is judged once nothing was touched for a moment; a judgement that something newer comes in for ends at its next
step, and begins anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NamedTuple

from scoper import gate
from scoper.checks.model import Report
from scoper.config import Config
from scoper.doors.crash import write_log
from scoper.doors.inputs import Sides, read_task
from scoper.doors.judging import judge
from scoper.doors.trust import with_trust
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.serve.unsaved import Buffer, lay_over, of_root

PAUSE = 0.3  # seconds without a touch before a judgement begins
_LONGEST = 2.0  # seconds that it may be put off for what is touched meanwhile


class State(NamedTuple):
    """What the editor has: its folders and its open files."""

    folders: tuple[str, ...] = ()
    buffers: tuple[Buffer, ...] = ()


class Judged:
    """A repository as it was judged. Its trees can be read while it is :meth:`held`, until something newer takes its place."""

    def __init__(self, repository: Repository, sides: Sides, report: Report, config: Config, state: State) -> None:
        assert repository.root is not None
        self.root = repository.root
        self.sides, self.report, self.config, self.state = sides, report, config, state
        self.buffers = of_root(self.root, state.buffers)
        paths = {finding.location.path for finding in report.findings} | {one.edit.path for one in report.verdicts}
        self.texts = sides.head.read_many(paths)
        self._repository: Repository | None = repository
        self._lock = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[Repository | None]:
        """The repository, which nobody else uses meanwhile; ``None`` where it is gone."""
        with self._lock:
            yield self._repository

    def close(self) -> None:
        with self._lock:
            if self._repository is not None:
                self._repository.close()
            self._repository = None


class Superseded(Exception):
    """Something newer is to be judged, or nothing any more."""


class Watcher:
    """``show`` gets each judgement, ``gone`` the root of a repository that cannot be judged any more, ``say`` what is wrong,
    and whether that is a bug: all of them in the watcher's thread."""

    def __init__(
        self,
        show: Callable[[Judged], None],
        gone: Callable[[str], None],
        say: Callable[[str, bool], None],
        *,
        pause: float = PAUSE,
    ) -> None:
        self._show, self._gone, self._say, self._pause = show, gone, say, pause
        self._changed = threading.Condition()
        self._touched: set[str] = set()
        self._beside: set[str] = set()
        self._state = State()
        self._is_over = False
        self._waiting: set[str] = set()  # roots that are to be judged
        self._judged: dict[str, Judged] = {}
        self._roots: dict[str, str] = {}  # by folder
        self._said: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="scoper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End, with what is being judged, and leave nothing behind."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        self._thread.join()

    def touch(self, state: State, folders: Iterable[str]) -> None:
        """Judge the repositories of these folders anew, as the editor has them now."""
        with self._changed:
            self._state = state
            self._touched.update(folders)
            self._changed.notify()

    def changed_beside(self, state: State, files: Iterable[str]) -> None:
        """Judge the repositories of files anew that somebody else changed, but for what git ignores. What is being judged is
        judged to its end first: builds write thousands of files."""
        with self._changed:
            self._state = state
            self._beside.update(files)
            self._changed.notify()

    def judged(self, file: str) -> Judged | None:
        """The newest judgement of the repository that a file is in, where there is one."""
        roots = [root for root in list(self._judged) if file.startswith(os.path.join(os.path.realpath(root), ""))]
        return self._judged.get(max(roots, key=len)) if roots else None

    def _run(self) -> None:
        try:
            while (state := self._next()) is not None:
                self._work(state)
        finally:
            for judged in self._judged.values():
                judged.close()

    def _next(self) -> State | None:
        """Wait for something to do, and then until nothing more comes; ``None`` at the end."""
        with self._changed:
            while not (self._touched or self._beside or self._waiting or self._is_over):
                self._changed.wait()
            until = monotonic() + _LONGEST
            while not self._is_over and self._changed.wait(min(self._pause, max(0.0, until - monotonic()))):
                pass
            if self._is_over:
                return None
            touched, self._touched = self._touched, set()
            beside, self._beside = self._beside, set()
            state = self._state
        self._waiting |= {root for folder in touched if (root := self._root_of(folder)) is not None}
        self._waiting |= set(self._roots_beside(beside))
        return state

    def _roots_beside(self, files: Iterable[str]) -> Iterator[str]:
        """The repositories in which a file changed that git does not ignore."""
        by_root: dict[str, list[str]] = {}
        for file in files:
            if (root := self._root_of(os.path.dirname(file))) is not None and root not in self._waiting:
                by_root.setdefault(root, []).append(os.path.relpath(file, root))
        for root, paths in by_root.items():
            try:
                with Repository.discover(root) as repository:
                    if set(paths) - repository.ignored(paths):
                        yield root
            except UserError:  # what git cannot tell of is judged
                yield root

    def _work(self, state: State) -> None:
        opened = {self._root_of(os.path.dirname(buffer.file)) for buffer in state.buffers}
        for root in [root for root in self._judged if root not in opened and not _is_near(root, state.folders)]:
            self._forget(root)
        for root in sorted(self._waiting):
            try:
                self._judge(root, state)
            except Superseded:
                return
            except UserError as error:
                self._forget(root)
                self._tell(f"{root}: {' '.join((error.message, *error.hints))}")
            except Exception as error:
                self._forget(root)
                self._tell(f"this is a bug: {type(error).__name__}: {error}; {write_log(error, ['lsp'])}", is_bug=True)
            self._waiting.discard(root)

    def _judge(self, root: str, state: State) -> None:
        repository = Repository.discover(root)
        try:
            base, disk = repository.head() or repository.empty(), repository.work_tree()
            mine = {path: one for path, one in of_root(root, state.buffers).items() if self._is_of(root, one)}
            sides = Sides(base, lay_over(repository, disk, mine))
            config = with_trust(gate.load_config(sides.base, sides.head))
            task = read_task(repository, sides, (), (), config, None)
            report = judge(repository, sides.base, sides.head, task, config, heed=self._heed)
            judged = Judged(repository, sides, report, config, state)
        except BaseException:
            repository.close()
            raise
        before, self._judged[root] = self._judged.get(root), judged
        if before is not None:
            before.close()
        self._said = {message for message in self._said if not message.startswith(f"{root}: ")}
        self._show(judged)

    def _heed(self, _step: str) -> None:
        if self._touched or self._is_over:
            raise Superseded

    def _forget(self, root: str) -> None:
        if (judged := self._judged.pop(root, None)) is not None:
            judged.close()
        self._gone(root)

    def _is_of(self, root: str, buffer: Buffer) -> bool:
        """Whether a file is no other repository's inside of this one."""
        return self._root_of(os.path.dirname(buffer.file)) == root

    def _root_of(self, folder: str) -> str | None:
        """The top of the repository that a folder is in. Where there is none, that is said once of a folder of the editor."""
        given = folder
        while not os.path.isdir(folder) and os.path.dirname(folder) != folder:
            folder = os.path.dirname(folder)
        if folder not in self._roots:
            try:
                with Repository.discover(folder) as repository:
                    root = repository.root
            except UserError as error:
                if given in self._state.folders:
                    self._tell(f"nothing is judged: {error.message}")
                return None
            if root is None:
                self._tell(f"nothing is judged in {folder}, which has no work tree")
                return None
            self._roots[folder] = root
        return self._roots[folder]

    def _tell(self, message: str, *, is_bug: bool = False) -> None:
        if message not in self._said:
            self._said.add(message)
            self._say(message, is_bug)


def _is_near(root: str, folders: Iterable[str]) -> bool:
    """Whether a repository is in one of the folders, or one of them in it."""
    top = os.path.join(os.path.realpath(root), "")
    near = (os.path.join(os.path.realpath(folder), "") for folder in folders)
    return any(top.startswith(folder) or folder.startswith(top) for folder in near)
