from __future__ import annotations

import pytest

from scoper.errors import UserError
from scoper.scope.model import SpecKind
from scoper.scope.specs import is_precise, matches_path, matches_symbol, negative, parse_spec, positive
from scoper.text import LineRange


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("src/a.py", SpecKind.PATH),
        ("./src/a.py", SpecKind.PATH),
        ("src/", SpecKind.FOLDER),
        (".", SpecKind.FOLDER),
        ("src/**/*.py", SpecKind.GLOB),
        ("src/a.py::C.m", SpecKind.SYMBOL),
        ("src/a.py::C::m", SpecKind.SYMBOL),
        ("::C.m", SpecKind.ANYWHERE),
        ("src/a.py:10-40", SpecKind.LINES),
        ("src/a.py:7", SpecKind.LINES),
    ],
)
def test_forms(text: str, kind: SpecKind) -> None:
    assert parse_spec(text).kind is kind
    refused = parse_spec("!" + text)
    assert refused.kind is kind
    assert refused.negated


@pytest.mark.parametrize("text", ["", "!", "::", "a.py::", "/etc/passwd", "../a.py", "a/../../b.py", "a.py:9-3", "a.py:0"])
def test_malformed_specs_are_refused_by_name(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_spec(text)
    assert repr(text) in caught.value.message
    assert caught.value.hints


@pytest.mark.parametrize(
    ("spec", "path"),
    [("src/a.py", "src/a.pyi"), ("src/", "srcs/a.py"), ("src", "srcs/a.py"), ("*.md", "a.py"), ("docs/*.md", "docs/x/a.md")],
)
def test_paths_that_do_not_match(spec: str, path: str) -> None:
    assert not matches_path(parse_spec(spec), path)


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("src/a.py", "src/a.py"),
        ("src/", "src/x/a.py"),
        ("src", "src/x/a.py"),
        (".", "a.py"),
        ("*.md", "docs/a.md"),
        ("docs/**", "docs/x/a.md"),
    ],
)
def test_paths_that_match(spec: str, path: str) -> None:
    assert matches_path(parse_spec(spec), path)


def test_symbols_match_themselves_and_what_is_inside() -> None:
    spec = parse_spec("a.py::C.m")
    assert matches_symbol(spec, "a.py::C.m")
    assert matches_symbol(spec, "a.py::C.m.inner")
    assert not matches_symbol(spec, "a.py::C.many")
    assert not matches_symbol(spec, "b.py::C.m")
    assert not matches_symbol(spec, "a.py::C")
    assert not matches_symbol(spec, None)


def test_anywhere_matches_in_any_file_and_class() -> None:
    spec = parse_spec("::m")
    assert matches_symbol(spec, "b.py::m")
    assert matches_symbol(spec, "b.py::C.m")
    assert not matches_symbol(spec, "b.py::C.m2")


def test_lines_are_kept() -> None:
    assert parse_spec("a.py:10-40").lines == LineRange(10, 40)
    assert parse_spec("a.py:7").lines == LineRange(7, 7)


def test_precise_specs_name_code() -> None:
    assert [is_precise(parse_spec(text)) for text in ("a.py::f", "::f", "a.py:3", "a.py", "src/", "*.py")] == [True] * 3 + [
        False
    ] * 3


def test_signs_are_told_apart() -> None:
    specs = [parse_spec("a.py"), parse_spec("!b.py")]
    assert [spec.text for spec in positive(specs)] == ["a.py"]
    assert [spec.text for spec in negative(specs)] == ["!b.py"]
