"""Markdown, rendered by an independent parser: what is untrusted in it stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from scoper.checks.model import Outcome, Report
from scoper.finding import Location, Problem, Severity
from scoper.report import github_summary, markdown
from scoper.report.markup import code, escape
from scoper.report.terminal import clean
from scoper.verdict.model import Relation, Step
from tests.report.hostile import fuzzed, reports, words
from tests.report.samples import inside, lint_finding, report, stray, stray_finding

PARSER = MarkdownIt("gfm-like", {"linkify": False})
_OURS = {
    "h3",
    "h4",
    "p",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "details",
    "summary",
    "blockquote",
    "ul",
    "li",
    "sub",
}


class _Page(HTMLParser):
    """The tags of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not attrs, attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def page(text: str) -> _Page:
    return _Page(PARSER.render(text))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_report() -> None:
    test = inside(3, "tests/test_cart.py::test_total", Relation.TEST)
    proof = (Step("e1", Relation.TARGET, "named by --scope"), Step("e3", Relation.TEST, "tests total"))
    left = lint_finding()._replace(rule=stray_finding(1).rule._replace(code="RF501"), location=Location("use.py", None, 4))
    sample = report(
        Outcome.REJECT,
        (inside(1), stray(2), test._replace(proof=proof)),
        (stray_finding(2), lint_finding(), left),
        hidden={"baseline": 2},
        notices=("ruff timed out",),
        problems=tuple(Problem(f"p{n}.py", "too large") for n in range(5)),
    )
    said = page(markdown.render(sample))
    assert set(said.tags) <= _OURS and {"details", "table", "code"} <= set(said.tags)
    words = flat(said.words)
    assert words.startswith(
        "❌ scoper: reject 1 of 3 edits is outside what was asked for; 2 errors asked: Round the total. To cents."
    )
    order = ["Not checked", "ruff timed out", "p0.py, p1.py, p2.py and 2 more: too large", "Outside what was asked for (1)",
             "error SC101", "shop/names.py::slugify", "Left behind (1)", "use.py:4", "Found (1)", "shop/cart.py:2",
             "In scope: 2 edits", "Proofs (1)",
             "shop/cart.py::Cart.total (target: named by --scope) → tests/test_cart.py::test_total (test: tests total)",
             "hidden findings: 2 baseline"]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_nothing_to_judge_is_no_pass() -> None:
    assert "nothing was checked" in markdown.render(report(Outcome.UNKNOWN))


@pytest.mark.parametrize("limit", [9_000, 65_535])
def test_the_limit_holds_and_every_cut_is_counted(limit: int) -> None:
    many = 400
    sample = report(
        Outcome.REJECT,
        tuple(v for n in range(1, many) for v in (inside(2 * n), stray(2 * n + 1, f"ü/{n}.py::" + "λ" * 80))),
        tuple(lint_finding(n)._replace(message="|" * 500) for n in range(1, many)),
        notices=tuple(f"notice {n} " + "x" * 30 for n in range(50)),
    )
    text = markdown.document(sample, limit)
    assert 0.8 * limit < len(text.encode()) <= limit
    said = page(text)
    assert set(said.tags) <= _OURS and said.tags.count("details") == text.count("</details>")
    counted = sum(int(number) for number in re.findall(r"and (\d+) more, for which", said.words))
    rows = said.tags.count("tr") + said.tags.count("li") - said.tags.count("table")
    assert rows + counted == 3 * (many - 1) + 50


def test_the_limits_are_those_of_github() -> None:
    assert markdown.COMMENT_LIMIT < 65_536 and github_summary.SUMMARY_LIMIT < 1024 * 1024
    sample = report(Outcome.REJECT, tuple(stray(n, f"a.py::{'x' * 200}{n}") for n in range(1, 400)))
    assert 60_000 < len(markdown.render(sample)) <= markdown.COMMENT_LIMIT < len(github_summary.render(sample))


@fuzzed
@given(words)
def test_text_stays_text(text: str) -> None:
    for made in (escape(text), code(text)) if clean(text).strip() else ():
        table = page(f"| a | b |\n| --- | --- |\n| x{made}x | y |\n")
        assert table.tags.count("td") == 2 and set(table.tags) <= _OURS
        assert flat(table.words) == flat(f"a b x{clean(text)}x y")
        assert not re.search(r"@[\w]|#\d|(?i:https?):/|www\.\w", made)


@fuzzed
@given(reports())
def test_no_name_or_message_becomes_markup(sample: Report) -> None:
    said = page(markdown.render(sample))
    assert set(said.tags) <= _OURS
    shown = flat(said.words)
    assert all(flat(clean(f.message)) in shown for f in sample.findings if f.rule.family != "SC")


def test_the_gravest_come_first() -> None:
    mild = lint_finding(1)._replace(severity=Severity.NOTE, message="mild")
    text = markdown.render(report(Outcome.REJECT, (), (mild, lint_finding(2)._replace(message="grave"))))
    assert text.index("grave") < text.index("mild")
