from __future__ import annotations

from scoper.change.syntax import Difference, Syntax, compare, read_syntax
from scoper.lang.registry import language_of
from scoper.text import LineRange


def _read(text: str) -> Syntax:
    language = language_of("a.py")
    assert language is not None
    return read_syntax(language, text.encode(), [LineRange(1, 100)])


def test_pieces_are_compared_by_what_differs_least() -> None:
    assert compare(_read("x = 1  # a\n"), _read("x = (1)  #a\n")) is Difference.LAYOUT
    assert compare(_read("x = 1  # a\n"), _read("x = 1  # b\n")) is Difference.COMMENT
    assert compare(_read("x = 1\n"), _read("x: int = 1  # b\n")) is Difference.ANNOTATION
    assert compare(_read("x = 1\n"), _read("x = 2\n")) is Difference.CODE


def test_a_unit_is_a_statement_without_its_blocks() -> None:
    syntax = _read("@a\ndef f(\n    b,\n):\n    if c: d\n    else:\n        e\n")
    assert [(unit.lines, unit.depth) for unit in syntax.units] == [
        (LineRange(1, 1), 0),
        (LineRange(2, 4), 0),
        (LineRange(5, 5), 1),
        (LineRange(5, 5), 2),
        (LineRange(6, 6), 1),
        (LineRange(7, 7), 2),
    ]


def test_a_gap_is_touched_only_by_what_reaches_across_it() -> None:
    syntax = _read("a(\n    b,\n)\nc\n")
    assert [unit.lines.start for unit in syntax.within(LineRange(3, 2)).units] == [1]
    assert not syntax.within(LineRange(4, 3)).units
