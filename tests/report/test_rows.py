"""The lines of one edit."""

from __future__ import annotations

from scoper.change.build import build_change
from scoper.change.model import ChangedFile, Edit
from scoper.git.model import Entry, FileChange, Hunk, Status
from scoper.report.rows import Row, rows_of


def built(base: bytes, head: bytes, *hunks: Hunk) -> tuple[Edit, ChangedFile]:
    entry = Entry(0o100644, "0" * 40)
    file = ChangedFile(FileChange(Status.MODIFIED, "a.txt", "a.txt", entry, entry, hunks), base, head, None, None)
    return build_change([file], []).edits[0], file


def drawn(rows: list[Row]) -> list[str]:
    return [f"{row.number or ''}{row.mark}{row.text}" for row in rows]


def test_what_went_what_came_and_what_stands_around() -> None:
    edit, file = built(b"1\n2\n3\n4\n5\n6\n", b"1\n2\n3\nfour\n5\n6\n", Hunk(4, 1, 4, 1))
    assert drawn(rows_of(edit, file)) == ["2 2", "3 3", "4-4", "4+four", "5 5", "6 6"]


def test_only_removed_and_only_added() -> None:
    edit, file = built(b"1\n2\n3\n", b"1\n3\n", Hunk(2, 1, 1, 0))
    assert drawn(rows_of(edit, file)) == ["1 1", "2-2", "2 3"]
    edit, file = built(b"1\n3\n", b"1\n2\n3\n", Hunk(1, 0, 2, 1))
    assert drawn(rows_of(edit, file)) == ["1 1", "2+2", "3 3"]


def test_distant_parts_have_a_gap_between_them_and_near_ones_share_what_is_between() -> None:
    lines = [str(n) for n in range(1, 21)]
    head = [*lines]
    head[1], head[4], head[17] = "two", "five", "eighteen"
    edit, file = built(
        "\n".join(lines).encode(), "\n".join(head).encode(), Hunk(2, 1, 2, 1), Hunk(5, 1, 5, 1), Hunk(18, 1, 18, 1)
    )
    whole = edit._replace(
        before=tuple(edit.before[0]._replace(start=n, end=n) for n in (2, 5, 18)),
        after=tuple(edit.after[0]._replace(start=n, end=n) for n in (2, 5, 18)),
    )
    shown = drawn(rows_of(whole, file))
    assert shown[:5] == ["1 1", "2-2", "2+two", "3 3", "4 4"] and shown[5:9] == ["5-5", "5+five", "6 6", "7 7"]
    assert shown[9:] == ["…", "16 16", "17 17", "18-18", "18+eighteen", "19 19", "20 20"]


def test_what_cannot_or_need_not_be_shown_is_said_or_escaped() -> None:
    edit, file = built(b"a\n", b"\tb\x1b[31m\xe2\x80\xae" + b"x" * 3000 + b"\r\n", Hunk(1, 1, 1, 1))
    row = rows_of(edit, file)[-1]
    assert row.text.startswith("\tb\\x1b[31m\\u202ex") and row.text.endswith("x…") and len(row.text) < 1_100
    assert rows_of(edit, None) == [Row("…", None, "no text to show")]
    assert "no lines changed" in rows_of(edit._replace(before=(), after=()), file)[0].text
    edit, file = built(b"", b"x\n" * 1_000, Hunk(0, 0, 1, 1_000))
    assert drawn(rows_of(edit, file))[-1] == "…600 more lines"
