"""Which two snapshots are meant, and by what they are judged."""

from __future__ import annotations

from typing import NamedTuple

from scoper.config import Config
from scoper.doors import tasks
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Ambiguity, Spec, Task, TaskSource


class Sides(NamedTuple):
    """The snapshots to compare. ``commit`` is the head's, where that is a commit."""

    base: Tree
    head: Tree
    commit: str | None = None


def sides_of(repository: Repository, revisions: str | None = None, *, staged: bool = False) -> Sides:
    """A range, what is staged against HEAD, or else the work tree against it. Raises :class:`UserError` for what does not
    exist."""
    if revisions is not None:
        return Sides(*repository.range(revisions))
    return Sides(repository.head() or repository.empty(), repository.index() if staged else repository.work_tree())


def read_task(
    repository: Repository, sides: Sides, requests: tuple[str, ...], specs: tuple[Spec, ...], config: Config, asked: str | None
) -> Task:
    """Options come first, then the current task, then the message of the one commit that is judged."""
    ambiguity = Ambiguity(config.ambiguity)
    if requests or specs:
        return task_of(requests, specs, TaskSource.FLAG, ambiguity)
    if stored := tasks.load(repository.git_dir):
        return stored._replace(ambiguity=None if asked else stored.ambiguity).task(ambiguity)
    if (message := _message(repository, sides)) is not None:
        return Task(message, (), TaskSource.COMMIT_MESSAGE, ambiguity)
    return Task(ambiguity=ambiguity)


def task_of(requests: tuple[str, ...], specs: tuple[Spec, ...], source: TaskSource, ambiguity: Ambiguity) -> Task:
    """A task of no request, one, or several."""
    text = "\n\n".join(requests) if requests else None
    return Task(text, specs, source, ambiguity, requests if len(requests) > 1 else ())


def _message(repository: Repository, sides: Sides) -> str | None:
    """The message of the head, where nothing but that one commit is judged."""
    if sides.commit is None:
        return None
    try:
        parent = repository.commit(f"{sides.commit}^").id
    except UserError:
        parent = repository.empty().id  # the first commit has none
    return repository.message(sides.commit).strip() if parent == sides.base.id else None
