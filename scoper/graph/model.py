"""Edges, and how sure they are."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from scoper.facts.model import FileFacts, Import, Reference, Role, SymbolId


class Certainty(enum.IntEnum):
    """``EXACT``: proved by scope and imports. ``LIKELY``: one candidate by the shape of the receiver. ``GUESS``: by name."""

    GUESS = 1
    LIKELY = 2
    EXACT = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Edge(NamedTuple):
    """``source`` (the definition or file whose code holds the reference) uses ``target`` at a line of the source's file."""

    source: SymbolId
    target: SymbolId
    role: Role
    line: int
    certainty: Certainty
    rule: str  # which rule of resolution made the edge: "local", "import", "self", "inherited", "re-export", "name", …


class Use(NamedTuple):
    """An edge with the file that it starts in, and what is written there: a reference, or an import statement."""

    edge: Edge
    path: str
    written: Reference | Import


Place = tuple[int, int]
"""A line, and a column in bytes, both 1-based."""


class Meaning(NamedTuple):
    """What somebody who knows more says that a name means, and whether that is sure."""

    symbol: SymbolId
    is_sure: bool


class Tree(Protocol):
    """What a graph needs of a snapshot. Implementations do the I/O; the graph does none."""

    def paths(self) -> Collection[str]:
        """Every path of the snapshot."""
        ...

    def texts(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Contents of those paths that are there: manifests, which say where modules are."""
        ...

    def facts(self, paths: Iterable[str]) -> Mapping[str, FileFacts]:
        """Facts of those paths that have a grammar; others are left out."""
        ...

    def search(self, words: Collection[str]) -> set[str]:
        """Paths that hold any of these words as a whole word."""
        ...

    def expect(self, words: Collection[str]) -> None:
        """Searches for each of these words will follow; one for all of them may be cheaper."""
        ...

    def after(self, word: str) -> set[str]:
        """What stands behind this word anywhere, up to white space, ``;`` or ``{``."""
        ...
