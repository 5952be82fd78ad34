"""What comments are like: how many, where, and of which kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scoper.lang.seen import Seen, words_of

_MARKS = " \t/*#;-!<>"
_DIVIDER = re.compile(r"^[\W_]*([=\-*#~_─━═+/.])\1{3,}|([=\-*#~_─━═])\2{4,}[\W_]*$")
_STEP = re.compile(r"^(?:step\s*\d+|\d+[.):]\s|phase\s*\d+|(?:first|second|third|next|then|finally|lastly),)", re.IGNORECASE)
_CODE = re.compile(
    r"^(?:[\w.\[\]'\"]+\s*(?:[-+*/|&]|:)?=\s*[^=\s].*|[\w.]+\(.*\);?"
    r"|(?:return|import|from|raise|throw|del|await|var|let|const)\s.*[;)\]\w]"
    r"|(?:if|for|while|def|class|elif|else|try|except|switch|func|fn)\b.*[:{]|[})\]]+[;,]?|.*[;{])$"
)
_PROSE = re.compile(r"\b(?:the|a|an|is|are|we|to|of|that|this|not|but|when|because|should|must)\b", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"^(?:type:|noqa|pragma|pylint|mypy|ruff|isort|fmt:|nosec|eslint|prettier|@ts-|ts-|istanbul|v8|c8|go:|nolint|region|endregion"
    r"|-\*-|vim:|copyright|licen[sc]e|spdx|todo|fixme|xxx|hack|note:|safety:|biome|rubocop|shellcheck)",
    re.IGNORECASE,
)
_VERBS = frozenset(
    "add adds adding append apply assign build calculate call calls check checks clean clear close collect compute convert copy"
    " count create creates creating define delete ensure extract fetch filter find format generate get gets getting handle"
    " increment init initialize initialise insert iterate join load log loop make map merge open parse perform prepare print"
    " process push raise read remove replace reset retrieve return returns save send set sets setting sort split start stop"
    " store transform update updates use validate verify write".split()
)
_SMALL = frozenset(
    "a an and are as at be by each every for from if in into is it its now of on or our over so that the their them then there"
    " these this those through to up we when which will with".split()
)


class Remark(NamedTuple):
    """One comment, or several on lines of their own that follow each other. Lines are 1-based."""

    line: int
    last: int
    text: str
    is_own: bool


def remarks(found: Sequence[Remark]) -> list[Remark]:
    """Comments on neighbouring lines as one; ``found`` is in the order of lines."""
    joined: list[Remark] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and before.is_own and one.is_own and one.line == before.last + 1:
            joined[-1] = Remark(before.line, one.last, f"{before.text}\n{one.text}", True)
        else:
            joined.append(one)
    return joined


def kind_of(remark: Remark, below: str) -> str | None:
    """``divider``, ``step``, ``code``, ``narrating`` or ``plain``; ``None`` for what is meant for a tool. ``below`` is the code
    that the comment stands above or beside."""
    lines = [line.strip(_MARKS) for line in remark.text.split("\n")]
    said = [line for line in lines if line]
    if any(_DIVIDER.search(line.strip()) for line in remark.text.split("\n")):
        return "divider"
    if not said or remark.text.startswith("#!") or _DIRECTIVE.match(said[0]):
        return None
    if _STEP.match(said[0]):
        return "step"
    if sum(bool(_CODE.match(line)) and not _PROSE.search(line) for line in said) * 2 > len(said):
        return "code"
    return "narrating" if len(said) == 1 and _tells_again(said[0], below) else "plain"


def of_remark(remark: Remark, kind: str | None) -> Iterator[Seen]:
    """What one comment shows, given its kind."""
    yield Seen("comment-place", "own" if remark.is_own else "trailing", remark.line)
    if kind is None:
        return
    yield Seen("comment-kind", kind, remark.line)
    said = remark.text.strip(_MARKS)
    if kind in ("plain", "narrating") and said:
        if said[0].isupper() or said[0].islower():
            yield Seen("comment-opening", "capital" if said[0].isupper() else "small", remark.line)
        yield Seen("comment-ending", "stop" if said.endswith((".", "!", "?")) else "open", remark.line)


def _tells_again(text: str, below: str) -> bool:
    """Whether a line says in words what the code below it says: it starts with a verb of doing, and what it names is there."""
    words = [word for word in words_of(text) if word not in _SMALL]
    if not words or len(words) > 9 or not below.strip():
        return False
    code = {_stem(word) for word in words_of(below)}
    shared = sum(_stem(word) in code for word in words)
    if words[0] in _VERBS:
        return shared >= 1 and shared * 3 >= len(words) - 1
    return len(words) >= 2 and shared * 4 >= len(words) * 3


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)]
    return word


def characters(text: str) -> Iterator[str]:
    """What a comment or string is made of beside letters: ``ascii``, ``emoji`` or ``typographic``."""
    if text.isascii():
        yield "ascii"
        return
    if any(_is_emoji(ord(letter)) for letter in text):
        yield "emoji"
    elif any(0x2010 <= ord(letter) <= 0x2027 or ord(letter) in _ARROWS for letter in text):
        yield "typographic"


_ARROWS = frozenset({0x2190, 0x2191, 0x2192, 0x2193, 0x21D2, 0x2026, 0x2264, 0x2265, 0x00D7})


def _is_emoji(code: int) -> bool:
    return 0x1F300 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF or code in (0x2B50, 0x2B55)
