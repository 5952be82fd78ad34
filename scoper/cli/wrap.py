"""``scoper wrap``: run any agent in a copy, judge what it did, and bring back what was asked for."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from typing import NamedTuple

import click

from scoper import gate
from scoper.agent.bring import recover
from scoper.agent.calling import template_words
from scoper.agent.command import How, NotStarted, Streams
from scoper.agent.copies import ALL, remember, temporary_folder
from scoper.agent.drive import note_end, place, questions_json
from scoper.agent.finish import Done, Way, message_for
from scoper.agent.model import Unanswered
from scoper.agent.runs import Run, begin, find, how_many, prune
from scoper.agent.wrap import Standard, Wanted, Wrap, Wrapped, again, settled
from scoper.cli.bringing import BringOptions, bring_options
from scoper.cli.inputs import NEVER
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import ambiguity_option, parse_scopes, read_requests, scope_option
from scoper.cli.output import COLOURS, emit, emit_bytes, on_terminal, wants_colour
from scoper.cli.people import Terminal, may_write
from scoper.cli.progress import watching
from scoper.cli.wrapped import as_event, before, summary
from scoper.doors.inputs import Sides, read_task
from scoper.errors import UserError
from scoper.finding import Severity
from scoper.folder import remove_folder
from scoper.git.copy import WorkCopy
from scoper.git.repository import Repository
from scoper.report.terminal import clean


class Options(NamedTuple):
    """The command line."""

    requests: tuple[str, ...]
    scopes: tuple[str, ...]
    ambiguity: str | None
    wanted: Wanted
    bring: BringOptions
    as_json: bool
    fail_on: str | None
    lint: LintOptions
    use_cache: bool
    colour: str

    @property
    def may_ask(self) -> bool:
        return "-" not in self.requests and not self.as_json and on_terminal()


@click.command(
    name="wrap",
    short_help="Run any agent in a copy, judged before it is brought back.",
    context_settings={"allow_interspersed_args": False},
)
@click.option(
    "--request",
    "requests",
    metavar="TEXT",
    multiple=True,
    help="What the agent was asked: the text itself, @FILE, or - for standard input.  [default: the current task]",
)
@scope_option
@ambiguity_option
@click.option("--feedback", type=click.IntRange(0), default=0, metavar="N", help="Call the agent up to N times more.")
@click.option(
    "--feedback-command",
    metavar="TEMPLATE",
    help="How it is called then: words as for a shell, with {findings} for a file with what is wrong, {feedback} for its text "
    "and {request}.",
)
@click.option("--keep-commits", is_flag=True, help="Make the agent's commits again, each without what was not asked for.")
@click.option("--link", "links", metavar="PATH", multiple=True, help="An ignored file or folder that the copy shares.")
@click.option("--max-wall-time", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="Then the command is ended.")
@click.option("--max-output", type=click.IntRange(1), metavar="BYTES", help="Then too; of output that is no terminal's.")
@bring_options
@click.option("--replay", metavar="ID", help="Judge what a run did once more, by the same gate; nothing is started or written.")
@click.option(
    "--json", "as_json", is_flag=True, help="Events and the result as JSON, one a line; the command's output is error output."
)
@click.option(
    "--fail-on",
    type=click.Choice([*(level.label for level in Severity), NEVER]),
    help="The least severity of a finding that makes the exit code 1.  [default: error]",
)
@lint_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
@click.argument("words", metavar="[--] COMMAND...", nargs=-1, type=click.UNPROCESSED)
def command(
    requests: Sequence[str],
    scopes: Sequence[str],
    ambiguity: str | None,
    feedback: int,
    feedback_command: str | None,
    keep_commits: bool,
    links: Sequence[str],
    max_wall_time: float | None,
    max_output: int | None,
    bring: BringOptions,
    replay: str | None,
    as_json: bool,
    fail_on: str | None,
    lint: LintOptions,
    no_cache: bool,
    colour: str,
    words: Sequence[str],
) -> int:
    """Run COMMAND, an agent or a script, in a temporary copy of the work tree, and judge what it did.

    What is in scope is brought back as one change; the rest is kept as a patch. Your files, index, branches, stash and hooks
    are not touched meanwhile, and what you edit meanwhile is never overwritten. A {request} in COMMAND stands for the request.

    \b
    scoper wrap --request "round the total" -- claude -p {request}
    scoper task start "round the total"; scoper wrap -- codex
    scoper wrap --scope src/cart.py -- ./codemod.sh
    """
    if keep_commits and bring.patch is not None:
        raise click.UsageError("--keep-commits and --patch exclude each other")
    if (replay is None) == (not words):
        raise click.UsageError("say what to run: scoper wrap -- COMMAND" if replay is None else "--replay ID starts no COMMAND")
    if bool(feedback) != (feedback_command is not None):
        raise click.UsageError("--feedback N and --feedback-command TEMPLATE go together")
    template = template_words(feedback_command) if feedback_command is not None else ()
    streams = Streams("-" not in requests, 2 if as_json or bring.patch == "-" else 1)
    wanted = Wanted(tuple(words), ".", feedback, template, max_wall_time, max_output, tuple(links), streams, keep_commits)
    switches = as_json, fail_on, lint, not no_cache, colour
    given = Options(tuple(requests), tuple(scopes), ambiguity, wanted, bring, *switches)
    with Repository.discover() as repository:
        for done in recover(repository):
            click.echo(f"note: {done.words}", err=True)
        return _replay(repository, replay, given) if replay is not None else _wrap(repository, given)


def _wrap(repository: Repository, given: Options) -> int:
    if repository.root is None:
        raise UserError("a bare repository has no work tree that could be copied")
    folder = os.path.relpath(os.getcwd(), repository.root)
    wanted = given.wanted._replace(folder=folder, links=_links(repository, given.wanted.links))
    for program in (wanted.command[0], *wanted.template[:1]):
        if "/" not in program and shutil.which(program) is None:
            raise UserError(
                f"no such command: {program}", "COMMAND is a program with its arguments, as in `scoper wrap -- claude`"
            )
    asked = read_requests(given.requests)
    prune(repository.git_dir, how_many(os.environ) - 1, time.time())
    with watching(as_json=given.as_json, moves=False) as watcher:
        run = begin(repository.git_dir, (), (watcher.event,))
        # The folder stays until all is done: a run that is killed loses nothing that the next command does not find.
        with temporary_folder(run, (repository.store.git_dir,)) as temporary:
            standard, wrapped = _wrapped(repository, run, temporary, wanted, asked, given)
            return _end(repository, run, wrapped, standard.task.request, given)


def _wrapped(
    repository: Repository, run: Run, temporary: str, wanted: Wanted, asked: tuple[str, ...], given: Options
) -> tuple[Standard, Wrapped]:
    """Run the command in a copy, and judge it; the transcript says whatever ends that."""
    try:
        copy = WorkCopy(repository, temporary)
        standard = _standard(repository, copy, asked, given)
        wanted = wanted._replace(links=(*wanted.links, *_configured_links(repository, standard.config.link)))
        remember(run, (temporary, repository.store.git_dir), copy, wanted.links)
        standard = settled(repository, run, standard, wanted.command, Terminal() if given.may_ask else None)
        if not given.as_json:
            click.echo("".join(f"note: {clean(line)}\n" for line in before(copy, standard)), err=True, nl=False)
        return standard, Wrap(repository, run, copy, standard, wanted).go()
    except NotStarted:
        remove_folder(run.folder)
        raise
    except Unanswered as error:
        note_end(run, error)
        emit(questions_json(error))
        raise
    except BaseException as error:
        note_end(run, error)
        _say_what_is_kept(run)
        raise


def _standard(repository: Repository, copy: WorkCopy, asked: tuple[str, ...], given: Options) -> Standard:
    base = copy.base
    config = given.lint.over(gate.load_config(base, base))
    config = config._replace(ambiguity=given.ambiguity or config.ambiguity)
    if given.fail_on is not None and given.fail_on != NEVER:
        config = config._replace(fail_on=Severity[given.fail_on.upper()])
    task = read_task(repository, Sides(base, base), asked, parse_scopes(given.scopes), config, given.ambiguity)
    return Standard(base, task, config, given.use_cache)


def _replay(repository: Repository, wanted: str, given: Options) -> int:
    kept = find(repository.git_dir, wanted)
    wrapped = again(repository, kept, given.lint.over, use_cache=given.use_cache)
    if given.bring.patch is not None:
        emit_bytes(repository.patch(wrapped.base, wrapped.tree), given.bring.patch)
    text = summary(repository, Run(kept), wrapped, None, colour=wants_colour(given.colour))
    click.echo(text, nl=False, err=True) if given.bring.patch == "-" else emit(text)
    return _code(wrapped, given, is_done=True)


def _end(repository: Repository, run: Run, wrapped: Wrapped, request: str | None, given: Options) -> int:
    """Put what is in scope where it is to go, if it is to, and say everything."""
    done: Done | None = None
    failure: UserError | None = None
    has_change = wrapped.tree.id != wrapped.base.id
    try:
        is_wanted = has_change and not given.bring.dry_run and _is_wanted(repository, wrapped, given)
    except (KeyboardInterrupt, click.Abort):
        run.note("ended", **(as_event(wrapped, None) | {"state": "interrupted"}))
        click.echo(err=True)  # the question stands in a line that has no end
        emit(summary(repository, run, wrapped, None, colour=wants_colour(given.colour)))
        raise
    if is_wanted and given.bring.patch is not None:
        emit_bytes(repository.patch(wrapped.base, wrapped.tree), given.bring.patch)
    elif is_wanted:
        way, commits = given.bring.way, [(wrapped.tree, message_for(request, run.id))]
        if given.wanted.keeps_commits:
            commits = list(wrapped.commits)
            way = way if way.branch is not None else Way(commit=bool(commits))
        try:
            done = place(repository, run, wrapped.base, wrapped.tree, way, commits)
        except UserError as error:
            failure = error
    if failure is None:
        state = {"state": "interrupted"} if wrapped.ended.how is How.STOPPED else {}
        run.note("ended", **(as_event(wrapped, done) | state))
    if not given.as_json:
        text = summary(repository, run, wrapped, done, colour=wants_colour(given.colour))
        click.echo(text, nl=False, err=True) if given.bring.patch == "-" else emit(text)
    if failure is not None:
        raise failure
    if wrapped.ended.how is How.STOPPED:
        raise KeyboardInterrupt
    return _code(wrapped, given, is_done=is_wanted or not has_change or given.bring.dry_run)


def _is_wanted(repository: Repository, wrapped: Wrapped, given: Options) -> bool:
    """A person's word, or the policy without one: what is in scope is brought back."""
    if given.bring.yes or not given.may_ask or wrapped.ended.how is How.STOPPED:
        return wrapped.is_due
    click.echo(f"{wrapped.state.value}{f': {clean(wrapped.why)}' if wrapped.why else ''}", err=True)
    return may_write(repository.patch(wrapped.base, wrapped.tree), default=wrapped.is_due)


def _code(wrapped: Wrapped, given: Options, *, is_done: bool) -> int:
    if given.fail_on == NEVER:
        return 0
    return int(bool(wrapped.failing or wrapped.ended.code) or not is_done)


def _links(repository: Repository, given: Sequence[str]) -> tuple[str, ...]:
    """What the command line says is shared, as paths from the top. Raises :class:`UserError` for what is not there, or is in
    the copy anyway."""
    paths = [_inside(repository, one, os.getcwd()) for one in given]
    for path in paths:
        if not os.path.lexists(os.path.join(repository.root or "", path)):
            raise UserError(f"--link {path}: there is no such file or folder")
    if tracked := sorted(set(paths) - _ignored(repository, paths)):
        raise UserError(f"--link {tracked[0]}: git does not ignore it, so the copy has it already")
    return tuple(paths)


def _configured_links(repository: Repository, given: Sequence[str]) -> tuple[str, ...]:
    """What of the configured paths there is to share: a configuration is for many clones."""
    root = repository.root or ""
    paths = [_inside(repository, one, root) for one in given]
    ignored = _ignored(repository, paths)
    return tuple(path for path in paths if path in ignored and os.path.lexists(os.path.join(root, path)))


def _inside(repository: Repository, given: str, start: str) -> str:
    path = os.path.relpath(os.path.join(start, given), repository.root or "")
    if path.split(os.sep)[0] in ("..", ".", ".git"):
        raise UserError(f"a link to {given}: it is not inside the repository")
    return path


def _ignored(repository: Repository, paths: Sequence[str]) -> set[str]:
    """Those that git ignores, also where only a pattern for folders says so."""
    return {path.rstrip("/") for path in repository.ignored([*paths, *(f"{path}/" for path in paths)])}


def _say_what_is_kept(run: Run) -> None:
    path = os.path.join(run.folder, ALL)
    if os.path.exists(path):
        click.echo(f"note: what the command did is kept: {clean(path)}", err=True)
