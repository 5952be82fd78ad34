"""Options about linters, and what they make of the configuration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import click

from scoper.config import LINT_MODES, TRUST, Config
from scoper.doors.trust import with_trust

_Command = TypeVar("_Command", bound=Callable[..., object])


class LintOptions(NamedTuple):
    """What the command line says about linters; ``None`` where it says nothing. ``trust`` is never the repository's to say."""

    off: bool = False
    mode: str | None = None
    trust: str | None = None
    required: bool = False

    def over(self, config: Config, *, mode: str | None = None) -> Config:
        """The configuration with this, and what the environment says, on top; ``mode`` is the door's own, where the command
        line says nothing. Errors as in :func:`scoper.doors.trust.with_trust`."""
        required = self.required or config.require_lint
        linters = () if self.off else config.linters
        said = config._replace(linters=linters, lint=self.mode or mode or config.lint, require_lint=required)
        return with_trust(said, self.trust)


def lint_options(command: _Command) -> _Command:
    """``--no-lint``, ``--lint``, ``--trust`` and ``--require-lint``, as one argument ``lint``."""

    # Any: click hands over whatever options there are, by name
    @wraps(command)
    def with_lint(no_lint: bool, lint_mode: str | None, trust: str | None, require_lint: bool, **rest: Any) -> object:
        return command(lint=LintOptions(no_lint, lint_mode, trust, require_lint), **rest)

    decorated: Any = with_lint
    for option in reversed(
        (
            click.option("--no-lint", is_flag=True, help="Run no linters."),
            click.option(
                "--lint",
                "lint_mode",
                type=click.Choice(LINT_MODES),
                help="Linters for files by themselves, or for the whole program too.  [default: changed; full in CI]",
            ),
            click.option(
                "--trust",
                type=click.Choice(TRUST),
                help="Whose code linters may run: nobody's, the base side's with its installed packages, or the head's too.  "
                "[default: none]",
            ),
            click.option("--require-lint", is_flag=True, help="Fail where a linter that applies could not be run."),
        )
    ):
        decorated = option(decorated)
    result: _Command = decorated
    return result
