from __future__ import annotations

import pytest

from scoper.cli.asked import read_asked


@pytest.mark.parametrize(
    ("text", "words", "specs"),
    [
        ("Round it", "Round it", []),
        ("Round it\n\n<!-- say what\nScope: everything/ -->", "Round it", []),
        ("Round it\r\n\r\nScope: src/a.py, `src/b.py::f`\r\n", "Round it", ["src/a.py", "src/b.py::f"]),
        ("---\nscope: [src/, '!docs/']\nlabels: x\n---\nRound it", "Round it", ["src/", "!docs/"]),
        ("---\nscope:\n  - src/\n  - ::f\nother:\n  - no/\n---\nRound it", "Round it", ["src/", "::f"]),
        ("Round it\n\nSigned-off-by: A <a@b.c>\nCo-authored-by: B <b@c.d>\nscope: a.py\n", "Round it", ["a.py"]),
        ("The telescope: a.py", "The telescope: a.py", []),
        ("A rule\n---\nscope: a.py\n---\nmore", "A rule\n---\n\n---\nmore", ["a.py"]),
        ("Round it\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)", "Round it", []),
        ("Round it <!-- open", "Round it", []),
        ("", "", []),
    ],
)
def test_words_and_scope_are_told_apart(text: str, words: str, specs: list[str]) -> None:
    asked = read_asked(text)
    assert (asked.text, [spec.text for spec in asked.specs], asked.notices) == (words, specs, ())


def test_a_scope_that_is_none_is_passed_over_and_said() -> None:
    asked = read_asked("Scope: ../../etc/passwd, a.py:9-3, b.py")
    assert [spec.text for spec in asked.specs] == ["b.py"] and len(asked.notices) == 2
