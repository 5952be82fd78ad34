"""A snapshot in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from scoper.finding import Problem
from scoper.git.model import EXECUTABLE, REGULAR, SYMLINK, Entry, FileChange, Status


class MemorySnapshot:
    """Files by path. A value ``b"-> target"`` is a symbolic link; a path in ``executable`` has that bit."""

    id = label = "memory"
    problems: tuple[Problem, ...] = ()

    def __init__(self, files: Mapping[str, bytes], executable: Collection[str] = ()) -> None:
        self.files = {path: content.removeprefix(b"-> ") for path, content in files.items()}
        self._entries = {
            path: Entry(
                SYMLINK if content.startswith(b"-> ") else EXECUTABLE if path in executable else REGULAR, str(hash(content))
            )
            for path, content in files.items()
        }

    def entries(self) -> Mapping[str, Entry]:
        return self._entries

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        return {path: self.files[path] for path in paths if path in self.files}

    def search(self, words: Collection[str]) -> set[str]:
        raise AssertionError("linters search nothing")

    def after(self, word: str) -> set[str]:
        raise AssertionError("linters search nothing")


def changed(base: MemorySnapshot, head: MemorySnapshot, *renames: tuple[str, str]) -> list[FileChange]:
    """Every path that differs, as git would list it without hunks."""
    before, after = base.entries(), head.entries()
    gone, come = {old for old, _ in renames}, {new for _, new in renames}
    changes = [FileChange(Status.RENAMED, old, new, before[old], after[new]) for old, new in renames]
    for path in sorted((before.keys() | after.keys()) - gone - come):
        if before.get(path) != after.get(path):
            status = Status.ADDED if path not in before else Status.DELETED if path not in after else Status.MODIFIED
            sides = (path if path in before else None, path if path in after else None)
            changes.append(FileChange(status, *sides, before.get(path), after.get(path)))
    return changes
