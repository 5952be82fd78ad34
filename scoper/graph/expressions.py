"""Reads the little that matters of annotations and right-hand sides: which plain names they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoper.lang.spec import Language

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_QUOTED = re.compile(r"""(?P<quote>["'])(?:\\.|(?!(?P=quote)).)*(?P=quote)""")
_NOTHING = frozenset({"None", "", "null", "undefined", "void", "nil"})
_TRANSPARENT = frozenset({"Optional", "Union", "Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly"})
_MAX_TEXT = 400  # characters; a longer annotation is no plain one


class Named(NamedTuple):
    """One alternative of an annotation; ``is_class`` where the value is the class itself (``type[C]``)."""

    dotted: str
    is_class: bool


class Source(NamedTuple):
    """A right-hand side that is a plain name, or a call of one."""

    dotted: str
    is_call: bool


def plain_type(language: Language, text: str) -> str:
    """A type of any language as :func:`alternatives` reads it: ``Promise<a::C>`` → ``a.C``. What has no such form stays."""
    if not (language.type_noise or language.type_wrappers):
        return text
    text = re.sub(language.separator, ".", text.strip())
    if language.type_extras:
        text = re.sub(language.type_extras, "", text).replace(" + ", " | ")
    while language.type_noise and (shorter := re.sub(language.type_noise, "", text)) != text:
        text = shorter.strip()
    if "=>" in text or text.endswith("[]"):
        return ""
    if text.startswith("(") and text.endswith(")"):  # of several results the first
        return plain_type(language, _split(text[1:-1], ",")[0])
    text = text.replace("<", "[").replace(">", "]").removesuffix("?")
    wrapper, bracket, inner = text.partition("[")
    if bracket and text.endswith("]") and wrapper.rpartition(".")[2] in language.type_wrappers:
        return plain_type(language, _split(inner[:-1], ",")[0])
    return text


def alternatives(annotation: str) -> tuple[Named, ...] | None:
    """``Optional["a.C"]`` → ``a.C``; ``None`` where some alternative is nothing that a name stands for."""
    if len(annotation) > _MAX_TEXT:
        return None
    try:
        return tuple(_alternatives(annotation, is_class=False))
    except ValueError:
        return None


def source_of(text: str) -> Source | None:
    """``a.b`` and ``a.b(…)``, where that is all there is; ``None`` for anything else."""
    text = text.removeprefix("await ").strip()
    name = _DOTTED.match(text)
    if name is None:
        return None
    rest = text[name.end() :]
    if not rest:
        return Source(name[0], False)
    return Source(name[0], True) if rest[0] == "(" and _closes_at_end(rest) else None


def head_of(base: str) -> str | None:
    """``mod.Base[T]`` and ``mod.Base<T>`` → ``mod.Base``; ``None`` where a base is no plain name."""
    name = _DOTTED.match(base)
    if name is None:
        return None
    rest = base[name.end() :].lstrip()
    return name[0] if not rest or rest[0] + rest[-1] in ("[]", "<>") else None


def _alternatives(text: str, *, is_class: bool) -> Iterator[Named]:
    text = text.strip()
    if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1:
        text = text[1:-1].strip()
    parts = _split(text, "|")
    if len(parts) > 1:
        for part in parts:
            yield from _alternatives(part, is_class=is_class)
        return
    if text in _NOTHING:
        return
    name = _DOTTED.match(text)
    if name is None:
        raise ValueError
    rest = text[name.end() :].strip()
    last = name[0].rpartition(".")[2]
    if not rest:
        yield Named(name[0], is_class)
    elif rest[0] != "[" or rest[-1] != "]":
        raise ValueError
    elif last in _TRANSPARENT:
        inner = _split(rest[1:-1], ",")
        for part in inner[:1] if last == "Annotated" else inner:
            yield from _alternatives(part, is_class=is_class)
    elif name[0] in ("type", "Type", "typing.Type"):
        yield from _alternatives(rest[1:-1], is_class=True)
    else:
        yield Named(name[0], is_class)


def _split(text: str, separator: str) -> list[str]:
    """Splits at separators outside of brackets and quotes."""
    parts, start, depth = [], 0, 0
    masked = _mask(text)
    for at, character in enumerate(masked):
        if character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _closes_at_end(text: str) -> bool:
    """Whether the bracket that opens ``text`` is closed by its last character."""
    depth = 0
    masked = _mask(text)
    for at, character in enumerate(masked):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return at == len(masked) - 1
    return False


def _mask(text: str) -> str:
    return _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)
