"""Options about what becomes of an accepted change: into the work tree, a branch, a commit, a patch, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import click

from scoper.agent.finish import Way

_Command = TypeVar("_Command", bound=Callable[..., object])


class BringOptions(NamedTuple):
    """``patch`` is a file, or ``-``; ``yes`` asks nobody; ``dry_run`` writes nothing."""

    patch: str | None = None
    way: Way = Way()
    yes: bool = False
    dry_run: bool = False


def bring_options(command: _Command) -> _Command:
    """``--patch``, ``--branch``, ``--commit``, ``--yes`` and ``--dry-run``, as one argument ``bring``.

    Raises :class:`click.UsageError` for ways that exclude each other."""

    # Any: click hands over whatever options there are, by name
    @wraps(command)
    def with_bring(patch: str | None, branch: str | None, commit: bool, yes: bool, dry_run: bool, **rest: Any) -> object:
        given = (("--patch", patch), ("--branch", branch), ("--commit", commit), ("--dry-run", dry_run))
        if len(ways := [name for name, on in given if on]) > 1:
            raise click.UsageError(f"{' and '.join(ways)} exclude each other")
        return command(bring=BringOptions(patch, Way(branch, commit), yes, dry_run), **rest)

    decorated: Any = with_bring
    for option in reversed(
        (
            click.option(
                "--patch", metavar="FILE", help="Write the change as a patch (- for standard output), not to the work tree."
            ),
            click.option("--branch", metavar="NAME", help="Put the change on a new branch, not into the work tree."),
            click.option("--commit", is_flag=True, help="Commit it on the current branch, too. No hook is run."),
            click.option("--yes", is_flag=True, help="Write what is accepted without asking."),
            click.option("--dry-run", is_flag=True, help="Write nothing."),
        )
    ):
        decorated = option(decorated)
    result: _Command = decorated
    return result
