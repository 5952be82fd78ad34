"""``scoper edit``: have a model make an edit, judged before it is written."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import click

from scoper import gate
from scoper.agent.bring import recover
from scoper.agent.drive import Driven, drive, is_written, place, questions_json, worth_writing
from scoper.agent.finish import Done, Way, message_for
from scoper.agent.limits import Limits
from scoper.agent.model import Result, State, Unanswered
from scoper.agent.runs import Kept, Run, begin, find, how_many, prune
from scoper.agent.session import Again, Wanted, new_job, old_job, recording, rounds_of
from scoper.agent.talk import Voice
from scoper.agent.turns import Asking, recorded_answers
from scoper.cli.bringing import BringOptions, bring_options
from scoper.cli.demo_edit import replay_demo
from scoper.cli.edited import as_event, summary
from scoper.cli.linting import LintOptions, lint_options
from scoper.cli.options import ambiguity_option, parse_scopes, read_request, scope_option
from scoper.cli.output import COLOURS, emit, emit_bytes, on_terminal, wants_colour
from scoper.cli.people import Terminal, may_write
from scoper.cli.progress import watching
from scoper.errors import UserError
from scoper.folder import make_folder, remove_folder
from scoper.git.repository import Repository
from scoper.llm.client import OpenAIClient, find_endpoint
from scoper.llm.model import ModelError
from scoper.llm.profiles import Models, load_models
from scoper.llm.replay import ReplayClient
from scoper.llm.retry import Clock, Patience
from scoper.report.terminal import clean
from scoper.scope.model import Ambiguity, Task, TaskSource

_DEMO = "demo"
_DEFAULTS = Limits()


class Options(NamedTuple):
    """The command line."""

    request: str | None
    scopes: tuple[str, ...]
    ambiguity: str | None
    model: str | None
    profile: str | None
    limits: Limits
    bring: BringOptions
    replay: str | None
    as_json: bool
    lint: LintOptions
    use_cache: bool
    colour: str


@click.command(name="edit", short_help="Have a model make an edit, judged before it is written.")
@click.argument("request", required=False)
@scope_option
@ambiguity_option
@click.option("--model", metavar="NAME", help="The model to ask.  [default: SCOPER_MODEL, or the file of models]")
@click.option("--profile", metavar="NAME", help="How to talk to it, where its name does not say (docs/edit.md).")
@click.option(
    "--max-rounds", default=_DEFAULTS.rounds, show_default=True, type=click.IntRange(1), help="Times the gate judges."
)
@click.option("--max-tokens", default=_DEFAULTS.tokens, show_default=True, type=click.IntRange(1), help="Input and output.")
@click.option("--max-cost", type=click.FloatRange(0, min_open=True), help="US dollars.")
@click.option(
    "--max-wall-time", default=_DEFAULTS.wall, show_default=True, type=click.FloatRange(0, min_open=True), help="Seconds."
)
@bring_options
@click.option("--resume", metavar="ID", help="Go on with a run that was cut off or not accepted (`last` for the newest).")
@click.option(
    "--replay", metavar="ID", help="Look at a run again without a model, by the same gate; `demo` for a built-in one."
)
@click.option("--json", "as_json", is_flag=True, help="Events and the result as JSON, one a line.")
@lint_options
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts.")
@click.option("--color", "colour", type=click.Choice(COLOURS), default="auto", show_default=True, help="Colours in text.")
def command(
    request: str | None,
    scopes: Sequence[str],
    ambiguity: str | None,
    model: str | None,
    profile: str | None,
    max_rounds: int,
    max_tokens: int,
    max_cost: float | None,
    max_wall_time: float,
    bring: BringOptions,
    resume: str | None,
    replay: str | None,
    as_json: bool,
    lint: LintOptions,
    no_cache: bool,
    colour: str,
) -> int:
    """Have a model do what REQUEST (the text itself, @FILE, or - for standard input) asks for.

    The model is given the context that the edit needs. What it sends is laid over the files in memory and judged: what was
    not asked for is taken out, what is wrong goes back to the model, and only what is accepted is written, all at once.

    \b
    scoper edit "round the total half up" --model gpt-6-luna
    scoper edit @request.txt --scope src/cart.py::Cart.total --patch -
    scoper edit --replay demo
    """
    if sum(one is not None for one in (request, resume, replay)) != 1:
        raise click.UsageError("give a REQUEST, or --resume ID, or --replay ID")
    limits = _DEFAULTS._replace(rounds=max_rounds, tokens=max_tokens, cost=max_cost, wall=max_wall_time)
    switches = as_json, lint, not no_cache, colour
    given = Options(request, tuple(scopes), ambiguity, model, profile, limits, bring, replay, *switches)
    if replay == _DEMO:
        return replay_demo(lambda repository, kept: _replay(repository, kept, given), quiet=as_json or bring.patch == "-")
    with Repository.discover() as repository:
        for done in recover(repository):
            click.echo(f"note: {done.words}", err=True)
        if replay is not None:
            return _replay(repository, find(repository.git_dir, replay), given)
        return _resume(repository, resume, given) if resume is not None else _edit(repository, given)


def _edit(repository: Repository, given: Options) -> int:
    text = read_request(given.request)
    if not (text and text.strip()):
        raise UserError("the request is empty", "say what to edit")
    models = load_models()
    name = _model(given, models)
    base = repository.work_tree()
    config = given.lint.over(gate.load_config(base, base))
    task = Task(text, parse_scopes(given.scopes), TaskSource.FLAG, Ambiguity(given.ambiguity or config.ambiguity))
    wanted = Wanted(task, config, name, given.profile, given.limits, given.use_cache)
    endpoint = find_endpoint(models)
    prune(repository.git_dir, how_many(os.environ) - 1, time.time())
    with watching(as_json=given.as_json, moves=_moves(given)) as watcher:
        run = begin(repository.git_dir, (endpoint.key,), (watcher.event,))
        person = Terminal() if _may_ask(given) else None

        def go() -> Driven:
            job = new_job(repository, base, wanted, models, run, person)
            client = OpenAIClient(name, job.profile, endpoint, _patience(given.limits), _clock())
            try:
                return drive(repository, job, run, Voice(client, None, watcher.heard), Asking(person))
            finally:
                client.close()

        driven = _driven(run, go)
    return _end(repository, run, driven, text, given) if driven is not None else 2


def _resume(repository: Repository, wanted: str, given: Options) -> int:
    kept = find(repository.git_dir, wanted)
    events = kept.events()
    if is_written(events):
        raise UserError(f"run {kept.id} is done, and what it came to is written", f"`scoper runs show {kept.id}` tells")
    models = load_models()
    limits = given.limits._replace(rounds=given.limits.rounds + rounds_of(events))
    job = old_job(repository, kept, models, Again(limits, given.model, given.profile, given.use_cache))
    job = job._replace(config=given.lint.over(job.config))
    endpoint = find_endpoint(models)
    with watching(as_json=given.as_json, moves=_moves(given)) as watcher:
        run = Run(kept, (endpoint.key,), (watcher.event,))
        run.note("resumed")
        person = Terminal() if _may_ask(given) else None

        def go() -> Driven:
            client = OpenAIClient(job.model, job.profile, endpoint, _patience(given.limits), _clock())
            voice = ReplayClient(recording(kept), client)
            try:
                return drive(repository, job, run, Voice(voice, voice, watcher.heard), Asking(person, recorded_answers(events)))
            finally:
                client.close()

        driven = _driven(run, go)
    return _end(repository, run, driven, job.task.request, given) if driven is not None else 2


def _replay(repository: Repository, kept: Kept, given: Options) -> int:
    """The same replies and the same gate; nothing is written, but for a patch that is asked for."""
    events = kept.events()
    limits = given.limits._replace(rounds=max(rounds_of(events), 1), cost=None)
    job = old_job(repository, kept, load_models(), Again(limits, None, given.profile, given.use_cache))
    job = job._replace(config=given.lint.over(job.config))
    voice = ReplayClient(recording(kept))
    folder = make_folder("scoper-replay-")
    try:
        with watching(as_json=given.as_json, moves=_moves(given)) as watcher:
            run = Run(Kept(kept.id, folder), (), (watcher.event,))
            asking = Asking(None, recorded_answers(events))
            driven = _driven(run, lambda: drive(repository, job, run, Voice(voice, voice, watcher.heard), asking))
        if voice.differs:
            click.echo("note: the prompts of this version are not those that the replies once answered", err=True)
        if driven is None:
            return 2
        bring = given.bring._replace(dry_run=given.bring.patch is None, way=Way())
        return _end(repository, run, driven, job.task.request, given._replace(bring=bring))
    finally:
        remove_folder(folder)


def _driven(run: Run, go: Callable[[], Driven]) -> Driven | None:
    """What came of a run; ``None`` where it ends in questions, which are said."""
    try:
        return go()
    except Unanswered as error:
        emit(questions_json(error))
        for question in error.questions:
            click.echo(f"error: the request is ambiguous: {clean(question.text)}", err=True)
        click.echo("hint: say it in the request or with --scope, or use --ambiguity assume", err=True)
        return None
    except ModelError as error:
        raise UserError(error.message, *error.hints, f"`scoper edit --resume {run.id}` goes on from here") from error


def _end(repository: Repository, run: Run, driven: Driven, request: str | None, given: Options) -> int:
    """Write the result where it is to go, if it is to, and say everything."""
    result, spent = driven.result, driven.loop.spent
    done: Done | None = None
    accepted = result.state is State.ACCEPTED
    if worth_writing(result) and not given.bring.dry_run:
        if given.bring.patch is not None:
            if accepted:
                emit_bytes(repository.patch(result.base, result.tree), given.bring.patch)
        elif _is_wanted(repository, result, given):
            commits = [(result.tree, message_for(request, run.id))]
            done = place(repository, run, result.base, result.tree, given.bring.way, commits)
    run.note("ended", **as_event(result, spent, done))
    if not given.as_json:
        to_stderr = given.bring.patch == "-"
        text = summary(result, spent, run.id, done, colour=wants_colour(given.colour), is_kept=given.replay != _DEMO)
        click.echo(text, nl=False, err=True) if to_stderr else emit(text)
    return int(not accepted or (done is None and not given.bring.dry_run and given.bring.patch is None))


def _is_wanted(repository: Repository, result: Result, given: Options) -> bool:
    """A person's word, or the policy without one: what is accepted is written."""
    accepted = result.state is State.ACCEPTED
    if given.bring.yes or not _may_ask(given):
        return accepted
    click.echo(
        f"{result.state.value}: {result.why or f'{len(result.report.verdicts) if result.report else 0} edits'}", err=True
    )
    return may_write(repository.patch(result.base, result.tree), default=accepted)


def _may_ask(given: Options) -> bool:
    return given.request != "-" and not given.as_json and on_terminal()


def _moves(given: Options) -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not given.as_json


def _model(given: Options, models: Models) -> str:
    name = given.model or os.environ.get("SCOPER_MODEL") or models.model
    if not name:
        raise UserError("no model is named", "--model NAME, or SCOPER_MODEL; `scoper edit --replay demo` needs none")
    return name


def _patience(limits: Limits) -> Patience:
    return Patience(until=time.monotonic() + limits.wall if limits.wall is not None else None)


def _clock() -> Clock:
    return Clock(time.monotonic, time.sleep, random.random)
