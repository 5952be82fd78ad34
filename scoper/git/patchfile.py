"""A unified diff → one section per file: names and modes from the headers, and where its hunks stand.

Names are read the way git writes them (quoted, prefixed, on lines of their own for renames), which a parser of hunks cannot
know; the hunks themselves are left to ``unidiff``.
"""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from scoper.errors import UserError

_NOWHERE = b"/dev/null"
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}
_MODE = re.compile(rb"(old mode|new mode|new file mode|deleted file mode) ([0-7]{6})")
_MOVE = re.compile(rb"(rename|copy) (from|to) (.+)", re.DOTALL)
# What git itself calls the two sides: a/b, and with diff.mnemonicPrefix commit, index, work tree and object, or 1/2.
_PREFIX = re.compile(rb"[abciow12]/")


class Section(NamedTuple):
    """What a patch says of one file. A path is ``None`` on a side where the file does not exist.

    ``hunks`` are the lines of all hunks, which begin at the 1-based line ``hunks_at`` of the patch; ``line`` is where the
    section begins. Modes are ``None`` where the patch does not name them.
    """

    line: int
    base_path: str | None
    head_path: str | None
    base_mode: int | None
    head_mode: int | None
    is_copy: bool
    hunks: tuple[bytes, ...]
    hunks_at: int


class _Header:
    """The header lines of one file, while they are being read."""

    def __init__(self, line: int, names: tuple[bytes, bytes] | None = None) -> None:
        self.line = line
        self.names = names
        self.marks: dict[bytes, bytes] = {}
        self.modes: dict[bytes, int] = {}
        self.moves: dict[bytes, bytes] = {}
        self.is_copy = False
        self.is_binary = False


def sections(text: bytes) -> list[Section]:
    """Every file of a patch, in its order. Raises :class:`UserError` for what is no patch, or is one of binary files."""
    lines = text.split(b"\n")
    if not lines[-1]:
        lines.pop()
    found: list[Section] = []
    at = 0
    while at < len(lines):
        if not _begins(lines, at):
            at = _skip_prose(lines, at)
            continue
        header, at = _read_header(lines, at)
        start = at
        at = _skip_hunks(lines, at)
        # The end of a line is part of its content; the last line of a patch may lack it.
        found.append(_section(header, tuple(line + b"\n" for line in lines[start:at]), start + 1))
    if not found:
        raise UserError("the patch holds no diff", "expected is a unified diff, as `git diff` prints it")
    return found


def _begins(lines: list[bytes], at: int) -> bool:
    if lines[at].startswith(b"diff --git "):
        return True
    return lines[at].startswith(b"--- ") and at + 1 < len(lines) and lines[at + 1].startswith(b"+++ ")


def _skip_prose(lines: list[bytes], at: int) -> int:
    """Text around a diff (a mail, a commit message) is passed over, but not a hunk that belongs to no file."""
    if _HUNK.match(lines[at]):
        raise UserError(f"malformed patch: line {at + 1}: a hunk without the name of a file")
    return at + 1


def _read_header(lines: list[bytes], at: int) -> tuple[_Header, int]:
    header = _Header(at + 1)
    if lines[at].startswith(b"diff --git "):
        header.names = _git_names(_bare(lines[at])[len(b"diff --git ") :])
        at += 1
        while at < len(lines) and _read_extended(header, _bare(lines[at])):
            at += 1
    if at + 1 < len(lines) and lines[at].startswith(b"--- ") and lines[at + 1].startswith(b"+++ "):
        header.marks = {b"from": _name(_bare(lines[at])[4:]), b"to": _name(_bare(lines[at + 1])[4:])}
        at += 2
    return header, at


def _bare(line: bytes) -> bytes:
    return line.removesuffix(b"\r")


def _read_extended(header: _Header, line: bytes) -> bool:
    """Take in one of git's lines between ``diff --git`` and the hunks; false where it is none."""
    if mode := _MODE.fullmatch(line):
        header.modes[mode[1]] = int(mode[2], 8)
    elif move := _MOVE.fullmatch(line):
        header.moves[move[2]] = _unquote(move[3])
        header.is_copy = move[1] == b"copy"
    elif line.startswith((b"GIT binary patch", b"Binary files ")):
        header.is_binary = True
    else:
        return line.startswith((b"index ", b"similarity index ", b"dissimilarity index "))
    return True


def _skip_hunks(lines: list[bytes], at: int) -> int:
    """The line behind the last hunk of a file, by the counts in the hunk headers."""
    while at < len(lines) and (hunk := _HUNK.match(lines[at])):
        at = _skip_hunk(lines, at, int(hunk[1] or 1), int(hunk[2] or 1))
    if at < len(lines) and _begins(lines, at):
        return at
    if at < len(lines) and lines[at].startswith((b"+", b"-", b" ", b"@@")) and not _is_signature(lines[at]):
        raise UserError(f"malformed patch: line {at + 1}: more lines than the header of the hunk counts")
    return at


def _skip_hunk(lines: list[bytes], at: int, base: int, head: int) -> int:
    at += 1
    while at < len(lines) and (base > 0 or head > 0 or lines[at].startswith(b"\\")):
        kind = lines[at][:1].strip(b"\r") or b" "
        base -= kind in b" -"
        head -= kind in b" +"
        if kind not in b" +-\\":
            break  # too short, which the parser of hunks reports
        at += 1
    return at


def _is_signature(line: bytes) -> bool:
    """Mailed patches end in the version of git, below ``-- ``."""
    return _bare(line) in (b"-- ", b"--")


def _section(header: _Header, hunks: tuple[bytes, ...], hunks_at: int) -> Section:
    base, head = _paths(header)
    if header.is_binary:
        name = os.fsdecode(head or base or b"a file")
        raise UserError(f"the patch changes a binary file: {name}", "judge commits or the index instead")
    modes = header.modes
    return Section(
        header.line,
        os.fsdecode(base) if base is not None else None,
        os.fsdecode(head) if head is not None else None,
        modes.get(b"old mode", modes.get(b"deleted file mode")),
        modes.get(b"new mode", modes.get(b"new file mode")),
        header.is_copy,
        hunks,
        hunks_at,
    )


def _paths(header: _Header) -> tuple[bytes | None, bytes | None]:
    names = (header.marks[b"from"], header.marks[b"to"]) if header.marks else header.names
    if b"from" in header.moves and b"to" in header.moves:
        return header.moves[b"from"], header.moves[b"to"]
    if names is None:
        raise UserError(f"malformed patch: line {header.line}: the name of the file cannot be read")
    names = _without_prefixes(*names)
    base = None if names[0] == _NOWHERE or b"new file mode" in header.modes else names[0]
    head = None if names[1] == _NOWHERE or b"deleted file mode" in header.modes else names[1]
    if base is None and head is None:
        raise UserError(f"malformed patch: line {header.line}: neither side names a file")
    return base, head


def _without_prefixes(base: bytes, head: bytes) -> tuple[bytes, bytes]:
    """git's prefixes differ between the two sides; where both begin alike, that is a folder."""
    real = [name for name in (base, head) if name != _NOWHERE]
    if all(_PREFIX.match(name) for name in real) and (len(real) < 2 or base[:1] != head[:1]):
        base, head = (name if name == _NOWHERE else name[2:] for name in (base, head))
    return base, head


def _name(text: bytes) -> bytes:
    """The name behind ``---``: quoted, or up to the tab that git and diff put before a time stamp."""
    return _unquote(text if text.startswith(b'"') else text.partition(b"\t")[0])


def _git_names(text: bytes) -> tuple[bytes, bytes] | None:
    """Both names of a ``diff --git`` line, where they are quoted or the same but for the prefix.

    Unquoted names are not told apart by the space between them; where they differ, git names them on other lines too.
    """
    if text.startswith(b'"') and (first := _QUOTED.match(text)):
        return _unquote(first[0]), _unquote(text[first.end() + 1 :])
    if text.endswith(b'"') and (at := text.find(b' "')) > 0:
        return text[:at], _unquote(text[at + 1 :])
    middle = len(text) // 2
    base, head = text[:middle], text[middle + 1 :]
    if text[middle : middle + 1] == b" " and _without_prefixes(base, head)[0] == _without_prefixes(base, head)[1]:
        return base, head
    return None


def _unquote(name: bytes) -> bytes:
    quoted = _QUOTED.match(name)
    if quoted is None:
        return name

    def plain(escape: re.Match[bytes]) -> bytes:
        code = escape[1]
        return bytes([int(code, 8) & 0xFF]) if len(code) == 3 else _LETTERS.get(code, code)

    return _ESCAPE.sub(plain, quoted[0][1:-1])
