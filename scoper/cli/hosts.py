"""``scoper hook HOST`` as a command, for its help and its options; :mod:`scoper.cli.process` calls what is behind it."""

from __future__ import annotations

import click

from scoper.agent.hosts.names import HOSTS
from scoper.cli.answering import answer


def command_for(name: str) -> click.Command:
    @click.command(
        name=name, short_help=f"For {HOSTS[name]}.", help=f"Answer a hook of {HOSTS[name]}; its JSON is read from stdin."
    )
    @click.option("--event", metavar="NAME", help="The event, for a host that does not say it in its JSON.")
    def command(event: str | None) -> int:
        return answer(name, event)

    return command
