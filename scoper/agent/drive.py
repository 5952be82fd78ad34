"""One run from its first event to its last: whoever starts one, and whatever ends it, the transcript says so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from scoper.agent.finish import Done, Way, finish
from scoper.agent.loop import Loop
from scoper.agent.model import Job, Result, State, Unanswered
from scoper.agent.runs import Run
from scoper.agent.talk import Voice
from scoper.agent.turns import Asking
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree

RESULT = "result.patch"


class Driven(NamedTuple):
    """A run of the loop that came to an end by itself, and the loop, which knows what was spent."""

    loop: Loop
    result: Result


def drive(repository: Repository, job: Job, run: Run, voice: Voice, asking: Asking) -> Driven:
    """Run the loop; its result is written down before it is returned. What ends it otherwise is written down, and raised."""
    loop = Loop(repository, job, run, voice, asking)
    try:
        result = loop.go()
    except BaseException as error:
        note_end(run, error)
        raise
    if result.tree.id != result.base.id:
        run.keep(RESULT, repository.patch(result.base, result.tree))
    run.note("result", state=result.state.value, why=result.why, tree=result.tree.id)
    return Driven(loop, result)


def place(repository: Repository, run: Run, base: Tree, tree: Tree, way: Way, commits: Sequence[tuple[Tree, str]]) -> Done:
    """Put what changed from ``base`` to ``tree`` where it was asked to go, as in :func:`~scoper.agent.finish.finish`. The
    transcript says that it is being done before, and that it was done after."""
    run.note("phase", name="writing")
    try:
        done = finish(repository, run, base, tree, way, commits)
    except BaseException as error:
        note_end(run, error)
        raise
    paths = list(done.brought.paths) if done.brought is not None else []
    merged = list(done.brought.merged) if done.brought is not None else []
    run.note("written", paths=paths, merged=merged, commit=done.tip, branch=way.branch)
    return done


def is_written(events: list[dict[str, object]]) -> bool:
    """Whether what a run came to was put in its place already."""
    return any(event.get("event") == "written" for event in events)


def worth_writing(result: Result) -> bool:
    return result.tree.id != result.base.id and result.state is not State.NOTHING


def questions_json(error: Unanswered) -> str:
    """The questions that nobody answered, for programs."""
    questions = [{"question": one.text, "options": list(one.options), "scopes": list(one.scopes)} for one in error.questions]
    return json.dumps({"schema": "scoper.questions/1", "questions": questions}) + "\n"


def note_end(run: Run, error: BaseException) -> None:
    """Write down what ended a run before it was done."""
    if isinstance(error, Unanswered):
        run.note("ended", state="unanswered", questions=[one._asdict() for one in error.questions])
    elif isinstance(error, UserError):
        run.note("ended", state="failed", why=error.message)
    elif isinstance(error, KeyboardInterrupt):
        run.note("ended", state="interrupted")
    else:
        run.note("ended", state="bug", why=f"{type(error).__name__}: {error}")
