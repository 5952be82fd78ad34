"""The project's own formatter."""

from __future__ import annotations

from scoper.linters.formatter import formatted
from tests.checks.reviews import MemoryTree

LONG = b"def f(a):\n    return g(a, 'one and two', 'three and four')\n"
WRAPPED = b'def f(a):\n    return g(\n        a, "one and two", "three and four"\n    )\n'
RUFF = "[tool.ruff]\nline-length = 46\n[tool.ruff.format]\n"


def of(config: dict[str, str], text: bytes = LONG, path: str = "src/a.py") -> bytes | None:
    return formatted(MemoryTree(config, "base"), {path: text}, 20.0).get(path)


def test_nothing_is_formatted_where_nobody_configured_it() -> None:
    assert of({}) is None
    assert of({"pyproject.toml": "[tool.ruff]\nline-length = 46\n"}) is None
    assert of({"pyproject.toml": RUFF}, path="src/a.js") is None


def test_ruff_as_the_project_configures_it() -> None:
    assert of({"pyproject.toml": RUFF}) == WRAPPED
    assert of({"ruff.toml": "line-length = 46\n[format]\nquote-style = 'single'\n"}) == WRAPPED.replace(b'"', b"'")
    assert of({"src/ruff.toml": "line-length = 200\n[format]\n", "pyproject.toml": RUFF}) == LONG.replace(b"'", b'"')


def test_black_as_the_project_configures_it() -> None:
    assert of({"pyproject.toml": "[tool.black]\nline-length = 46\n"}) == WRAPPED
    kept = of({"pyproject.toml": "[tool.black]\nskip-string-normalization = true\n"})
    assert kept == LONG


def test_what_cannot_be_parsed_stays_as_it_is() -> None:
    assert of({"pyproject.toml": RUFF}, b"def f(:\n") == b"def f(:\n"
