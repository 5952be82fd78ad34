from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper.report.terminal import clean, paint


@pytest.mark.parametrize("text", ["", "plain", "naïve café – ‘quoted’", "日本語", "\U0001f40d"])
def test_ordinary_text_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("a\nb\tc", "a b c"),
        ("\r\x08\x7f\x9b", "\\x0d\\x08\\x7f\\x9b"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("\u2066\u2028", "\\u2066\\u2028"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, safe: str) -> None:
    assert clean(text) == safe


@given(st.text())
def test_the_result_can_be_printed_on_one_line_anywhere(text: str) -> None:
    safe = clean(text)
    safe.encode("utf-8")
    assert len(safe.splitlines()) <= 1
    assert "\x1b" not in safe and clean(safe) == safe


def test_colours_only_when_told() -> None:
    assert paint("x", "bold", "red", colour=False) == "x"
    assert paint("x", "bold", "red", colour=True) == "\x1b[1;31mx\x1b[0m"
    assert paint("", "red", colour=True) == ""
