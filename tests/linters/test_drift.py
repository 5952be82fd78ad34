"""What a formatter would write otherwise, and whose doing that is: texts in, places out."""

from __future__ import annotations

from difflib import SequenceMatcher

from scoper.change.model import ChangedFile
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.linters.drift import new_drifts, rewritten

PLAIN = [f"line {n}\n" for n in range(1, 41)]


def formatter(lines: list[str]) -> list[str]:
    """It writes ``=`` for ``==`` and leaves no line with ``blank``."""
    return [line.replace("==", "=") for line in lines if line != "blank\n"]


def found(base: list[str], head: list[str]) -> list[tuple[int, int, str]]:
    """Start, number of lines and text of what counts."""
    before, after = "".join(base).encode(), "".join(head).encode()
    codes = SequenceMatcher(None, base, head, autojunk=False).get_opcodes()
    hunks = tuple(
        Hunk(a + 1 if b > a else a, b - a, c + 1 if d > c else c, d - c) for tag, a, b, c, d in codes if tag != "equal"
    )
    entry = Entry(0o100644, "0" * 40)
    change = FileChange(Status.MODIFIED, "a", "a", entry, entry, hunks)
    old, new = (
        list(rewritten("t", "a", text, "".join(formatter(lines)).encode())) for text, lines in ((before, base), (after, head))
    )
    drifts = new_drifts("t", old, new, [ChangedFile(change, before, after, None, None)])
    return [(start, lines, text) for drift in drifts for start, lines, text in drift.mend.changes]


def test_an_added_line_counts() -> None:
    assert found(PLAIN, [*PLAIN[:20], "a == b\n", *PLAIN[20:]]) == [(21, 1, "a = b\n")]
    assert found(PLAIN, [*PLAIN[:20], "blank\n", *PLAIN[20:]]) == [(21, 1, "")]
    assert found([], ["a == b\n"]) == [(1, 1, "a = b\n")]


def test_an_old_line_does_not() -> None:
    old = [*PLAIN, "a == b\n"]
    assert found(old, ["new\n", *old]) == []


def test_a_line_in_place_of_one_that_drifted_does_not() -> None:
    assert found([*PLAIN, "a == b\n"], [*PLAIN, "a == c\n"]) == []
    assert found([*PLAIN, "a = b\n"], [*PLAIN, "a == c\n"]) == [(41, 1, "a = c\n")]


def test_a_line_right_beside_one_that_drifted_does_not() -> None:
    assert found([*PLAIN, "a == b\n"], [*PLAIN, "a == b\n", "a == c\n"]) == []
    assert found([*PLAIN, "a == b\n"], ["a == c\n", *PLAIN, "a == b\n"]) == [(1, 1, "a = c\n")]


def test_a_file_with_a_style_of_its_own_is_left_alone() -> None:
    old = [*PLAIN, *(f"{n} == 1\n" for n in range(4))]
    assert found(old, ["a == b\n", *old]) == []


def test_text_that_is_not_utf8_is_not_looked_at() -> None:
    assert list(rewritten("t", "a", b"\xff\n", b"a\n")) == []
