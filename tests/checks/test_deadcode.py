"""Comments that hold code."""

from __future__ import annotations

import pytest

from scoper.checks.deadcode import is_code


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("a.py", ["# x = f(1)"]),
        ("a.py", ["# if x:", "#     return y"]),
        ("a.py", ["# print(x)"]),
        ("a.js", ["// f(x);", "// if (x) {", "//   g();", "// }"]),
    ],
)
def test_code(path: str, lines: list[str]) -> None:
    assert is_code(path, lines)


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("a.py", ["# the first page"]),
        ("a.py", ["# TODO"]),
        ("a.py", ["# note: important"]),
        ("a.py", ["# x = f(1)", "# as the caller wants it"]),
        ("a.py", ["x = 1  # y = 2"]),
        ("a.js", ["// see below"]),
        ("a.js", []),
    ],
)
def test_words(path: str, lines: list[str]) -> None:
    assert not is_code(path, lines)
