"""``scoper hook``: what the hooks call. Hosts do at every step of an agent, so nothing is loaded that only git's hooks need."""

from __future__ import annotations

from collections.abc import Sequence

import click

from scoper.agent.hosts.names import HOSTS
from scoper.cli.hosts import command_for
from scoper.cli.stages import STAGES


@click.group(name="hook", short_help="What the hooks call.")
def command() -> None:
    """What the hooks call; `scoper install` sets them up."""


@command.command()
@click.argument("stage", type=click.Choice(STAGES))
@click.argument("arguments", nargs=-1)
def git(stage: str, arguments: Sequence[str]) -> int:
    """Judge the index against HEAD, for a git hook with its ARGUMENTS.

    pre-commit: by the current task; without one, everything but scope. commit-msg: without a current task, scope alone, by
    the message in the file that is named. pre-push: what the remote does not have yet, by the current task or by the messages
    of its commits.
    """
    from scoper.git.repository import Repository

    with Repository.discover() as repository:
        if stage == "pre-push":
            from scoper.cli.pushing import judge_push

            return judge_push(repository, arguments)
        from scoper.cli.committing import judge_commit

        return judge_commit(repository, stage, arguments)


for _host in HOSTS:
    command.add_command(command_for(_host))
