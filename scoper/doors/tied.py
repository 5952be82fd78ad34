"""What a symbol is tied to: questions to the graph of one snapshot, by name."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.errors import UserError
from scoper.facts.model import split_symbol
from scoper.gate import SnapshotTree
from scoper.graph import queries
from scoper.graph.resolve import Graph
from scoper.report.graph import Answer, Section
from scoper.scope.explicit import explicit_targets
from scoper.scope.model import SpecKind
from scoper.scope.specs import parse_spec

QUESTIONS = ("callers", "callees", "references", "overrides", "importers", "tests", "neighbours", "bases", "subclasses")
_USUAL = ("callers", "callees", "overrides", "tests")
_USUAL_OF_FILE = ("importers", "callees")


def symbols(text: str, tree: SnapshotTree) -> list[str]:
    """The symbols and files that this names. Raises :class:`UserError` where it names none, or is no name of a symbol."""
    spec = parse_spec(text)
    if spec.negated or spec.kind not in (SpecKind.SYMBOL, SpecKind.ANYWHERE, SpecKind.PATH):
        raise UserError(f"{text!r} names no symbol", "give path::Symbol.name, ::Symbol.name (anywhere) or the path of a file")
    return [target.symbol for target in explicit_targets((spec,), (tree,))]


def ask(graph: Graph, symbol: str, shown: Sequence[str] = (), distance: int = 2) -> Answer:
    """The answers to these :data:`QUESTIONS`, or the usual ones. ``distance`` is the reach of tests and neighbours."""
    signatures = tuple((one.name_line, one.signature) for one in graph.definitions_of(symbol))
    usual = _USUAL if split_symbol(symbol)[1] else _USUAL_OF_FILE
    return Answer(symbol, signatures, tuple(_section(graph, symbol, name, distance) for name in shown or usual))


def _section(graph: Graph, symbol: str, name: str, distance: int) -> Section:
    if name == "callees":
        return Section(name, queries.callees(graph, symbol))
    if name in ("overrides", "importers"):
        found = graph.overrides(symbol) if name == "overrides" else graph.importers(split_symbol(symbol)[0])
        return Section(name, symbols=found)
    if name in ("tests", "neighbours"):
        reach = queries.tests_of if name == "tests" else queries.neighbourhood
        walk = reach(graph, symbol, distance=distance)
        edges = tuple(item.edge for item in walk.reached if item.edge is not None)
        return Section(name, edges, inward=name == "tests", is_complete=walk.is_complete)
    inward = name in ("callers", "references", "subclasses")
    edges = {
        "callers": graph.callers,
        "references": graph.references_to,
        "bases": graph.bases,
        "subclasses": graph.subclasses,
    }[name](symbol)
    return Section(name, edges, inward=inward)


def way(graph: Graph, source: str, targets: Sequence[str]) -> Answer:
    """A shortest way along uses to one of the targets."""
    ways = [found for target in targets if (found := queries.path_between(graph, source, target))]
    return Answer(source, (), (Section("way", min(ways, key=len) if ways else ()),))
