"""Stretches of a file that are in another language: scripts, styles, and the expressions of a template.

A language with ``parts`` says in its ``parts.scm`` where they are:

==============  ==========================================================================================================
``@part``       a stretch that reads like a file of ``#set! language``
``@code``       an expression, or with ``#set! as statements`` some statements; ``#set! form`` is a regular expression where it
                is but a part of the text: each match has it in its group ``code``, and in the group ``locals``, spelled like
                parameters, names that mean something of their own in all that [``@opener``] is the first part of
``@component``  a tag or an attribute that names what it uses
==============  ==========================================================================================================
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.found import Span, span_of
from scoper.facts.parse import parse
from scoper.facts.source import Source, covered
from scoper.lang.registry import Language, is_installed, language_called, patterns, query

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node, Tree

MOST_PARTS = 2_000
"""Of one file, scripts and styles apart from expressions; what is behind them is read as the text that it is."""

_EXPRESSIONS = "typescript"  # as far as expressions go, JavaScript is TypeScript
_ALL = "^(?P<code>.*)$"
_WRAPPING = {"expression": (b"(", b")"), "statements": (b"", b""), "locals": (b"(", b")=>0")}


class Part(NamedTuple):
    """``reads_as`` is ``file``, ``expression``, ``statements`` or ``locals``. ``scope`` is where its local names are local, and
    ``node`` what the host's grammar has for it."""

    language: Language
    span: Span
    reads_as: str
    scope: Span
    node: Span

    @property
    def is_whole_node(self) -> bool:
        return self.span == self.node


class Parts(NamedTuple):
    parts: list[Part]
    components: list[Span]


def find_parts(language: Language, root: Node, text: bytes) -> Parts:
    """The parts below ``root``, the root of a tree of ``text``, in file order; those without a grammar are left out."""
    import tree_sitter  # already loaded by whoever parsed

    table = patterns(language, "parts")
    files: list[Part] = []
    pieces: list[Part] = []
    components: list[Span] = []
    for index, captures in tree_sitter.QueryCursor(query(language, "parts")).matches(root):
        primary, settings = table[index].primary, table[index].settings
        span = span_of(captures[primary][0])
        if primary == "component":
            components.append(span)
        elif primary == "part":
            inner = language_called(settings["language"] or "")
            if is_installed(inner) and not text[slice(*span)].isspace():
                files.append(Part(inner, span, "file", span, span))
        else:
            around = captures["opener"][0].parent if "opener" in captures else None
            scope = span_of(around) if around is not None else span
            pieces += _pieces(text, span, settings.get("form") or _ALL, settings.get("as") or "expression", scope)
    pieces.sort(key=lambda part: part.span)  # the same ones are left out whatever the order of patterns
    return Parts(sorted([*files[:MOST_PARTS], *pieces[:MOST_PARTS]], key=lambda part: part.span), sorted(components))


def parse_part(part: Part, source: Source, is_late: Callable[[], bool]) -> tuple[Tree | None, tuple[Span, ...]]:
    """The tree of a part, and where in the file it was covered; without a tree where there was no time."""
    start, end = part.span
    readable = covered(part.language, source.data[start:end])
    before, behind = _WRAPPING.get(part.reads_as, (b"", b""))
    first = start - len(before)
    row = source.line(first) - 1
    place = row, first - source.line_starts[row]
    tree = parse(part.language, before + readable.text + behind, is_late, first, place)
    return tree, tuple((start + a, start + b) for a, b in readable.made_up)


def _pieces(text: bytes, span: Span, form: str | None, reads_as: str, scope: Span) -> Iterator[Part]:
    start, end = span
    language = language_called(_EXPRESSIONS)
    piece = text[start:end]
    for match in _form(form).finditer(piece):
        for name in match.re.groupindex.keys() & {"code", "locals"}:
            if (match[name] or b" ").isspace():
                continue
            found = start + match.start(name), start + match.end(name)
            if name == "locals":
                yield Part(language, found, name, scope, span)
            else:
                yield Part(language, found, reads_as, found, span)


@functools.cache
def _form(form: str) -> re.Pattern[bytes]:
    return re.compile(form.encode(), re.DOTALL)
