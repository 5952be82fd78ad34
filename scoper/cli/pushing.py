"""``scoper hook git pre-push``: judge what a remote does not have yet."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from scoper.cli.committing import tell
from scoper.cli.linting import LintOptions
from scoper.doors import tasks
from scoper.doors.inputs import task_of
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.scope.model import Ambiguity, Task, TaskSource

_NOTHING = re.compile(r"0{40,64}")
_MESSAGES = 50  # commits whose messages are taken for requests


class Push(NamedTuple):
    """One branch of a push: the commit that goes up, and the one that the remote has now, if it has one."""

    name: str
    commit: str
    known: str | None


def judge_push(repository: Repository, arguments: Sequence[str]) -> int:
    """The worst exit code of all that is pushed. ``arguments`` are the remote's name and URL."""
    remote = arguments[0] if arguments else None
    codes = [_judge(repository, push, remote) for push in _pushes()]
    if not codes:
        click.echo("scoper: nothing was checked: this push brings no commits")
    return max(codes, default=0)


def _pushes() -> Iterator[Push]:
    """What git says on standard input; under the pre-commit framework, which reads that itself, what its variables say."""
    if "PRE_COMMIT_TO_REF" in os.environ:
        yield Push("the push", os.environ["PRE_COMMIT_TO_REF"], os.environ.get("PRE_COMMIT_FROM_REF") or None)
        return
    for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines():
        fields = line.split(" ")
        if len(fields) == 4 and not _NOTHING.fullmatch(fields[1]):
            yield Push(fields[0], fields[1], None if _NOTHING.fullmatch(fields[3]) else fields[3])


def _judge(repository: Repository, push: Push, remote: str | None) -> int:
    from scoper import gate
    from scoper.cli.judging import judge

    commits, start = repository.unpublished(push.commit, push.known, remote)
    if not commits:
        click.echo(f"scoper: {push.name}: nothing was checked: the remote has all of its commits")
        return 0
    base = repository.commit(start) if start is not None else repository.empty()
    head = repository.commit(push.commit)
    config = LintOptions().over(gate.load_config(base, head))
    ambiguity = Ambiguity(config.ambiguity)
    stored = tasks.load(repository.git_dir)
    task = stored.task(ambiguity) if stored else _by_messages(repository, commits, ambiguity)
    return tell(judge(repository, base, head, task, config), config, "push")


def _by_messages(repository: Repository, commits: Sequence[str], ambiguity: Ambiguity) -> Task:
    if len(commits) > _MESSAGES:
        raise UserError(f"this push brings {len(commits):,} commits, too many to judge together", "push some of them first")
    messages = tuple(text for commit in commits if (text := repository.message(commit).strip()))
    return task_of(messages, (), TaskSource.COMMIT_MESSAGE, ambiguity)
