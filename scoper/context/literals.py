"""What is tied to code by what it says in quotes: the keys of configuration that it reads, and who else names its routes.

No import leads from a page to the endpoint that it asks, or from code to the file that it is configured by. A literal does, if
it looks like a key or a route and few files hold it. Pure, but for the facts that a graph reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoper.facts.model import MODULE, FileFacts, Role, SymbolId, split_symbol, symbol_id
from scoper.graph.model import Certainty, Edge
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of

RULE = "literal"
_QUOTED = re.compile(rb"""(["'`])([^"'`\s\\]{3,80})\1""")
_KEY = re.compile(r"[A-Za-z]\w*(?:[._-]\w+)+")  # of several words, as names of one word stand for too much
_PARAMETER = re.compile(r"[<{:$*\[(?].*", re.DOTALL)  # of a route, and all behind it
_ROUTE = re.compile(r"/[A-Za-z][\w/.-]{2,}")
_MOST_LITERALS = 60  # of a target
_MOST_HOLDERS = 8  # files; what more of them hold is no tie
_MOST_LINES = 5  # of one file


def literal_edges(graph: Graph, texts: Mapping[str, bytes], targets: Iterable[SymbolId]) -> tuple[Edge, ...]:
    """Edges of rule ``literal``: from targets to the keys that they read, and to targets from code that names their routes."""
    found: list[Edge] = []
    documents = {path: text for path, text in texts.items() if _is_document(path)}
    code = {path: text for path, text in texts.items() if path not in documents}
    for target in targets:
        path, _ = split_symbol(target)
        if path in texts:
            for line, literal in _literals(texts[path], _span(graph.facts(path), target)):
                found += _keys(graph, documents, target, line, literal) if _KEY.fullmatch(literal) else ()
                found += _routes(graph, code, target, literal)
    return tuple(found)


def _span(facts: FileFacts | None, target: SymbolId) -> tuple[int, int] | None:
    """The lines of a target; ``None`` stands for all of its file."""
    qualname = split_symbol(target)[1]
    if facts is None or not qualname:
        return None
    return next(((one.start_line, one.end_line) for one in facts.definitions if one.qualname == qualname), None)


def _literals(text: bytes, span: tuple[int, int] | None) -> Sequence[tuple[int, str]]:
    """The first lines and the literals of a text or of some lines of it."""
    found: dict[str, int] = {}
    first, last = span or (1, text.count(b"\n") + 1)
    for number, line in enumerate(text.split(b"\n")[first - 1 : last], first):
        for match in _QUOTED.finditer(line):
            found.setdefault(match[2].decode("utf-8", "replace"), number)
    return [(line, literal) for literal, line in found.items()][:_MOST_LITERALS]


def _keys(graph: Graph, documents: Mapping[str, bytes], target: SymbolId, line: int, literal: str) -> Iterator[Edge]:
    """To the keys of documents that are called so, or by all but the first parts of it."""
    holders = _holders(documents, literal.rpartition(".")[2].encode())
    graph.prefetch(holders)
    for path in holders:
        facts = graph.facts(path)
        for one in facts.definitions if facts is not None else ():
            if one.qualname == literal or ("." not in literal and one.name == literal):
                yield Edge(target, symbol_id(path, one.qualname), Role.READ, line, Certainty.LIKELY, RULE)


def _routes(graph: Graph, code: Mapping[str, bytes], target: SymbolId, literal: str) -> Iterator[Edge]:
    """From the code of other files that names a route, up to its first parameter."""
    route = _PARAMETER.sub("", literal)
    if not _ROUTE.fullmatch(route):
        return
    named = re.compile(rb"(?<=[\"'`}\w])" + re.escape(route.rstrip("/").encode()) + rb"(?=[\"'`/?$#{<:])")
    own = split_symbol(target)[0]
    for path in _holders(code, route.rstrip("/").encode()):
        lines = [number for number, line in enumerate(code[path].split(b"\n"), 1) if path != own and named.search(line)]
        for number in lines[:_MOST_LINES]:
            yield Edge(_around(graph.facts(path), path, number), target, Role.READ, number, Certainty.LIKELY, RULE)


def _holders(texts: Mapping[str, bytes], word: bytes) -> list[str]:
    """The files that hold a word, if they are few."""
    found = sorted(path for path, text in texts.items() if word in text)
    return found if len(found) <= _MOST_HOLDERS else []


def _is_document(path: str) -> bool:
    language = language_of(path)
    return language is None or language.document


def _around(facts: FileFacts | None, path: str, line: int) -> SymbolId:
    """The outermost definition that holds a line, or the file."""
    for one in facts.definitions if facts is not None else ():
        if one.parent == MODULE and one.start_line <= line <= one.end_line:
            return symbol_id(path, one.qualname)
    return path
