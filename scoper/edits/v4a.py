"""V4A, the format of ``apply_patch``: the grammar of codex's ``apply_patch.lark``, read as leniently as models write it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoper.edits.model import ADD, KEEP, REMOVE, Complaint, Delete, Edits, FileEdit, Hunk, Line, Update, Write
from scoper.edits.reply import fence, rows, too_large

NAME = "v4a"
INSTRUCTIONS = """\
Write your edits as one patch in this format, and nothing after it:

*** Begin Patch
*** Update File: path/to/file.py
@@ class Example
@@     def method(self):
 three lines of the file as they are, each behind one space
-a line to remove
+a line to add
 three lines of the file as they are
*** Add File: path/to/new.py
+every line of the new file
*** Delete File: path/to/old.py
*** End Patch

Paths are relative to the repository. `*** Move to: new/path.py` directly below an Update line moves the file. There are no line
numbers: lines that stay have to be copied exactly, and have to be enough to fit at one place only; where three are not, name
the class or function above them behind `@@ `. Changes to a file stand in the order of the file. Write all code out.
"""

_HEADER = re.compile(r"\s*\*\*\* (Add|Update|Delete) File: *(.+?)\s*$")
_MOVE = re.compile(r"\s*\*\*\* Move to: *(.+?)\s*$")
_END = re.compile(r"\s*\*\*\* End (?:Patch|of Patch)\s*$")
_BEGIN = re.compile(r"\s*\*\*\* Begin Patch\s*$")
_EOF = re.compile(r"\s*\*\*\* End of File\s*$")
_NUMBERS = re.compile(r"^-\d+(?:,\d+)? \+\d+(?:,\d+)? @@ ?")


def parse(text: str) -> Edits:
    """Prose, fences and here-documents around patches are passed over; a patch that was begun has to end."""
    if (large := too_large(text)) is not None:
        return large
    lines = rows(text)
    files: list[FileEdit] = []
    problems: list[Complaint] = []
    at, opened, framed = 0, 0, _framed(lines)
    while at < len(lines):
        header = _HEADER.match(lines[at]) if "***" in lines[at] else None
        if header is None:
            if _BEGIN.match(lines[at]):
                opened = at + 1
            elif _END.match(lines[at]) or (opened and not framed[at] and fence(lines[at])):
                opened = 0
            elif lines[at].startswith("@@") and (files or opened):
                problems.append(Complaint("no '*** Update File: path' stands above these lines", None, at + 1))
            at += 1
            continue
        stop = _section_end(lines, at + 1, framed[at])
        _section(header[1], header[2], lines[at + 1 : stop], at + 1, files, problems)
        at = stop
    if opened:
        problems.append(Complaint("the patch has no '*** End Patch': it seems cut short", None, opened))
    return Edits(tuple(files), tuple(problems))


def parse_operation(kind: str, path: str, diff: str) -> Edits:
    """A call of the ``apply_patch`` tool of the Responses API: ``create_file``, ``update_file`` or ``delete_file``."""
    files: list[FileEdit] = []
    problems: list[Complaint] = []
    name = {"create_file": "Add", "update_file": "Update", "delete_file": "Delete"}.get(kind)
    if name is None:
        return Edits((), (Complaint(f"there is no operation {kind!r}", path),))
    body = rows(diff)
    _section(name, path, body, 0, files, problems)
    return Edits(tuple(files), tuple(problems))


def render(edits: Edits) -> str:
    """Raises :class:`ValueError` for what the format cannot say."""
    out = ["*** Begin Patch"]
    for edit in edits.files:
        if isinstance(edit, Delete):
            out.append(f"*** Delete File: {edit.path}")
        elif isinstance(edit, Write):
            if not edit.new or not edit.final_newline:
                raise ValueError(f"V4A has no way to write {edit.path} whole, or without a final newline")
            out += [f"*** Add File: {edit.path}", *(f"+{line}" for line in edit.lines)]
        else:
            out.append(f"*** Update File: {edit.path}")
            out += [f"*** Move to: {edit.move_to}"] if edit.move_to is not None else []
            for hunk in edit.hunks:
                out += [f"@@ {anchor}" for anchor in hunk.anchors] or ["@@"]
                out += [line.op + line.text for line in hunk.lines]
                out += ["*** End of File"] if hunk.at_end else []
    return "\n".join([*out, "*** End Patch"]) + "\n"


def _framed(lines: Sequence[str]) -> list[bool]:
    """For each line, whether an end of a patch follows before another patch begins."""
    framed = [False] * len(lines)
    inside = False
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].lstrip().startswith("***"):
            inside = bool(_END.match(lines[at])) or (inside and not _BEGIN.match(lines[at]))
        framed[at] = inside
    return framed


def _section_end(lines: Sequence[str], at: int, framed: bool) -> int:
    """The next header or end. In a patch that ends, a fence is no more than a line that has lost its first column."""
    for stop in range(at, len(lines)):
        line = lines[stop]
        if line.startswith("***") and (_HEADER.match(line) or _END.match(line) or _BEGIN.match(line)):
            return stop
        if not framed and (line.startswith(("```", "~~~")) or line.strip() == "EOF"):
            return stop
    return len(lines)


def _section(kind: str, path: str, body: Sequence[str], row: int, files: list[FileEdit], problems: list[Complaint]) -> None:
    if kind == "Delete":
        files.append(Delete(path, row))
    elif kind == "Add":
        _add(path, body, row, files, problems)
    else:
        move = _MOVE.match(body[0]) if body else None
        files.append(
            Update(path, _hunks(body[1 if move else 0 :], row + (2 if move else 1)), move[1] if move else None, True, True, row)
        )


def _add(path: str, body: Sequence[str], row: int, files: list[FileEdit], problems: list[Complaint]) -> None:
    while body and not body[-1].strip():
        body = body[:-1]
    marked = [line.startswith("+") for line in body]
    if any(marked):
        bare = next((at for at, line in enumerate(body) if line.strip() and not line.startswith("+")), None)
        if bare is not None:
            problems.append(Complaint("every line of a new file starts with '+', and this one does not", path, row + bare + 1))
        body = [line[1:] if line.startswith("+") else "" for line in body]
    files.append(Write(path, tuple(body), True, True, row))


def _hunks(body: Sequence[str], row: int) -> tuple[Hunk, ...]:
    hunks: list[Hunk] = []
    anchors: list[str] = []
    lines: list[Line] = []
    began = row
    if len(body) > 1 and body[0].startswith("--- ") and body[1].startswith("+++ "):
        body, row = body[2:], row + 2  # the header of a unified diff, which some put here as well

    def close(at_end: bool = False) -> None:
        nonlocal anchors, lines
        if lines:
            hunks.append(Hunk(tuple(lines), tuple(anchors), at_end=at_end, row=began))
            anchors, lines = [], []

    for at, text in enumerate(body):
        if text.startswith("@@"):
            close()
            anchor = _NUMBERS.sub("", text[2:].removeprefix(" ")).removesuffix("@@").rstrip()
            anchors += [anchor] if anchor.strip() else []
            began = row + at
        elif _EOF.match(text) and not text.startswith("  "):
            close(True)
        else:
            lines.append(Line(text[0], text[1:]) if text[:1] in (KEEP, REMOVE, ADD) else Line(KEEP, text))
    close()
    return tuple(hunks)
