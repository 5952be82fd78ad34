"""Workflow commands, read back the way the runner reads them."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import given

from scoper.checks.model import Outcome, Report
from scoper.finding import Finding, Location, Problem, Severity
from scoper.report.github import render
from scoper.report.terminal import clean
from tests.report.hostile import fuzzed, reports
from tests.report.samples import CHURN, inside, lint_finding, report, stray, stray_finding


class Command(NamedTuple):
    level: str
    properties: dict[str, str]
    message: str


def read_command(line: str) -> Command | None:
    """What ``ActionCommand.TryParseV2`` of actions/runner makes of one line of the log."""
    line = line.lstrip()
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    pairs = [part.split("=", 1) for part in rest.strip().split(",") if part]
    properties = {pair[0]: _unescape(pair[1], (":", "%3A"), (",", "%2C")) for pair in pairs if len(pair) == 2}
    return Command(name, properties, _unescape(line[end + 2 :]))


def _unescape(text: str, *more: tuple[str, str]) -> str:
    for plain, escaped in (("\r", "%0D"), ("\n", "%0A"), *more, ("%", "%25")):
        text = text.replace(escaped, plain)
    return text


def commands(sample: Report) -> list[Command]:
    return [command for line in render(sample).splitlines() if (command := read_command(line))]


def many(count: int, severity: Severity) -> tuple[Finding, ...]:
    return tuple(lint_finding(line)._replace(severity=severity) for line in range(1, count + 1))


def test_an_annotation() -> None:
    found = stray_finding(2)._replace(message="100% of a, b: gone")
    [command] = commands(report(Outcome.REJECT, (inside(1), stray(2)), (found,)))
    title = "scoper SC101 out-of-scope-edit"
    assert command == Command(
        "error", {"file": "shop/names.py", "line": "3", "endLine": "9", "title": title}, "100% of a, b: gone"
    )
    [command] = commands(report(Outcome.REJECT, (), (lint_finding(),)))
    assert command.properties["col"] == "8" and command.message.startswith("ruff F401: ")


def test_nothing_found_gives_no_command_and_the_verdict() -> None:
    said = render(report(verdicts=(inside(1),)))
    assert "::" not in said.partition("\n")[0] and said.startswith("accept: the only edit is within what was asked for\n")


def test_the_gravest_ten_of_each_level_come_and_the_rest_is_counted() -> None:
    weak = stray_finding(1)._replace(severity=Severity.ERROR, rule=CHURN)
    sample = report(
        Outcome.REJECT, (inside(1),), (weak, *many(11, Severity.ERROR), *many(12, Severity.WARNING), stray_finding(2))
    )
    found = commands(sample)
    by_level = {level: [c for c in found if c.level == level] for level in ("error", "warning", "notice")}
    assert {level: len(those) for level, those in by_level.items()} == {"error": 10, "warning": 10, "notice": 1}
    assert by_level["error"][0].properties["title"] == "scoper SC101 out-of-scope-edit"
    assert not [c for c in by_level["error"] if "CH201" in c.properties["title"]]
    assert "3 errors, 2 warnings more are in the log" in by_level["notice"][0].message
    assert render(sample).count("LN401") == 2 * (9 + 10) - 19 + 11 + 12  # every finding stands in the log below


def test_what_was_not_checked_is_a_notice_however_many_notes_there_are() -> None:
    sample = report(
        Outcome.UNKNOWN, (inside(1),), many(30, Severity.NOTE), notices=("no task",), problems=(Problem("a.py", "too large"),)
    )
    found = commands(sample)
    assert len(found) <= 10 and {command.level for command in found} == {"notice"}
    assert [c.message for c in found if "not everything" in c.properties["title"]] == ["no task; a.py: too large"]
    assert "23 notes more" in found[-1].message


@fuzzed
@given(reports())
def test_nothing_in_a_report_becomes_a_command_of_its_own(sample: Report) -> None:
    said = render(sample)
    found = [command for line in re.split(r"\r\n|\r|\n", said) if (command := read_command(line))]
    assert "##[" not in said and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", said)
    annotations = [
        command for command in found if command.properties["title"].startswith("scoper SC101") or "line" in command.properties
    ]
    assert {command.level for command in found} <= {"error", "warning", "notice"}
    expected = {clean(finding.location.path).replace("##[", "# #[") for finding in sample.findings}
    assert {command.properties["file"] for command in annotations} <= expected
    assert sum("file" in command.properties for command in found) == len(sample.findings)
    for finding in sample.findings:
        assert any(clean(finding.message).replace("##[", "# #[") in command.message for command in found)


def test_a_finding_without_a_line() -> None:
    found = stray_finding(1)._replace(location=Location("a.py"))
    assert commands(report(Outcome.REJECT, (), (found,)))[0].properties.keys() == {"file", "title"}
