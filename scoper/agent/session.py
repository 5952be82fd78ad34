"""Beginning a run, going on with one, and looking at one again: where the base comes from and who answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper import __version__, gate
from scoper.agent.ambiguity import settle
from scoper.agent.limits import Limits
from scoper.agent.model import Job, Person
from scoper.agent.runs import SCHEMA, Event, Kept, Run, last_of
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.llm.profiles import Models
from scoper.llm.read import dict_of, text_of
from scoper.llm.replay import Recorded, from_json
from scoper.scope.model import Ambiguity, Task, TaskSource
from scoper.scope.specs import parse_spec

BASE = "base.patch"


class Wanted(NamedTuple):
    """What a new run is about, as the command line says it."""

    task: Task
    config: Config
    model: str
    profile: str | None
    limits: Limits
    use_cache: bool = True


def new_job(repository: Repository, base: Tree, wanted: Wanted, models: Models, run: Run, person: Person | None) -> Job:
    """Write down what is asked and on what base, and settle what it means. Errors as in
    :func:`~scoper.agent.ambiguity.settle`."""
    profile = models.profile(wanted.model, wanted.profile)
    limits = wanted.limits._asdict()
    note_started(repository, run, base, wanted.task, wanted.config, model=wanted.model, profile=profile.name, limits=limits)
    run.note("phase", name="scope")
    scope = gate.resolve_scope(repository, base, wanted.task, wanted.config, use_cache=wanted.use_cache)
    task, assumed = settle(scope, wanted.task, person)
    note_scope(run, task, assumed, targets=[target.symbol for target in scope.targets])
    price = models.price(wanted.model)
    return Job(
        base,
        repository.head_commit(),
        task,
        wanted.config,
        wanted.model,
        profile,
        price,
        wanted.limits,
        assumed,
        wanted.use_cache,
    )


def note_started(repository: Repository, run: Run, base: Tree, task: Task, config: Config, **more: object) -> None:
    """Write down what a run is begun on, for :func:`read_beginning`; ``more`` is told beside."""
    patch = run.keep(BASE, repository.patch(repository.head() or repository.empty(), base))
    run.note(
        "started",
        schema=SCHEMA,
        run=run.id,
        version=__version__,
        request=task.request,
        commit=repository.head_commit(),
        base=base.id,
        patch=patch,
        linters=bool(config.linters),
        **more,
    )


def note_scope(run: Run, task: Task, assumed: Sequence[str], **more: object) -> None:
    """Write down what a request was settled to mean, as :func:`note_started` does for what it is on."""
    run.note(
        "scope",
        request=task.request,
        requests=list(task.requests),
        specs=[spec.text for spec in task.specs],
        source=task.source.value,
        ambiguity=task.ambiguity.value,
        assumed=list(assumed),
        **more,
    )


class Again(NamedTuple):
    """What the command line says of a run that is taken up again. Without a ``model`` or ``profile`` it keeps its own."""

    limits: Limits
    model: str | None = None
    profile: str | None = None
    use_cache: bool = True


class Beginning(NamedTuple):
    """What a run that is kept was begun with."""

    base: Tree
    commit: str | None
    task: Task
    config: Config
    started: Event
    assumed: tuple[str, ...]


def read_beginning(repository: Repository, kept: Kept) -> Beginning:
    """The base that a run had, and what was asked. Raises :class:`UserError` where that cannot be had any more."""
    events = kept.events()
    started, scope = last_of(events, "started"), last_of(events, "scope")
    if started is None or started.get("schema") != SCHEMA:
        raise UserError(f"run {kept.id} has no beginning that this version can read", f"see {kept.folder}")
    if scope is None:
        raise UserError(f"run {kept.id} ended before it was settled what is asked", "begin a new one")
    base, commit = _base(repository, kept, started)
    config = gate.load_config(base, base)
    if started.get("linters") is False:
        config = config._replace(linters=())
    return Beginning(base, commit, _task(scope), config, started, tuple(str(one) for one in _list(scope, "assumed")))


def old_job(repository: Repository, kept: Kept, models: Models, again: Again) -> Job:
    """The job of a run that is kept, on the base that it had. Errors as in :func:`read_beginning`."""
    base, commit, task, config, started, assumed = read_beginning(repository, kept)
    if "model" not in started:
        raise UserError(f"run {kept.id} is one of `scoper wrap`", f"`scoper wrap --replay {kept.id}` looks at it again")
    model = again.model or text_of(started, "model")
    known = text_of(started, "profile") if again.model is None else None  # another model may need to be talked to otherwise
    profile = models.profile(model, again.profile or known or None)
    return Job(base, commit, task, config, model, profile, models.price(model), again.limits, assumed, again.use_cache)


def recording(kept: Kept) -> list[Recorded]:
    """The replies of a run, in their order."""
    return [_recorded(kept, text_of(event, "file")) for event in _first_of_each(kept.events())]


def rounds_of(events: Sequence[Event]) -> int:
    """How many rounds a run had."""
    return max((int(str(event.get("number", 0))) for event in events if event.get("event") == "round"), default=0)


def _first_of_each(events: Sequence[Event]) -> list[Event]:
    """Going on with a run repeats the replies before: each file counts once."""
    files: dict[str, Event] = {}
    for event in events:
        if event.get("event") == "reply":
            files.setdefault(text_of(event, "file"), event)
    return list(files.values())


def _recorded(kept: Kept, name: str) -> Recorded:
    return recorded_from(kept.read(name), f"{name} of run {kept.id}")


def recorded_from(data: bytes, where: str) -> Recorded:
    """One reply as it is kept. Raises :class:`UserError` where it is none."""
    try:
        table: object = json.loads(data)
    except ValueError as error:
        raise UserError(f"{where} is damaged: {error}") from None
    if not isinstance(table, dict) or not isinstance(table.get("reply"), dict):
        raise UserError(f"{where} holds no reply")
    return Recorded(from_json(dict_of(table, "reply")), text_of(table, "prompt") or None)


def _base(repository: Repository, kept: Kept, started: Mapping[str, object]) -> tuple[Tree, str | None]:
    commit = text_of(started, "commit") or None
    try:
        tree = repository.commit(commit) if commit is not None else repository.empty()
        patch = kept.read(BASE)
        base = repository.apply(tree, patch, "the base of the run") if patch else tree
    except UserError as error:
        hint = "the commit that it began on may be gone"
        raise UserError(f"the base of run {kept.id} cannot be made again: {error.message}", hint) from None
    if base.id != started.get("base"):
        raise UserError(f"the base of run {kept.id} cannot be made again: it comes out as {base.id}")
    return base, commit


def _task(scope: Mapping[str, object]) -> Task:
    specs = tuple(parse_spec(str(one)) for one in _list(scope, "specs"))
    request = text_of(scope, "request") or None
    source, ambiguity = TaskSource(text_of(scope, "source")), Ambiguity(text_of(scope, "ambiguity"))
    return Task(request, specs, source, ambiguity, tuple(str(one) for one in _list(scope, "requests")))


def _list(table: Mapping[str, object], key: str) -> list[object]:
    value = table.get(key)
    return value if isinstance(value, list) else []
