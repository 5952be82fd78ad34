"""What a request names: paths, test ids, traceback frames, code spans, dotted names, identifiers.

Pure text work: whether anything of that name exists is decided in :mod:`scoper.scope.infer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoper.scope.model import Provenance
from scoper.scope.template import clean_request

_TRACEBACK = re.compile(r'File "(?P<path>[^"\n]+)", line (?P<line>\d+)(?:, in (?P<name>[\w.<>]+))?')
_TEST_ID = re.compile(r"(?P<path>[\w./-]+\.\w+)::(?P<name>\w+(?:(?:::|\.)\w+)*)")
_LINE_REF = re.compile(r"(?<![\w/])(?P<path>[\w./-]+\.\w{1,6}):(?P<line>\d+)")
_PATH = re.compile(r"(?<![\w/.])(?P<path>(?:[\w.@-]+/)*[\w.@-]*\w\.[A-Za-z]\w{0,5}|(?:[\w.@-]+/)+[\w.@-]+/?)(?![\w/])")
_SPAN = re.compile(r"(`{1,3})(?P<code>[^`\n]{1,200})\1")
_DOTTED = re.compile(r"(?<![\w./])(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?:\(\))?(?![\w/])")
_CALL = re.compile(r"(?<![\w.])(?P<name>[A-Za-z_]\w*)\(\)?")
_IDENTIFIER = re.compile(
    r"(?<![\w./-])(?P<name>_*[a-z0-9]+(?:_[a-z0-9]+)+|_+[a-z]\w*|[a-z]+(?:[A-Z][a-z0-9]*)+|[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+|[A-Z0-9]+(?:_[A-Z0-9]+)+)(?![\w/-])"
)
_NAME = re.compile(r"[A-Za-z_]\w*(?:(?:\.|::)[A-Za-z_]\w*)*")
_MAX_REQUEST = 20_000  # characters read; a request is data from strangers
_MAX_MENTIONS = 200
_TOO_LONG = re.compile(r"\S{200,}")  # no name is; cutting them keeps every pattern below linear in practice


class Mention(NamedTuple):
    """Something named in the request. ``name`` is a symbol (dotted, or one identifier), ``path`` a file or folder."""

    provenance: Provenance
    text: str
    path: str | None = None
    name: str | None = None
    line: int | None = None


def find_mentions(request: str) -> tuple[Mention, ...]:
    """Everything named, strongest kind first, each text once."""
    text = _TOO_LONG.sub(" ", clean_request(request[:_MAX_REQUEST]))
    seen: set[tuple[str | None, str | None, int | None]] = set()
    found: list[Mention] = []
    for mention in _scan(text):
        key = (mention.path, mention.name, mention.line)
        if key not in seen and len(found) < _MAX_MENTIONS:
            seen.add(key)
            found.append(mention)
    return tuple(found)


def _scan(text: str) -> Iterator[Mention]:
    for pattern in (_TEST_ID, _TRACEBACK, _LINE_REF):
        yield from _located(pattern, text)
        text = pattern.sub(" ", text)  # what was read as a place is not read again as a mere path
    for match in _SPAN.finditer(text):
        yield from _span(match["code"])
    for match in _PATH.finditer(text):
        yield Mention(Provenance.PATH, match["path"], path=match["path"])
    for pattern in (_DOTTED, _CALL):
        for match in pattern.finditer(text):
            yield Mention(Provenance.DOTTED_NAME, match["name"], name=match["name"])
    for match in _IDENTIFIER.finditer(text):
        yield Mention(Provenance.IDENTIFIER, match["name"], name=match["name"])


def _located(pattern: re.Pattern[str], text: str) -> Iterator[Mention]:
    """Test ids, frames of a traceback, and ``path:line``: a path with something in it."""
    provenance = Provenance.TEST_ID if pattern is _TEST_ID else Provenance.TRACEBACK
    for match in pattern.finditer(text):
        groups = match.groupdict()
        name, line = groups.get("name"), groups.get("line")
        named = name.replace("::", ".") if name and name[0] != "<" else None
        yield Mention(provenance, match[0], path=match["path"], name=named, line=int(line) if line else None)


def _span(code: str) -> Iterator[Mention]:
    """A code span names a path, a symbol, or holds an expression whose names count less."""
    code = code.strip()
    if _PATH.fullmatch(code):
        yield Mention(Provenance.PATH, code, path=code)
    bare = code.removesuffix("()").lstrip("@.")
    if _NAME.fullmatch(bare):
        yield Mention(Provenance.CODE_SPAN, code, name=bare.replace("::", "."))
        return
    for match in _NAME.finditer(code):
        if len(match[0]) > 2:
            yield Mention(Provenance.IDENTIFIER, match[0], name=match[0].replace("::", "."))
