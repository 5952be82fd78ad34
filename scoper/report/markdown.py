"""The report as GitHub-flavoured Markdown, for a comment on a pull request: at most 65,535 characters, whatever the diff.

What matters most comes first and is cut last; each list says how many of its rows are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scoper.change.model import Edit
from scoper.checks.model import Outcome, Report
from scoper.finding import Finding
from scoper.report.markup import code, escape
from scoper.report.priority import ranked
from scoper.report.text import headline
from scoper.text import LineRange, counted
from scoper.verdict.model import Relation, Verdict

COMMENT_LIMIT = 65_535
_MARKER = "<!-- scoper report -->"  # by which a workflow finds its own comment again
_ICONS = {Outcome.ACCEPT: "✅", Outcome.REJECT: "❌", Outcome.UNKNOWN: "❔"}
_REQUEST_SHOWN = 1_000
_CELL = 300
_TAIL = 160  # that a section may need after its rows


class Section(NamedTuple):
    """A list with what stands above it. ``folded`` ones are shown on a click."""

    title: str
    above: Sequence[str]
    rows: Sequence[str]
    folded: bool = False


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    return document(report, COMMENT_LIMIT)


def document(report: Report, limit: int) -> str:
    """The report in at most ``limit`` bytes of UTF-8, and so in as many characters at most."""
    sections = [section for section in _sections(report) if section.rows]
    text = _top(report)
    room = limit - _size(text) - _size(_footer(report))
    for number, section in enumerate(sections):
        others = sum(map(_frame, sections[number + 1 :]))
        made = _fitted(section, room - others)
        text += made
        room -= _size(made)
    return text + _footer(report)


def _fitted(section: Section, room: int) -> str:
    """As many rows as there is room for, and the number of the others."""
    lines = list(section.above)
    used = _frame(section)
    for number, row in enumerate(section.rows):
        used += _size(row) + 1
        if used > room:
            lines += ["", f"… and {len(section.rows) - number} more, for which there is no room here."]
            break
        lines.append(row)
    body = "\n".join(lines)
    if section.folded:
        return f"\n<details><summary>{section.title}</summary>\n\n{body}\n\n</details>\n"
    return f"\n#### {section.title}\n\n{body}\n"


def _frame(section: Section) -> int:
    return sum(_size(line) + 1 for line in (section.title, *section.above)) + _TAIL


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _top(report: Report) -> str:
    verdict, *_ = headline(report._replace(notices=(), problems=()))
    words = verdict.partition(": ")[2] if report.verdicts else "nothing was checked: nothing changed"
    lines = [_MARKER, f"### {_ICONS[report.outcome]} scoper: {report.outcome.value}", "", escape(words)]
    request = " ".join((report.task.request or "").split())
    if request:
        more = "…" if len(request) > _REQUEST_SHOWN else ""
        lines += ["", f"> asked: {escape(request[:_REQUEST_SHOWN])}{more}"]
    return "\n".join(lines) + "\n"


def _sections(report: Report) -> Iterator[Section]:
    yield Section("Not checked", (), [f"- {row}" for row in _unchecked(report)])
    strays = [verdict for verdict in report.verdicts if not verdict.in_scope and verdict.relation is not Relation.UNKNOWN]
    stray_ids = {verdict.edit.id for verdict in strays}
    findings = ranked(report.findings)
    found = {finding.edit: finding for finding in reversed(findings) if finding.rule.family == "SC"}
    strays.sort(key=lambda verdict: -found[verdict.edit.id].severity if verdict.edit.id in found else 0)
    yield Section(
        f"Outside what was asked for ({len(strays)})",
        _head("", "edit", "what", "lines", "why"),
        [_row(_mark(found.get(v.edit.id)), *_edit_cells(v.edit), escape(_short(v.why))) for v in strays],
    )
    callers = [finding for finding in findings if finding.rule.family == "RF"]
    yield Section(f"Left behind ({len(callers)})", _head("", "where", "what"), [_finding(finding) for finding in callers])
    shown_above = {id(finding) for finding in callers}
    others = [f for f in findings if id(f) not in shown_above and not (f.rule.family == "SC" and f.edit in stray_ids)]
    yield Section(f"Found ({len(others)})", _head("", "where", "what"), [_finding(finding) for finding in others])
    inside = [verdict for verdict in report.verdicts if verdict.in_scope and verdict.relation is not Relation.UNKNOWN]
    above = _head("edit", "what", "lines", "relation", "why")
    rows = [_row(*_edit_cells(v.edit), v.relation.value, escape(_short(v.why))) for v in inside]
    yield Section(f"In scope: {counted(len(inside), 'edit')}", above, rows, folded=True)
    proofs = [verdict for verdict in inside if len(verdict.proof) > 1]
    names = {verdict.edit.id: verdict.edit.symbol or verdict.edit.path for verdict in report.verdicts}
    yield Section(f"Proofs ({len(proofs)})", (), [_proof(verdict, names) for verdict in proofs], folded=True)


def _unchecked(report: Report) -> Iterator[str]:
    yield from map(escape, report.notices)
    by_reason: dict[str, list[str]] = {}
    for problem in report.problems:
        by_reason.setdefault(problem.reason, []).append(problem.path or "")
    for reason, paths in by_reason.items():
        named = [code(path) for path in paths if path]
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        yield f"{', '.join(named[:3])}{more}: {escape(_short(reason))}" if named else escape(_short(reason))


def _edit_cells(edit: Edit) -> tuple[str, str, str]:
    kinds = ", ".join(kind.value for kind in edit.kinds)
    return code(edit.symbol or edit.path), kinds, _lines(edit.after) or (f"was {_lines(edit.before)}" if edit.before else "")


def _lines(ranges: Iterable[LineRange]) -> str:
    shown = [str(lines.start) if lines.start == lines.end else f"{lines.start}–{lines.end}" for lines in ranges]
    return ", ".join(shown[:4]) + (", …" if len(shown) > 4 else "")


def _finding(finding: Finding) -> str:
    return _row(_mark(finding), code(finding.location.place), escape(_short(finding.words)))


def _mark(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return f"{finding.severity.label} {finding.rule.code}{finding.hedge}"


def _proof(verdict: Verdict, names: dict[str, str]) -> str:
    steps = [
        f"{code(names.get(step.edit, step.edit))} ({step.relation.value}: {escape(_short(step.why))})" for step in verdict.proof
    ]
    return f"- {' → '.join(steps)}"


def _head(*names: str) -> tuple[str, str]:
    return _row(*names), _row(*("---" for _ in names))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _short(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _footer(report: Report) -> str:
    hidden = [f"{count} {why}" for why, count in sorted(report.hidden.items()) if count]
    words = [f"hidden findings: {', '.join(hidden)}"] if hidden else []
    total = report.timing_ms.get("total")
    words += [f"judged in {total / 1000:.1f} s"] if total is not None else []
    return f"\n<sub>{' · '.join(words)}</sub>\n" if words else ""
