"""``scoper mcp``: the server for agents that speak the Model Context Protocol."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from scoper.errors import UserError

_SHORTEST = 4_000


@click.command(name="mcp", short_help="Serve agents over the Model Context Protocol.")
@click.option(
    "--repository",
    "repositories",
    metavar="DIR",
    multiple=True,
    help="A repository, or a folder with several, that may be looked at. May be repeated; the first is the usual one.  "
    "[default: the current folder]",
)
@click.option("--read-only", is_flag=True, help="Leave out start_task, so that an agent cannot declare its own task.")
@click.option(
    "--max-output", type=click.IntRange(_SHORTEST), metavar="N", help="Characters of one answer at most.  [default: 60000]"
)
def command(repositories: Sequence[str], read_only: bool, max_output: int | None) -> int:
    """Serve agents over the Model Context Protocol, on standard input and output, until the input ends.

    \b
    claude mcp add scoper -- scoper mcp
    scoper mcp --repository ~/src/shop --repository ~/src/site
    """
    if sys.stdin.isatty():
        click.echo("scoper: waiting for an agent's host on standard input; docs/mcp.md says how to set one up", err=True)
    try:
        from mcp.server import ServerRequestContext  # noqa: F401  # what the versions before do not have
    except ImportError:
        raise UserError("the MCP server needs the package mcp, version 2", "pip install 'scoper[mcp]'") from None
    from scoper.serve.agents import AgentServer
    from scoper.serve.bounds import LIMIT
    from scoper.serve.folders import Folders

    AgentServer(Folders(repositories), limit=max_output or LIMIT, read_only=read_only).run()
    return 0
