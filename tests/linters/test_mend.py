"""Fixes by lines: what they may touch, measured by the text that comes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoper.change.model import ChangedFile
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.linters.mend import mend
from scoper.linters.model import TextEdit
from scoper.text import Replacement, lines_with_ends, replace_lines


def changed(head: bytes, *added: int) -> ChangedFile:
    """A file whose head side has these lines by the diff."""
    entry = Entry(0o100644, "0" * 40)
    hunks = tuple(Hunk(line - 1, 0, line, 1) for line in added)
    return ChangedFile(FileChange(Status.MODIFIED, "a.py", "a.py", entry, entry, hunks), b"", head, None, None)


def outcome(head: bytes, added: tuple[int, ...], *edits: TextEdit) -> tuple[bytes, bool] | None:
    found = mend(changed(head, *added), edits)
    return None if found is None else (replace_lines(head, found.changes), found.owned)


def test_a_fix_on_the_diffs_own_line() -> None:
    assert outcome(b"a\nb  \nc\n", (2,), TextEdit(2, 2, 2, 4, "")) == (b"a\nb\nc\n", True)


def test_a_fix_on_another_line_is_not_the_diffs() -> None:
    assert outcome(b"a\nb  \nc\n", (1, 3), TextEdit(2, 2, 2, 4, "")) == (b"a\nb\nc\n", False)
    assert outcome(b"a\nb\nc\n", (2,), TextEdit(1, 1, 1, 2, "x"), TextEdit(2, 1, 2, 2, "y")) == (b"x\ny\nc\n", False)


def test_a_line_that_goes_takes_no_other_with_it() -> None:
    whole, from_the_line_before = TextEdit(2, 1, 3, 1, ""), TextEdit(1, 2, 2, 2, "")
    for edit in (whole, from_the_line_before):
        assert outcome(b"a\nb\nc\n", (2,), edit) == (b"a\nc\n", True)
    assert outcome(b"a\nb\nc\n", (2,), TextEdit(2, 1, 3, 2, "c")) == (b"a\nc\n", True)
    assert outcome(b"a\nb\nc\n", (2,), TextEdit(2, 2, 3, 1, " ")) == (b"a\nb c\n", False)


def test_what_is_put_beside_the_diffs_lines_is_its_own_and_elsewhere_it_is_not() -> None:
    new = TextEdit(1, 1, 1, 1, "import x\n")
    assert outcome(b"a\nb\n", (1,), new) == (b"import x\na\nb\n", True)
    assert outcome(b"a\nb\nc\n", (3,), new) == (b"import x\na\nb\nc\n", False)
    assert outcome(b"a\nb\n", (2,), TextEdit(3, 1, 3, 1, "c\n")) == (b"a\nb\nc\n", True)


def test_an_added_line_may_be_sorted_in_between_others() -> None:
    head = b"import b\nimport c\nimport a\n"
    sort = TextEdit(1, 1, 4, 1, "import a\nimport b\nimport c\n")
    assert outcome(head, (3,), sort) == (b"import a\nimport b\nimport c\n", True)
    assert outcome(head, (2,), sort) == (b"import a\nimport b\nimport c\n", False)


def test_several_edits_in_one_line() -> None:
    edits = TextEdit(1, 1, 1, 2, "x"), TextEdit(1, 3, 1, 4, "y")
    assert outcome(b"a a\n", (1,), *reversed(edits)) == (b"x y\n", True)
    assert outcome(b"aaa\n", (1,), TextEdit(1, 1, 1, 3, "x"), TextEdit(1, 2, 1, 4, "y")) is None


def test_columns_count_characters_and_no_byte_order_mark() -> None:
    assert outcome("\ufeffé😀 b\n".encode(), (1,), TextEdit(1, 3, 1, 4, "")) == ("\ufeffé😀b\n".encode(), True)


def test_line_ends_stay_as_they_are() -> None:
    assert outcome(b"a\r\nb\r\n", (2,), TextEdit(2, 1, 2, 2, "x\ny")) == (b"a\r\nx\r\ny\r\n", True)
    assert outcome(b"a\nb", (2,), TextEdit(2, 2, 2, 2, "\n")) == (b"a\nb\n", True)


def test_what_cannot_be_told_is_no_fix() -> None:
    edit = TextEdit(1, 1, 1, 2, "x")
    assert outcome(b"\xff\n", (1,), edit) is None
    assert outcome(b"a\rb\n", (1,), edit) is None
    assert outcome(b"a\n", (1,)) is None
    assert outcome(b"a\n", (1,), edit._replace(text="\ud800")) is None
    for elsewhere in ((1, 9, 1, 9), (4, 1, 4, 1), (1, 2, 1, 1), (0, 1, 1, 1)):
        assert outcome(b"a\n", (1,), TextEdit(*elsewhere, "x")) is None
    assert outcome(b"a\n", (1,), TextEdit(1, 1, 1, 2, "a")) is None


_LINES = st.lists(st.sampled_from("ab "), min_size=1, max_size=7)


@given(_LINES, st.sets(st.integers(1, 7)), st.data())
def test_lines_of_others_are_never_lost(lines: list[str], added: set[int], data: st.DataObject) -> None:
    head = "".join(f"{line}\n" for line in lines).encode()
    first = data.draw(st.integers(1, len(lines)))
    end = data.draw(st.integers(first, len(lines)))
    text = "".join(f"{line}\n" for line in data.draw(_LINES))
    own = added & set(range(1, len(lines) + 1))
    found = mend(changed(head, *sorted(own)), [TextEdit(first, 1, end + 1, 1, text)])
    if found is None:
        return
    made = replace_lines(head, found.changes)
    wanted = [*lines[: first - 1], *text.splitlines(), *lines[end:]]
    assert made == "".join(f"{line}\n" for line in wanted).encode()
    if found.owned:
        rest = iter(lines_with_ends(made))
        assert all(any(line == other for other in rest) for n, line in enumerate(lines_with_ends(head), 1) if n not in own)
        assert all(n in own for change in found.changes for n in range(change.start, change.start + change.lines))


def test_changes_come_in_order() -> None:
    found = mend(changed(b"a\nb\nc\n", 1, 3), [TextEdit(3, 1, 3, 2, "z"), TextEdit(1, 1, 1, 2, "x")])
    assert found is not None and found.changes == (Replacement(1, 1, "x\n"), Replacement(3, 1, "z\n"))
