"""``scoper task``: the current task, declared once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from scoper.cli.options import ambiguity_option, parse_scopes, read_requests, scope_option
from scoper.doors import tasks
from scoper.doors.earlier import changed_before
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.scope.model import Ambiguity


@click.group(name="task", short_help="Declare the current task once.")
def command() -> None:
    """Declare the current task once; `scoper check` and the hooks judge by it until it is done.

    It is kept in the git dir of this work tree, and is never committed.
    """


@command.command()
@click.argument("requests", metavar="[REQUEST]...", nargs=-1)
@scope_option
@ambiguity_option
def start(requests: Sequence[str], scopes: Sequence[str], ambiguity: str | None) -> None:
    """Make REQUEST the current task: the text itself, @FILE, or - for standard input. Of several, each is judged on its own.

    What is changed already is yours: `scoper trim` leaves it alone.
    """
    if list(requests).count("-") > 1:
        raise click.UsageError("only one REQUEST can read standard input")
    asked = tuple(stripped for one in read_requests(requests) if (stripped := one.strip()))
    specs = parse_scopes(scopes)
    if not asked and not specs:
        raise UserError("a task needs a request, a --scope, or both", 'scoper task start "round the total" --scope src/cart.py')
    stored = tasks.of(asked, specs, Ambiguity(ambiguity) if ambiguity else None)
    with Repository.discover() as repository:
        tasks.save(repository.git_dir, stored, changed_before(repository))
    click.echo(tasks.describe(stored))


@command.command()
def show() -> None:
    """Print the current task."""
    stored = tasks.load(_git_dir())
    click.echo(tasks.describe(stored) if stored else "no current task")


@command.command()
def done() -> None:
    """Forget the current task."""
    click.echo("done" if tasks.end(_git_dir()) else "no current task")


def _git_dir() -> Path:
    with Repository.discover() as repository:
        return Path(repository.git_dir)
