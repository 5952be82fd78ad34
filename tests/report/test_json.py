from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scoper.change.model import EditKind
from scoper.checks.model import Outcome, Report
from scoper.finding import Problem
from scoper.report.json import render
from scoper.scope.model import Provenance, Target, TaskSource
from scoper.text import LineRange
from scoper.verdict.model import Relation
from tests.report.samples import SCOPE, fixable_finding, inside, lint_finding, no_task, report, stray, stray_finding

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_bytes())

FULL = report(
    Outcome.REJECT,
    (inside(1), stray(2)),
    (stray_finding(2), lint_finding()),
    scope=SCOPE._replace(
        ambiguous=True, rivals=(Target("a.py", LineRange(3, 4), 0.5, Provenance.WORDS, "w"),), assumption="a.py"
    ),
    hidden={"suppressed": 2},
    problems=(Problem("big.py", "too large"), Problem(None, "ruff timed out")),
    notices=("a notice",),
)


def closed(schema: Any) -> Any:
    """The schema with no room for keys that it does not name, so that nothing can be added and left undescribed."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {"additionalProperties": False} if schema.get("type") == "object" and "additionalProperties" not in schema else {}
    return {**{key: closed(value) for key, value in schema.items()}, **shut}


@pytest.mark.parametrize(
    "sample",
    [report(), FULL, no_task((inside(1),)), report(findings=(fixable_finding(),))],
    ids=["empty", "full", "no task", "fix"],
)
def test_a_report_is_what_the_schema_says(sample: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = json.loads(render(sample))
    jsonschema.validate(document, closed(SCHEMA))


def test_the_whole_shape() -> None:
    document = json.loads(render(FULL))
    assert document == {
        "schema": "scoper.report/1",
        "base": "b" * 40,
        "head": "h" * 40,
        "task": {"request": "Round the total.\n\nTo cents.", "scope": ["shop/cart.py::Cart.total", "!docs/"], "source": "flag"},
        "scope": {
            "targets": [
                {
                    "symbol": "shop/cart.py::Cart.total",
                    "lines": None,
                    "confidence": 0.931,
                    "provenance": "spec",
                    "why": "named by --scope",
                }
            ],
            "forbidden": ["!docs/"],
            "ambiguous": True,
            "rivals": [
                {"symbol": "a.py", "lines": {"start": 3, "end": 4}, "confidence": 0.5, "provenance": "words", "why": "w"}
            ],
            "assumption": "a.py",
        },
        "verdict": "reject",
        "edits": [
            {
                "id": "e1",
                "path": "shop/cart.py",
                "old_path": None,
                "symbol": "shop/cart.py::Cart.total",
                "old_symbol": None,
                "kinds": ["body"],
                "before": [{"start": 10, "end": 12}],
                "after": [{"start": 10, "end": 14}],
                "in_scope": True,
                "relation": "target",
                "why": "named by --scope",
                "confidence": 0.931,
                "proof": [{"edit": "e1", "relation": "target", "why": "named by --scope"}],
                "findings": [],
            },
            {
                "id": "e2",
                "path": "shop/names.py",
                "old_path": None,
                "symbol": "shop/names.py::slugify",
                "old_symbol": None,
                "kinds": ["signature", "body"],
                "before": [{"start": 3, "end": 3}],
                "after": [{"start": 3, "end": 9}],
                "in_scope": False,
                "relation": "unreached",
                "why": "nothing in scope uses it",
                "confidence": 0.8,
                "proof": [],
                "findings": [0],
            },
        ],
        "findings": [
            {
                "rule": "out-of-scope-edit",
                "code": "SC101",
                "severity": "error",
                "confidence": "high",
                "path": "shop/names.py",
                "symbol": "shop/names.py::slugify",
                "line": 3,
                "end_line": 9,
                "column": 1,
                "message": "slugify changed; trim it",
                "edit": "e2",
                "fix": "trim",
                "fingerprint": "f2",
            },
            {
                "rule": "new-lint",
                "code": "LN401",
                "source": {"tool": "ruff", "code": "F401"},
                "severity": "error",
                "confidence": "high",
                "path": "shop/cart.py",
                "symbol": "shop/cart.py",
                "line": 2,
                "end_line": 2,
                "column": 8,
                "message": "`os` imported but unused",
                "edit": None,
                "fix": None,
                "fingerprint": "f-F401-2",
            },
        ],
        "hidden": {"suppressed": 2, "baseline": 0},
        "problems": [{"path": "big.py", "reason": "too large"}, {"path": None, "reason": "ruff timed out"}],
        "notices": ["a notice"],
        "timing_ms": {"total": 12.3},
    }


def test_the_schema_knows_every_word_of_the_closed_vocabularies() -> None:
    defs = SCHEMA["$defs"]
    assert defs["edit"]["properties"]["kinds"]["items"]["enum"] == [kind.value for kind in EditKind]
    assert defs["relation"]["enum"] == [relation.value for relation in Relation]
    assert defs["target"]["properties"]["provenance"]["enum"] == [provenance.value for provenance in Provenance]
    assert SCHEMA["properties"]["verdict"]["enum"] == [outcome.value for outcome in Outcome]
    assert SCHEMA["properties"]["task"]["properties"]["source"]["enum"] == [source.value for source in TaskSource]


def test_a_path_that_is_not_utf8_still_gives_valid_utf8() -> None:
    text = render(report(verdicts=(stray(1, None, "caf\udce9.txt"),), notices=("lone \ud800", "\U0001f40d")))
    document = json.loads(text.encode("utf-8"))
    assert document["edits"][0]["path"] == "caf\ufffd.txt"
    assert document["notices"] == ["lone \ufffd", "\U0001f40d"]


def test_a_report_is_one_line() -> None:
    assert render(FULL).count("\n") == 1
