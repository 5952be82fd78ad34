"""The report as text, for a person with three seconds: the verdict, what strays and why, what else was found, what was not
checked. Every count that is left out is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple, TypeVar

from scoper.checks.model import Outcome, Report
from scoper.finding import Confidence, Finding, Severity
from scoper.report.terminal import clean, paint
from scoper.scope.model import TaskSource
from scoper.text import LineRange, counted
from scoper.verdict.model import Relation, Verdict

_Row = TypeVar("_Row")

_SCOPE = "SC"
_NOTHING = "nothing was checked: nothing changed"
_REQUEST_SHOWN = 160  # characters of its first line
_NAMED = 160  # characters of names in one line
_REASONS = 3  # of one symbol or file
_SHOWN = 30  # symbols or findings of one section, unless everything is asked for
_OUTCOME_STYLE = {Outcome.ACCEPT: "green", Outcome.REJECT: "red", Outcome.UNKNOWN: "yellow"}
_SEVERITY_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_SOURCE_WORDS = {
    TaskSource.FLAG: "",
    TaskSource.TASK: " by the current task",
    TaskSource.COMMIT_MESSAGE: " by the commit message",
    TaskSource.PULL_REQUEST: " by the pull request",
    TaskSource.NONE: "",
}


class _Page(NamedTuple):
    """How to lay out. ``width`` is in columns, 0 for no limit."""

    colour: bool
    width: int
    verbose: bool

    def paint(self, text: str, *styles: str) -> str:
        return paint(text, *styles, colour=self.colour)

    def wrap(self, text: str, indent: str) -> Iterator[str]:
        """``text`` in lines of at most ``width`` columns, each indented; a word too long for a line has one of its own."""
        line = indent
        for word in text.split():
            if self.width and len(line) > len(indent) and len(line) + 1 + len(word) > self.width:
                yield line
                line = indent
            line += word if line == indent else f" {word}"
        if line != indent:
            yield line

    def cut(self, rows: Sequence[_Row]) -> tuple[Sequence[_Row], list[str]]:
        """The rows to show, and a line on those that are not."""
        if self.verbose or len(rows) <= _SHOWN:
            return rows, []
        return rows[:_SHOWN], [f"  … and {len(rows) - _SHOWN} more (--verbose shows all)"]


class _Stray(NamedTuple):
    """Edits of one symbol, or of a whole file, that nothing asked for, with the findings that say so."""

    name: str
    verdicts: list[Verdict]
    findings: list[Finding]

    @property
    def severity(self) -> Severity:
        return max((finding.severity for finding in self.findings), default=Severity.NOTE)


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    page = _Page(colour, width, verbose)
    if not (report.verdicts or report.findings or report.problems):
        return "\n".join(_notices(report, page) or [_NOTHING]) + "\n"
    strays = _strays(report)
    others = _other_findings(report, strays)
    sections = [
        [_headline(report, strays, others, page), *_asked(report, page)],
        _stray_lines(strays, page),
        _finding_lines(others, page),
        _inside_lines(report, page),
        _notices(report, page),
        _footer(report, page),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def headline(report: Report, *, colour: bool = False) -> list[str]:
    """The verdict in one line, and one more for each thing that was not judged."""
    page = _Page(colour, 0, False)
    strays = _strays(report)
    verdict = [_headline(report, strays, _other_findings(report, strays), page)] if report.verdicts else []
    return [*verdict, *_notices(report, page)] or [_NOTHING]


def _strays(report: Report) -> list[_Stray]:
    """The gravest first; a file that a finding names as a whole is one."""
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.edit is not None and finding.rule.family == _SCOPE:
            found.setdefault(finding.edit, []).append(finding)
    whole = _reported_whole(found)
    strays: dict[str, _Stray] = {}
    for verdict in report.verdicts:
        if not verdict.in_scope and verdict.relation is not Relation.UNKNOWN:
            edit = verdict.edit
            name = edit.path if edit.path in whole or edit.symbol is None else edit.symbol
            stray = strays.setdefault(name, _Stray(name, [], []))
            stray.verdicts.append(verdict)
            stray.findings.extend(found.get(edit.id, ()))
    return sorted(strays.values(), key=lambda stray: -stray.severity)


def _reported_whole(found: Mapping[str, Sequence[Finding]]) -> set[str]:
    """Paths for which one finding on the file speaks for all of its edits. (Code at module level has the file's name too.)"""
    symbols: dict[str, list[str]] = {}
    for finding in (finding for findings in found.values() for finding in findings):
        symbols.setdefault(finding.location.path, []).append(finding.location.symbol or finding.location.path)
    return {path for path, names in symbols.items() if names == [path]}


def _other_findings(report: Report, strays: Iterable[_Stray]) -> list[Finding]:
    """Findings that are not shown with a stray edit already, the gravest first."""
    shown = {verdict.edit.id for stray in strays for verdict in stray.verdicts}
    others = [finding for finding in report.findings if finding.rule.family != _SCOPE or finding.edit not in shown]
    return sorted(others, key=lambda f: (-f.severity, f.location.path, f.location.line or 0))


def _headline(report: Report, strays: Sequence[_Stray], others: Sequence[Finding], page: _Page) -> str:
    word = page.paint(report.outcome.value, "bold", _OUTCOME_STYLE[report.outcome])
    also = _severities(others)
    return f"{word}: {_scope_words(report, strays)}{f'; {also}' if also else ''}"


def _scope_words(report: Report, strays: Sequence[_Stray]) -> str:
    total = len(report.verdicts)
    if not total:
        return "no edits"
    if report.task.is_empty:
        return f"no task, so scope was not judged; other checks ran on {counted(total, 'edit')}"
    unknown = sum(verdict.relation is Relation.UNKNOWN for verdict in report.verdicts)
    if unknown == total:
        return f"nothing can be tied to the request, so scope was not judged; other checks ran on {counted(total, 'edit')}"
    if not strays:
        words = "the only edit is" if total == 1 else f"all {total} edits are"
        return f"{words} within what was asked for"
    some = "the only edit" if total == 1 else "{} of " + counted(total, "edit")
    sure = sum(len(stray.verdicts) for stray in strays if stray.severity is Severity.ERROR)
    unsure = sum(len(stray.verdicts) for stray in strays) - sure
    if not sure:
        return f"{some.format(unsure)} may be outside what was asked for"
    are = "is" if sure == 1 else "are"
    return f"{some.format(sure)} {are} outside what was asked for{f', {unsure} more may be' if unsure else ''}"


def _severities(findings: Iterable[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(counted(counts[level], level.label) for level in sorted(counts, reverse=True))


def asked_by(source: TaskSource) -> str:
    """Who asked, as it follows the word "asked"; nothing where the command line did."""
    return _SOURCE_WORDS[source]


def _asked(report: Report, page: _Page) -> Iterator[str]:
    """What the verdict was measured by."""
    task = report.task
    for number, request in enumerate(task.texts, 1):
        line = next(iter(request.strip().splitlines()), "")
        more = "…" if len(line) > _REQUEST_SHOWN else ""
        which = f" ({number})" if task.requests else ""
        if line:
            yield f"  asked{which}{_SOURCE_WORDS[task.source]}: {clean(line[:_REQUEST_SHOWN])}{more}"
    allowed = [spec.text for spec in task.specs if not spec.negated] or [target.symbol for target in report.scope.targets]
    if allowed:
        yield from page.wrap(f"may change: {_some(allowed, page)}", "  ")
    if forbidden := [spec.text.strip().removeprefix("!") for spec in task.specs if spec.negated]:
        yield from page.wrap(f"must not change: {_some(forbidden, page)}", "  ")


def _some(names: Sequence[str], page: _Page) -> str:
    """As many names as fit into a line, at least one, and the number of the others."""
    ends = accumulate(len(name) + 2 for name in names)
    count = len(names) if page.verbose else max(1, sum(end <= _NAMED for end in ends))
    more = f" and {len(names) - count} more" if len(names) > count else ""
    return ", ".join(clean(name) for name in names[:count]) + more


def _stray_lines(strays: Sequence[_Stray], page: _Page) -> list[str]:
    if not strays:
        return []
    shown, more = page.cut(strays)
    lines = [page.paint("outside what was asked for", "bold")]
    for stray in shown:
        parts = [page.paint(clean(stray.name), "bold"), _what(stray.verdicts), *_marks(stray.findings, page)]
        lines.append("  " + " · ".join(parts))
        whys = list(dict.fromkeys(clean(verdict.why) for verdict in stray.verdicts))
        if len(whys) > _REASONS and not page.verbose:
            whys[_REASONS:] = [f"… and {len(whys) - _REASONS} more such reasons"]
        lines += [line for why in whys for line in page.wrap(why, "      ")]
    return lines + more


def _what(group: Sequence[Verdict]) -> str:
    """The kinds of edit, and their lines: of the head file, or of the base file where nothing is left."""
    kinds = dict.fromkeys(kind.value for verdict in group for kind in verdict.edit.kinds)
    after = [lines for verdict in group for lines in verdict.edit.after]
    before = [lines for verdict in group for lines in verdict.edit.before]
    lines = _lines(after) if after else f"was {_lines(before)}" if before else ""
    return ", ".join(kinds) + (f" · {lines}" if lines else "")


def _lines(ranges: Iterable[LineRange]) -> str:
    ranges = sorted(set(ranges))
    shown = ", ".join(str(r.start) if r.start == r.end else f"{r.start}-{r.end}" for r in ranges[:4])
    single = len(ranges) == 1 and ranges[0].start == ranges[0].end
    return f"{'line' if single else 'lines'} {shown}{', …' if len(ranges) > 4 else ''}"


def _marks(findings: Iterable[Finding], page: _Page) -> list[str]:
    marks = {(finding.severity, finding.rule.code, finding.confidence) for finding in findings}
    return [
        page.paint(f"{severity.label} {code}", _SEVERITY_STYLE[severity]) + (" (unsure)" if sure is Confidence.LOW else "")
        for severity, code, sure in sorted(marks, reverse=True)
    ]


def _finding_lines(findings: Sequence[Finding], page: _Page) -> list[str]:
    if not findings:
        return []
    shown, more = page.cut(findings)
    return [page.paint("found", "bold"), *(f"  {_finding(finding, page)}" for finding in shown), *more]


def _finding(finding: Finding, page: _Page) -> str:
    at = finding.location
    where = clean(at.path) + "".join(f":{part}" for part in (at.line, at.column if at.line else None) if part)
    code = page.paint(f"{finding.severity.label} {finding.rule.code}", _SEVERITY_STYLE[finding.severity])
    return f"{where}: {code} {clean(finding.words)}{finding.hedge}"


def _inside_lines(report: Report, page: _Page) -> list[str]:
    inside = [verdict for verdict in report.verdicts if verdict.in_scope and verdict.relation is not Relation.UNKNOWN]
    if not inside:
        return []
    files = len({verdict.edit.path for verdict in inside})
    title = f"in scope: {counted(len(inside), 'edit')} in {counted(files, 'file')}"
    if not page.verbose:
        return [page.paint(f"{title} (--verbose shows them)", "dim")]
    lines = [page.paint(title, "bold")]
    for _, group in groupby(inside, key=lambda verdict: (verdict.edit.path, verdict.edit.symbol)):
        verdicts = list(group)
        edit = verdicts[0].edit
        relation = ", ".join(dict.fromkeys(verdict.relation.value for verdict in verdicts))
        numbers = sorted({number for verdict in verdicts for number in report.serves.get(verdict.edit.id, ())})
        serves = f" · for {', '.join(f'({number})' for number in numbers)}" if numbers else ""
        lines.append(f"  {clean(edit.symbol or edit.path)} · {_what(verdicts)}{serves} · {relation}: {clean(verdicts[0].why)}")
    return lines


def _notices(report: Report, page: _Page) -> list[str]:
    """What was not judged. Never left out or cut: silence must not look like a pass."""
    words = [clean(notice) for notice in report.notices]
    by_reason: dict[str, list[str]] = {}
    for problem in report.problems:
        by_reason.setdefault(clean(problem.reason), []).append(clean(problem.path) if problem.path is not None else "")
    for reason, paths in by_reason.items():
        named = [path for path in paths if path]
        more = f" and {len(named) - 3} more" if len(named) > 3 and not page.verbose else ""
        listed = ", ".join(named if page.verbose else named[:3]) + more
        words.append(f"not checked: {listed}: {reason}" if listed else reason)
    return [page.paint(word, "yellow") for word in words]


def _footer(report: Report, page: _Page) -> list[str]:
    hidden = [f"{count} {clean(why)}" for why, count in report.hidden.items() if count]
    return [page.paint(f"hidden findings: {', '.join(hidden)}", "dim")] if hidden else []
