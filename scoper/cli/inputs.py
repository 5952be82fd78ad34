"""What to judge, and by what: the options that every command that judges a diff has in common, and reading what they name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from scoper.cli.linting import LintOptions
from scoper.cli.options import ambiguity_option, scope_option
from scoper.config import Config
from scoper.doors.inputs import Sides, sides_of
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.git.repository import Repository

NEVER = "never"
if TYPE_CHECKING:
    from scoper.checks.baseline import Known

_Command = TypeVar("_Command", bound=Callable[..., object])


def input_options(command: _Command) -> _Command:
    """A range, the index or a patch, and what was asked for."""
    for option in reversed(
        (
            click.argument("revisions", metavar="[RANGE]", required=False),
            click.option("--staged", is_flag=True, help="Take what is staged, against HEAD."),
            click.option("--patch", metavar="FILE", help="Take a unified diff from a file, or from standard input for -."),
            click.option("--base", "base_revision", metavar="REV", help="What --patch is laid over.  [default: HEAD]"),
            click.option(
                "--request",
                "requests",
                metavar="TEXT",
                multiple=True,
                help="What was asked for: the text itself, @FILE, or - for standard input. May be repeated: each is judged "
                "on its own.",
            ),
            scope_option,
            ambiguity_option,
        )
    ):
        command = option(command)
    return command


def refuse_contradictions(
    revisions: str | None, staged: bool, patch: str | None, base_revision: str | None, requests: Sequence[str]
) -> None:
    named = [name for name, given in (("RANGE", revisions), ("--staged", staged), ("--patch", patch)) if given]
    if len(named) > 1:
        raise click.UsageError(f"{' and '.join(named)} exclude each other: each says what to judge")
    if base_revision and not patch:
        raise click.UsageError("--base goes with --patch; for two commits give BASE..HEAD")
    if [patch, *requests].count("-") > 1:
        if patch != "-":
            raise click.UsageError("only one --request can read standard input")
        raise click.UsageError("--patch - and --request - cannot both read standard input")


def read_sides(
    repository: Repository, revisions: str | None, staged: bool, patch: str | None, base_revision: str | None
) -> Sides:
    if patch is not None:
        from scoper.git.patch import apply_patch  # brings a parser that no other way of asking needs

        base = repository.commit(base_revision) if base_revision else repository.head() or repository.empty()
        return Sides(base, apply_patch(repository, base, _read_patch(patch)))
    return sides_of(repository, revisions, staged=staged)


def _read_patch(patch: str) -> bytes:
    if patch == "-":
        return sys.stdin.buffer.read()
    try:
        with open(patch, "rb") as file:
            return file.read()
    except OSError as error:
        raise UserError(f"cannot read the patch {patch}: {error.strerror}") from None


def read_config(
    sides: Sides,
    ambiguity: str | None,
    fail_on: str | None,
    ignore: Sequence[str],
    lint: LintOptions,
    *,
    lint_mode: str | None = None,
) -> Config:
    """What the repository configures, with what the command line says on top; ``lint_mode`` as in :class:`LintOptions`."""
    from scoper import gate  # half of all there is to import: git works in the meantime

    config = lint.over(gate.load_config(sides.base, sides.head), mode=lint_mode)
    if fail_on is not None and fail_on != NEVER:
        config = config._replace(fail_on=Severity[fail_on.upper()])
    return config._replace(ambiguity=ambiguity or config.ambiguity, ignore=(*config.ignore, *ignore))


def read_accepted(path: str) -> tuple[Known, ...]:
    """What a baseline in a file accepts."""
    from scoper.checks.baseline import read_baseline

    try:
        with open(path, "rb") as file:
            return read_baseline(path, file.read())
    except OSError as error:
        raise UserError(f"cannot read the baseline {path}: {error.strerror}", "`scoper baseline create` writes one") from None
