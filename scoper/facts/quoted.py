"""What strings name: types (``x: "Foo | None"``), and by a dotted path anything (``mock.patch("shop.cart.total")``)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from scoper.facts.found import Found
from scoper.facts.model import Reference, Role
from scoper.facts.scopes import Stretches, outermost
from scoper.facts.source import Source
from scoper.lang.registry import Language

_STRING = re.compile(rb"""(["'])([\w.\[\], |]+)\1""", re.ASCII)  # without prefix, and with nothing that no type has
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_PATH = re.compile(rb"""(["'])([^\W\d]\w*(?:\.[^\W\d]\w*)*(?:[.:][^\W\d]\w*)(?:\.[^\W\d]\w*)*)\1""", re.ASCII)
_LIMIT = 256  # bytes; what is longer is hardly a type


def read_quoted(language: Language, source: Source, found: Found, places: Stretches) -> Iterator[Reference]:
    """A reference of role TYPE for each name in a string that stands inside of a type; elsewhere one of role STRING for a
    string that is a dotted path as a whole."""
    regions = outermost(found.types)
    starts = [start for start, _ in regions]
    for start, end in found.quoted:
        index = bisect_right(starts, start) - 1
        if end - start > _LIMIT:
            continue
        if index < 0 or start >= regions[index][1]:
            path = _PATH.fullmatch(source.data, start, end)
            if path is not None:
                yield _mention(source, start + 1, path[2].decode("ascii"), places.block_at(start))
            continue
        string = _STRING.fullmatch(source.data, start, end)
        if string is None or _is_value(language, source, regions[index][0], start):
            continue
        yield from _names(source, start + 1, string[2].decode("ascii"), places.block_at(start))


def _mention(source: Source, offset: int, path: str, scope: int) -> Reference:
    dotted = path.replace(":", ".")
    name = dotted.rpartition(".")[2]
    line = source.line(offset)
    column = offset - source.line_starts[line - 1] + 1 + len(path) - len(name)
    return Reference(name, dotted, Role.STRING, line, column, scope, -1, ())


def _is_value(language: Language, source: Source, type_start: int, start: int) -> bool:
    before = source.text(max(type_start, start - _LIMIT), start)
    return bool(language.unquoted) and re.search(language.unquoted, before) is not None


def _names(source: Source, offset: int, text: str, scope: int) -> Iterator[Reference]:
    line = source.line(offset)
    first_column = offset - source.line_starts[line - 1] + 1
    for match in _DOTTED.finditer(text):
        parts = match[0].split(".")
        column = first_column + match.start()
        for count, part in enumerate(parts, 1):
            if match[0] != "None":
                yield Reference(part, ".".join(parts[:count]), Role.TYPE, line, column, scope, -1, ())
            column += len(part) + 1
