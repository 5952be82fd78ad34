"""Offsets of other people's tools → lines and columns. Pure."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from scoper.linters.model import TextEdit


class Offsets:
    """Positions in one text by UTF-16 code units, as JavaScript counts, or by bytes. A byte order mark counts for nothing."""

    def __init__(self, content: bytes, *, unit: str) -> None:
        text = content.decode("utf-8-sig", "replace")
        self._text = text
        size = _utf16 if unit == "utf-16" else _bytes
        self._starts = [0, *accumulate(size(character) for character in text)] if not text.isascii() else None
        self._lines = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column), 1-based, in characters."""
        index = offset if self._starts is None else bisect_right(self._starts, offset) - 1
        index = min(max(index, 0), len(self._text))
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def edit(self, span: tuple[int, int], text: str) -> TextEdit:
        """What stands from one offset to the other, replaced."""
        return TextEdit(*self.place(span[0]), *self.place(span[1]), text)


def _utf16(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _bytes(character: str) -> int:
    return len(character.encode("utf-8", "surrogatepass"))
