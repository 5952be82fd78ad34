"""Lines, ranges of lines, and the words in names.

A line is what git calls a line: bytes up to and including the next ``\\n``. Other line separators (form feed, ``\\x85``,
a lone carriage return) do not end a line, neither here nor in tree-sitter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class LineRange(NamedTuple):
    """Lines ``start`` to ``end`` of one file, 1-based, both inclusive."""

    start: int
    end: int

    def __contains__(self, line: object) -> bool:
        return isinstance(line, int) and self.start <= line <= self.end

    def overlaps(self, other: LineRange) -> bool:
        return self.start <= other.end and other.start <= self.end


class Replacement(NamedTuple):
    """Take out ``lines`` lines of a file from line ``start`` (1-based) on and put ``text`` there; with none to take out, before
    that line."""

    start: int
    lines: int
    text: str


def replace_lines(data: bytes, changes: Iterable[Replacement]) -> bytes:
    """``data`` with these replacements made, which must not overlap."""
    lines = lines_with_ends(data)
    for change in sorted(changes, reverse=True):
        lines[change.start - 1 : change.start - 1 + change.lines] = [change.text.encode()]
    return b"".join(lines)


def lines_with_ends(data: bytes) -> list[bytes]:
    """The lines of a file, each with its ``\\n``; the last one may lack it."""
    parts = data.split(b"\n")
    lines = [part + b"\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a file without their ``\\n``; a final newline opens no further line."""
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


def to_ranges(lines: Iterable[int]) -> tuple[LineRange, ...]:
    """The shortest ascending list of ranges that covers exactly these line numbers."""
    ranges: list[LineRange] = []
    for line in sorted(set(lines)):
        if ranges and ranges[-1].end == line - 1:
            ranges[-1] = LineRange(ranges[-1].start, line)
        else:
            ranges.append(LineRange(line, line))
    return tuple(ranges)


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def split_identifier(name: str) -> tuple[str, ...]:
    """``HTTPServer_error2`` → ``("http", "server", "error", "2")``: camel case, snake case and digits apart."""
    return tuple(part.lower() for part in _WORD.findall(name))


def counted(number: int, noun: str) -> str:
    """``1 edit``, ``2 edits``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def nearest(name: str, candidates: Iterable[str], *, limit: int = 3) -> list[str]:
    """The candidates spelled most like ``name``, best first; for did-you-mean hints."""
    import difflib  # only needed on the way to an error message

    return difflib.get_close_matches(name, list(candidates), n=limit, cutoff=0.5)
