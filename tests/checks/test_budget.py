"""Limits of a task, and the packages that manifests name."""

from __future__ import annotations

import pytest

from scoper.checks import budget
from scoper.checks.dependencies import dependencies
from scoper.config import Config
from tests.checks.reviews import review, rows


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("requirements.txt", "click>=8\n# x\n-r other.txt\nRuff_LSP==1  # y\n", {"click", "ruff-lsp"}),
        ("pyproject.toml", "[project]\ndependencies = ['click>=8']\n", {"click"}),
        ("pyproject.toml", "[project.optional-dependencies]\ndev = ['pytest']\n", {"pytest"}),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython = '^3'\nclick = {version = '8'}\n",
            {"click", "version"} - {"version"},
        ),
        ("package.json", '{"devDependencies": {"@types/node": "1"}, "scripts": {"x": "y"}}', {"@types/node"}),
        ("Cargo.toml", "[dependencies]\nserde = '1'\n[package]\nname = 'x'\n", {"serde"}),
        ("go.mod", "module a\n\nrequire (\n\tgithub.com/a/b v1.2.3\n)\n", {"github.com/a/b"}),
        ("Gemfile", "gem 'rails', '7'\n", {"rails"}),
        ("pyproject.toml", "[project\n", set()),
        ("a.py", "import x\n", set()),
    ],
)
def test_packages(path: str, text: str, names: set[str]) -> None:
    assert dependencies(path, text.encode()) == names


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
