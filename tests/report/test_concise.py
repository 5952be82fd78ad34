from __future__ import annotations

import re

from hypothesis import given

from scoper.checks.model import Outcome, Report
from scoper.report.concise import render
from tests.report.hostile import fuzzed, reports
from tests.report.samples import churn_finding, inside, lint_finding, no_task, report, stray, stray_finding


def test_a_line_for_each_finding_and_the_verdict() -> None:
    said = render(report(Outcome.REJECT, (inside(1), stray(2)), (stray_finding(2), lint_finding(), churn_finding())))
    assert said.splitlines() == [
        "shop/names.py:3:1: SC101 slugify changed; trim it",
        "shop/cart.py:2:8: LN401 ruff F401: `os` imported but unused",
        "shop/cart.py:30:1: CH201 only the format changed",
        "reject: 1 of 2 edits is outside what was asked for; 1 error, 1 warning",
    ]


def test_what_was_not_judged_is_said() -> None:
    assert "there is no task" in render(no_task((inside(1),)))
    assert render(report(Outcome.UNKNOWN)) == "nothing was checked: nothing changed\n"


@fuzzed
@given(reports())
def test_every_finding_is_one_line_that_a_terminal_may_show(sample: Report) -> None:
    lines = render(sample).split("\n")
    assert all(re.fullmatch(r".*:\d+:\d+: [A-Z]{2}\d{3} .*", line) for line in lines[: len(sample.findings)])
    assert not re.search("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", "".join(lines))
