"""The text of one file, addressed by byte: lines, columns and pieces as ``str``."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

VALUE_LIMIT = 200
"""Characters that are kept of a value, a default, an annotation or a decorator."""

_CHAIN_LIMIT = 256  # bytes; a longer receiver is not a plain name, and reading it for each of its members would be quadratic


_PLAIN = re.compile(r"[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*")


def is_plain(text: str) -> bool:
    """Whether it is a name, or a chain of names with dots between them."""
    return _PLAIN.fullmatch(text) is not None


class Source:
    """A file's bytes. Bytes that are not UTF-8 become replacement characters in what :meth:`text` returns."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ascii = data.decode("ascii") if data.isascii() else None  # slicing it is cheaper than decoding piece by piece
        self.line_starts = list(accumulate((len(line) + 1 for line in data.split(b"\n")), initial=0))[:-1]

    def text(self, start: int, end: int) -> str:
        if self.ascii is not None:
            return self.ascii[start:end]
        return self.data[start:end].decode("utf-8", "replace")

    def brief(self, start: int, end: int) -> str:
        """The text in one line with single spaces, cut at :data:`VALUE_LIMIT` characters."""
        return " ".join(self.text(start, min(end, start + 4 * VALUE_LIMIT)).split())[:VALUE_LIMIT]

    def line(self, byte: int) -> int:
        """The 1-based line that holds a byte."""
        return bisect_right(self.line_starts, byte)

    def last_line(self, start: int, end: int) -> int:
        """The line of the last byte of a non-empty range; white space at its end does not count."""
        piece = self.data[max(start, end - 4096) : end]
        return self.line(max(start, end - 1 - (len(piece) - len(piece.rstrip()))))

    def dotted(self, start: int, name_start: int, name: str, super_call: str) -> str:
        """The chain ``start..name_start`` plus the name that ends it: ``a.b.name``, or ``?.name`` behind an expression."""
        if name_start - start > _CHAIN_LIMIT:
            start = name_start - _CHAIN_LIMIT
        parts = [part.strip() for part in self.text(start, name_start).split(".")]
        parts[-1] = name
        if super_call and parts[0] == super_call:
            parts[0] = super_call.partition("(")[0]
        for index in range(len(parts) - 2, -1, -1):
            if not parts[index].isidentifier():
                return ".".join(["?", *parts[index + 1 :]])
        return ".".join(parts)
