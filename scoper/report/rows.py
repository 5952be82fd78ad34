"""The lines of one edit as a diff shows them: taken out, put in, and a little of what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from scoper.change.model import ChangedFile, Edit
from scoper.git.model import Hunk
from scoper.report.terminal import clean
from scoper.text import LineRange, split_lines

CONTEXT = 2
_MOST = 400  # lines of one edit
_WIDTH = 1_000  # characters of one line


class Row(NamedTuple):
    """``mark`` is ``+``, ``-``, a space, or ``…`` where lines are left out; ``number`` counts in the head file, and in the base
    file for a line that was taken out."""

    mark: str
    number: int | None
    text: str


def rows_of(edit: Edit, file: ChangedFile | None) -> list[Row]:
    """At most 400 rows, then one that counts the others."""
    if file is None or (file.base_text is None and file.head_text is None):
        return [Row("…", None, "no text to show")]
    rows = list(_rows(edit, file))
    if not rows:
        return [Row("…", None, "no lines changed: only the name, the mode, or an end of line")]
    left_out = len(rows) - _MOST
    return [*rows[:_MOST], Row("…", None, f"{left_out} more lines")] if left_out > 0 else rows


def _rows(edit: Edit, file: ChangedFile) -> Iterator[Row]:
    base, head = _lines(file.base_text or b""), _lines(file.head_text or b"")
    shown = 0  # the last line of the head that was shown
    for hunk in file.change.hunks:
        gone = _within(edit.before, hunk.base_start, hunk.base_count)
        come = _within(edit.after, hunk.head_start, hunk.head_count)
        if not (gone or come):
            continue
        first, last = _around(hunk, come)
        context = range(max(shown + 1, first - CONTEXT), first)
        if shown and context.start > shown + 1:
            yield Row("…", None, "")
        yield from (Row(" ", number, _text(head, number)) for number in context)
        yield from (Row("-", number, _text(base, number)) for number in gone)
        yield from (Row("+", number, _text(head, number)) for number in come)
        after = range(max(shown, last) + 1, min(last + CONTEXT, len(head)) + 1)
        yield from (Row(" ", number, _text(head, number)) for number in after)
        shown = max(shown, last, *after[-1:])


def _around(hunk: Hunk, come: Sequence[int]) -> tuple[int, int]:
    """The first line of the head that the rows stand at, and the last."""
    if come:
        return come[0], come[-1]
    start = hunk.head_start + (0 if hunk.head_count else 1)
    return start, start - 1


def _within(ranges: Iterable[LineRange], start: int, count: int) -> list[int]:
    end = start + count - 1
    return [n for lines in ranges for n in range(max(start, lines.start), min(end, lines.end) + 1)]


@lru_cache(maxsize=2)  # both sides of a file, for all of its edits
def _lines(text: bytes) -> Sequence[bytes]:
    return split_lines(text)


def _text(lines: Sequence[bytes], number: int) -> str:
    """A line that a page may show: tabs stay, whatever else could run or reorder what is read does not."""
    line = lines[number - 1].decode("utf-8", "replace").removesuffix("\r") if number <= len(lines) else ""
    cut = line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…"
    return "\t".join(map(clean, cut.split("\t")))
