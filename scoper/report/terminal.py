"""Making text safe and pretty for a terminal: control characters out, colours in."""

from __future__ import annotations

import re

# C0 and C1 controls would run as terminal escapes, bidirectional overrides would reorder what is read, and surrogates stand
# for bytes that are not UTF-8. Paths, requests and messages of foreign tools may hold any of them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def clean(text: str) -> str:
    """``text`` on one line, with everything a terminal might obey shown as an escape sequence instead."""
    return _UNSAFE.sub(_escape, text)


def paint(text: str, *styles: str, colour: bool) -> str:
    """``text`` in these styles (``bold``, ``dim``, ``red``, …) where colours are wanted."""
    if not colour or not text:
        return text
    return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in "\n\t":
        return " "
    if 0xDC80 <= code <= 0xDCFF:  # a surrogate escape: the byte itself
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
