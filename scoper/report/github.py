"""GitHub workflow commands, which become annotations on a pull request, and the report as text below them for the log.

Written for the runner's own reader (``ActionCommand.cs`` of actions/runner): a command is a line that begins with ``::``, or
one that holds ``##[`` anywhere. Percent-encoding is that of ``@actions/core``. GitHub shows ten annotations of each level a
step and drops the rest without a word, so the most important ones come first, and one last notice says how many are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoper.checks.model import Report
from scoper.finding import Finding, Severity
from scoper.report import text
from scoper.report.priority import ranked
from scoper.report.terminal import clean
from scoper.text import counted

SHOWN = 10  # annotations of one level that GitHub shows for one step
LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_NOTICES = SHOWN - 3  # of notes; the others are for what was not checked, and for what is left out


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    commands = _commands(report)
    log = text.render(report, colour=False, width=0, verbose=True)
    return "".join(f"{line}\n" for line in (*commands, *map(inert, log.splitlines())))


def inert(line: str) -> str:
    """A line of the log in which the runner finds no command."""
    line = line.replace("##[", "# #[")
    return f"·{line}" if line.lstrip().startswith("::") else line


def command(level: str, message: str, properties: Mapping[str, object]) -> str:
    """One workflow command; a property that is ``None`` is left out."""
    given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{level}{f' {given}' if given else ''}::{_data(message)}"


def _commands(report: Report) -> Iterator[str]:
    left_out = []
    for severity, level in LEVELS.items():
        findings = ranked(finding for finding in report.findings if finding.severity is severity)
        room = _NOTICES if severity is Severity.NOTE else SHOWN
        yield from (_annotation(level, finding) for finding in findings[:room])
        if len(findings) > room:
            left_out.append(counted(len(findings) - room, severity.label))
    if unchecked := _unchecked(report):
        yield command("notice", unchecked, {"title": "scoper: not everything was checked"})
    if left_out:
        words = f"GitHub shows {SHOWN} annotations of each level a step; {', '.join(left_out)} more are in the log of this step"
        yield command("notice", words, {"title": "scoper found more than is shown here"})


def _annotation(level: str, finding: Finding) -> str:
    at = finding.location
    where = {"file": at.path, "line": at.line, "endLine": at.end_line, "col": at.column if _one_line(finding) else None}
    title = f"scoper {finding.rule.code} {finding.rule.name}"
    return command(level, f"{finding.words}{finding.hedge}", {**where, "title": title})


def _one_line(finding: Finding) -> bool:
    """GitHub refuses columns where lines differ."""
    return finding.location.end_line in (None, finding.location.line)


def _unchecked(report: Report) -> str:
    reasons = [*report.notices, *(f"{problem.path or 'the whole run'}: {problem.reason}" for problem in report.problems)]
    return _some(reasons)


def _some(words: Sequence[str]) -> str:
    shown: Iterable[str] = words[:5]
    more = f"; and {len(words) - 5} more in the log of this step" if len(words) > 5 else ""
    return "; ".join(shown) + more


def _data(value: str) -> str:
    return clean(value).replace("%", "%25").replace("##[", "# #[")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
