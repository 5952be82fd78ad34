"""From what a person names (a report, a run, two sides) to what is reviewed: snapshots, task, configuration, and where what is
accepted is to go."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from scoper import gate
from scoper.agent.copies import ALL
from scoper.agent.drive import RESULT
from scoper.agent.runs import Kept, last_of
from scoper.agent.session import read_beginning
from scoper.change.model import Change
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.report.json import SCHEMA
from scoper.review.placed import in_place
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.untangle.place import held

REVIEWED = "reviewed.patch"
"""The file of a run that holds what was accepted of it last."""

_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Way(enum.Enum):
    """Where what is accepted goes."""

    WORK_TREE = "the work tree"
    INDEX = "the index"
    RUN = "the work tree, merged with what changed meanwhile"
    PATCH = "a patch"


class Sides(NamedTuple):
    """Two snapshots under review. ``run`` is the run that they are of, and ``placed`` the base with what of it was put into the
    work tree so far."""

    base: Tree
    head: Tree
    way: Way
    run: Kept | None = None
    placed: Tree | None = None

    def in_place(self, repository: Repository, parts: Change) -> Set[int]:
        """The parts that are where they would go: they stay while nothing is decided, and others go nowhere by themselves."""
        if self.way is Way.RUN:
            return in_place(repository, self.base, self.head, self.placed, parts) if self.placed is not None else set()
        return set() if self.way is Way.PATCH else set(range(len(parts.edits)))

    def locked(self, repository: Repository, parts: Change) -> dict[int, str]:
        """The parts that are not for us to take out."""
        return held(repository, self.base, self.head, parts, None) if self.way is Way.WORK_TREE else {}


class Asked(NamedTuple):
    """What the sides are judged by."""

    task: Task
    config: Config


def of_run(repository: Repository, kept: Kept) -> tuple[Sides, Asked]:
    """What a run came to, on the base that it had; of a wrapped command all that it did, whatever was brought back of it.
    Raises :class:`UserError` where that cannot be had any more."""
    beginning = read_beginning(repository, kept)
    events = kept.events()
    has_all = any(event.get("event") in ("kept", "saved") for event in events)  # at its end, or when it was killed
    has_result = last_of(events, "result") is not None
    base = beginning.base
    result = _applied(repository, base, kept, RESULT) if has_result or not has_all else base
    head = _applied(repository, base, kept, ALL) if has_all else result
    placed = None
    if last_of(events, "reviewed") is not None:
        placed = _applied(repository, base, kept, REVIEWED)
    elif (written := last_of(events, "written")) is not None and written.get("branch") is None:
        placed = result
    if placed is not None and _is_undone(repository, base, placed):
        placed = None
    return Sides(base, head, Way.RUN, kept, placed), Asked(beginning.task, beginning.config)


def _is_undone(repository: Repository, base: Tree, placed: Tree) -> bool:
    """Whether all that was put into the work tree was taken back since."""
    before, now = base.entries(), repository.work_tree().entries()
    return all(now.get(path) == before.get(path) for path in differing_paths(base, placed))


def _applied(repository: Repository, base: Tree, kept: Kept, name: str) -> Tree:
    patch = kept.read(name)
    return repository.apply(base, patch, f"run {kept.id}") if patch else base


def of_report(repository: Repository, data: bytes, name: str) -> tuple[Sides, Asked]:
    """What a report in JSON is on. Its verdicts are worked out again, by the same task: the same input gives the same verdict.
    Raises :class:`UserError` for what is no report, and where a side is gone."""
    document = _document(data, name)
    base, head = _oid(document, "base", name), _oid(document, "head", name)
    sides = _sides(repository, base, head, name)
    return sides, Asked(_task(document, name), gate.load_config(sides.base, sides.head))


def _sides(repository: Repository, base: str, head: str, name: str) -> Sides:
    """In place only where the report is on what is not committed yet, and that is still as it was."""
    old = _tree(repository, base, name)
    if old.id == (repository.head() or repository.empty()).id:
        if repository.root is not None and (work_tree := repository.work_tree()).id == head:
            return Sides(old, work_tree, Way.WORK_TREE)
        if (index := repository.index()).id == head:
            return Sides(old, index, Way.INDEX)
    return Sides(old, _tree(repository, head, name), Way.PATCH)


def _tree(repository: Repository, oid: str, name: str) -> Tree:
    if oid == repository.empty().id:
        return repository.empty()
    try:
        return repository.commit(oid)
    except UserError:
        raise UserError(
            f"{name} is about {oid[:12]}, which is not in this repository",
            "a report on a work tree or an index can be reviewed as long as these are as they were; judge again",
        ) from None


def _document(data: bytes, name: str) -> Mapping[str, object]:
    try:
        document: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{name} is no JSON: {error}", "`scoper check --format json` writes a report") from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise UserError(f"{name} is no report of scoper ({SCHEMA})", "`scoper check --format json` writes one")
    return document


def _oid(document: Mapping[str, object], key: str, name: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not _OID.fullmatch(value):
        raise UserError(f"{name} does not say which {key} it is on")
    return value


def _task(document: Mapping[str, object], name: str) -> Task:
    task = document.get("task")
    if not isinstance(task, dict):
        raise UserError(f"{name} does not say what was asked")
    request, scope, requests = task.get("request"), task.get("scope"), task.get("requests", [])
    try:
        source = TaskSource(str(task.get("source")))
        specs = tuple(parse_spec(str(one)) for one in scope or ())
        texts = tuple(str(one) for one in requests)
    except (ValueError, TypeError) as error:
        raise UserError(f"{name} does not say what was asked: {error}") from None
    return Task(request if isinstance(request, str) else None, specs, source, requests=texts)
