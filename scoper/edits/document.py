"""Bytes of a file ↔ lines of text, so that what is not edited comes back byte by byte."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:coding[:=]|charset=|encoding=)[ \t\"']*([-\w.]+)")  # PEP 263, HTML, XML


@dataclass(frozen=True, slots=True)
class Document:
    """A text file. ``ends`` are the terminators of ``lines``; only the last may be empty.

    ``opaque`` says that the bytes are in no encoding that could be told: those that are not UTF-8 are surrogate escapes.
    """

    lines: list[str]
    ends: list[str]
    mark: bytes = b""
    encoding: str = "utf-8"
    opaque: bool = False

    @property
    def usual_end(self) -> str:
        known = Counter(end for end in self.ends if end)
        return known.most_common(1)[0][0] if known else "\n"

    @property
    def final_newline(self) -> bool:
        return not self.ends or self.ends[-1] != ""

    def encode(self) -> bytes:
        """Raises :class:`UnicodeEncodeError` for text that the file's encoding does not have."""
        text = "".join(line + end for line, end in zip(self.lines, self.ends, strict=True))
        return self.mark + text.encode(self.encoding, "surrogateescape" if self.opaque else "strict")


def read(data: bytes) -> Document | None:
    """The text of a file, or ``None`` if it is binary."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    body = data[len(mark) :]
    if not encoding.startswith(("utf-16", "utf-32")) and b"\0" in body[:8000]:  # as git tells
        return None
    for name in (encoding,) if mark else ("utf-8", *_declared(body)):
        text = _decode(body, name)
        if text is not None:
            return _document(text, mark, name, False)
    if mark and encoding != "utf-8":
        return None
    return _document(body.decode("utf-8", "surrogateescape"), mark, "utf-8", True)


def _declared(body: bytes) -> list[str]:
    found = _DECLARED.search(b"\n".join(body[:1000].split(b"\n")[:2]))
    return [found[1].decode("ascii", "replace")] if found else []


def _decode(body: bytes, encoding: str) -> str | None:
    try:
        text = body.decode(encoding)
        return text if text.encode(encoding) == body else None
    except (UnicodeError, LookupError):
        return None


def _document(text: str, mark: bytes, encoding: str, opaque: bool) -> Document:
    rows = text.split("\n")
    last = rows.pop()
    lines = [row[:-1] if row.endswith("\r") else row for row in rows]
    ends = ["\r\n" if row.endswith("\r") else "\n" for row in rows]
    if last:
        lines.append(last)
        ends.append("")
    return Document(lines, ends, mark, encoding, opaque)
