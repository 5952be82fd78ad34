"""Classes that say what they implement, and no longer have all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoper.checks.model import Review
from scoper.checks.ripple import MOST_SYMBOLS, MOST_USES, Place, Sides, definitions, finding, gone, owner_of
from scoper.checks.words import listed
from scoper.facts.model import Definition, Kind, SymbolId, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of

INTERFACE_UNMET = Rule(
    "RF511",
    "interface-unmet",
    Severity.WARNING,
    "A class no longer has all that an interface asks for.",
    """
## What it does
Follows interfaces that got a member or one of whose members is called otherwise, and classes that lost one, to the classes that
say that they implement the interface (TypeScript: `implements`). Reports those, in unchanged files too, that lack a member
which they did not lack before. Optional members, abstract classes and classes with a base that is not known are left out.

## Why it matters
The project no longer compiles, or the member is missing when it is asked for.

## Example
`Shape.area` becomes `Shape.surface`, and `class Square implements Shape` still has `area`.

## What to do
Give the class the member, or rename its own.
""",
)
RULES = (INTERFACE_UNMET,)

_NOMINAL = frozenset({"typescript", "tsx"})
_IN_PART = re.compile(r"\b(?:\w*Partial|Omit|Pick|Exclude|Extract)\s*<")
_ABSTRACT = re.compile(r"\babstract\s+class\b")

Pair = tuple[SymbolId, SymbolId]
"""A class, and an interface that it implements."""


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    for cls, interface in dict.fromkeys(_pairs(review)):
        lacks = _lacking(review, review.head_graph, cls, interface)
        known = review.base_graph.definitions_of(cls) and review.base_graph.definitions_of(interface)
        if not lacks or not known or not _implements(review.base_graph, cls, interface):
            continue
        new = sorted(lacks - _lacking(review, review.base_graph, cls, interface))
        path, (one,) = split_symbol(cls)[0], review.head_graph.definitions_of(cls)
        if new and sides.readable(path) is not None:
            message = f"implements {split_symbol(interface)[1]} ({interface}), and has no {listed(new)}"
            symbols = (interface, cls, *(f"{owner}.{name}" for owner in (interface, cls) for name in new))
            yield finding(review, INTERFACE_UNMET, Place(path, one.name_line, Certainty.EXACT), message, symbols)


def _pairs(review: Review) -> Iterator[Pair]:
    """What the diff may have parted."""
    before, head = definitions(review, is_base=True), review.head_graph
    for symbol, found in list(definitions(review, is_base=False).items())[: 10 * MOST_SYMBOLS]:
        is_known = found[0].kind is Kind.INTERFACE and _is_nominal(symbol) and symbol in before
        if is_known and _members(head, symbol).keys() != _members(review.base_graph, symbol).keys():
            yield from ((edge.source, symbol) for edge in head.subclasses(symbol)[:MOST_USES])
    owners = (owner_of(symbol) for _, symbol, _ in gone(review) if _is_nominal(symbol))
    for owner in list(dict.fromkeys(owners))[:MOST_SYMBOLS]:
        if "::" in owner and head.definitions_of(owner):
            yield from ((owner, one) for one in head.members.ancestors(owner)[1:] if one)


def _is_nominal(symbol: SymbolId) -> bool:
    language = language_of(split_symbol(symbol)[0])
    return language is not None and language.name in _NOMINAL


def _implements(graph: Graph, cls: SymbolId, interface: SymbolId) -> bool:
    """Whether it surely does, all of its ancestors are known, and each of both is defined in one place."""
    found, other = graph.definitions_of(cls), graph.definitions_of(interface)
    if len(found) != 1 or len(other) != 1 or found[0].kind is not Kind.CLASS or other[0].kind is not Kind.INTERFACE:
        return False
    if found[0].decorators:  # which may add members
        return False
    ancestors = graph.members.ancestors(cls)
    headers = [one.signature for ancestor in ancestors for one in graph.definitions_of(ancestor)]
    return interface in ancestors and all(ancestors) and not any(map(_IN_PART.search, headers))


def _lacking(review: Review, graph: Graph, cls: SymbolId, interface: SymbolId) -> set[str]:
    """The members that the interface asks for and the class has not; none where that cannot be told."""
    side = review.head if graph is review.head_graph else review.base
    if not _implements(graph, cls, interface):
        return set()
    path, there = split_symbol(interface)[0], split_symbol(cls)[0]
    text = side.read_many([path, there])
    lines, own = text.get(path, b"").splitlines(), text.get(there, b"").splitlines()
    (one,) = graph.definitions_of(cls)
    header = b"\n".join(own[one.signature_start - 1 : one.signature_end]).decode("utf-8", "replace")
    if _ABSTRACT.search(header):
        return set()
    classes = [other for other in graph.members.ancestors(cls) if other and not _is_interface(graph, other)]
    wanted = (name for name, member in _members(graph, interface).items() if not _is_optional(member, lines))
    found = {name for name in wanted if not any(graph.definitions_of(f"{other}.{name}") for other in classes)}
    quoted = {name for name in found if re.search(rf"""['"]{re.escape(name)}['"]""".encode(), text.get(there, b""))}
    return set() if found and _is_augmented(graph, cls) else found - quoted


def _is_augmented(graph: Graph, cls: SymbolId) -> bool:
    """Whether an interface of the name of the class stands anywhere, which may declare members of it."""
    name = split_symbol(cls)[1].rpartition(".")[2]
    found = (facts for path in graph.search([name]) if (facts := graph.facts(path)) is not None)
    return any(one.name == name and one.kind is Kind.INTERFACE for facts in found for one in facts.definitions)


def _is_interface(graph: Graph, symbol: SymbolId) -> bool:
    return any(one.kind is Kind.INTERFACE for one in graph.definitions_of(symbol))


def _members(graph: Graph, interface: SymbolId) -> dict[str, Definition]:
    path, qualname = split_symbol(interface)
    facts = graph.facts(path)
    found = facts.definitions if facts is not None else ()
    return {one.name: one for one in found if one.qualname == f"{qualname}.{one.name}" and one.name.isidentifier()}


def _is_optional(member: Definition, lines: list[bytes]) -> bool:
    line = lines[member.name_line - 1] if member.name_line <= len(lines) else b""
    return bool(re.search(rb"\b" + re.escape(member.name.encode()) + rb"\s*\?", line))
