"""The formats with a schema of their own, held against it: official schemas from ``fixtures/schemas``."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given
from lxml import etree

from scoper.checks.model import Hidden, Outcome, Report, Withheld
from scoper.finding import Finding, Location, Problem, Severity
from scoper.report import gitlab, jsonl, junit, rdjson, sarif
from scoper.report.json import render as as_json
from tests.report.hostile import fuzzed, reports
from tests.report.samples import (
    churn_finding,
    fixable_finding,
    inside,
    lint_finding,
    new_file,
    report,
    stray,
    stray_finding,
)

SCHEMAS = Path(__file__).parents[2] / "fixtures" / "schemas"
FULL = report(
    Outcome.REJECT,
    (inside(1), stray(2)),
    (stray_finding(2), lint_finding(), churn_finding()),
    hidden={"suppressed": 1},
    problems=(Problem("big.py", "too large"), Problem(None, "ruff timed out")),
    notices=("a notice",),
)._replace(withheld=(Withheld(lint_finding(7), Hidden.SUPPRESSED), Withheld(lint_finding(8), Hidden.BASELINE)))


@cache
def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_bytes())
    return jsonschema.validators.validator_for(schema)(schema)


def sarif_run(sample: Report, *, verbose: bool = False) -> Any:
    document = json.loads(sarif.render(sample, verbose=verbose))
    validator("sarif-2.1.0.json").validate(document)
    [run] = document["runs"]
    return run


def gitlab_issues(sample: Report) -> Any:
    issues = json.loads(gitlab.render(sample))
    validator("gitlab-code-quality.json").validate(issues)
    return issues


def diagnostics(sample: Report) -> Any:
    document = json.loads(rdjson.render(sample))
    validator("rdjson.json").validate(document)
    return document["diagnostics"]


def junit_root(sample: Report) -> Any:
    root = etree.fromstring(junit.render(sample).encode("utf-8"))
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(root)
    return root


def test_sarif() -> None:
    run = sarif_run(FULL)
    assert [result["ruleId"] for result in run["results"]] == ["SC101", "LN401", "CH201"]
    first = run["results"][0]
    assert first["baselineState"] == "new" and first["level"] == "error" and "suppressions" not in first
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "shop/names.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "endLine": 9, "startColumn": 1},
    }
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["SC101", "LN401", "CH201"] and all(rule["help"]["markdown"] for rule in rules)
    said = [notification["message"]["text"] for notification in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == ["a notice", "too large", "ruff timed out"]
    assert run["properties"]["verdict"] == "reject"


def test_sarif_shows_what_is_hidden_on_request() -> None:
    by_state = [(r["baselineState"], r["suppressions"][0]["kind"]) for r in sarif_run(FULL, verbose=True)["results"][3:]]
    assert by_state == [("new", "inSource"), ("unchanged", "external")]


def test_sarif_is_cut_to_what_github_takes() -> None:
    notes = tuple(lint_finding(n)._replace(severity=Severity.NOTE, message="m" * 5_000) for n in range(1, 5_500))
    sample = report(Outcome.REJECT, (), (*notes, stray_finding(1)))
    [run] = json.loads(sarif.render(sample))["runs"]
    assert len(run["results"]) == 5_000 and run["results"][0]["ruleId"] == "SC101"
    assert "500 findings are left out" in run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"]
    assert len(gzip.compress(sarif.render(sample).encode())) < 10_000_000


def test_paths_in_sarif_are_uris() -> None:
    odd = stray_finding(1)._replace(location=Location("a b/ü%\udce9#?.py"))
    uri = sarif_run(report(Outcome.REJECT, (), (odd,)))["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert uri == "a%20b/%C3%BC%25%E9%23%3F.py"


def test_fixes_of_linters_are_carried_where_they_keep_to_the_diff() -> None:
    mended = report(Outcome.REJECT, (), (fixable_finding(), fixable_finding(owned=False)))._replace(files=(new_file(),))
    fixed, left = sarif_run(mended)["results"]
    assert "fixes" not in left and fixed["fixes"][0]["description"]["text"] == "Do as ruff says."
    [change] = fixed["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "new.py" and change["replacements"] == [
        {"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 1}, "insertedContent": {"text": ""}},
        {
            "deletedRegion": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 1},
            "insertedContent": {"text": "b = 2\n"},
        },
    ]
    suggested, plain = diagnostics(mended)
    assert "suggestions" not in plain and suggested["suggestions"] == [
        {"range": {"start": {"line": 1}, "end": {"line": 1}}, "text": ""},
        {"range": {"start": {"line": 2}, "end": {"line": 2}}, "text": "b = 2\na = 1"},
    ]
    told = [finding.get("replacements") for finding in json.loads(as_json(mended))["findings"]]
    assert told == [[{"start": 1, "lines": 1, "text": ""}, {"start": 2, "lines": 0, "text": "b = 2\n"}], None]


def test_gitlab() -> None:
    issues = gitlab_issues(report(Outcome.REJECT, (stray(2),), (stray_finding(2), churn_finding())))
    assert issues[0] == {
        "description": "SC101 slugify changed; trim it",
        "check_name": "out-of-scope-edit",
        "fingerprint": "f2",
        "severity": "critical",
        "location": {"path": "shop/names.py", "lines": {"begin": 3, "end": 9}},
    }
    assert issues[1]["severity"] == "minor"  # a warning that scoper is unsure of
    assert [i["description"] for i in gitlab_issues(FULL)[3:]] == [
        "not checked: a notice", "not checked: too large", "not checked: ruff timed out",
    ]  # fmt: skip
    assert gitlab.render(FULL)[0] == "["  # no byte order mark


def test_rdjson() -> None:
    found = diagnostics(FULL)
    assert found[0] == {
        "message": "slugify changed; trim it",
        "location": {"path": "shop/names.py", "range": {"start": {"line": 3, "column": 1}, "end": {"line": 9}}},
        "severity": "ERROR",
        "code": {"value": "SC101"},
    }
    assert [one["severity"] for one in found] == ["ERROR", "ERROR", "WARNING", "INFO", "INFO", "INFO"]


def test_junit() -> None:
    root = junit_root(FULL)
    assert dict(root.attrib) == {"name": "scoper", "tests": "6", "failures": "2", "errors": "0"}
    assert [case.find("failure") is not None for case in root.iter("testcase")] == [False, True, True, False, False, False]
    assert [case.find("skipped") is not None for case in root.iter("testcase")] == [False] * 3 + [True] * 3
    assert "shop/cart.py:30:1: CH201 only the format changed" in root.findtext(".//testcase/system-out")


def test_junit_fails_where_the_exit_code_does() -> None:
    lenient = report(Outcome.ACCEPT, (inside(1),), (churn_finding(),))
    assert junit_root(lenient).get("failures") == "0"
    assert junit_root(lenient._replace(fail_on=Severity.WARNING)).get("failures") == "1"


def test_json_lines_are_the_json() -> None:
    head, *records = [json.loads(line) for line in jsonl.render(FULL).splitlines()]
    whole = json.loads(as_json(FULL))
    assert head.pop("type") == "report" and head == {key: whole[key] for key in head}
    for key, kind in (("edits", "edit"), ("findings", "finding"), ("problems", "problem")):
        assert [{k: v for k, v in r.items() if k != "type"} for r in records if r["type"] == kind] == whole[key]
    assert [r["text"] for r in records if r["type"] == "notice"] == whole["notices"]
    assert whole.keys() - head.keys() == {"edits", "findings", "problems", "notices"}


@fuzzed
@given(reports())
def test_no_name_or_message_breaks_a_format(sample: Report) -> None:
    count = len(sample.findings)
    assert len(sarif_run(sample)["results"]) == count
    assert len(gitlab_issues(sample)) >= count and len(diagnostics(sample)) >= count
    junit_root(sample)
    for line in jsonl.render(sample).encode("utf-8").split(b"\n")[:-1]:
        json.loads(line)


def test_every_fingerprint_of_gitlab_is_unique() -> None:
    def found(number: int) -> Finding:
        return lint_finding(number)._replace(fingerprint=str(number))

    issues = gitlab_issues(FULL._replace(findings=tuple(map(found, range(1, 4)))))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
