from __future__ import annotations

from scoper.context.conventions import conventions
from scoper.context.gather import Ground
from scoper.context.rank import Words
from scoper.graph.resolve import Graph
from tests.graph.trees import MemoryTree

PYTHON = "".join(f'def f{n}(x: int) -> int:\n    """Says {n}."""\n    return x or "{n}"\n\n\n' for n in range(6))
MIXED = "x = 'a'\ny = \"b\"\nz = 'c'\nv = \"d\"\nw = 'e'\n"


def said(files: dict[str, str], *paths: str) -> list[str]:
    tree = MemoryTree(files)
    texts = {path: text.encode() for path, text in files.items()}
    return [item.text for item in conventions(Ground(Graph(tree), tree, texts, Words("", texts), (), ""), paths)]


def test_what_is_nearly_always_so_is_said() -> None:
    assert said({"a.py": PYTHON}, "a.py") == [
        "indentation: 4 spaces",
        "lines: at most 22 columns",
        "functions declare their result",
        "public functions are documented",
        "parameters are annotated",
        "docstrings have one line",
        "first lines of docstrings end in a full stop",
        "strings are in double quotes",
    ]


def test_what_is_mixed_or_rare_is_not_spoken_of() -> None:
    assert said({"a.py": MIXED}, "a.py") == ["lines: at most 7 columns"]
    assert said({"a.py": "x = 'a'\n"}, "a.py") == []


def test_tabs_and_other_languages() -> None:
    code = "".join(f"func f{n}() {{\n\treturn\n}}\n" for n in range(9))
    assert said({"a.go": code}, "a.go")[0] == "indentation: tabs"


def test_frameworks_and_linters_are_found_where_they_are_configured() -> None:
    files = {
        "a.py": PYTHON,
        "tests/test_a.py": "import pytest\n",
        "pyproject.toml": "[tool.ruff.lint]\nselect = []\n",
        "mypy.ini": "",
    }
    assert said(files, "a.py")[-2:] == ["tests: pytest", "configured: ruff, mypy"]


def test_nothing_to_measure() -> None:
    assert said({"a.py": ""}, "missing.py") == []
