"""Questions to a graph that take more than one step: callees, tests that reach a symbol, neighbourhoods, paths, public names.

All answers are in a fixed order. Walks are bounded, and say so where the bound cut them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from scoper.facts.model import CONTAINERS, MODULE, Kind, Role, SymbolId, split_symbol, symbol_id
from scoper.graph.model import Certainty, Edge, Tree
from scoper.graph.resolve import Graph
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of

MOST_SYMBOLS = 2_000
"""Symbols that one walk visits."""


class Reached(NamedTuple):
    """A symbol that a walk came to, how many edges from its start, and the edge that led there (``None`` at the start)."""

    symbol: SymbolId
    distance: int
    edge: Edge | None


class Walk(NamedTuple):
    """What was reached, nearest first. ``is_complete`` is false where the walk ended at its bound."""

    reached: tuple[Reached, ...]
    is_complete: bool


def callees(graph: Graph, symbol: SymbolId) -> tuple[Edge, ...]:
    """What the symbol, or code inside of it, calls."""
    return tuple(edge for edge in uses_of(graph, symbol) if edge.role is Role.CALL)


def uses_of(graph: Graph, symbol: SymbolId) -> tuple[Edge, ...]:
    """Edges out of the symbol and what is inside of it, to anything outside of it; by line."""
    path, qualname = split_symbol(symbol)
    return tuple(edge for edge in graph.uses(path) if _within(edge.source, symbol, qualname) and edge.target != symbol)


def tests_of(graph: Graph, symbol: SymbolId, *, distance: int = 3, least: Certainty = Certainty.LIKELY) -> Walk:
    """Functions of test files from which the symbol is reached by at most ``distance`` calls that are at least that sure."""
    walk = _walk(symbol, lambda one: _sure(graph.references_to(one), least), lambda edge: edge.source, distance)
    tests = tuple(item for item in walk.reached if item.edge is not None and is_test_path(split_symbol(item.symbol)[0]))
    return Walk(tests, walk.is_complete)


def neighbourhood(graph: Graph, symbol: SymbolId, *, distance: int = 1, least: Certainty = Certainty.LIKELY) -> Walk:
    """Symbols within ``distance`` edges in either direction, by edges that are at least that sure."""

    def edges(one: SymbolId) -> Iterable[Edge]:
        return _sure((*uses_of(graph, one), *graph.references_to(one)), least)

    return _walk(symbol, edges, None, distance)


def path_between(graph: Graph, source: SymbolId, target: SymbolId, *, distance: int = 8) -> tuple[Edge, ...]:
    """A shortest way along uses from ``source`` to ``target``; empty where there is none within ``distance``."""
    walk = _walk(source, lambda one: uses_of(graph, one), lambda edge: edge.target, distance, stop=target)
    by_symbol = {item.symbol: item for item in walk.reached}
    way: list[Edge] = []
    at = by_symbol.get(target)
    while at is not None and at.edge is not None:
        way.append(at.edge)
        at = by_symbol.get(_holder(by_symbol, at.edge.source))
    return tuple(reversed(way))


def public_names(tree: Tree, folder: str) -> tuple[SymbolId, ...]:
    """What the files below ``folder`` (empty for all; a file is also one) offer to others: no tests, nothing private."""
    prefix = folder.rstrip("/")
    paths = [path for path in tree.paths() if not prefix or path == prefix or path.startswith(f"{prefix}/")]
    facts = tree.facts(sorted(path for path in paths if language_of(path) is not None and not is_test_path(path)))
    names: list[SymbolId] = []
    for path, found in sorted(facts.items()):
        hidden: set[int] = set()
        for index, one in enumerate(found.definitions):
            around = found.definitions[one.parent] if one.parent != MODULE else None
            is_local = around is not None and around.kind not in CONTAINERS
            unlisted = one.parent == MODULE and found.exports is not None and one.name not in found.exports
            if is_local or unlisted or one.parent in hidden or one.visibility == "private" or one.kind is Kind.SECTION:
                hidden.add(index)
            else:
                names.append(symbol_id(path, one.qualname))
    return tuple(dict.fromkeys(names))


def _walk(
    start: SymbolId,
    edges: Callable[[SymbolId], Iterable[Edge]],
    onward: Callable[[Edge], SymbolId] | None,
    distance: int,
    stop: SymbolId | None = None,
) -> Walk:
    """Breadth first. ``onward`` says which end of an edge is the next one; ``None`` takes the one that is not here."""
    seen = {start}
    reached = [Reached(start, 0, None)]
    at = 0
    while at < len(reached) and stop not in seen:
        here = reached[at]
        at += 1
        if here.distance == distance:
            continue
        for edge in edges(here.symbol):
            there = onward(edge) if onward else edge.target if _within(edge.source, here.symbol) else edge.source
            if there not in seen:
                if len(reached) == MOST_SYMBOLS:
                    return Walk(tuple(reached), False)
                seen.add(there)
                reached.append(Reached(there, here.distance + 1, edge))
    return Walk(tuple(reached), True)


def _sure(edges: Iterable[Edge], least: Certainty) -> tuple[Edge, ...]:
    return tuple(edge for edge in edges if edge.certainty >= least)


def _within(symbol: SymbolId, outer: SymbolId, qualname: str | None = None) -> bool:
    if qualname == "":
        return True  # all of a file
    return symbol == outer or symbol.startswith(f"{outer}." if "::" in outer else f"{outer}::")


def _holder(by_symbol: Mapping[SymbolId, Reached], source: SymbolId) -> SymbolId:
    """The symbol of a walk that the source of an edge is, or is inside of."""
    while source not in by_symbol and "." in split_symbol(source)[1]:
        source = source.rpartition(".")[0]
    return source if source in by_symbol else split_symbol(source)[0]
