"""What ``scoper wrap`` says: what the copy lacks before the command is started, and at the end what came of it, in words and as
JSON."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

from scoper.agent.drive import RESULT
from scoper.agent.finish import Done
from scoper.agent.model import State
from scoper.agent.runs import Run
from scoper.agent.wrap import REST, Standard, Wrapped
from scoper.cli.edited import STYLES, because, changed, found, refused, section
from scoper.git.copy import WorkCopy
from scoper.git.repository import Repository
from scoper.report.json import edit_json
from scoper.report.terminal import clean, paint
from scoper.report.text import headline
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
    lines = [f"{paint(wrapped.state.value, 'bold', STYLES[wrapped.state], colour=colour)}{because(wrapped.why)}"]
    if wrapped.report is not None:
        lines += headline(wrapped.report, colour=colour) if wrapped.state is not State.ACCEPTED else []
        lines += section("changed", changed(wrapped.report.verdicts), colour=colour)
        lines += section("found", found(wrapped.report.findings), colour=colour)
    lines += section("refused", refused(wrapped.refused), colour=colour)
    lines += section("assumed", [clean(one) for one in wrapped.assumed], colour=colour)
    lines += section("not brought back, as git ignores it", [clean(one) for one in wrapped.ignored], colour=colour)
    lines += section("changed in your work tree meanwhile", [clean(one) for one in wrapped.meanwhile], colour=colour)
    lines += section("next", list(_next(repository, run, wrapped, done)), colour=colour)
    how = f"{ended.how.value}, exit code {ended.code}"
    took = f"{counted(wrapped.rounds, 'call')}, {ended.seconds:.0f} s"
    lines.append(paint(f"command: {how} · {took} · run {run.id}", "dim", colour=colour))
    return "\n".join(lines) + "\n"


def as_event(wrapped: Wrapped, done: Done | None) -> dict[str, object]:
    """The result for programs, as the last event of a run."""
    report = wrapped.report
    return {
        "state": wrapped.state.value,
        "why": wrapped.why,
        "tree": wrapped.tree.id,
        "verdict": report.outcome.value if report is not None else None,
        "edits": [edit_json(verdict.edit) for verdict in report.verdicts] if report is not None else [],
        "refused": [one._asdict() for one in wrapped.refused],
        "rest": list(wrapped.rest),
        "assumed": list(wrapped.assumed),
        "ignored": list(wrapped.ignored),
        "meanwhile": list(wrapped.meanwhile),
        "how": wrapped.ended.how.value,
        "code": wrapped.ended.code,
        "calls": wrapped.rounds,
        "written": list(done.brought.paths) if done is not None and done.brought is not None else [],
        "merged": list(done.brought.merged) if done is not None and done.brought is not None else [],
        "commit": done.tip if done is not None else None,
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
