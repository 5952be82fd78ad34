from __future__ import annotations

import pytest

from scoper.checks.registry import find_rule
from scoper.finding import Confidence, Finding, Location, Severity
from scoper.serve.silence import silencing
from scoper.text import replace_lines


def silenced(path: str, text: str, line: int, symbol: str | None = None) -> str | None:
    rule = find_rule("CH202")
    finding = Finding(rule, Severity.WARNING, Confidence.HIGH, Location(path, symbol, line), "churn")
    change = silencing(finding, text.encode())
    return replace_lines(text.encode(), [change]).decode() if change is not None else None


@pytest.mark.parametrize(
    ("path", "text", "line", "comment"),
    [
        ("a.py", "def f():\n    return 1\n", 2, "    # scoper: ignore[CH202] say why"),
        ("a.go", "package a\n\nfunc f() int {\n\treturn 1\n}\n", 4, "\t// scoper: ignore[CH202] say why"),
        ("a.css", "a {\n  color: red;\n}\n", 2, "  /* scoper: ignore[CH202] say why */"),
        ("a.html", "<p>\n  one\n</p>\n", 2, "  <!-- scoper: ignore[CH202] say why -->"),
        ("a.md", "# One\n\ntext\n", 3, "<!-- scoper: ignore[CH202] say why -->"),
        ("a.sql", "select 1;\n", 1, "-- scoper: ignore[CH202] say why"),
        ("a.yaml", "a:\n  b: 1\n", 2, "  # scoper: ignore[CH202] say why"),
        ("a.vue", "<script>\nconst a = 1\n</script>\n", 2, "/* scoper: ignore[CH202] say why */"),
        ("a.vue", "<template>\n  <p>x</p>\n</template>\n", 2, "  <!-- scoper: ignore[CH202] say why -->"),
    ],
)
def test_the_comment_is_one_of_the_language(path: str, text: str, line: int, comment: str) -> None:
    lines = text.splitlines()
    assert silenced(path, text, line) == "\n".join([*lines[: line - 1], comment, *lines[line - 1 :], ""])


def test_ends_of_lines_are_kept() -> None:
    assert silenced("a.py", "x = 1\r\n", 1) == "# scoper: ignore[CH202] say why\r\nx = 1\r\n"


def test_a_line_inside_of_a_string_is_silenced_at_its_symbol() -> None:
    text = 'class C:\n    @old\n    def f(self):\n        """One.\n\n        Two.\n        """\n'
    expected = text.replace("    @old", "    # scoper: ignore[CH202] say why\n    @old")
    assert silenced("a.py", text, 6, "a.py::C.f") == expected


def test_a_comment_that_is_there_gets_one_code_more() -> None:
    text = "# scoper: ignore[LN401] it is needed\nimport os\n"
    assert silenced("a.py", text, 2) == "# scoper: ignore[LN401, CH202] it is needed\nimport os\n"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [("a.json", '{\n  "a": 1\n}\n', 2), ("a.unknown", "x\n", 1), ("a.py", 'x = """\none\n"""\n', 2), ("a.py", "", 7)],
)
def test_where_no_comment_can_stand_there_is_none(path: str, text: str, line: int) -> None:
    assert silenced(path, text, line) is None
