"""Who wrote what: tells the agent's part of the work tree from everybody else's, call by call.

Before a tool runs, its files are as somebody left them; what changed since the agent's last word on them is somebody else's.
After the tool, what changed is the agent's. A shell command may write any file, so all files that git calls changed are
looked at before and after it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress

from scoper.agent.hosts.model import Event, FileEdit, Moment, Swap
from scoper.agent.hosts.session import Session
from scoper.errors import UserError
from scoper.git.disk import read_file
from scoper.git.model import SYMLINK
from scoper.git.repository import Repository

MARK = "scoper: "
"""What everything that scoper tells an agent starts with, so that it is known again where a host sends it back as a prompt."""

_LARGEST = 4_000_000  # bytes of a file that is followed
_MOST_FILES = 400  # changed files that are looked at around a shell command


class Watch:
    """The part of one session in one repository."""

    def __init__(self, repository: Repository, session: Session, cwd: str) -> None:
        assert repository.root is not None
        self._repository = repository
        self._root = repository.root
        self._cwd = cwd
        self._session = session

    def note(self, event: Event) -> list[str]:
        """Keep the books for an event; the paths that the agent has just written."""
        if event.moment is Moment.PROMPT:
            self.prompt(event.prompt)
        elif event.moment is Moment.BEFORE_EDIT:
            self.before_edit(event)
        elif event.moment is Moment.BEFORE_SHELL:
            self.before_shell()
        elif event.moment is Moment.AFTER_EDIT:
            return self.after_edit(event)
        elif event.moment is Moment.AFTER_SHELL:
            return self.after_shell(event.agent)
        return []

    def prompt(self, text: str) -> None:
        """Open a turn by what the user asks for. What changed up to now is nobody's business any more."""
        if not text.strip() or text.startswith((MARK, "/")):
            return  # scoper's own words, or a command for the host
        self._session.open_turn(text)
        self._look()
        self._session.sweep()

    def before_edit(self, event: Event) -> None:
        for path in self.paths(event.edits):
            self._session.pending.setdefault(event.call, {})[path] = self._session.keep(self.on_disk(path))

    def after_edit(self, event: Event) -> list[str]:
        """The paths that are followed now on account of this edit."""
        noted = self._noted(event)
        found = []
        for edit in event.edits:
            path = self.path(edit.path)
            if path is None or not _small(now := self.on_disk(path)):
                continue
            if edit.before is not None:
                before: bytes | None = edit.before.encode("utf-8", "surrogatepass")
            elif path in noted:
                before = self._session.text(noted[path])
            else:
                before = self._before(path, edit, now)
            if before != now:
                self._wrote(path, before, now, event.agent)
                found.append(path)
        return found

    def _noted(self, event: Event) -> dict[str, str]:
        """What was kept before this call; of a host that names no call, the last that was kept of its files."""
        pending = self._session.pending
        if event.call in pending:
            return pending.pop(event.call)
        wanted = set(self.paths(event.edits))
        calls = [call for call, texts in pending.items() if not event.call and wanted & texts.keys()]
        return {path: name for call in calls for path, name in pending.pop(call).items()}

    def before_shell(self) -> None:
        for path in list(self._session.files):
            self.take_foreign(path)
        self._look()

    def after_shell(self, agent: str) -> list[str]:
        """The paths that a shell command changed."""
        earlier, head = dict(self._session.seen), self._session.head
        self._look()
        candidates = sorted(earlier.keys() | self._session.seen.keys())
        unknown = [path for path in candidates if path not in earlier]
        committed = self._repository.at_head(unknown, head) if head and unknown else {}
        found = []
        for path in candidates:
            before = self._session.text(earlier[path]) if path in earlier else committed.get(path)
            now = self.on_disk(path)
            if before != now:
                self._wrote(path, before, now, agent)
                found.append(path)
        return found

    def take_foreign(self, path: str) -> None:
        """Put what others did to a followed file since into both of its sides."""
        base, last = self._session.both(path)
        now = self.on_disk(path)
        if now != last:
            self._session.files[path] = self._session.keep(self._without_agent(base, last, now)), self._session.keep(now)

    def paths(self, edits: Iterable[FileEdit]) -> list[str]:
        found = (self.path(edit.path) for edit in edits)
        return [path for path in dict.fromkeys(found) if path is not None]

    def path(self, spelled: str) -> str | None:
        """A path as the host spells it, relative to the top of the work tree; ``None`` outside of it."""
        full = os.path.join(self._cwd, spelled)
        folder, name = os.path.split(os.path.normpath(full))
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), os.path.realpath(self._root))
        return None if inside.split(os.sep)[0] in ("..", ".git", ".") else inside.replace(os.sep, "/")

    def on_disk(self, path: str) -> bytes | None:
        """The content of a file; ``None`` where there is none that could be followed."""
        with suppress(UserError):
            found = read_file(self._root, path)
            if found is not None and found.mode != SYMLINK:
                return found.content
        return None

    def _wrote(self, path: str, before: bytes | None, now: bytes | None, agent: str) -> None:
        base = before
        if path in self._session.files:
            known, last = self._session.both(path)
            base = known if before == last else self._without_agent(known, last, before)
        self._session.follow(path, base, now, agent)
        if path in self._session.seen:
            self._session.seen[path] = self._session.keep(now)

    def _without_agent(self, base: bytes | None, last: bytes | None, now: bytes | None) -> bytes | None:
        """``base`` with what somebody else did to ``last``; where both changed the same lines, the file is as they left it."""
        if base == last or base is None or last is None or now is None:
            return now
        both = self._repository.merge_texts(last, base, now, prefer_theirs=True)
        return now if both is None else both

    def _before(self, path: str, edit: FileEdit, now: bytes | None) -> bytes | None:
        """What a file was before an edit that nobody announced: the edit backwards, or the best that is known."""
        if (undone := undo(now, edit.swaps)) is not None:
            return undone
        if path in self._session.files:
            return self._session.both(path)[1]
        if path in self._session.seen:
            return self._session.text(self._session.seen[path])
        return self._repository.at_head([path]).get(path)

    def _look(self) -> None:
        """Note what every changed file holds right now."""
        self._session.head = self._repository.head_commit() or ""
        texts = {path: self.on_disk(path) for path in self._repository.changed_paths()[:_MOST_FILES]}
        self._session.seen = {path: self._session.keep(text) for path, text in texts.items() if _small(text)}


def _small(text: bytes | None) -> bool:
    return text is None or len(text) <= _LARGEST


def proposed(now: bytes | None, edit: FileEdit) -> bytes | None:
    """What a file will hold after an edit; ``None`` where that cannot be told."""
    if edit.content is not None:
        return edit.content.encode("utf-8", "surrogatepass")
    return _swapped(now, edit.swaps)


def undo(now: bytes | None, swaps: Iterable[Swap]) -> bytes | None:
    """What a file held before these swaps; ``None`` where they cannot be told backwards."""
    return _swapped(now, [Swap(swap.new, swap.old, swap.everywhere) for swap in reversed(list(swaps))])


def _swapped(now: bytes | None, swaps: Iterable[Swap]) -> bytes | None:
    swaps = list(swaps)
    if now is None or not swaps:
        return None
    for swap in swaps:
        old, new = swap.old.encode("utf-8", "surrogatepass"), swap.new.encode("utf-8", "surrogatepass")
        if not old or old not in now or (now.count(old) > 1 and not swap.everywhere):
            return None
        now = now.replace(old, new)
    return now
