"""Names and messages as an attacker would choose them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from scoper.change.model import Edit, EditKind
from scoper.checks.model import Outcome, Report
from scoper.finding import Confidence, Finding, Location, Problem, Severity, Source
from scoper.text import LineRange
from scoper.verdict.model import Relation, Step, Verdict
from tests.report.samples import CHURN, LINT, STRAY, TASK, report

PIECES = (
    "\n", "\r", "\t", "::", "%", "%0A", "%25", "::error::", "##[", "##[error]", ",", ":", "=", "\x1b[31m", "\x1b]8;;http://x\x07",
    "\u202e", "\u2066", "\u200f", "\x00", "\x9b", "\udce9", "\ud800", "\ufffe", "|", "`", "``", "<", ">", "&", "</details>",
    "<script>alert(1)</script>", "-->", "]]>", "@everyone", "#1", "GH-1", "https://evil.example", "www.evil.example", "[a](b)",
    "![x](y)", "**", "_", "~~", "$", "\\", '"', "'", " ", "a.py", "é", "\U0001f40d", "```", "{{x}}", "{% x %}",
)  # fmt: skip
fuzzed = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join) | st.text(max_size=4)
paths = words.filter(lambda text: text.strip("/") != "" and "\0" not in text)
lines = st.none() | st.integers(1, 9)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    line = draw(lines)
    where = Location(draw(paths), draw(st.none() | words), line, line and line + draw(st.integers(0, 2)), draw(lines))
    source = draw(st.none() | st.builds(Source, words, words))
    severity, sure = draw(st.sampled_from(Severity)), draw(st.sampled_from(Confidence))
    rule = draw(st.sampled_from((STRAY, LINT, CHURN)))
    edit = draw(st.sampled_from((None, "e1", "e2")))
    return Finding(
        rule, severity, sure, where, draw(words), edit, draw(st.none() | words), source, (), f"{draw(st.integers(0, 999)):032x}"
    )


@st.composite
def verdicts(draw: st.DrawFn, number: int) -> Verdict:
    path = draw(paths)
    symbol = draw(st.none() | words.map(lambda name: f"{path}::{name}"))
    edit = Edit(f"e{number}", path, None, symbol, None, (EditKind.BODY,), (LineRange(1, 2),), (LineRange(1, 3),))
    relation = draw(st.sampled_from(Relation))
    inside = relation not in (Relation.UNREACHED, Relation.FORBIDDEN, Relation.UNKNOWN)
    proof = (Step("e1", Relation.TARGET, draw(words)), Step("e2", relation, draw(words))) if inside else ()
    return Verdict(edit, inside, relation, draw(words), 0.5, proof)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    return report(
        draw(st.sampled_from(Outcome)),
        (draw(verdicts(1)), draw(verdicts(2))),
        tuple(draw(st.lists(findings(), max_size=4))),
        task=TASK._replace(request=draw(words)),
        problems=tuple(draw(st.lists(st.builds(Problem, st.none() | paths, words), max_size=2))),
        notices=tuple(draw(st.lists(words, max_size=2))),
    )
