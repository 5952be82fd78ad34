"""What an editor can do about a finding: take the edit back, have the task ask for it, or silence the rule at that place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol.types import CodeAction, CodeActionKind, Command, Range
from pygls.workspace import PositionCodec

from scoper.checks.model import Report
from scoper.doors import tasks
from scoper.doors.widening import widened
from scoper.errors import UserError
from scoper.finding import Finding
from scoper.report.terminal import clean
from scoper.scope.model import TaskSource
from scoper.scope.specs import parse_spec
from scoper.serve.changes import Editor
from scoper.serve.diagnostics import diagnostics
from scoper.serve.places import touches
from scoper.serve.silence import silencing
from scoper.serve.watcher import Judged
from scoper.text import counted
from scoper.untangle.trim import Trimmed, trim
from scoper.verdict.model import Relation, Verdict

TAKE_BACK, ADD_TO_SCOPE = "scoper.takeBack", "scoper.addToScope"
_SCOPE = "SC"


class _These(NamedTuple):
    """The edits to leave out, by id."""

    ids: frozenset[str]

    def edits(self, _report: Report) -> set[str]:
        return set(self.ids)


def actions(judged: Judged, path: str, lines: Range, editor: Editor, codec: PositionCodec) -> list[CodeAction]:
    """The actions for what is found in these lines of a file."""
    shown = diagnostics(judged, codec).get(path, [])
    here = [finding for finding in judged.report.findings if finding.location.path == path]
    made: dict[str, CodeAction] = {}
    for finding, diagnostic in zip(here, shown, strict=True):
        if _is_in(finding, judged.report, lines):
            for action in _of(judged, finding, editor):
                action.diagnostics = [diagnostic]
                made.setdefault(action.title, action)
    return list(made.values())


def take_back(judged: Judged, ids: frozenset[str]) -> tuple[Trimmed, dict[str, tuple[bytes | None, bytes | None]]]:
    """The head without these edits, as ``scoper trim`` would leave it, and the texts of the files that change. Raises
    :class:`UserError` where the rest needs them, or the judgement is gone."""
    with judged.held() as repository:
        if repository is None:
            raise UserError("what was judged has changed", "try again")
        base, head = judged.sides.base, judged.sides.head
        done = trim(repository, base, head, judged.report, judged.config, wanted=_These(ids))
        if not done.removed:
            raise UserError("the rest needs it", *(kept.why for kept in done.kept))
        changes = repository.diff(head, done.tree)
        paths = {path for change in changes for path in (change.base_path, change.head_path) if path is not None}
        old, new = head.read_many(paths), done.tree.read_many(paths)
    return done, {path: (old.get(path), new.get(path)) for path in sorted(paths)}


def add_to_scope(judged: Judged, spec: str) -> None:
    """Have the current task ask for this too. Raises :class:`UserError` where there is none."""
    with judged.held() as repository:
        if repository is None:
            raise UserError("what was judged has changed", "try again")
        stored = tasks.load(repository.git_dir)
        if stored is None:
            raise UserError("there is no current task", "scoper task start")
        tasks.amend(repository.git_dir, widened(stored, judged.report, parse_spec(spec)))


def verdict_at(report: Report, path: str, line: int) -> Verdict | None:
    """The verdict on the edit that a line of the head is in."""
    return next(
        (one for one in report.verdicts if one.edit.path == path and any(line in span for span in one.edit.after)), None
    )


def _of(judged: Judged, finding: Finding, editor: Editor) -> Iterator[CodeAction]:
    report, ids = judged.report, finding.edits or ((finding.edit,) if finding.edit else ())
    if finding.fix == "trim" and ids:
        what = finding.location.symbol or finding.location.path
        yield _command(f"scoper: take back {counted(len(ids), 'edit')} of {what}", TAKE_BACK, judged, *ids)
    found = next((one for one in report.verdicts if one.edit.id == finding.edit), None)
    is_stray = finding.rule.family == _SCOPE and found is not None and found.relation is not Relation.FORBIDDEN
    if found is not None and is_stray and report.task.source is TaskSource.TASK:
        spec = found.edit.symbol or found.edit.path
        yield _command(f"scoper: add {spec} to the scope of the task", ADD_TO_SCOPE, judged, spec)
    path = finding.location.path
    change = silencing(finding, judged.texts[path]) if path in judged.texts else None
    if change is not None:
        title = f"scoper: ignore {finding.rule.code} here, with a reason"
        yield CodeAction(title, kind=CodeActionKind.QuickFix, edit=editor.replacing(judged, path, [change]))


def _command(title: str, command: str, judged: Judged, *arguments: str) -> CodeAction:
    title = clean(title)
    what = Command(title, command, arguments=[judged.root, judged.report.head, *arguments])
    return CodeAction(title, kind=CodeActionKind.QuickFix, command=what)


def _is_in(finding: Finding, report: Report, lines: Range) -> bool:
    """Whether a finding, or the edit that it is about, has a line in the range."""
    first = finding.location.line or 1
    if touches(lines, first, finding.location.end_line or first):
        return True
    ids = {finding.edit, *finding.edits}
    return any(
        touches(lines, span.start, span.end)
        for one in report.verdicts
        if one.edit.id in ids and one.edit.path == finding.location.path
        for span in one.edit.after
    )
