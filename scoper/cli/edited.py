"""The end of a run of the edit loop, in words and as JSON: what was asked, what changed, what was refused and assumed, what it
cost, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scoper.agent.finish import Done
from scoper.agent.limits import Spent
from scoper.agent.model import Refused, Result, State
from scoper.change.model import Edit
from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.git.tree import Tree
from scoper.report.json import edit_json
from scoper.report.terminal import clean, paint
from scoper.report.text import headline
from scoper.text import counted
from scoper.verdict.model import Verdict

_STYLES = {State.ACCEPTED: "green", State.UNSURE: "yellow", State.REJECTED: "red", State.NOTHING: "yellow"}
_SHOWN = 20


class Came(Protocol):
    """What came of an edit, whoever made it."""

    @property
    def state(self) -> State: ...

    @property
    def why(self) -> str: ...

    @property
    def tree(self) -> Tree: ...

    @property
    def report(self) -> Report | None: ...

    @property
    def refused(self) -> tuple[Refused, ...]: ...

    @property
    def assumed(self) -> tuple[str, ...]: ...


def summary(result: Result, spent: Spent, run: str, done: Done | None, *, colour: bool, is_kept: bool = True) -> str:
    """The result for a person. ``is_kept`` says that the run can be looked at later."""
    lines = came_of_it(result, colour=colour)
    lines += section("changed, and not named in the model's own summary", _named(result.undisclosed), colour=colour)
    lines += section("next", _next(result, run, done) if is_kept else [], colour=colour)
    lines.append(paint(_spent(spent, result.rounds) + (f" · run {run}" if is_kept else ""), "dim", colour=colour))
    return "\n".join(lines) + "\n"


def as_event(result: Result, spent: Spent, done: Done | None) -> dict[str, object]:
    """The result for programs, as the last event of a run."""
    return {
        **event_of(result, done),
        "undisclosed": [edit.id for edit in result.undisclosed],
        "summary": result.summary,
        "rounds": result.rounds,
        "requests": spent.requests,
        "usage": spent.usage._asdict(),
        "cost": spent.cost,
    }


def came_of_it(result: Came, *, colour: bool) -> list[str]:
    """The state, what changed and was found, what was refused and what was assumed, for a person."""
    lines = [f"{paint(result.state.value, 'bold', _STYLES[result.state], colour=colour)}{because(result.why)}"]
    if result.report is not None:
        lines += headline(result.report, colour=colour) if result.state is not State.ACCEPTED else []
        lines += section("changed", changed(result.report.verdicts), colour=colour)
        lines += section("found", found(result.report.findings), colour=colour)
    lines += section("refused", refused(result.refused), colour=colour)
    return [*lines, *section("assumed", [clean(one) for one in result.assumed], colour=colour)]


def event_of(result: Came, done: Done | None) -> dict[str, object]:
    """The same for programs, and where the change went."""
    brought = done.brought if done is not None else None
    return {
        "state": result.state.value,
        "why": result.why,
        "tree": result.tree.id,
        "verdict": result.report.outcome.value if result.report is not None else None,
        "edits": [edit_json(verdict.edit) for verdict in result.report.verdicts] if result.report is not None else [],
        "refused": [one._asdict() for one in result.refused],
        "assumed": list(result.assumed),
        "written": list(brought.paths) if brought is not None else [],
        "merged": list(brought.merged) if brought is not None else [],
        "commit": done.tip if done is not None else None,
    }


def because(why: str) -> str:
    """The reason of a state, as it stands behind it."""
    return f": {clean(why)}" if why else ""


def section(title: str, rows: Sequence[str], *, colour: bool) -> Iterator[str]:
    """Rows under a title, where there are any; not too many."""
    if rows:
        yield paint(title, "bold", colour=colour)
        yield from (f"  {row}" for row in rows[:_SHOWN])
        if len(rows) > _SHOWN:
            yield f"  … and {len(rows) - _SHOWN} more (`scoper runs show` has all)"


def changed(verdicts: Sequence[Verdict]) -> list[str]:
    """Edits with what they are in scope by."""
    rows = [f"{clean(one.edit.symbol or one.edit.path)} · {', '.join(one.edit.kinds)} · {clean(one.why)}" for one in verdicts]
    return list(dict.fromkeys(rows))


def found(findings: Sequence[Finding]) -> list[str]:
    """Findings with where they are."""
    return [clean(f"{one.location.place}: {one.rule.code} {one.words}") for one in findings]


def refused(edits: Sequence[Refused]) -> list[str]:
    """What was refused, with the first line of the reason."""
    return [f"{clean(one.what)}: {clean(one.why.splitlines()[0])}" for one in edits if one.why]


def _named(edits: Sequence[Edit]) -> list[str]:
    return list(dict.fromkeys(clean(edit.symbol or edit.path) for edit in edits))


def _next(result: Result, run: str, done: Done | None) -> list[str]:
    if done is not None and done.tip is not None:
        return [f"git show {done.tip[:12]}"]
    if done is not None and done.brought is not None:
        if not done.brought.paths:
            return ["the work tree holds all of it already"]
        merged = [f"merged with what changed meanwhile, look at them: {', '.join(map(clean, done.brought.merged))}"]
        return [*merged[: len(done.brought.merged)], "git diff", "scoper trim --undo   takes it back"]
    rows = [f"scoper runs show {run}   what happened"]
    if result.state is not State.NOTHING:
        rows.append(f"scoper review --run {run}   takes or leaves what is left, edit by edit")
        rows.append(f"scoper runs show {run} --patch | git apply   takes what is left, as it is")
    if result.state is not State.ACCEPTED:
        rows.append(f"scoper edit --resume {run}   goes on")
    return rows


def _spent(spent: Spent, rounds: int) -> str:
    usage = spent.usage
    about = "about " if usage.is_estimated else ""
    share = f" ({100 * usage.cached // usage.input} % cached)" if usage.input and usage.cached else ""
    money = f", ${spent.cost:.4f}" if spent.cost is not None else ""
    asked = f"{counted(rounds, 'round')}, {counted(spent.requests, 'request')}"
    return f"{asked}, {about}{usage.input} tokens in{share}, {usage.output} out{money}"
