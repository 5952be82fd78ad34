"""Unified diffs. Models get line numbers and counts wrong: lines are counted here, and numbers are no more than hints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scoper.edits.model import ADD, KEEP, REMOVE, Complaint, Delete, Edits, FileEdit, Hunk, Line, Update, Write
from scoper.edits.reply import fence, rows, too_large

NAME = "udiff"
INSTRUCTIONS = """\
Write your edits as one unified diff, as `git diff` would, in a fenced block:

```diff
--- a/path/to/file.py
+++ b/path/to/file.py
@@ -10,7 +10,7 @@ def function():
 three lines of the file as they are, each behind one space
-a line to remove
+a line to add
 three lines of the file as they are
```

Paths are relative to the repository. The other side of a new or a deleted file is /dev/null. Line numbers may be wrong, but
lines that stay or go have to be copied exactly, and have to be enough to fit at one place only. Write all code out.
"""

_HUNK = re.compile(r"@@(?: *-(\d+)(?:,(\d+))? +\+\d+(?:,(\d+))? *@@)?(.*)$")
_MARKED = re.compile(r"[+-](?! \S)")  # a line of a diff rather than of a list
_OCTAL = re.compile(r'\\([0-7]{3}|[abtnvfr"\\])')
_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}
_EXTENDED = ("index ", "new file mode", "deleted file mode", "old mode", "new mode", "similarity index", "dissimilarity index")
_BINARY = ("GIT binary patch", "Binary files ")


@dataclass(slots=True)
class _File:
    row: int
    old: str | None = None
    new: str | None = None
    created: bool = False
    deleted: bool = False
    hunks: list[Hunk] = field(default_factory=list)


def parse(text: str) -> Edits:
    if (large := too_large(text)) is not None:
        return large
    reader = _Reader(rows(text))
    reader.read()
    problems = reader.problems
    files: list[FileEdit] = []
    for file in reader.files:
        files += _edit(file, problems)
    return Edits(tuple(files), tuple(problems))


def render(edits: Edits) -> str:
    """Raises :class:`ValueError` for what the format cannot say: whole texts, and anchors other than one heading."""
    out: list[str] = []
    for edit in edits.files:
        if isinstance(edit, Write):
            if not edit.new or not edit.lines:
                raise ValueError(f"a unified diff has no way to write {edit.path} whole, or empty")
            out += [
                "--- /dev/null",
                f"+++ b/{edit.path}",
                f"@@ -0,0 +1,{len(edit.lines)} @@",
                *(f"+{line}" for line in edit.lines),
            ]
            out += [] if edit.final_newline else ["\\ No newline at end of file"]
        elif isinstance(edit, Delete):
            out += [
                f"diff --git a/{edit.path} b/{edit.path}",
                "deleted file mode 100644",
                f"--- a/{edit.path}",
                "+++ /dev/null",
            ]
        else:
            target = edit.move_to if edit.move_to is not None else edit.path
            if edit.move_to is not None:
                out += [f"diff --git a/{edit.path} b/{target}", f"rename from {edit.path}", f"rename to {target}"]
            out += [f"--- a/{edit.path}", f"+++ b/{target}"] if edit.hunks else []
            for hunk in edit.hunks:
                out += _rendered(hunk)
    return "\n".join([*out, ""]) if out else ""


def _rendered(hunk: Hunk) -> list[str]:
    if len(hunk.anchors) > 1 or hunk.at_end:
        raise ValueError("a unified diff has one heading per hunk, and no way to name the end of a file")
    start = hunk.start if hunk.start is not None else 0
    heading = f" {hunk.anchors[0]}" if hunk.anchors else ""
    out = [
        f"@@ -{start},{len(hunk.before)} +{start},{len(hunk.after)} @@{heading}"
        if hunk.start is not None
        else f"@@ @@{heading}"
    ]
    last = max((at for at, line in enumerate(hunk.lines) if line.op != REMOVE), default=-1)
    gone = max((at for at, line in enumerate(hunk.lines) if line.op == REMOVE), default=-1)
    for at, line in enumerate(hunk.lines):
        out.append(line.op + line.text)
        if (hunk.final_newline is False and at == last) or (hunk.final_newline is True and at == gone):
            out.append("\\ No newline at end of file")
    return out


class _Reader:
    """One pass over a reply: headers of files, and below them hunks, up to whatever is neither."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.files: list[_File] = []
        self.problems: list[Complaint] = []
        self.more = self._marked_ahead()

    def read(self) -> None:
        fenced = 0
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if fence(line):
                fenced = 0 if fenced else self.at + 1
            if line.startswith("diff --git "):
                self.files.append(_File(self.at + 1))
                self._names_of_git(line)
            elif self._is_header(self.at):
                self._header()
            elif line.startswith("@@") and _HUNK.match(line):
                self._hunk(bool(fenced))
                continue
            elif self.files:
                self._extended(line)
            self.at += 1
        if fenced and self.files and self.files[-1].row > fenced:
            self.problems.append(Complaint("the fence around this diff has no end: it seems cut short", None, fenced))

    def _marked_ahead(self) -> list[bool]:
        """For each line, whether a marked one follows before the next hunk or file: then it belongs to this hunk, too."""
        more = [False] * len(self.lines)
        ahead = False
        for at in range(len(self.lines) - 1, -1, -1):
            more[at] = ahead
            if self.lines[at].startswith(("@@", "diff --git ")) or self._is_header(at):
                ahead = False
            elif self.lines[at].startswith((REMOVE, ADD)):
                ahead = True
        return more

    def _closes(self, at: int) -> bool:
        """Whether the fence around a diff ends here; one with a name opens another, and is a line of the file."""
        mark = fence(self.lines[at])
        if mark is None or (mark[1] and self.more[at]):
            return False
        if any(_MARKED.match(line) for line in self._rest(at + 1)):
            self.problems.append(Complaint("this diff goes on behind the end of its fence", None, at + 1))
        return True

    def _rest(self, at: int) -> Iterator[str]:
        """The lines up to the next hunk or file."""
        while at < len(self.lines) and not self.lines[at].startswith(("@@", "diff --git ", "--- ")):
            yield self.lines[at]
            at += 1

    def _is_header(self, at: int) -> bool:
        return (
            at + 1 < len(self.lines)
            and self.lines[at].startswith("--- ")
            and self.lines[at + 1].startswith("+++ ")
            and (at + 2 >= len(self.lines) or not self.lines[at + 2].startswith(("+", "-")))
        )

    def _header(self) -> None:
        old, new = (_path(self.lines[self.at + side][4:]) for side in (0, 1))
        current = self.files[-1] if self.files else None
        if current is None or current.hunks or current.row == 0 or not self.lines[current.row - 1].startswith("diff --git "):
            current = _File(self.at + 1)
            self.files.append(current)
        current.created, current.deleted = current.created or old is None, current.deleted or new is None
        prefixed = (old is None or old.startswith("a/")) and (new is None or new.startswith("b/"))
        current.old = old[2:] if old is not None and prefixed else old
        current.new = new[2:] if new is not None and prefixed else new
        self.at += 1

    def _names_of_git(self, line: str) -> None:
        """``diff --git a/x b/x``, for a file whose names stand nowhere else: empty, or only its mode changes."""
        names = line.removeprefix("diff --git ")
        half = len(names) // 2
        if names[:2] == "a/" and names[half + 1 : half + 3] == "b/" and names[2:half] == names[half + 3 :]:
            self.files[-1].old = self.files[-1].new = names[2:half]

    def _extended(self, line: str) -> None:
        file = self.files[-1]
        if line.startswith("rename from "):
            file.old = _path(line[12:])
        elif line.startswith("rename to "):
            file.new = _path(line[10:])
        elif line.startswith("new file mode"):
            file.created = True
        elif line.startswith("deleted file mode"):
            file.deleted = True
        elif line.startswith(_BINARY):
            self.problems.append(Complaint("binary files cannot be edited", file.new or file.old, self.at + 1))

    def _hunk(self, fenced: bool) -> None:
        row = self.at + 1
        header = _HUNK.match(self.lines[self.at])
        assert header is not None
        self.at += 1
        stated = (int(header[2] or 1), int(header[3] or 1)) if header[1] else None
        body, counts, newline = self._body(stated, fenced)
        heading = header[4].strip().removeprefix("@@").strip().removesuffix("@@").rstrip()
        start = int(header[1]) if header[1] and counts == stated else None
        if not self.files:
            self.problems.append(Complaint("no '--- path' and '+++ path' stand above this hunk", None, row))
        elif body:
            anchors = (heading,) if heading else ()
            self.files[-1].hunks.append(Hunk(tuple(body), anchors, start, False, newline, row))

    def _body(self, stated: tuple[int, int] | None, fenced: bool) -> tuple[list[Line], tuple[int, int], bool | None]:
        body: list[Line] = []
        old = new = 0
        without: set[str] = set()
        while self.at < len(self.lines):
            line = self.lines[self.at]
            full = stated is not None and old >= stated[0] and new >= stated[1]
            if line.startswith("\\"):
                without |= {body[-1].op} if body else set()
            elif line[:1] in (KEEP, REMOVE, ADD) and not self._is_next(stated, (old, new)):
                body.append(Line(line[0], line[1:]))
            elif (
                line.startswith(("@@", "diff --git ", *_EXTENDED))
                or self._is_header(self.at)
                or full
                or (line.strip() and not self.more[self.at] and not fenced)
                or (fenced and self._closes(self.at))
            ):
                break
            else:
                body.append(Line(KEEP, line))  # an editor took the space of a blank line, or a model forgot it
            if not line.startswith("\\"):
                old += body[-1].op != ADD
                new += body[-1].op != REMOVE
            self.at += 1
        if not without:
            return body, (old, new), None
        return body, (old, new), not (ADD in without or KEEP in without)

    def _is_next(self, stated: tuple[int, int] | None, counts: tuple[int, int]) -> bool:
        """Whether ``--- `` here is the header of the next file, and not a removed line that starts with ``-- ``."""
        if not self._is_header(self.at):
            return False
        within = stated is not None and counts[0] < stated[0] and counts[1] < stated[1]
        return not within


def _path(text: str) -> str | None:
    text = text.partition("\t")[0].rstrip() if not text.startswith('"') else text.strip()
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = _unquoted(text[1:-1])
    return None if text == "/dev/null" else text


def _unquoted(text: str) -> str:
    """A path as git quotes it: bytes in octal."""
    out = bytearray()
    at = 0
    for found in _OCTAL.finditer(text):
        out += text[at : found.start()].encode("utf-8", "surrogateescape")
        out.append(_ESCAPES[found[1]] if found[1] in _ESCAPES else int(found[1], 8) & 255)
        at = found.end()
    return (bytes(out) + text[at:].encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _edit(file: _File, problems: list[Complaint]) -> list[FileEdit]:
    if file.deleted and file.old is not None:
        return [Delete(file.old, file.row)]
    if file.created and file.new is not None:
        lines = [line.text for hunk in file.hunks for line in hunk.lines if line.op == ADD]
        if any(line.op != ADD and line.text for hunk in file.hunks for line in hunk.lines):
            problems.append(Complaint("a new file has only added lines", file.new, file.row))
        return [Write(file.new, tuple(lines), True, all(hunk.final_newline is not False for hunk in file.hunks), file.row)]
    if file.old is None:
        problems.append(Complaint("this diff names no file", None, file.row))
        return []
    move = file.new if file.new != file.old else None
    return [Update(file.old, tuple(file.hunks), move, True, True, file.row)] if file.hunks or move else []
