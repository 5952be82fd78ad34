"""Where findings stand."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.change.model import ChangedFile, Edit
from scoper.facts.model import FileFacts, innermost, symbol_id
from scoper.finding import Location


def location(edits: Sequence[Edit], symbol: str | None = None) -> Location:
    """The lines of the head file that these edits of one file cover; no lines where they only removed some."""
    after = [lines for edit in edits for lines in edit.after]
    start = min((lines.start for lines in after), default=None)
    end = max((lines.end for lines in after), default=None)
    return Location(edits[0].path, symbol or edits[0].symbol, start, end, None if start is None else 1)


def at_line(file: ChangedFile, line: int, end_line: int | None = None, column: int = 1) -> Location:
    """A place of the head side, named by the innermost definition there."""
    path = file.change.path
    return Location(path, symbol_at(path, file.head_facts, line), line, end_line or line, column)


def symbol_at(path: str, facts: FileFacts | None, line: int) -> str | None:
    """The symbol of the innermost definition that holds a line, the path for module level, ``None`` without a grammar."""
    if facts is None:
        return None
    found = innermost(facts, line)
    return symbol_id(path, found.qualname) if found else path


def edit_at(edits: Sequence[Edit], path: str, line: int) -> Edit | None:
    """The edit that covers a line of the head file."""
    return next((edit for edit in edits if edit.path == path and any(line in lines for lines in edit.after)), None)


def added_lines(file: ChangedFile) -> list[int]:
    """Numbers of the head lines that the diff put there."""
    return [line for hunk in file.change.hunks for line in range(hunk.head_start, hunk.head_start + hunk.head_count)]
