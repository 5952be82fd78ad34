"""What a statement says, apart from how it is spelled: keys that are equal where two statements differ in spelling alone.

Python is read by the interpreter's own parser, others token by token. Nothing is executed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Hashable, Mapping
from typing import NamedTuple

from scoper.change.pyforms import Forms
from scoper.change.side import Side
from scoper.change.syntax import Unit
from scoper.lang.registry import language_of

_NO_NAMES: Mapping[str, str] = {}
_MOST_CHARACTERS = 20_000  # of one statement; a table of data says nothing of idioms
_INTEGER = re.compile(r"0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9]\d*")
_NUMBER = re.compile(rb"\.?\d")
_ESCAPE = re.compile(r"\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\})")
_HEADER = re.compile(r"(?:async\s+)?(?:def|class|if|for|while|with|match)\b")


class View(NamedTuple):
    """What of the spelling a key leaves out. ``names`` are local names, by what they count as."""

    idioms: bool = True
    annotations: bool = True  # whether annotations count
    names: Mapping[str, str] = _NO_NAMES


def key(side: Side, unit: Unit, view: View) -> Hashable:
    """Equal for two statements at the same depth that say the same, as far as ``view`` looks."""
    if side.path.endswith((".py", ".pyi")) and (tree := _parsed(side, unit)) is not None:
        forms = Forms(view.idioms, view.annotations, view.names)
        return unit.depth, unit.tokens[0].text == b"elif", forms.of(tree)
    words = [_word(token.canonical, view) for token in unit.tokens if view.annotations or not token.is_annotation]
    text = b" ".join(words)
    language = language_of(side.path)
    if view.idioms and language is not None:
        padded = b" " + text + b" "
        for old, new in language.idioms:
            padded = padded.replace(f" {old} ".encode(), f" {new} ".encode())
        text = padded.strip()
    return unit.depth, text


def _word(text: bytes, view: View) -> bytes:
    if _NUMBER.match(text):
        return number(text.decode("utf-8", "replace")).encode()
    if b"\\" in text and text[:1] in (b'"', b"'", b"`"):
        return _ESCAPE.sub(_character, text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if view.names:
        return view.names.get(text.decode("utf-8", "replace"), "").encode() or text
    return text


def number(text: str) -> str:
    """A number in one spelling: without separators of digits, in lower case, whole ones in decimal."""
    plain = re.sub(r"(?<=[\da-fA-F])[_'](?=[\da-fA-F])", "", text)
    if _INTEGER.fullmatch(plain) and len(plain) < 1_000:
        return str(int(plain, 0))
    return plain.lower()


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    is_plain = 0x20 <= code < 0xD800 and chr(code) not in "\"'\\`$" and code != 0x7F
    return chr(code) if is_plain else match[0].lower()


def _parsed(side: Side, unit: Unit) -> object | None:
    """The syntax tree of one statement, or of the header of a compound one; ``None`` where it cannot be read alone."""
    import ast  # most diffs have no statement that needs it

    text = b"\n".join(side.lines[unit.lines.start - 1 : unit.lines.end]).decode("utf-8", "replace").strip()
    if len(text) > _MOST_CHARACTERS:
        return None
    if text.startswith("@"):
        text += "\ndef _(): pass"
    elif text.startswith("elif"):
        text = text[2:]
    elif text.startswith("except"):
        text = f"try: pass\n{text}"
    if text.endswith(":") or _HEADER.match(text) or text.startswith("try:"):
        bare = text.rsplit("#", 1)[0].rstrip() if not text.endswith(":") and "#" in text else text
        text = f"{bare} pass" if bare.endswith(":") else text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
