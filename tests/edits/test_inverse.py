"""What holds for every format: what is written can be read, and the difference of two texts makes one of the other."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoper.edits import document
from scoper.edits.diff import update
from scoper.edits.model import ADD, Delete, Edits, Hunk, Line, Update, Write
from scoper.edits.registry import EDIT_FORMATS
from tests.edits.memory import Memory, after

# Few different lines, so that blocks repeat; and the lines that the formats themselves are made of.
WORDS = [
    "",
    "a",
    "b",
    "    a",
    "\ta",
    "a ",
    "-x",
    "+x",
    " x",
    "@@",
    "-- x",
    "++ x",
    "…",
    "“a”",
    "é",
    "x = 1",
    "def f():",
    "    return",
]
HOSTILE = [
    "*** End Patch",
    "*** Update File: b",
    "```",
    "=======",
    "<<<<<<< SEARCH",
    "</old_code>",
    "--- a",
    "+++ b",
    "\\ No",
    "EOF",
    "@@ -1 +1 @@",
]
LINES = st.lists(st.sampled_from(WORDS), max_size=14)
REPLY = st.lists(st.sampled_from([*WORDS, *HOSTILE, "*** Begin Patch", ">>>>>>> REPLACE", "<edit>", "<file>a</file>", "a.py"]))
HARD = st.lists(st.sampled_from(WORDS + HOSTILE), max_size=10)
NAMES = list(EDIT_FORMATS)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=50)
@given(
    base=LINES | HARD,
    head=LINES | HARD,
    end=st.sampled_from(["\n", "\r\n"]),
    newline=st.booleans(),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
)
def test_the_difference_of_two_texts_makes_one_of_the_other(
    name: str, base: list[str], head: list[str], end: str, newline: bool, mark: bytes
) -> None:
    assume(base and head and base != head and base[-1] and head[-1])
    end = end if newline or len(base) > 1 else "\n"  # a file of one line without an end says nothing about ends

    def data(lines: list[str]) -> bytes:
        return mark + (end.join(lines) + (end if newline else "")).encode()

    form = EDIT_FORMATS[name]
    edit = Write("a.txt", tuple(head)) if name == "whole" else update("a.txt", base, head, marked=name in ("v4a", "udiff"))
    try:
        text = form.render(Edits((edit,)))
    except ValueError:
        assume(False)
    edits = form.parse(text)
    assert edits == Edits((edit,))
    assert after(edits, Memory({"a.txt": data(base)})) == {"a.txt": data(head)}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(lines=HARD, path=st.sampled_from(["a.py", "src/b.c", "Makefile", "with space.md", ".hidden"]), gone=st.booleans())
def test_new_and_deleted_files_are_read_back(name: str, lines: list[str], path: str, gone: bool) -> None:
    assume(not lines or lines[-1])
    edits = Edits((Delete(path) if gone else Write(path, tuple(lines), new=name != "whole"),))
    try:
        text = EDIT_FORMATS[name].render(edits)
    except ValueError:
        assume(False)
    assume(bool(lines) or name != "search-replace")
    read = EDIT_FORMATS[name].parse(text)
    if name in ("pseudo-xml", "search-replace") and not gone and not lines:
        return  # nothing in place of nothing
    assert read == edits


@settings(max_examples=50)
@given(st.binary(max_size=60) | st.builds(str.encode, st.text(max_size=30), st.sampled_from(["utf-8", "utf-16"])))
def test_a_document_is_written_as_it_was_read(data: bytes) -> None:
    read = document.read(data)
    assert read is None or read.encode() == data


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=50)
@given(REPLY)
def test_no_reply_makes_a_parser_fail(name: str, lines: list[str]) -> None:
    edits = EDIT_FORMATS[name].parse("\n".join(lines))
    EDIT_FORMATS[name].apply(edits, Memory({"a.py": "a\nb\n", "b": "x\n"}))


def test_what_a_format_cannot_say_is_refused_when_written() -> None:
    move = Edits((Update("a.py", (Hunk((Line(ADD, "x"),)),), "b.py"),))
    for name in ("search-replace", "pseudo-xml", "whole"):
        with pytest.raises(ValueError):
            EDIT_FORMATS[name].render(move)
