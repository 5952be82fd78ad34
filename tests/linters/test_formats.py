"""Formats that many linters share."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.finding import Severity
from scoper.linters.formats import READERS, pattern_reader
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.offsets import Offsets
from scoper.linters.results import dump, read

SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {"driver": {"name": "t", "rules": [{"id": "R1", "defaultConfiguration": {"level": "note"}}]}},
            "results": [
                {
                    "ruleId": "R1",
                    "message": {"text": "one"},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "src/a%20b.py"},
                                "region": {"startLine": 3, "startColumn": 5, "endColumn": 8},
                            }
                        }
                    ],
                },
                {"ruleId": "R2", "message": {"text": "hidden"}, "suppressions": [{"kind": "inSource"}], "locations": []},
            ],
        }
    ],
}
ONE = {
    "message": "two",
    "location": {"path": "a.sh", "range": {"start": {"line": 2, "column": 1}, "end": {"line": 4}}},
    "code": {"value": "C2", "url": "https://x"},
}
RDJSON = {"source": {"name": "t"}, "severity": "WARNING", "diagnostics": [ONE]}
CHECKSTYLE = """<checkstyle><file name="a.kt">
<error line="7" column="2" severity="warning" message="m" source="S1"/>
</file></checkstyle>"""
JUNIT = """<testsuites><testsuite><testcase name="n" classname="c">
<failure>a.c:9: bad</failure>
</testcase></testsuite></testsuites>"""


def row(item: Diagnostic) -> tuple[str, int, int, int, str, Severity]:
    return item.path, item.line, item.column, item.end_line, item.code, item.severity


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        ("sarif", json.dumps(SARIF), ("src/a b.py", 3, 5, 3, "R1", Severity.NOTE)),
        ("rdjson", json.dumps(RDJSON), ("a.sh", 2, 1, 4, "C2", Severity.WARNING)),
        ("rdjson", json.dumps(ONE), ("a.sh", 2, 1, 4, "C2", Severity.ERROR)),
        ("checkstyle", CHECKSTYLE, ("a.kt", 7, 2, 7, "S1", Severity.WARNING)),
        ("junit", JUNIT, ("a.c", 9, 1, 9, "c", Severity.ERROR)),
    ],
)
def test_each_format(name: str, output: str, expected: object) -> None:
    assert [row(item) for item in READERS[name](output)] == [expected]


def test_a_line_for_each_diagnostic() -> None:
    line = json.dumps(ONE)
    assert len(list(READERS["rdjson"](f"{line}\n{line}\n"))) == 2


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        ("gcc", "a.c:3:5: warning: unused [-Wunused]", ("a.c", 3, 5, 3, "-Wunused", Severity.WARNING)),
        ("gcc", "a.c:3: error: no", ("a.c", 3, 1, 3, "finding", Severity.ERROR)),
        ("pylint", "a.py:3:0: C0114: Missing docstring", ("a.py", 3, 1, 3, "C0114", Severity.ERROR)),
        ("unix", "a.js:3:5: bad", ("a.js", 3, 5, 3, "finding", Severity.ERROR)),
        ("msbuild", "a.cs(3,5): error CS1002: ; expected [/a.csproj]", ("a.cs", 3, 5, 3, "CS1002", Severity.ERROR)),
        (r"(?P<line>\d+) in (?P<path>.+)", "3 in a", ("a", 3, 1, 3, "finding", Severity.ERROR)),
    ],
)
def test_each_pattern(pattern: str, line: str, expected: object) -> None:
    assert [row(item) for item in pattern_reader(pattern)(f"prose\n{line}\n")] == [expected]


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("output", ["", "[]", "<x/>", "{}", '<!DOCTYPE a [<!ENTITY b "c">]><checkstyle>&b;</checkstyle>'])
def test_anything_else_is_refused(name: str, output: str) -> None:
    if name == "rdjson" and output in ("", "[]"):
        return  # no line at all is no diagnostic
    with pytest.raises((ValueError, KeyError, TypeError)):
        list(READERS[name](output))


@given(st.text(max_size=20), st.integers(0, 20))
def test_offsets_are_places_in_the_text(text: str, index: int) -> None:
    text = text.encode("utf-8", "ignore").decode().lstrip("\ufeff")
    index = min(index, len(text))
    before = text[:index]
    place = (before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)
    content = text.encode()
    assert Offsets(content, unit="utf-16").place(len(before.encode("utf-16-le")) // 2) == place
    assert Offsets(content, unit="bytes").place(len(before.encode())) == place


_numbers = st.integers(1, 10**6)
_edits = st.builds(TextEdit, _numbers, _numbers, _numbers, _numbers, st.text(max_size=5))
_diagnostics = st.builds(
    Diagnostic,
    *(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)),
    *(_numbers, _numbers, _numbers, st.none() | st.text(max_size=5), st.booleans(), _numbers),
    st.sampled_from(Severity),
    st.lists(_edits, max_size=2).map(tuple),
)


@given(st.lists(_diagnostics, max_size=3))
def test_what_is_kept_comes_back(items: list[Diagnostic]) -> None:
    assert read(dump(items)) == tuple(items)


@pytest.mark.parametrize("data", [b"", b"[1]", b'[["a"]]', b"null", b"\xff"])
def test_what_is_damaged_does_not(data: bytes) -> None:
    assert read(data) is None
