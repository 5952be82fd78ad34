"""Whole files: a path, and a fenced block with all of the file's lines below it."""

from __future__ import annotations

from scoper.edits.model import Complaint, Edits, FileEdit, Write
from scoper.edits.reply import fence, path_above, quote_path, rows, too_large

NAME = "whole"
INSTRUCTIONS = """\
Write each file that changes, or is new, as a whole: its path on a line, and all of its lines in a fenced block below it.

path/to/file.py
````
every line of the file
````

Paths are relative to the repository. The fence has four backticks, or one more than any in the file. Write every line out,
changed or not: what is not in the block will not be in the file. Leave out files that stay as they are.
"""


_FENCES = 200  # inside of one block; a document with more of them has longer ones around it


def parse(text: str) -> Edits:
    """Fenced blocks without a path above them are examples, and no edits."""
    if (large := too_large(text)) is not None:
        return large
    lines = rows(text)
    files: list[FileEdit] = []
    problems: list[Complaint] = []
    at = last = 0
    while at < len(lines):
        mark = fence(lines[at])
        if mark is None:
            at += 1
            continue
        path = path_above(lines, at + 1, floor=last)
        stop, sure = _close(lines, at, mark[0])
        if stop is None:
            if path is not None:
                problems.append(Complaint("this block has no end: it seems cut short", path, at + 1))
            break
        if path is not None and not sure:
            problems.append(
                Complaint("fences inside of this block make its end unclear: use a longer fence around it", path, at + 1)
            )
        elif path is not None:
            margin = len(lines[at]) - len(lines[at].lstrip())
            body = (line[margin:] if not line[:margin].strip() else line for line in lines[at + 1 : stop])
            files.append(Write(path, tuple(body), row=at + 1))
        at = last = stop + 1
    return Edits(tuple(files), tuple(problems))


def render(edits: Edits) -> str:
    """Raises :class:`ValueError` for what the format cannot say."""
    out: list[str] = []
    for edit in edits.files:
        if not isinstance(edit, Write) or edit.new or not edit.final_newline:
            raise ValueError(f"the whole format has no way to do this to {edit.path}")
        marks = [mark[0] for line in edit.lines if (mark := fence(line)) is not None]
        bar = "`" * max(4, 1 + max((len(mark) for mark in marks), default=0))
        out += [quote_path(edit.path), bar, *edit.lines, bar, ""]
    return "\n".join(out)


def _close(lines: list[str], at: int, mark: str) -> tuple[int | None, bool]:
    """Where a fence ends, and whether that is sure: fences of the same length inside must pair up, and be told apart."""
    depth = looked = 0
    for row in range(at + 1, len(lines)):
        inner = fence(lines[row])
        if inner is None or inner[0][0] != mark[0] or len(inner[0]) < len(mark):
            continue
        looked += 1
        if looked > _FENCES:
            break
        if inner[1]:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return row, True
    # What looked like the start of an inner fence may be the next block: then the first bare fence is the end.
    first = next((row for row in range(at + 1, len(lines)) if (m := fence(lines[row])) and m[0] == mark and not m[1]), None)
    return first, False
