"""The commands there are: which one runs, and what a mistake on the command line comes to."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from scoper import __version__
from scoper.cli.process import ended, say
from scoper.errors import UserError

COMMANDS = {
    "check": "Judge a diff: which of its edits were asked for?",
    "trim": "Take out of a diff what was not asked for.",
    "split": "Take a diff apart by concern, into patches or commits.",
    "context": "Pack what a model must see to make an edit.",
    "edit": "Have a model make an edit, judged before it is written.",
    "wrap": "Run any agent in a copy, judged before it is brought back.",
    "review": "Walk the edits of a diff, and take or leave each.",
    "learn": "Offer the configuration that reviews come to.",
    "runs": "Show the runs that are kept.",
    "scope": "Show what a request resolves to, and why.",
    "style": "Show how the code around a path is written.",
    "graph": "Show what a symbol is tied to.",
    "index": "Read the whole tree into the cache of facts.",
    "cache": "Show, clear, export or import the cache of facts.",
    "task": "Declare the current task once, for `check` and the hooks.",
    "config": "Show which settings count, and which file says so.",
    "baseline": "Accept the findings that there are, and show new ones only.",
    "rule": "Explain a rule, or list all.",
    "install": "Install hooks: git's, or those of an agent host.",
    "uninstall": "Remove hooks without trace.",
    "hook": "What the hooks call.",
    "ci": "Judge a pull request, from the environment of its run.",
    "mcp": "Serve agents over the Model Context Protocol.",
    "lsp": "Serve editors over the Language Server Protocol.",
    "demo": "A small repository in which an agent's edit strays, judged.",
}
"""Command name → its line in the help. Each is the ``command`` of ``scoper/cli/<name>.py``, imported when it is called."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    return ended(args, lambda: _called(args))


def _called(args: list[str]) -> object:
    try:
        result: object = cli.main(args=args, prog_name="scoper", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        context = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "scoper"
        say(f"error: {' '.join(error.format_message().split())}", f"hint: `{context} --help` says more")
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
    return result


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: object = importlib.import_module(f"scoper.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from scoper.text import nearest  # only on the way out

            near = nearest(args[0], COMMANDS)
            hints = [f"did you mean {' or '.join(near)}?"] if near else []
            raise UserError(f"no such command: {args[0]}", *hints, "`scoper --help` lists them")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="scoper %(version)s")
def cli() -> None:
    """Which parts of a diff were asked for?

    Start with `scoper demo`, then `scoper check HEAD` in a repository of yours.

    \b
    Exit codes:  0  clean
                 1  findings at or above --fail-on
                 2  usage, configuration or git problem
                 3  a bug of scoper (a log is written)
    """
