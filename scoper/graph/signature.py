"""What arguments a definition takes, and whether those of a call fit it. Pure, and only about names and counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scoper.facts.model import Definition, Kind, Parameter, Reference
from scoper.lang.spec import Language
from scoper.text import counted

_UNKNOWN = -1
"""As ``Reference.call_arity`` has it: arguments are unpacked, so that nobody can count them."""

_AS_RECORDED = frozenset({"python", "javascript", "typescript", "tsx", "ruby", "php"})
_WITH_KEYWORDS = frozenset({"python", "ruby", "php", "csharp"})
_LENIENT = frozenset({"javascript"})
"""Languages where a missing argument is no error by itself."""

_VARIADIC = re.compile(r"\.\.\.|\bparams\b")
_SELF = re.compile(r"(?:&\s*(?:'\w+\s*)?)?(?:mut\s+)?self\b")
_OPENING, _CLOSING = "([{<", ")]}>"


class Signature(NamedTuple):
    """``positional`` are what may be given by place, in order; ``keyword_only`` only by name. ``required`` are those of both
    that have no default. ``by_name`` may be given by name, ``None`` where any name is taken."""

    positional: tuple[str, ...]
    required: frozenset[str]
    keyword_only: tuple[str, ...]
    takes_any_count: bool
    by_name: frozenset[str] | None

    def without_first(self) -> Signature:
        """As it is seen through an object, where the first parameter is that object."""
        if not self.positional:
            return self
        first, *rest = self.positional
        by_name = self.by_name - {first} if self.by_name is not None else None
        return self._replace(positional=tuple(rest), required=self.required - {first}, by_name=by_name)


def signature_of(definition: Definition, language: Language) -> Signature | None:
    """``None`` where the header does not say, or what is defined is nothing to call."""
    if definition.kind not in (Kind.FUNCTION, Kind.METHOD):
        return None
    if language.name in _AS_RECORDED:
        return _recorded(definition, language)
    pieces = _pieces(definition)
    return _written(pieces, with_names=language.name in _WITH_KEYWORDS) if pieces is not None else None


def is_lenient(language: Language) -> bool:
    """Whether calls with too few or too many arguments still run."""
    return language.name in _LENIENT


def misfit(signature: Signature, call: Reference) -> str | None:
    """Why a call does not fit, in words; ``None`` where it does, or where its arguments cannot be counted."""
    if signature.by_name is not None:
        for keyword in call.keywords:
            if keyword not in signature.by_name:
                return f"it has no parameter {keyword!r}"
    count = call.call_arity
    if count == _UNKNOWN:
        return None
    if count > len(signature.positional) and not signature.takes_any_count:
        return f"it takes at most {counted(len(signature.positional), 'argument')} by position, and {count} are given"
    given = {*signature.positional[:count], *call.keywords}
    missing = [name for name in (*signature.positional, *signature.keyword_only) if name in signature.required - given]
    if missing:
        return f"it needs {_listed(missing)}, which the call does not give"
    doubled = [name for name in signature.positional[:count] if name in call.keywords and signature.by_name is not None]
    return f"it gets {_listed(doubled)} twice" if doubled and not signature.takes_any_count else None


def accepts(new: Signature, old: Signature) -> str | None:
    """Why something that is called as ``old`` says cannot stand in as ``new``; ``None`` where it can."""
    if old.takes_any_count and not new.takes_any_count:
        return None  # what takes anything promises nothing
    least = sum(name in old.required for name in old.positional)
    needed = sum(name in new.required for name in new.positional)
    if needed > least:
        return f"it needs {counted(needed, 'argument')} by position, and {least} may be given"
    if len(new.positional) < len(old.positional) and not new.takes_any_count:
        most = counted(len(new.positional), "argument")
        return f"it takes at most {most} by position, and {len(old.positional)} may be given"
    extra = [name for name in new.keyword_only if name in new.required and name not in (old.by_name or ())]
    if extra:
        return f"it needs {_listed(extra)}, which nobody gives"
    if new.by_name is not None:
        lost = [name for name in old.keyword_only if name not in new.by_name]
        if lost:
            return f"it has no parameter {_listed(lost)}"
    return None


def _recorded(definition: Definition, language: Language) -> Signature:
    positional: list[str] = []
    keyword_only: list[str] = []
    required: set[str] = set()
    by_name: set[str] = set()
    takes_any_count = takes_any_name = False
    for parameter in definition.parameters:
        name = parameter.name.lstrip("$")
        if parameter.kind == "*":
            takes_any_count = True
        elif parameter.kind == "**":
            takes_any_name = True
        elif parameter.kind == "kw":
            keyword_only.append(name)
        elif name != "this" or positional:  # TypeScript's own word for the receiver
            positional.append(name)
        else:
            continue
        if parameter.kind in ("", "kw") and language.name in _WITH_KEYWORDS:
            by_name.add(name)
        if parameter.kind in ("", "/", "kw") and parameter.default is None and not _is_optional(definition, parameter):
            required.add(name)
    if language.name == "ruby":  # keywords may as well become a hash at the end
        takes_any_name = takes_any_name or not keyword_only
    if not takes_any_name and language.name not in _WITH_KEYWORDS:
        by_name.clear()
    names = None if takes_any_name else frozenset(by_name)
    return Signature(tuple(positional), frozenset(required), tuple(keyword_only), takes_any_count, names)


def _is_optional(definition: Definition, parameter: Parameter) -> bool:
    """``name?: T`` of TypeScript."""
    return re.search(rf"{re.escape(parameter.name)}\s*\?\s*[:,)]", definition.signature) is not None


def _written(pieces: Iterable[str], *, with_names: bool) -> Signature:
    positional: list[str] = []
    required: set[str] = set()
    takes_any_count = False
    for number, piece in enumerate(pieces):
        if _VARIADIC.search(piece.partition("=")[0]):
            takes_any_count = True
            continue
        words = re.findall(r"\w+", piece.partition("=")[0])
        name = "self" if _SELF.match(piece) else words[-1] if with_names and words else f"#{number + 1}"
        positional.append(name)
        if "=" not in piece:
            required.add(name)
    names = frozenset(positional) if with_names else frozenset()
    return Signature(tuple(positional), frozenset(required), (), takes_any_count, names)


def _pieces(definition: Definition) -> list[str] | None:
    """The parameters as they are written; ``None`` where the header does not show them all."""
    header = re.search(rf"(?<!\w){re.escape(definition.name)}\s*(?=[(<\[])", definition.signature)
    if header is None:
        return None
    text = definition.signature[header.end() :]
    if text[0] != "(":  # type parameters
        end = _closing(text)
        text = text[end + 1 :].lstrip() if end is not None else ""
    end = _closing(text) if text.startswith("(") else None
    if end is None:
        return None
    pieces = [piece.strip() for piece in _split(text[1:end])]
    return [] if pieces in ([""], ["void"]) else [piece for piece in pieces if piece]


def _closing(text: str) -> int | None:
    """Where the bracket closes that opens a text."""
    depth = 0
    for at, character in enumerate(text):
        depth += character in _OPENING
        if character in _CLOSING and text[at - 1 : at + 1] not in ("->", "=>"):
            depth -= 1
            if depth == 0:
                return at
    return None


def _split(text: str) -> list[str]:
    """What stands between commas outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(text):
        if character in _CLOSING and text[at - 1 : at + 1] in ("->", "=>"):
            continue
        depth += (character in _OPENING) - (character in _CLOSING)
        if character == "," and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name if name.startswith("#") else repr(name) for name in names)
