"""``scoper check``: judge a diff."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from scoper.cli import tasks
from scoper.cli.options import ambiguity_option, format_option, parse_scopes, read_request, scope_option
from scoper.cli.output import COLOURS, emit, wants_colour, width
from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.report.registry import FORMATS
from scoper.scope.model import Ambiguity, Spec, Task, TaskSource

_NEVER = "never"


class _Sides(NamedTuple):
    """The snapshots to compare. ``commit`` is the head's, where that is a commit."""

    base: Tree
    head: Tree
    commit: str | None = None


@click.command(name="check", short_help="Judge a diff.")
@click.argument("revisions", metavar="[RANGE]", required=False)
@click.option("--staged", is_flag=True, help="Judge what is staged, against HEAD.")
@click.option("--patch", metavar="FILE", help="Judge a unified diff from a file, or from standard input for -.")
@click.option("--base", "base_revision", metavar="REV", help="What --patch is laid over.  [default: HEAD]")
@click.option("--request", metavar="TEXT", help="What was asked for: the text itself, @FILE, or - for standard input.")
@scope_option
@ambiguity_option
@format_option(FORMATS)
@click.option("--output", metavar="FILE", help="Write the result to a file instead of standard output.")
@click.option(
    "--fail-on",
    type=click.Choice([*(level.label for level in Severity), _NEVER]),
    help="The least severity of a finding that makes the exit code 1.  [default: error]",
)
@click.option("--ignore", metavar="RULE", multiple=True, help="Turn off a rule (SC101, out-of-scope-edit) or a family (SC).")
@click.option("--no-lint", is_flag=True, help="Run no linters.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--verbose", "-v", is_flag=True, help="List everything, edits in scope too.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    request: str | None,
    scopes: Sequence[str],
    ambiguity: str | None,
    format_name: str,
    output: str | None,
    fail_on: str | None,
    ignore: Sequence[str],
    no_lint: bool,
    no_cache: bool,
    verbose: bool,
    colour: str,
) -> int:
    """Judge a diff: which of its edits were asked for, which follow from that, and which are neither?

    Without a RANGE it is the work tree against HEAD. A RANGE is BASE..HEAD, BASE...HEAD (from where they parted), or a
    COMMIT, which is judged against its first parent and, unless you say otherwise, by its own message.

    \b
    scoper check --request "round the total in cart.total"
    scoper check HEAD
    scoper check main...feature --scope src/cart.py::Cart.total --scope tests/
    git diff | scoper check --patch - --request @request.txt
    """
    _refuse_contradictions(revisions, staged, patch, base_revision, request)
    text, specs = read_request(request), parse_scopes(scopes)
    with Repository.discover() as repository:
        sides = _sides(repository, revisions, staged, patch, base_revision)
        repository.expect(sides.base, sides.head)
        from scoper.cli.judging import exit_code, judge  # half of all there is to import: git works in the meantime

        config = _config(sides, ambiguity, fail_on, ignore, no_lint=no_lint)
        task = _task(repository, sides, text, specs, config, ambiguity)
        may_ask = "-" not in (request, patch)
        report = judge(repository, sides.base, sides.head, task, config, use_cache=not no_cache, may_ask=may_ask)
    emit(FORMATS[format_name](report, colour=wants_colour(colour, output), width=width(), verbose=verbose), output)
    return exit_code(report, None if fail_on == _NEVER else config.fail_on)


def _refuse_contradictions(
    revisions: str | None, staged: bool, patch: str | None, base_revision: str | None, request: str | None
) -> None:
    named = [name for name, given in (("RANGE", revisions), ("--staged", staged), ("--patch", patch)) if given]
    if len(named) > 1:
        raise click.UsageError(f"{' and '.join(named)} exclude each other: each says what to judge")
    if base_revision and not patch:
        raise click.UsageError("--base goes with --patch; for two commits give BASE..HEAD")
    if patch == "-" and request == "-":
        raise click.UsageError("--patch - and --request - cannot both read standard input")


def _sides(repository: Repository, revisions: str | None, staged: bool, patch: str | None, base_revision: str | None) -> _Sides:
    if patch is not None:
        from scoper.git.patch import apply_patch  # brings a parser that no other way of asking needs

        base = repository.commit(base_revision) if base_revision else repository.head() or repository.empty()
        return _Sides(base, apply_patch(repository, base, _read_patch(patch)))
    if revisions is not None:
        return _Sides(*repository.range(revisions))
    return _Sides(repository.head() or repository.empty(), repository.index() if staged else repository.work_tree())


def _read_patch(patch: str) -> bytes:
    if patch == "-":
        return sys.stdin.buffer.read()
    try:
        with open(patch, "rb") as file:
            return file.read()
    except OSError as error:
        raise UserError(f"cannot read the patch {patch}: {error.strerror}") from None


def _config(sides: _Sides, ambiguity: str | None, fail_on: str | None, ignore: Sequence[str], *, no_lint: bool) -> Config:
    """What the repository configures, with what the command line says on top."""
    from scoper import gate  # see `command`

    config = gate.load_config(sides.base, sides.head)
    if fail_on is not None and fail_on != _NEVER:
        config = config._replace(fail_on=Severity[fail_on.upper()])
    if no_lint:
        config = config._replace(linters=())
    return config._replace(ambiguity=ambiguity or config.ambiguity, ignore=(*config.ignore, *ignore))


def _task(
    repository: Repository, sides: _Sides, request: str | None, specs: tuple[Spec, ...], config: Config, asked: str | None
) -> Task:
    """Options come first, then the current task, then the message of the one commit that is judged."""
    ambiguity = Ambiguity(config.ambiguity)
    if request is not None or specs:
        return Task(request, specs, TaskSource.FLAG, ambiguity)
    if stored := tasks.load(repository.git_dir):
        return stored._replace(ambiguity=None if asked else stored.ambiguity).task(ambiguity)
    if (message := _message(repository, sides)) is not None:
        return Task(message, (), TaskSource.COMMIT_MESSAGE, ambiguity)
    return Task(ambiguity=ambiguity)


def _message(repository: Repository, sides: _Sides) -> str | None:
    """The message of the head, where nothing but that one commit is judged."""
    if sides.commit is None:
        return None
    try:
        parent = repository.commit(f"{sides.commit}^").id
    except UserError:
        parent = repository.empty().id  # the first commit has none
    return repository.message(sides.commit).strip() if parent == sides.base.id else None
