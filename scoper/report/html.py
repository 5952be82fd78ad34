"""The report as one HTML file that asks nobody for anything: style and script are inside, and its content security policy lets
nothing else in (their hashes are its only permissions). Every word that comes from a repository is escaped by Jinja.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from scoper.change.model import ChangedFile, Edit
from scoper.checks.model import Report
from scoper.finding import Finding
from scoper.report.json import clean_json
from scoper.report.picture import Picture, draw, tone_of
from scoper.report.priority import ranked
from scoper.report.rows import Row, rows_of
from scoper.report.terminal import clean
from scoper.report.text import asked_by, headline
from scoper.style.features import features
from scoper.text import LineRange
from scoper.verdict.model import Verdict

if TYPE_CHECKING:
    from jinja2 import Template

_LABELS = {"target": "asked for", "entailed": "follows", "stray": "not asked", "unknown": "not judged"}
_FILTERS = {"target": "Asked for", "entailed": "Follows from it", "stray": "Not asked for", "unknown": "Not judged"}
_MARKS = {"+": "a", "-": "d", " ": "c", "…": "g"}
_OPEN = 30  # edits that are unfolded at first: strays, and what has findings
_NAMED = 20  # names in the list of what may change
_STEPS = 8  # of a proof


class _Finding(NamedTuple):
    level: str
    code: str
    where: str
    message: str


class _Step(NamedTuple):
    edit: str
    name: str
    why: str


class _Edit(NamedTuple):
    id: str
    tone: str
    label: str
    name: str
    what: str
    relation: str
    sure: str
    why: str
    steps: tuple[_Step, ...]
    findings: tuple[_Finding, ...]
    rows: str  # Markup: escaped already
    open: bool


class _File(NamedTuple):
    path: str
    old_path: str | None
    edits: tuple[_Edit, ...]


class _Habit(NamedTuple):
    """How a place is written and what the change adds to it, for each drift that was reported."""

    path: str
    noun: str
    place: str
    usual: str
    value: str
    known: str
    added: str


class _Filter(NamedTuple):
    key: str
    label: str
    edits: int


class _Request(NamedTuple):
    text: str
    source: str


class _Page(NamedTuple):
    outcome: str
    words: str
    requests: tuple[_Request, ...]
    allowed: tuple[str, ...]
    notices: tuple[str, ...]
    picture: Picture | None
    filters: tuple[_Filter, ...]
    files: tuple[_File, ...]
    style: tuple[_Finding, ...]
    habits: tuple[_Habit, ...]
    elsewhere: tuple[_Finding, ...]
    facts: tuple[tuple[str, str], ...]
    timing: tuple[tuple[str, float], ...]


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    from markupsafe import Markup  # only a page pays for it

    style, script = _asset("style.css"), _asset("script.js")
    page = _template().render(
        page=_page(report),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return clean_json(page) + "\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("page.html"))


def _asset(name: str) -> str:
    return files("scoper.report").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """As a content security policy names an inline style or script (CSP level 3, 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _page(report: Report) -> _Page:
    verdict, *_ = headline(report._replace(notices=(), problems=()))
    its = {verdict.edit.id for verdict in report.verdicts}
    found = ranked(report.findings)
    elsewhere = [finding for finding in found if finding.edit not in its]
    tones = Counter(map(tone_of, report.verdicts))
    with_findings = len({finding.edit for finding in found if finding.edit in its})
    specs = [spec.text for spec in report.task.specs] or [target.symbol for target in report.scope.targets]
    return _Page(
        report.outcome.value,
        clean(verdict.partition(": ")[2]) if report.verdicts else "nothing was checked",
        tuple(_Request(_block(text), asked_by(report.task.source)) for text in _requests(report)),
        (*map(clean, specs[:_NAMED]), *([f"and {len(specs) - _NAMED} more"] if len(specs) > _NAMED else [])),
        (
            *map(clean, report.notices),
            *(clean(f"not checked: {p.path or 'the whole run'}: {p.reason}") for p in report.problems),
        ),
        draw(report),
        (
            _Filter("all", "All", len(report.verdicts)),
            *(_Filter(tone, _FILTERS[tone], tones[tone]) for tone in _FILTERS if tones[tone]),
            _Filter("found", "With findings", with_findings),
        ),
        _files(report, found),
        tuple(_finding(finding) for finding in found if finding.rule.family == "ST"),
        _habits(report),
        tuple(_finding(finding) for finding in elsewhere if finding.rule.family != "ST"),
        _facts(report),
        tuple((name, round(spent, 1)) for name, spent in report.timing_ms.items()),
    )


def _requests(report: Report) -> Sequence[str]:
    return [text for text in report.task.texts if text.strip()]


def _habits(report: Report) -> tuple[_Habit, ...]:
    shown = {(finding.location.path, finding.rule.code) for finding in report.findings}
    rows = ((drift, features()[drift.feature]) for drift in report.drifts)
    return tuple(
        _Habit(
            clean(drift.path),
            feature.noun,
            drift.level,
            feature.words.get(drift.usual, drift.usual),
            feature.words[drift.value],
            f"{drift.known} of {drift.support}",
            f"{drift.times} of {drift.total}",
        )
        for drift, feature in rows
        if (drift.path, feature.rule) in shown
    )


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    hidden = ", ".join(f"{count} {clean(why)}" for why, count in report.hidden.items() if count)
    return (("base", report.base), ("head", report.head), ("hidden findings", hidden or "none"))


def _files(report: Report, found: Iterable[Finding]) -> tuple[_File, ...]:
    caused: defaultdict[str | None, list[Finding]] = defaultdict(list)
    for finding in found:
        caused[finding.edit].append(finding)
    texts = {file.change.path: file for file in report.files}
    names = {verdict.edit.id: _name(verdict.edit) for verdict in report.verdicts}
    by_file: dict[str, list[Verdict]] = {}
    for verdict in report.verdicts:
        by_file.setdefault(verdict.edit.path, []).append(verdict)
    first = [v.edit.id for v in report.verdicts if tone_of(v) == "stray" or caused[v.edit.id]][:_OPEN]
    opened = set(first or [verdict.edit.id for verdict in report.verdicts[:_OPEN]])
    return tuple(
        _File(
            clean(path),
            clean(group[0].edit.old_path) if group[0].edit.old_path else None,
            tuple(_edit(verdict, caused[verdict.edit.id], texts.get(path), names, opened) for verdict in group),
        )
        for path, group in by_file.items()
    )


def _edit(
    verdict: Verdict, found: Sequence[Finding], file: ChangedFile | None, names: Mapping[str, str], opened: set[str]
) -> _Edit:
    edit, tone = verdict.edit, tone_of(verdict)
    kinds = ", ".join(kind.value for kind in edit.kinds)
    steps = verdict.proof if len(verdict.proof) > 1 else ()
    return _Edit(
        edit.id,
        tone,
        _LABELS[tone],
        names[edit.id],
        f"{edit.id} · {kinds}{_lines(edit)}",
        verdict.relation.value,
        f"{verdict.confidence:.0%}" if tone != "unknown" else "",
        clean(verdict.why),
        tuple(_Step(step.edit, names.get(step.edit, step.edit), clean(step.why)) for step in steps[-_STEPS:]),
        tuple(map(_finding, found)),
        _markup(rows_of(edit, file)),
        edit.id in opened,
    )


def _markup(rows: Iterable[Row]) -> str:
    from markupsafe import Markup, escape

    lines = (
        f'<span class="{_MARKS[row.mark]}" data-n="{row.number or ""}">{row.mark}{escape(row.text)}</span>' for row in rows
    )
    return Markup("".join(lines))


def _finding(finding: Finding) -> _Finding:
    where = clean(finding.location.place)
    return _Finding(finding.severity.label, finding.rule.code, where, clean(f"{finding.words}{finding.hedge}"))


def _name(edit: Edit) -> str:
    return clean(edit.symbol or edit.path)


def _lines(edit: Edit) -> str:
    ranges: Sequence[LineRange] = edit.after or edit.before
    if not ranges:
        return ""
    start, end = ranges[0].start, ranges[-1].end
    words = f"line {start}" if start == end else f"lines {start}–{end}"
    return f" · {words}" if edit.after else f" · was {words}"


def _block(text: str) -> str:
    return "\n".join(map(clean, text.strip().splitlines()))
