"""``scoper scope``: what a request resolves to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import click

from scoper import gate
from scoper.cli.options import ambiguity_option, format_option, parse_scopes, read_request, scope_option
from scoper.cli.output import emit
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.report.json import scope_json
from scoper.report.terminal import clean
from scoper.scope.model import Ambiguity, Scope, Target, Task, TaskSource
from scoper.scope.specs import spec_text


@click.command(name="scope", short_help="Show what a request resolves to, and why.")
@click.argument("request", required=False)
@scope_option
@ambiguity_option
@format_option(["text", "json"])
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
def command(request: str | None, scopes: Sequence[str], ambiguity: str | None, format_name: str, no_cache: bool) -> int:
    """Show what REQUEST (the text itself, @FILE, or - for standard input) resolves to in the work tree, or in HEAD where there
    is none: targets with their confidence and the reason for each."""
    text = read_request(request)
    specs = parse_scopes(scopes)
    if not (text and text.strip()) and not specs:
        raise UserError("nothing to resolve: give a request, a --scope, or both")
    with Repository.discover() as repository:
        snapshot = repository.commit("HEAD") if repository.is_bare else repository.work_tree()
        config = gate.load_config(snapshot, snapshot)
        task = Task(text, specs, TaskSource.FLAG, Ambiguity(ambiguity or config.ambiguity))
        scope = gate.resolve_scope(repository, snapshot, task, config, use_cache=not no_cache)
    emit(_json(scope) if format_name == "json" else "\n".join(_lines(scope, asked=text is not None)) + "\n")
    return 0


def _json(scope: Scope) -> str:
    return json.dumps({"schema": "scoper.scope/1", **scope_json(scope)}) + "\n"


def _lines(scope: Scope, *, asked: bool) -> Iterable[str]:
    if scope.targets:
        yield "may change:"
        yield from _targets(scope.targets)
    elif asked:
        yield "the request resolves to nothing"
    else:
        yield "may change: anything else"
    if scope.forbidden:
        yield "must not change: " + ", ".join(clean(spec.text.lstrip("!")) for spec in scope.forbidden)
    yield from map(clean, scope.unmatched)
    if scope.ambiguous and scope.rivals:
        yield "ambiguous between:"
        yield from _targets(scope.rivals)
    if scope.assumption:
        yield f"assumed: {clean(scope.assumption)}"
    if scope.terms:
        yield "words that may still meet an edit: " + ", ".join(clean(word) for word, _ in scope.terms[:12])


def _targets(targets: Iterable[Target]) -> Iterable[str]:
    for target in targets:
        yield f"  {target.confidence:4.0%}  {clean(spec_text(target))}  ({clean(target.why)})"
