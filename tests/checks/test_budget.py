"""Limits of a task."""

from __future__ import annotations

import pytest

from scoper.checks import budget
from scoper.config import Config
from tests.checks.reviews import review, rows


def test_limits_name_the_numbers() -> None:
    found = review({"a.py": "x = 1\n"}, {"a.py": "x = 2\ny = 3\n"}, config=Config(max_lines=2))
    assert [finding.message for finding in budget.check(found)] == ["3 lines changed, the task allows 2"]
    assert rows(budget, found._replace(config=Config(max_lines=3, max_files=1))) == []


API = "class C:\n    def f(self, a):\n        return a\n\n    def _g(self, a):\n        return a\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (API.replace("f(self, a)", "f(self, a, b=1)"), ["a.py::C.f IN613 error"]),
        (API.replace("def f", "def h"), ["a.py::C.h IN613 error"]),
        (API.replace("    def f(self, a):\n        return a\n\n", ""), ["a.py::C.f IN613 error"]),
        (API.replace("_g(self, a)", "_g(self, a, b=1)"), []),
        (API.replace("return a\n\n", "return -a\n\n"), []),
        (API + "\n\ndef new(a):\n    return a\n", []),
    ],
)
def test_a_frozen_interface(head: str, expected: list[str]) -> None:
    assert rows(budget, review({"a.py": API}, {"a.py": head}, config=Config(freeze=("api",)))) == expected
