"""The text of one file, addressed by byte: lines, columns and pieces as ``str``."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from scoper.lang.spec import Language

VALUE_LIMIT = 200
"""Characters that are kept of a value, a default, an annotation or a decorator."""

_BLANK = b" \t\f\r\xef\xbb\xbf"  # white space, and the byte order mark that may open a file
_SPACE = b" \t\n\r\v\f"
_UNDECODED = re.compile("[\udc80-\udcff]")
_COVERED = re.compile(rb"[^\n]")
_CHAIN_LIMIT = 256  # bytes; a longer receiver is not a plain name, and reading it for each of its members would be quadratic


class Naming:
    """How names and chains of names look in a language."""

    def __init__(self, language: Language) -> None:
        self.super_call = language.super_call
        self._sigil = language.sigil
        self._name = re.compile(language.name_pattern)
        self._separator = re.compile(rf"\s*(?:{language.separator})\s*")
        self._has_dots = language.separator == r"\."
        self._opening = re.compile(rf"\s*(?:{language.name_pattern})")

    def is_name(self, text: str) -> bool:
        return self._name.fullmatch(text) is not None

    def chain(self, text: str) -> str | None:
        """A name, or names with separators between them, with dots instead; ``None`` for anything else."""
        if self._opening.match(text) is None:
            return None  # a literal, most of the time, which may be long
        parts = self._split(text)
        return ".".join(parts) if all(map(self.is_name, parts)) else None

    def receiver(self, text: str) -> str:
        """What a chain starts with with ``text`` in front of its last name: ``a.b.``, or ``?.`` for an expression."""
        parts = self._split(text)[:-1]
        if self.super_call and parts[:1] == [self.super_call]:
            parts[0] = self.super_call.partition("(")[0]
        if self._sigil:
            parts[1:] = [part.removeprefix(self._sigil) for part in parts[1:]]
        for index in range(len(parts) - 1, -1, -1):
            if not self.is_name(parts[index]):
                parts[: index + 1] = ["?"]
                break
        return "".join(f"{part}." for part in parts)

    def _split(self, text: str) -> list[str]:
        if self._has_dots:  # five times as fast, and there are hundreds of thousands of chains
            return [part.strip() for part in text.split(".")]
        return self._separator.split(text)


@functools.cache
def naming(language: Language) -> Naming:
    return Naming(language)


class Readable(NamedTuple):
    """A text as its grammar can read it, and where that is not what was written: made-up names, and comments that are code."""

    text: bytes
    made_up: tuple[tuple[int, int], ...]
    set_aside: tuple[tuple[int, int], ...]


def covered(language: Language, text: bytes) -> Readable:
    """The text with something of the same length for what is beyond the grammar: a name, or what the group says that matched.

    A group is called by what becomes of it, with anything behind an underscore: ``member``, a member of what is in front of it;
    ``aside``, a comment, which may stand anywhere; ``kept``, what it is. Bytes that are not UTF-8 become question marks:
    py-tree-sitter 0.26 crashes where a predicate looks at one.
    """
    if not text.isascii():
        text = _UNDECODED.sub("?", text.decode("utf-8", "surrogateescape")).encode()
    if not language.beyond_grammar:
        return Readable(text, (), ())
    made_up: list[tuple[int, int]] = []
    set_aside: list[tuple[int, int]] = []

    def cover(match: re.Match[bytes]) -> bytes:
        start, end = match.span(match.lastgroup or 0)
        group = (match.lastgroup or "").partition("_")[0]
        if group == "kept" or group == "aside" and end - start < len(b"/**/"):
            return match[0]
        if group == "aside":
            set_aside.append((start, end))
            hidden = b"/*" + _COVERED.sub(b"_", text[start + 2 : end - 2]) + b"*/"
        else:
            made_up.append((start + (group == "member"), end))
            name = _COVERED.sub(b"x", text[start:end])
            hidden = b"." + name[1:] if group == "member" else name
        return text[match.start() : start] + hidden + text[end : match.end()]

    return Readable(_beyond(language).sub(cover, text), tuple(made_up), tuple(set_aside))


@functools.cache
def _beyond(language: Language) -> re.Pattern[bytes]:
    return re.compile(language.beyond_grammar.encode())


class Source:
    """A file's bytes. Bytes that are not UTF-8 become replacement characters in what :meth:`text` returns."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ascii = data.decode("ascii") if data.isascii() else None  # slicing it is cheaper than decoding piece by piece
        self.line_starts = list(accumulate((len(line) + 1 for line in data.split(b"\n")), initial=0))[:-1]
        self._receivers: dict[str, str] = {}  # the same few stand in front of most names

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

    def is_first(self, byte: int) -> bool:
        """Whether nothing but white space (or a byte order mark) is in front of a byte on its line."""
        return not self.data[self.line_starts[self.line(byte) - 1] : byte].strip(_BLANK)

    def skip_space(self, byte: int) -> int:
        """The first byte from here on that is no white space."""
        return byte + len(self.data[byte : byte + 4096]) - len(self.data[byte : byte + 4096].lstrip())

    def last_line(self, start: int, end: int) -> int:
        """The line of the last byte of a non-empty range; white space at its end does not count."""
        if self.data[end - 1 : end] not in _SPACE:
            return self.line(max(start, end - 1))
        piece = self.data[max(start, end - 4096) : end]
        return self.line(max(start, end - 1 - (len(piece) - len(piece.rstrip()))))

    def dotted(self, language: Language, start: int, name_start: int, name: str) -> str:
        """The chain ``start..name_start`` plus the name that ends it: ``a.b.name``, or ``?.name`` behind an expression."""
        if name_start - start > _CHAIN_LIMIT:
            start = name_start - _CHAIN_LIMIT
        text = self.text(start, name_start)
        receiver = self._receivers.get(text)
        if receiver is None:
            receiver = self._receivers[text] = naming(language).receiver(text)
        return receiver + name
