"""``scoper review``: walk the edits of a report, a run or a diff, and take or leave each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from scoper.agent.bring import recover
from scoper.agent.runs import find
from scoper.checks.registry import rules
from scoper.cli.inputs import input_options, read_config, read_sides, refuse_contradictions
from scoper.cli.judging import judge
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.offers import told
from scoper.cli.options import parse_scopes, read_requests
from scoper.cli.output import COLOURS, emit_bytes, on_terminal, wants_colour
from scoper.cli.reviewing import Inline, edit_text
from scoper.doors.inputs import read_task
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.report.terminal import clean
from scoper.report.text import headline
from scoper.review.desk import Desk, Finished
from scoper.review.model import Decision, Reviewed, begin, summary
from scoper.review.opening import Asked, Sides, Way, of_report, of_run
from scoper.review.store import Store, recall, store_of
from scoper.review.taste import offers, remembered

if TYPE_CHECKING:
    from scoper.review.screen.app import Editor

_SHOWN = 5


@click.command(name="review", short_help="Walk the edits of a diff, and take or leave each.")
@input_options
@click.option("--run", "run_id", metavar="ID", help="What a kept run came to (`last` for the newest).")
@click.option("--inline", is_flag=True, help="One question after the other instead of the full screen (extra tui).")
@click.option("--output", metavar="FILE", help="Write what is accepted as a patch (- for standard output), nowhere else.")
@click.option("--dry-run", is_flag=True, help="Write nothing; decisions are kept all the same.")
@click.option("--ignore", metavar="RULE", multiple=True, help="Turn off a rule (SC101, out-of-scope-edit) or a family (SC).")
@lint_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(
    revisions: str | None,
    staged: bool,
    patch: str | None,
    base_revision: str | None,
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    run_id: str | None,
    inline: bool,
    output: str | None,
    dry_run: bool,
    ignore: Sequence[str],
    lint: LintOptions,
    no_cache: bool,
    colour: str,
) -> int:
    """Walk the edits of a diff, grouped by verdict; accept or reject each, or statement by statement.

    It is a full screen (extra tui), or one question after the other with --inline and where no terminal can show a screen.
    Without a RANGE it is the work tree against HEAD: what is rejected is taken out of it, and what is left open stays. With
    --staged it is the index. Of a RANGE or a --patch the accepted part is printed as a patch. A RANGE may be the name of a
    report in JSON (`scoper check --format json`), whose sides and request count. Of a --run the accepted part is written to
    the work tree. Exit code 1 says that something was left open.

    \b
    scoper review
    scoper review --run last
    scoper review main...feature --output accepted.patch
    scoper check --format json > report.json; scoper review report.json
    """
    refuse_contradictions(revisions, staged, patch, base_revision, requests)
    if "-" in (*requests, patch):
        raise click.UsageError("standard input is for the answers: give --patch FILE and --request @FILE")
    is_report = revisions is not None and revisions.endswith(".json") and os.path.isfile(revisions)
    _refuse_more(run_id, is_report, bool(revisions or staged or patch), bool(requests or scopes or ambiguity))
    with Repository.discover() as repository:
        recover(repository)
        if run_id is not None:
            sides, asked = of_run(repository, find(repository.git_dir, run_id))
        elif is_report and revisions is not None:
            sides, asked = of_report(repository, _read(revisions), revisions)
        else:
            found = read_sides(repository, revisions, staged, patch, base_revision)
            config = read_config(found, ambiguity, None, ignore, lint)
            task = read_task(repository, found, read_requests(requests), parse_scopes(scopes), config, ambiguity)
            way = Way.PATCH if revisions or patch else Way.INDEX if staged else Way.WORK_TREE
            sides = Sides(found.base, found.head, way)
            asked = Asked(task, config)
        full = not inline and is_screen()
        return _review(repository, sides, asked, Options(output, dry_run, not no_cache, wants_colour(colour), full))


class Options(NamedTuple):
    """What the command line says beside what is reviewed."""

    output: str | None
    dry_run: bool
    use_cache: bool
    colour: bool
    is_full_screen: bool


def _refuse_more(run_id: str | None, is_report: bool, has_sides: bool, has_task: bool) -> None:
    if run_id is not None and has_sides:
        raise click.UsageError("--run excludes a RANGE, --staged and --patch: each says what to review")
    if (is_report or run_id is not None) and has_task:
        raise click.UsageError("a report or a run says itself what was asked for: leave out --request, --scope and --ambiguity")


def _review(repository: Repository, sides: Sides, asked: Asked, options: Options) -> int:
    report = judge(repository, sides.base, sides.head, asked.task, asked.config, use_cache=options.use_cache, may_ask=True)
    if not report.verdicts:
        click.echo("nothing to review: the two sides do not differ", err=True)
        return 0
    asked = asked._replace(task=report.task)
    desk = Desk(repository, sides, asked, report, use_cache=options.use_cache)
    store = store_of(repository.git_dir, repository.common_dir, desk.matter, sides.run)
    to_stderr = options.output == "-" or (options.output is None and sides.way is Way.PATCH)
    start = store.load(begin(desk.matter))
    if options.is_full_screen:
        review = full_screen()(desk, store, start, edit_text, question(desk, options))
    else:
        review = Inline(desk, store, start, colour=options.colour, to_stderr=to_stderr).run()
    if review is None:
        click.echo("nothing was written; what was decided is kept", err=to_stderr)
        return 1
    lines = [summary(review), *headline(desk.judge(review))]
    if not options.dry_run:
        lines += _written(desk, review, options.output)
        lines += _offered(repository, desk, store, review)
    click.echo("\n".join(clean(line) for line in lines), err=to_stderr)
    return int(Decision.OPEN in review.decisions)


def question(desk: Desk, options: Options) -> str:
    """What is asked before anything is written."""
    if options.dry_run:
        return "Be done with it? With --dry-run nothing is written."
    if options.output not in (None, "-"):
        return f"Write what is accepted to {clean(options.output or '')}?"
    where = "standard output, as a patch" if options.output == "-" or desk.sides.way is Way.PATCH else desk.sides.way.value
    return f"Write what is accepted to {where}?"


def is_screen() -> bool:
    """Whether somebody sits at a terminal that can show a screen."""
    return on_terminal() and os.environ.get("TERM", "dumb") not in ("", "dumb")


def full_screen() -> Callable[[Desk, Store, Reviewed, Editor, str], Reviewed | None]:
    """The screen, which takes half a second to load. Raises :class:`UserError` where the extra is not installed."""
    try:
        from scoper.review.screen.app import run
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("textual"):
            raise
        raise UserError("the full screen needs textual", "pip install 'scoper[tui]'", "scoper review --inline") from None
    return run


def _written(desk: Desk, review: Reviewed, output: str | None) -> Iterator[str]:
    """Put what was accepted where it is to go."""
    done = desk.finish(review, elsewhere=output is not None)
    if output is not None or desk.sides.way is Way.PATCH:
        emit_bytes(done.patch, output)
    else:
        yield from _said(done)


def _offered(repository: Repository, desk: Desk, store: Store, review: Reviewed) -> Iterator[str]:
    """Remember what was overruled, and tell what that comes to now."""
    known = {(offer.rule.code, offer.where) for offer in offers(recall(store.memory), desk.config, rules())}
    store.remember(remembered(desk.matter, review))
    fresh = offers(recall(store.memory), desk.config, rules())
    yield from told(repository, [one for one in fresh if (one.rule.code, one.where) not in known])


def _said(done: Finished) -> Iterator[str]:
    if not done.paths:
        yield "nothing had to be written"
        return
    rest = f" and {len(done.paths) - _SHOWN} more" if len(done.paths) > _SHOWN else ""
    yield f"written: {', '.join(done.paths[:_SHOWN])}{rest}"
    if done.merged:
        yield f"merged with what changed meanwhile, look at them: {', '.join(done.merged)}"
    yield from (f"left on disk, as it holds more than what was staged: {path}" for path in done.left)
    if done.undo:
        yield "`scoper trim --undo` takes it back"


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UserError(f"cannot read the report {path}: {error.strerror}") from None
