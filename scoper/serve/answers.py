"""What the tools answer: the same calls that the commands make, as a document and as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from scoper import gate
from scoper.checks.model import Report
from scoper.checks.registry import find_rule
from scoper.config import Config
from scoper.context.build import Wish
from scoper.doors import tasks
from scoper.doors.earlier import changed_before
from scoper.doors.explaining import explained
from scoper.doors.inputs import Sides, read_task, sides_of
from scoper.doors.judging import judge, narrow
from scoper.doors.portraits import around
from scoper.doors.tied import ask, symbols
from scoper.doors.trust import with_trust
from scoper.facts.model import split_symbol
from scoper.git.patch import apply_patch
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.pack import build_pack
from scoper.report import context as packed
from scoper.report import graph as drawn
from scoper.report import scope as resolved
from scoper.report import style as measured
from scoper.report.explain import find_verdict
from scoper.report.json import edit_json
from scoper.report.json import render as as_json
from scoper.report.text import render as as_text
from scoper.scope.model import Ambiguity, Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.serve import arguments
from scoper.serve.attention import Watched
from scoper.serve.bounds import Document

EXPLANATION = "scoper.explanation/1"
CURRENT_TASK = "scoper.current-task/1"

_USES = ("callers", "references", "overrides", "subclasses", "tests")
_USES_OF_FILE = ("importers", "references", "tests")


class Answer(NamedTuple):
    """What a tool says, for programs and for a model to read. ``report`` is there where a diff was judged."""

    document: Document
    text: str
    report: Report | None = None


class Question(NamedTuple):
    """What an answer is made from; ``heed`` as in :func:`scoper.gate.judge`."""

    repository: Repository
    heed: gate.Heed


def resolve_scope(question: Question, asked: arguments.Named) -> Answer:
    """What a request resolves to, as ``scoper scope``."""
    repository = question.repository
    snapshot, config = _now(question)
    scope = gate.resolve_scope(repository, snapshot, _task(asked, config), config)
    return Answer(_loaded(resolved.as_json(scope)), resolved.as_text(scope, asked=bool(asked.words)))


def context_for(question: Question, asked: arguments.Pack) -> Answer:
    """What must be seen to make an edit, as ``scoper context``."""
    repository = question.repository
    snapshot, config = _now(question)
    task = _task(asked, config)
    pack = build_pack(repository, snapshot, repository.head_commit(), task, config, Wish(asked.budget, asked.format))
    if pack.scope.ambiguous:
        narrow(pack.scope, task, None)  # there is nobody to choose: the policy assumes, or refuses
    notices = "".join(f"note: {notice}\n" for notice in pack.notices)
    return Answer(_loaded(packed.as_json(pack)), notices + pack.text)


def who_uses(question: Question, asked: arguments.Symbol) -> Answer:
    """What a symbol is tied to, as ``scoper graph``."""
    snapshot, config = _now(question)
    with gate.open_graph(snapshot, config) as (graph, tree):
        answers = [
            ask(graph, one, asked.show or (_USES if split_symbol(one)[1] else _USES_OF_FILE), asked.distance)
            for one in symbols(asked.symbol, tree)
        ]
    return Answer(_loaded(drawn.as_json(answers)), drawn.as_text(answers, colour=False))


def check_diff(question: Question, asked: arguments.Diff) -> Answer:
    """A diff, judged as by ``scoper check``."""
    report = _judged(question, asked)[1]
    return Answer(_loaded(as_json(report)), as_text(report, colour=False, width=0, verbose=True), report)


def explain(question: Question, asked: arguments.Why) -> Answer:
    """Why an edit got its verdict, as ``scoper check --explain``."""
    assert asked.edit is not None
    sides, report, config = _judged(question, asked)
    text = explained(question.repository, sides, report, asked.edit, config)
    edit = edit_json(find_verdict(report, asked.edit).edit)
    return Answer({"schema": EXPLANATION, "head": report.head, "edit": edit, "rule": None, "text": text}, text, report)


def explain_rule(code: str) -> Answer:
    """What a rule means, as ``scoper rule``. Raises :class:`UserError` where there is none of that code or name."""
    rule = find_rule(code)
    text = f"# {rule.name} ({rule.code})\n\n{rule.summary}\n\nSeverity: {rule.severity.label}\n\n{rule.doc.strip()}\n"
    told = {"code": rule.code, "name": rule.name, "severity": rule.severity.label, "summary": rule.summary}
    return Answer({"schema": EXPLANATION, "head": None, "edit": None, "rule": told, "text": text}, text)


def style_of(question: Question, asked: arguments.Path) -> Answer:
    """How the code around a path is written, as ``scoper style``."""
    snapshot, _ = _now(question)
    path, portraits = around(snapshot, asked.path)
    return Answer(_loaded(measured.as_json(snapshot.id, path, portraits)), measured.as_text(portraits))


def start_task(question: Question, asked: arguments.Named) -> Answer:
    """Make a task the current one, as ``scoper task start``; the one that it replaces is handed back."""
    git_dir = question.repository.git_dir
    before = tasks.load(git_dir)
    specs = tuple(parse_spec(spec) for spec in asked.scope)
    stored = tasks.of(asked.words, specs, Ambiguity(asked.ambiguity) if asked.ambiguity else None)
    tasks.save(git_dir, stored, changed_before(question.repository))
    replaced = f"it replaces:\n{tasks.describe(before)}\n" if before else ""
    return Answer({**_current(stored), "replaced": before and tasks.as_json(before)}, f"{tasks.describe(stored)}\n{replaced}")


def current_task(repository: Repository) -> Answer:
    """The current task, as ``scoper task show``."""
    stored = tasks.load(repository.git_dir)
    return Answer(_current(stored), tasks.describe(stored) if stored else "no current task")


def _current(stored: tasks.Stored | None) -> Document:
    return {"schema": CURRENT_TASK, "task": stored and tasks.as_json(stored)}


def _judged(question: Question, asked: arguments.Diff) -> tuple[Sides, Report, Config]:
    repository, heed = question
    sides = _sides(repository, asked)
    config = with_trust(gate.load_config(sides.base, sides.head))
    config = config._replace(ambiguity=asked.ambiguity or config.ambiguity)
    specs = tuple(parse_spec(spec) for spec in asked.scope)
    task = read_task(repository, sides, asked.words, specs, config, asked.ambiguity)
    return sides, judge(repository, sides.base, sides.head, task, config, heed=heed), config


def _sides(repository: Repository, asked: arguments.Diff) -> Sides:
    if asked.patch is None:
        return sides_of(repository, asked.range, staged=asked.staged)
    base = repository.commit(asked.base) if asked.base else repository.head() or repository.empty()
    return Sides(base, apply_patch(repository, base, asked.patch.encode("utf-8", "surrogatepass")))


def _now(question: Question) -> tuple[Snapshot, Config]:
    """The work tree, or HEAD where there is none, and its own configuration."""
    repository, heed = question
    snapshot = Watched(repository.commit("HEAD") if repository.is_bare else repository.work_tree(), heed)
    return snapshot, gate.load_config(snapshot, snapshot)


def _task(asked: arguments.Asked, config: Config) -> Task:
    specs = tuple(parse_spec(spec) for spec in asked.scope)
    return Task(asked.request, specs, TaskSource.FLAG, Ambiguity(asked.ambiguity or config.ambiguity))


def _loaded(text: str) -> Document:
    document: Document = json.loads(text)
    return document


Run = Callable[[Question, arguments.Arguments], Answer]
