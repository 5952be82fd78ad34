"""Types that are written out: ``Map<string, C[]>``, ``{ a: C }``, ``(x: A) => B``. What their members and results are.

Only for languages that say in ``Language.generics`` of what types the members of their own generic types are, where a digit
stands for an argument: ``("Map.get", "() => 1")``, ``("Array.[]", "0")``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import NamedTuple

from scoper.lang.spec import Language

_NAME = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*")
_NOISE = re.compile(r"^(?:readonly|unique|asserts|abstract|new)\s+")
_PLAIN = frozenset(
    ["string", "number", "boolean", "bigint", "symbol", "object", "undefined", "null", "void", "never", "true", "false", ""]
)
_MEMBER = re.compile(r"(?:readonly\s+)?(#?[\w$]+)\s*(\?)?\s*(:|\()", re.DOTALL)
_MAX_DEPTH = 6


class Part(NamedTuple):
    """One alternative of a type. ``name`` stands for a class, or with ``is_value`` for what the type is taken from
    (``typeof``); ``calls`` counts how often that is called (``ReturnType``). Else ``text`` is a type that is written out."""

    name: str = ""
    is_value: bool = False
    calls: int = 0
    text: str = ""


def parts_of(language: Language, text: str, depth: int = 0) -> tuple[Part, ...]:
    """The alternatives of a type that can have members."""
    text = _bare(text)
    if depth >= _MAX_DEPTH:
        return ()
    for separator in "|&":
        pieces = split(text, separator)
        if len(pieces) > 1:
            return tuple(part for piece in pieces for part in parts_of(language, piece, depth + 1))
    if text in _PLAIN or text[:1] in "'\"`-0123456789":
        return ()
    if text.startswith("typeof "):
        name = text[len("typeof ") :].strip()
        return (Part(name, is_value=True),) if _NAME.fullmatch(name) else ()
    name, arguments = _generic(text)
    if name in language.type_wrappers and arguments:
        return parts_of(language, arguments[0], depth + 1)
    if name in ("ReturnType", "InstanceType") and arguments:
        inner = parts_of(language, arguments[0], depth + 1)
        return tuple(part._replace(calls=part.calls + 1) for part in inner if part.is_value)
    return (Part(name, text=text),) if name else (Part(text=text),)


def member(language: Language, text: str, name: str) -> str | None:
    """The type of a member of a type that is written out; ``None`` where it has none, or is nothing of that kind."""
    text = _bare(text)
    if text.startswith("{"):
        return _members(text).get(name)
    generic, arguments = _generic(_listed(text))
    result = _results(language).get(f"{generic}.{name}") or _results(language).get(f"{generic}.*")
    if result is None:
        return None
    return re.sub(r"\d", lambda index: arguments[int(index[0])] if int(index[0]) < len(arguments) else "unknown", result)


def called(text: str) -> str | None:
    """What calling it gives."""
    pieces = split(_bare(text), ">", arrow=True)
    return pieces[-1].strip() if len(pieces) > 1 else None


def parameter(text: str, position: int) -> str | None:
    """The type of what a function of this type takes at a position."""
    text = _bare(text)
    end = _closing(text) if text.startswith("(") else -1
    taken = split(text[1:end], ",") if end > 0 and called(text) is not None else []
    if position >= len(taken):
        return None
    name, colon, kind = taken[position].partition(":")
    return kind.strip() if colon and not name.strip().startswith(("...", "{", "[")) else None


def split(text: str, separator: str, *, arrow: bool = False) -> list[str]:
    """Splits outside of brackets and quotes; with ``arrow`` at the first ``=>``."""
    parts, start, depth, quote = [], 0, 0, ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"`":
            quote = character
        elif character == ">" and text[at - 1 : at] == "=":
            if depth == 0 and separator in "|&":
                return [text]  # all behind it is what the function gives
            if arrow and depth == 0:
                return [text[: at - 1], text[at + 1 :]]
        elif character in "<([{":
            depth += 1
        elif character in ">)]}":
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [piece for piece in [*parts, text[start:]] if piece.strip()] or [""]


def _bare(text: str) -> str:
    text = text.strip()
    while True:
        shorter = _NOISE.sub("", text).strip()
        if shorter.startswith("(") and _closing(shorter) == len(shorter) - 1:
            shorter = shorter[1:-1].strip()
        if shorter == text:
            return text
        text = shorter


def _closing(text: str) -> int:
    depth = 0
    for at, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return at
    return -1


def _generic(text: str) -> tuple[str, list[str]]:
    """``Map<K, V>`` as its name and arguments; no name where it is nothing of that kind."""
    name = _NAME.match(text)
    if name is None:
        return "", []
    rest = text[name.end() :].strip()
    if not rest:
        return name[0], []
    if rest[0] != "<" or rest[-1] != ">" or len(split(text, ">", arrow=True)) > 1:
        return "", []
    return name[0], [one.strip() for one in split(rest[1:-1], ",")]


def _listed(text: str) -> str:
    """``C[]`` as ``Array<C>``, ``[A, B]`` as a list of either."""
    if text.endswith("[]"):
        return f"Array<{text[:-2]}>"
    if text.startswith("[") and text.endswith("]"):
        return f"Array<{' | '.join(split(text[1:-1], ','))}>"
    return text


@functools.cache
def _results(language: Language) -> Mapping[str, str]:
    return dict(language.generics)


@functools.lru_cache(maxsize=1024)
def _members(text: str) -> Mapping[str, str]:
    """The members of ``{ a: A; b(x: X): B }``; a method is a function type."""
    found: dict[str, str] = {}
    inner = text[1 : -1 if text.endswith("}") else None]
    for line in split(inner, ";"):
        for piece in split(line, ","):
            head = _MEMBER.match(piece.strip())
            if head is None:
                continue
            rest = piece.strip()[head.end() :].strip()
            if head[3] == "(":
                arguments = piece.strip()[head.end() - 1 :]
                result = arguments[_closing(arguments) + 1 :].strip()
                rest = f"() => {result[1:].strip()}" if result.startswith(":") else ""
            found.setdefault(head[1], rest)
    return found
