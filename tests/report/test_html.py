"""The HTML report without a browser: its policy, its markup, and that nothing untrusted becomes any of it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

from hypothesis import given

from scoper.checks.model import Outcome, Report
from scoper.finding import Location, Problem, Rule, Severity
from scoper.report.html import render
from scoper.report.terminal import clean
from scoper.style.features import features
from scoper.style.model import Drift
from scoper.verdict.model import Relation, Step
from tests.report.hostile import fuzzed, reports
from tests.report.samples import inside, lint_finding, no_task, report, stray, stray_finding, unjudged

ALLOWED = set(
    "html head meta title style body a header h1 h2 h3 span p code main div svg text path rect nav button section details"
    " summary pre strong ol li table thead tbody tr th td script".split()
)
VOID = {"meta"}


class Page(HTMLParser):
    """Tags, attributes and text of a page. Every element that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += ((name, value or "") for name, value in attrs)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.words += data


def values(page: Page, name: str) -> list[str]:
    return [value for key, value in page.attributes if key == name]


def flat(text: str) -> str:
    return "".join(text.split())


def test_the_policy_allows_what_is_inside_and_nothing_else() -> None:
    text = render(report(verdicts=(inside(1),)))
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules.keys() == {
        "default-src",
        "style-src",
        "script-src",
        "base-uri",
        "form-action",
    }
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        [body] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
    page = Page(text)
    assert not {"src", "style", "onclick"} & {name for name, _ in page.attributes}
    assert all(href.startswith("#") for href in values(page, "href")) and "http" not in text.replace("http-equiv", "")


def test_what_a_report_says() -> None:
    test = inside(3, "tests/test_cart.py::test_total", Relation.TEST)
    proof = (Step("e1", Relation.TARGET, "named by --scope"), Step("e3", Relation.TEST, "tests total"))
    drift = lint_finding()._replace(rule=Rule("ST301", "style-drift", Severity.WARNING, "s", "d"), message="quotes differ")
    left = lint_finding()._replace(
        rule=Rule("RF501", "x-y", Severity.ERROR, "s", "d"), location=Location("use.py", "use.py::bill", 4)
    )
    sample = report(
        Outcome.REJECT,
        (inside(1), stray(2), test._replace(proof=proof)),
        (stray_finding(2), lint_finding(), drift, left),
        hidden={"baseline": 2},
        notices=("ruff timed out",),
        problems=(Problem("big.py", "too large"),),
    )
    page = Page(render(sample))
    words = flat(page.words)
    for part in (
        "reject: 1 of 3 edits is outside what was asked for", "Round the total.", "may change: shop/cart.py::Cart.total",
        "ruff timed out", "not checked: big.py: too large", "Not asked for (1)", "Follows from it (1)", "With findings (1)",
        "nothing in scope uses it", "error SC101 slugify changed", "Style drift", "quotes differ", "Found elsewhere",
        "use.py:4", "2 baseline", "milliseconds", "tests total", "left behind", "test: tests total",
    ):  # fmt: skip
        assert flat(part) in words, part
    assert {"#e1", "#e2", "#e3"} <= set(values(page, "href"))


def test_where_style_drifts_the_profile_of_the_place_is_shown() -> None:
    rule = Rule("ST305", "documentation-drift", Severity.WARNING, "s", "d")
    found = lint_finding()._replace(rule=rule)
    path, feature = found.location.path, next(one for one in features().values() if one.rule == "ST305")
    usual, value = list(feature.words)[:2]
    drift = Drift(path, feature.name, value, 3, 3, "file", 0, 41, usual, 0.1, 0.001, (3, 9, 12))
    other = drift._replace(path="not/reported.py")
    words = flat(Page(render(report(Outcome.REJECT, (inside(1),), (found,))._replace(drifts=(drift, other)))).words)
    for part in ("How these places are written", feature.words[usual], feature.words[value], "0 of 41", "3 of 3"):
        assert flat(part) in words
    assert "not/reported.py" not in words


def test_without_a_task_there_is_no_picture() -> None:
    page = Page(render(no_task((unjudged(1),))))
    assert "svg" not in page.tags and "Notjudged(1)" in flat(page.words)
    assert "Nothingwaschecked" in flat(Page(render(report(Outcome.UNKNOWN))).words)


@fuzzed
@given(reports())
def test_no_name_or_message_becomes_markup(sample: Report) -> None:
    text = render(sample)
    text.encode("utf-8")
    page = Page(text)
    assert set(page.tags) <= ALLOWED and page.tags.count("script") == 1
    assert all(re.fullmatch(r"#e\d+|#edits", href) for href in values(page, "href"))
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    words = flat(page.words)
    assert all(flat(clean(finding.message)) in words for finding in sample.findings)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
