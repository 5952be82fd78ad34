"""A snapshot that tells at each look whether anybody still waits for what is made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from scoper.finding import Problem
from scoper.gate import Heed
from scoper.git.model import Entry
from scoper.git.snapshot import Snapshot

LOOKING = "looking"


class Watched:
    """A :class:`~scoper.git.snapshot.Snapshot` as it is. ``heed`` hears :data:`LOOKING` before anything is read or searched,
    and what it raises ends the work: graphs, packs and profiles all come from looks at a snapshot."""

    def __init__(self, snapshot: Snapshot, heed: Heed) -> None:
        self._snapshot = snapshot
        self._heed = heed

    @property
    def id(self) -> str:
        return self._snapshot.id

    @property
    def label(self) -> str:
        return self._snapshot.label

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._snapshot.problems

    def entries(self) -> Mapping[str, Entry]:
        return self._snapshot.entries()

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        self._heed(LOOKING)
        return self._snapshot.read_many(paths)

    def search(self, words: Collection[str]) -> set[str]:
        self._heed(LOOKING)
        return self._snapshot.search(words)

    def after(self, word: str) -> set[str]:
        self._heed(LOOKING)
        return self._snapshot.after(word)
