"""``scoper scope``: what a request resolves to."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoper import gate
from scoper.cli.options import ambiguity_option, format_option, parse_scopes, read_request, scope_option
from scoper.cli.output import emit
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.report.scope import as_json, as_text
from scoper.scope.model import Ambiguity, Task, TaskSource


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
    emit(as_json(scope) if format_name == "json" else as_text(scope, asked=text is not None))
    return 0
