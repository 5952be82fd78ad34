"""``scoper install``: the git hooks, and the hooks of agent hosts. Its undoing is in ``uninstall.py``."""

from __future__ import annotations

import click

from scoper.agent.hosts.names import HOSTS
from scoper.cli.githooks import install_hooks
from scoper.cli.installing import install_command
from scoper.cli.stages import STAGES


@click.group(name="install", short_help="Install hooks: git's, or an agent's.")
def command() -> None:
    """Install scoper where it is called by itself: `git`, an agent host, or a block in AGENTS.md."""


@command.command()
@click.option(
    "--stage", "stages", type=click.Choice(STAGES), multiple=True, help="Only these hooks.  [default: pre-commit, commit-msg]"
)
def git(stages: tuple[str, ...]) -> None:
    """Install the pre-commit and commit-msg hooks of this repository; pre-push with --stage.

    A hook that is there already is kept and runs first. `scoper uninstall git` puts everything back.
    """
    for line in install_hooks(stages):
        click.echo(line)
    click.echo("`scoper uninstall git` removes them again")


for _name in (*HOSTS, "agents-md"):
    command.add_command(install_command(_name))
