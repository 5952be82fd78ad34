"""SEARCH/REPLACE blocks, as aider has them and with the arrows of OpenAI's GPT-4.1 guide, which point the other way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoper.edits.change import hunk_of
from scoper.edits.model import Complaint, Delete, Edits, FileEdit, Hunk, Update, Write
from scoper.edits.reply import as_path, fence, path_above, quote_path, rows, too_large

NAME = "search-replace"
INSTRUCTIONS = """\
Write each edit as a block below the path of its file:

path/to/file.py
```
<<<<<<< SEARCH
lines of the file, copied exactly, enough of them to fit at one place only
=======
the lines to stand there instead
>>>>>>> REPLACE
```

Paths are relative to the repository. To add lines, repeat a line beside them in both halves. A block with nothing between
SEARCH and ======= makes a new file. Keep blocks short: only lines that change and a few around them. Write all code out.
"""

_SEARCH = re.compile(r"\s*[<>]{5,9} ?SEARCH\b[\s:>]*(\S*)\s*$")
_REPLACE = re.compile(r"\s*[<>]{5,9} ?REPLACE\b\s*$")
_PART = re.compile(r"[<>]{5,}|`{1,2}$")
_DIVIDER = re.compile(r"={7}\s*$")
_LIKE_DIVIDER = re.compile(r"\s*={5,9}\s*$")


def parse(text: str) -> Edits:
    """A block without a path is for the file of the block before it."""
    if (large := too_large(text)) is not None:
        return large
    lines = rows(text)
    found: list[tuple[str, Hunk]] = []
    problems: list[Complaint] = []
    path: str | None = None
    at = last = 0
    while at < len(lines):
        search = _SEARCH.match(lines[at]) if "SEARCH" in lines[at] else None
        if search is None:
            at += 1
            continue
        path = search[1] or path_above(lines, at, floor=last) or path
        stop = next((row for row in range(at + 1, len(lines)) if "REPLACE" in lines[row] and _REPLACE.match(lines[row])), None)
        body = lines[at + 1 : stop]
        dividers = [row for row, line in enumerate(body) if _DIVIDER.match(line)]
        dividers = dividers or [row for row, line in enumerate(body) if _LIKE_DIVIDER.match(line)]
        if stop is None or any("SEARCH" in line and _SEARCH.match(line) for line in body):
            problems.append(Complaint("this block has no end: it seems cut short", path, at + 1))
        elif len(dividers) != 1:
            problems.append(Complaint(f"this block needs one line =======, and has {len(dividers)}", path, at + 1))
        elif path is None:
            problems.append(Complaint("no path stands above this block", None, at + 1))
        else:
            found.append((path, hunk_of(body[: dividers[0]], body[dividers[0] + 1 :], at + 1)))
        at = last = len(lines) if stop is None else stop + 1
    if found and _is_cut(lines[last:]):
        problems.append(Complaint("another block seems to begin here, and to be cut short", None, last + 1))
    return Edits(by_file(found), tuple(problems))


def render(edits: Edits) -> str:
    """Raises :class:`ValueError` for what the format cannot say."""
    out: list[str] = []
    for edit in edits.files:
        if isinstance(edit, Delete) or (isinstance(edit, Write) and not (edit.new and edit.final_newline)):
            raise ValueError(f"SEARCH/REPLACE has no way to do this to {edit.path}")
        if isinstance(edit, Update) and edit.move_to is not None:
            raise ValueError(f"SEARCH/REPLACE has no way to move {edit.path}")
        blocks = [([], list(edit.lines))] if isinstance(edit, Write) else [(hunk.before, hunk.after) for hunk in edit.hunks]
        for before, after in blocks:
            if any(_LIKE_DIVIDER.match(line) or _SEARCH.match(line) or _REPLACE.match(line) for line in (*before, *after)):
                raise ValueError(f"lines of {edit.path} look like those of the format")
            out += [quote_path(edit.path), "```", "<<<<<<< SEARCH", *before, "=======", *after, ">>>>>>> REPLACE", "```", ""]
    return "\n".join(out)


def _is_cut(rest: Sequence[str]) -> bool:
    """Whether what follows the last block ends in the beginning of another: part of a marker, an open fence, a path."""
    left = [line for line in rest if line.strip()]
    if left and fence(left[0]) is not None:  # the end of the last block's own
        left = left[1:]
    if not left:
        return False
    return (
        any(_PART.match(line) for line in left)
        or sum(fence(line) is not None for line in left) % 2 == 1
        or as_path(left[-1]) == left[-1].strip()
    )


def by_file(found: Sequence[tuple[str, Hunk]]) -> tuple[FileEdit, ...]:
    """One edit per file, in the order of first mention; a first block without lines to find makes a new file."""
    grouped: dict[str, list[Hunk]] = {}
    for path, hunk in found:
        grouped.setdefault(path, []).append(hunk)
    files: list[FileEdit] = []
    for path, hunks in grouped.items():
        if not hunks[0].before and hunks[0].after:
            files.append(Write(path, tuple(hunks[0].after), True, True, hunks[0].row))
            hunks = hunks[1:]
        if hunks:
            files.append(Update(path, tuple(hunks), row=hunks[0].row))
    return tuple(files)
