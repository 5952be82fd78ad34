"""Lines and columns of scoper's as ranges of an editor's, in the units that it counts columns in."""

from __future__ import annotations

from lsprotocol.types import Position, Range
from pygls.workspace import PositionCodec

from scoper.finding import Location
from scoper.text import split_lines


class Ruler:
    """Measures the lines of one text."""

    def __init__(self, text: bytes, codec: PositionCodec) -> None:
        self._is_open = bool(text) and not text.endswith(b"\n")  # whether the last line has no end
        self._lines = [line.decode("utf-8", "replace").removesuffix("\r") for line in split_lines(text)]
        self._codec = codec

    def mark(self, location: Location) -> Range:
        """What to underline: from the column, but behind the indentation, to the end of the first line. What is about a whole
        file is at its first line."""
        line = min(max(location.line or 1, 1), max(len(self._lines), 1))
        text = self._line(line)
        first = len(text) - len(text.lstrip())
        if location.column is not None and location.line == line and 1 <= location.column <= len(text):
            first = max(first, location.column - 1)
        return Range(self._position(line, first), self._position(line, len(text)))

    def lines(self, start: int, count: int) -> Range:
        """Whole lines with their ends; none of them is the place in front of ``start``, or the end of the text."""
        return Range(self._start(start), self._start(start + count))

    def _start(self, line: int) -> Position:
        if line > len(self._lines) and self._is_open:
            return self._position(len(self._lines), len(self._lines[-1]))
        return Position(min(line - 1, len(self._lines)), 0)

    def _position(self, line: int, column: int) -> Position:
        return Position(line - 1, self._codec.client_num_units(self._line(line)[:column]))

    def _line(self, line: int) -> str:
        return self._lines[line - 1] if line <= len(self._lines) else ""


def touches(lines: Range, first: int, last: int) -> bool:
    """Whether an editor's range and lines, 1-based and inclusive, have a line in common."""
    return lines.start.line + 1 <= last and first <= lines.end.line + 1
