"""``scoper graph``: what a symbol is tied to."""

from __future__ import annotations

import click

from scoper import gate
from scoper.cli.options import format_option
from scoper.cli.output import COLOURS, emit, wants_colour
from scoper.errors import UserError
from scoper.facts.model import split_symbol
from scoper.git.repository import Repository
from scoper.graph import queries
from scoper.graph.resolve import Graph
from scoper.report.graph import Answer, Section, as_dot, as_json, as_mermaid, as_text
from scoper.scope.explicit import explicit_targets
from scoper.scope.model import SpecKind
from scoper.scope.specs import parse_spec

QUESTIONS = ("callers", "callees", "references", "overrides", "importers", "tests", "neighbours", "bases", "subclasses")
_USUAL = ("callers", "callees", "overrides", "tests")
_USUAL_OF_FILE = ("importers", "callees")


@click.command(name="graph", short_help="Show what a symbol is tied to.")
@click.argument("symbol")
@click.option("--show", "shown", type=click.Choice(QUESTIONS), multiple=True, help="What to show; may be repeated.")
@click.option("--to", "target", metavar="SYMBOL", help="Show a shortest way along uses to another symbol.")
@click.option("--api", is_flag=True, help="List what a file or folder offers to others.")
@click.option("--distance", default=2, show_default=True, type=click.IntRange(1, 20), help="Reach of tests and neighbours.")
@click.option("--rev", metavar="REV", help="Look at a commit instead of the work tree.")
@format_option(["text", "json", "dot", "mermaid"])
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(
    symbol: str,
    shown: tuple[str, ...],
    target: str | None,
    api: bool,
    distance: int,
    rev: str | None,
    format_name: str,
    no_cache: bool,
    colour: str,
) -> int:
    """Show what SYMBOL (path::Symbol.name, ::Symbol.name or a path) is tied to: who calls it, what it calls, what overrides
    it, which tests reach it. Every tie says how sure it is: exact, likely or a guess.

    \b
    scoper graph ::Cart.total
    scoper graph src/cart.py::Cart.total --show callers --format json
    scoper graph ::main --to ::Cart.total
    scoper graph src/ --api
    """
    with Repository.discover() as repository:
        snapshot = repository.commit(rev) if rev else repository.work_tree()
        config = gate.load_config(snapshot, snapshot)
        with gate.open_graph(snapshot, config, use_cache=not no_cache) as (graph, tree):
            if api:
                answers = [Answer(symbol, (), (Section("offers", symbols=queries.public_names(tree, symbol)),))]
            else:
                answers = [_answer(graph, one, shown, distance) for one in _symbols(symbol, tree)]
                if target is not None:
                    answers = [_way(graph, answer.symbol, _symbols(target, tree)) for answer in answers]
    if format_name == "text":
        emit(as_text(answers, colour=wants_colour(colour)))
    else:
        emit({"json": as_json, "dot": as_dot, "mermaid": as_mermaid}[format_name](answers))
    return 0


def _symbols(text: str, tree: gate.SnapshotTree) -> list[str]:
    spec = parse_spec(text)
    if spec.negated or spec.kind not in (SpecKind.SYMBOL, SpecKind.ANYWHERE, SpecKind.PATH):
        raise UserError(f"{text!r} names no symbol", "give path::Symbol.name, ::Symbol.name (anywhere) or the path of a file")
    return [target.symbol for target in explicit_targets((spec,), (tree,))]


def _answer(graph: Graph, symbol: str, shown: tuple[str, ...], distance: int) -> Answer:
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
        ask = queries.tests_of if name == "tests" else queries.neighbourhood
        walk = ask(graph, symbol, distance=distance)
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


def _way(graph: Graph, source: str, targets: list[str]) -> Answer:
    ways = [way for target in targets if (way := queries.path_between(graph, source, target))]
    return Answer(source, (), (Section("way", min(ways, key=len) if ways else ()),))
