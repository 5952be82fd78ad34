"""What ``scoper wrap`` says: what the copy lacks before the command is started, and at the end what came of it, in words and as
JSON."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from scoper.agent.drive import RESULT
from scoper.agent.finish import Done
from scoper.agent.runs import Run
from scoper.agent.wrap import REST, Standard, Wrapped
from scoper.cli.edited import came_of_it, event_of, section
from scoper.git.copy import WorkCopy
from scoper.git.repository import Repository
from scoper.report.terminal import clean, paint
from scoper.text import counted

_NAMED = 5


def before(copy: WorkCopy, standard: Standard) -> Iterator[str]:
    """What somebody should know before the command is started, a line each."""
    if standard.task.is_empty:
        yield "nothing says what is asked (--request, --scope, or `scoper task start`), so scope will not be judged"
    yield from (f"assumed: {one}" for one in standard.assumed)
    yield from (f"{problem.path}: {problem.reason}" for problem in copy.base.problems)
    if copy.submodules:
        yield f"the folders of submodules are empty in the copy: {_some(copy.submodules)}"
    if copy.links:
        yield f"links that lead out of the copy, through which anything can be written: {_some(copy.links)}"


def summary(repository: Repository, run: Run, wrapped: Wrapped, done: Done | None, *, colour: bool) -> str:
    """The result for a person."""
    ended = wrapped.ended
    lines = came_of_it(wrapped, colour=colour)
    lines += section("not brought back, as git ignores it", [clean(one) for one in wrapped.ignored], colour=colour)
    lines += section("changed in your work tree meanwhile", [clean(one) for one in wrapped.meanwhile], colour=colour)
    lines += section("next", list(_next(repository, run, wrapped, done)), colour=colour)
    how = f"{ended.how.value}, exit code {ended.code}"
    took = f"{counted(wrapped.rounds, 'call')}, {ended.seconds:.0f} s"
    lines.append(paint(f"command: {how} · {took} · run {run.id}", "dim", colour=colour))
    return "\n".join(lines) + "\n"


def as_event(wrapped: Wrapped, done: Done | None) -> dict[str, object]:
    """The result for programs, as the last event of a run."""
    return {
        **event_of(wrapped, done),
        "rest": list(wrapped.rest),
        "ignored": list(wrapped.ignored),
        "meanwhile": list(wrapped.meanwhile),
        "how": wrapped.ended.how.value,
        "code": wrapped.ended.code,
        "calls": wrapped.rounds,
    }


def _next(repository: Repository, run: Run, wrapped: Wrapped, done: Done | None) -> Iterator[str]:
    if done is not None and done.tip is not None:
        yield f"git log -p {done.tip[:12]}"
    if done is not None and done.brought is not None:
        if done.brought.merged:
            yield f"merged with what changed meanwhile, look at them: {', '.join(map(clean, done.brought.merged))}"
        if done.brought.paths and done.tip is None:  # of a commit, git takes back all at once
            yield from ("git diff", "scoper trim --undo   takes it back")
        if not done.brought.paths:
            yield "the work tree holds all of it already"
    elif done is None and wrapped.tree.id != wrapped.base.id:
        yield f"{_apply(repository, run, RESULT)}   takes what is in scope"
    if REST in wrapped.rest:  # of calls before the last there is no more than the patches
        yield f"scoper review --run {run.id}   takes or leaves the rest, edit by edit"
    what = "what was refused" if wrapped.report is not None else "all that it did"
    yield from (f"{_apply(repository, run, name)}   takes {what}" for name in wrapped.rest)


def _apply(repository: Repository, run: Run, name: str) -> str:
    """A command that works from the current folder: ``git apply`` leaves out what is not below it."""
    root = repository.root or ""
    at_top = os.path.realpath(root) == os.path.realpath(os.getcwd())
    path = os.path.join(run.folder, name)
    shown = os.path.relpath(path) if at_top else path
    words = ["git", *([] if at_top else ["-C", root]), "apply", shown]
    return clean(shlex.join(words))


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"
