"""What the ``facts`` query of a language found in one file: its matches, by what they capture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

    Captures = Mapping[str, list[Node]]

Span = tuple[int, int]
"""A byte range: start and end, half-open."""


def span_of(node: Node) -> Span:
    return node.byte_range


class Mark(NamedTuple):
    """What the query says about one expression."""

    kind: str
    rank: int  # the pattern's place in the query: of several marks on one expression the highest wins
    captures: Captures
    settings: Mapping[str, str | None]

    def span(self, capture: str) -> Span | None:
        """Where a helper of the pattern is; ``None`` where it captured nothing."""
        nodes = self.captures.get(capture)
        return span_of(nodes[0]) if nodes else None


class Detail(NamedTuple):
    kind: str
    span: Span
    extent: Span | None


class Found:
    """All matches of one file, by kind. Keys called *at* are the start byte of what they speak about."""

    def __init__(self) -> None:
        self.names: list[Span] = []
        self.absent: set[Span] = set()  # names that are none
        self.members: dict[int, int] = {}  # end of a chain → its start
        self.marks: dict[Span, Mark] = {}
        self.definitions: dict[Span, Mark] = {}  # of several patterns the last wins
        self.details: dict[int, list[Detail]] = {}  # at the owner
        self.docstrings: dict[int, int] = {}  # start → end
        self.parameters: dict[int, list[Mark]] = {}  # at the parameter list
        self.statements: dict[int, Mark] = {}  # at the assigned expression
        self.assigned: dict[Span, None] = {}  # expressions that something is assigned to; their marks may say otherwise
        self.aliased: dict[int, Span] = {}  # end of what is bound → its value
        self.instances: set[int] = set()  # such ends
        self.calls: dict[Span, Span] = {}  # whole call → called expression
        self.elements: dict[Span, Span] = {}  # whole expression → what it takes an element of
        self.arguments: dict[Span, Node] = {}  # called expression → argument list
        self.special: dict[int, list[str]] = {}  # at the argument list: the kinds of its special members
        self.singles: set[int] = set()  # at the argument list
        self.keywords: dict[int, list[Span]] = {}  # at the argument list
        self.keyword_starts: set[int] = set()
        self.types: list[Span] = []
        self.quoted: list[Span] = []
        self.imports: list[Mark] = []
        self.namespaces: list[Span] = []
        self.spaces: list[Span] = []
        self.inner: list[Span] = []
        self.regions: list[tuple[Span, bool]] = []  # and whether they are functions
        self.hoisted: list[Span] = []
        self.returned: list[Node] = []
        self.yielded: list[Node] = []
        self.narrowed: list[Mark] = []
        self.loops: list[Mark] = []
        self.chains: dict[int, Node] = {}  # end of a chain → its node
        self.comments: list[Span] = []
        self.problems: list[tuple[str, Span]] = []

    def add_uses(self, kind: str, names: Iterable[Span]) -> None:
        """Uses that the tree does not show."""
        self.names += (found := list(names))
        self.marks.update((name, Mark(kind, 0, {}, {})) for name in found)

    def import_statements(self) -> Iterable[Span]:
        return {span_of(mark.captures["import"][0]) for mark in self.imports}
