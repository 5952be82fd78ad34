"""Snapshots: ``path → blob``, whichever of commit, index, work tree or in-memory edits they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from scoper.finding import Problem
from scoper.git.model import Entry


class Snapshot(Protocol):
    """A tree of files that never changes. ``id`` is its git tree id; ``label`` is how to name it to a person."""

    @property
    def id(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be taken into the snapshot, and why."""
        ...

    def entries(self) -> Mapping[str, Entry]:
        """Every path with its mode and object id; listed once, on first use."""
        ...

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Contents by path, read in one batch. Paths that do not exist, are submodules, or whose blob is missing from the
        object store are left out (see :meth:`missing`)."""
        ...

    def search(self, words: Collection[str]) -> set[str]:
        """The paths of text files that hold any of these words as a whole word, case-sensitive."""
        ...

    def after(self, word: str) -> set[str]:
        """What stands behind this word anywhere, up to white space, ``;`` or ``{``: ``a.b`` for ``namespace a.b;``."""
        ...
