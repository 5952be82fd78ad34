"""``scoper graph``: what a symbol is tied to."""

from __future__ import annotations

import click

from scoper import gate
from scoper.cli.options import format_option
from scoper.cli.output import COLOURS, emit, wants_colour
from scoper.doors.tied import QUESTIONS, ask, symbols, way
from scoper.git.repository import Repository
from scoper.graph.queries import public_names
from scoper.report.graph import Answer, Section, as_dot, as_json, as_mermaid, as_text


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
                answers = [Answer(symbol, (), (Section("offers", symbols=public_names(tree, symbol)),))]
            elif target is not None:
                answers = [way(graph, one, symbols(target, tree)) for one in symbols(symbol, tree)]
            else:
                answers = [ask(graph, one, shown, distance) for one in symbols(symbol, tree)]
    if format_name == "text":
        emit(as_text(answers, colour=wants_colour(colour)))
    else:
        emit({"json": as_json, "dot": as_dot, "mermaid": as_mermaid}[format_name](answers))
    return 0
