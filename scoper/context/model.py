"""The values of a context pack. Lines are 1-based and inclusive; ``tokens`` are counted by the tokenizer that a pack names."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scoper.facts.model import SymbolId
from scoper.graph.model import Edge
from scoper.scope.model import Scope, Task


class Duty(enum.StrEnum):
    """Why something is in a pack, most needed first. The output calls it ``role``."""

    TARGET = "target"
    CONTRACT = "contract"  # what the target uses, or the request names
    CALLER = "caller"
    SIBLING = "sibling"  # overrides, and what is overridden
    TEST = "test"
    COMPANION = "companion"  # near by words, by uses further away, or by history
    CONVENTION = "convention"


class Form(enum.StrEnum):
    """How much of something is shown."""

    NAME = "name"
    OUTLINE = "outline"  # of a type: header, first line of its documentation, and what it declares
    SIGNATURE = "signature"  # header and the first line of its documentation
    SOURCE = "source"


class Option(NamedTuple):
    """One way to show a candidate. ``value`` is what it is worth, from 0 to 1, where all of it is worth 1."""

    form: Form
    start: int
    end: int
    text: str
    value: float


class Candidate(NamedTuple):
    """Something that may be packed. ``options`` go from the cheapest to the fullest; ``score`` is its relevance, 0 to 1."""

    path: str
    symbol: SymbolId
    duty: Duty
    why: str
    confidence: str  # exact, likely or guess
    score: float
    options: tuple[Option, ...]


class Item(NamedTuple):
    """A candidate in the form that was chosen for it. A file that is only named has no lines: 0, 0."""

    path: str
    symbol: SymbolId
    start: int
    end: int
    form: Form
    duty: Duty
    why: str
    confidence: str
    tokens: int
    text: str
    score: float


class LeftOut(NamedTuple):
    """What is not in the pack, or less of it than there is, and why. ``tokens`` is what it would have cost; ``rank`` counts
    from 1, the most relevant."""

    symbol: SymbolId
    why: str
    rank: int
    tokens: int


class Pack(NamedTuple):
    """A context pack. ``needed`` is the smallest budget that shows the targets whole, where this one does not; ``edges`` are
    the uses between what is shown, ``files`` those that were ranked: of the targets, then by relevance."""

    base: str
    task: Task
    scope: Scope
    budget: int
    tokens: int
    tokenizer: str
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[tuple[str | None, str], ...]
    notices: tuple[str, ...]
    needed: int | None
    text: str
    edges: tuple[Edge, ...] = ()
    files: tuple[str, ...] = ()
