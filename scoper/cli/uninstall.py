"""``scoper uninstall``: take the hooks away, and put back what stood there."""

from __future__ import annotations

import click

from scoper.agent.hosts.names import HOSTS
from scoper.cli.githooks import uninstall_hooks
from scoper.cli.installing import uninstall_command


@click.group(name="uninstall", short_help="Remove hooks without trace.")
def command() -> None:
    """Undo what `scoper install` did."""


@command.command()
def git() -> None:
    """Remove the hooks of scoper from this repository and restore the ones that were there before."""
    for line in uninstall_hooks():
        click.echo(line)


for _name in (*HOSTS, "agents-md"):
    command.add_command(uninstall_command(_name))
