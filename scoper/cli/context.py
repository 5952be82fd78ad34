"""``scoper context``: what a model must see to make an edit right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import click

from scoper import gate
from scoper.cli.judging import narrow
from scoper.cli.options import ambiguity_option, parse_scopes, read_request, scope_option
from scoper.cli.output import copy_to_clipboard, emit
from scoper.context.build import Wish
from scoper.context.model import Pack
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.pack import build_pack
from scoper.report.context import as_json, as_table, neighbourhood
from scoper.report.graph import Answer, as_dot, as_mermaid, as_text
from scoper.report.terminal import clean
from scoper.scope.model import Ambiguity, Task, TaskSource


def _as_text(answers: Sequence[Answer]) -> str:
    return as_text(answers, colour=False)


DRAWINGS: Mapping[str, Callable[[Sequence[Answer]], str]] = {"mermaid": as_mermaid, "dot": as_dot, "text": _as_text}


@click.command(name="context", short_help="Pack what a model must see to make an edit.")
@click.argument("request", required=False)
@scope_option
@ambiguity_option
@click.option("--budget", default=4096, show_default=True, type=click.IntRange(200, 1_000_000), help="Tokens, a hard limit.")
@click.option(
    "--format",
    "--output-format",
    "format_name",
    type=click.Choice(["xml", "markdown", "json"]),
    default="xml",
    show_default=True,
    help="How to write the pack.",
)
@click.option("--model", metavar="NAME", help="Who is to read it: where the tokenizer is not public, tokens get a margin.")
@click.option("--for-agent", is_flag=True, help="Markdown with a word on what it is for, to put before an agent's prompt.")
@click.option("--explain", is_flag=True, help="Show what was chosen, why and in which form, as a table instead of the pack.")
@click.option(
    "--graph", "drawn", type=click.Choice(list(DRAWINGS)), help="Draw who uses whom in the pack instead of writing it."
)
@click.option("--copy", is_flag=True, help="Put the pack into the clipboard of the terminal.")
@click.option("--output", "--output-file", metavar="FILE", help="Write the result to a file instead of standard output.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
def command(
    request: str | None,
    scopes: Sequence[str],
    ambiguity: str | None,
    budget: int,
    format_name: str,
    model: str | None,
    for_agent: bool,
    explain: bool,
    drawn: str | None,
    copy: bool,
    output: str | None,
    no_cache: bool,
) -> int:
    """Pack what a model must see to do what REQUEST (the text itself, @FILE, or - for standard input) asks for: the
    targets, the contracts they use, who uses them, their tests, and what changes with them. Never more than the budget.

    \b
    scoper context "round the total" --budget 2000
    scoper context @request.txt --scope src/cart.py::Cart.total --format json
    scoper context --scope src/cart.py::Cart.total --graph mermaid
    scoper context "round the total" --for-agent >>AGENTS.md
    """
    text = read_request(request)
    specs = parse_scopes(scopes)
    if not (text and text.strip()) and not specs:
        raise UserError("nothing to pack: give a request, a --scope, or both")
    wish = Wish(budget, "agent" if for_agent else "markdown" if format_name == "markdown" else "xml")
    with Repository.discover() as repository:
        snapshot = repository.commit("HEAD") if repository.is_bare else repository.work_tree()
        config = gate.load_config(snapshot, snapshot)
        task = Task(text, specs, TaskSource.FLAG, Ambiguity(ambiguity or config.ambiguity))
        commit = repository.head_commit()

        def build(task: Task) -> Pack:
            return build_pack(repository, snapshot, commit, task, config, wish, model=model, use_cache=not no_cache)

        pack = build(task)
        if pack.scope.ambiguous and (narrowed := narrow(pack.scope, task, may_ask=request != "-")) is not None:
            pack = build(narrowed)
    if format_name != "json":
        for notice in pack.notices:
            click.echo(f"note: {clean(notice)}", err=True)
    if copy:
        copy_to_clipboard(pack.text)
    emit(_written(pack, format_name, drawn, explain=explain), output)
    return 0


def _written(pack: Pack, format_name: str, drawn: str | None, *, explain: bool) -> str:
    if drawn is not None:
        return DRAWINGS[drawn](neighbourhood(pack))
    return as_table(pack) if explain else as_json(pack) if format_name == "json" else pack.text
