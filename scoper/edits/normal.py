"""The ladder: how loosely two lines may be called the same. Each rung takes in the ones before it."""

from __future__ import annotations

import enum
import re


class Rung(enum.IntEnum):
    EXACT = 0
    TRAILING = 1
    INDENTATION = 2
    PUNCTUATION = 3


# Quotes come in pairs, so that one of them speaks for its likes; a dash or a space speaks for itself alone.
_QUOTES = (dict.fromkeys("‘’‚‛′", "'"), dict.fromkeys("“”„‟″«»", '"'))
_OTHERS = (
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u200b\ufeff\u2060", "")
    | {"…": "..."}
)
GROUPS = (*_QUOTES, *({mark: plain} for mark, plain in _OTHERS.items()))
_PLAIN = str.maketrans({mark: plain for group in GROUPS for mark, plain in group.items()})
_UNREADABLE = re.compile("[\udc80-\udcff\ufffd]+")  # a byte that a reader of the file saw as a replacement character


def plain(text: str) -> str:
    """Typographic punctuation and spaces as ASCII."""
    return text if text.isascii() else _UNREADABLE.sub("\ufffd", text.translate(_PLAIN))


def key(text: str, rung: Rung) -> str:
    """What two lines have in common that are the same on this rung."""
    if rung is Rung.EXACT:
        return text
    if rung is Rung.TRAILING:
        return text.rstrip()
    return text.strip() if rung is Rung.INDENTATION else plain(text).strip()


def indent_of(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
