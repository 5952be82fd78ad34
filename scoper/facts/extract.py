"""The facts of one file from its bytes. Pure: no I/O, and no failure but a degraded result."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from scoper.facts.collect import Found, Span, collect
from scoper.facts.definitions import define
from scoper.facts.expressions import Paths
from scoper.facts.held import Holdings, given_back, held_by_variables, narrowed
from scoper.facts.imports import read_imports
from scoper.facts.model import CALLABLES, MODULE, Binding, Comment, Definition, FileFacts, Kind, SyntaxProblem
from scoper.facts.names import Values, read_names
from scoper.facts.quoted import read_quoted
from scoper.facts.regions import Region, Regions
from scoper.facts.scopes import Stretch, block_at, header_end, nest, stretches
from scoper.facts.source import Source, covered, naming
from scoper.facts.variables import find_variables, value_of
from scoper.lang.registry import Language, grammar, query

if TYPE_CHECKING:
    from tree_sitter import Tree

_CHUNK = 1 << 16
_LOCAL = CALLABLES | {Kind.SECTION}
_REACHED = frozenset({Kind.SECTION, Kind.METHOD})  # through something else; a method here is one of an object
_MAX_PROBLEMS = 50  # of one file; a file with more of them is not in this language
_EXPORTS = re.compile(r"""[\[(](?:[\s,]+|\#[^\n]*|'[^'\\\n]*'|"[^"\\\n]*")*[\])]""")
_EXPORTED = re.compile(r"""\#[^\n]*|'([^'\\\n]*)'|"([^"\\\n]*)\"""")


def extract(language: Language, text: bytes, *, max_seconds: float = 2.0) -> FileFacts:
    """What ``text`` says, read as ``language``. Syntax errors become ``problems``; facts around them are still there.

    Reading stops after about ``max_seconds`` of work, however busy the machine is, with an otherwise empty result whose
    ``degraded`` says so.
    """
    query(language, "facts")  # compiled once for each process, at no file's expense
    start, working = time.monotonic(), time.thread_time()
    limit = max_seconds / 2  # only the first half can be interrupted; the second takes no longer

    def is_late() -> bool:
        return (
            time.monotonic() - start > limit and time.thread_time() - working > limit
        )  # the clock that is cheap to read first

    readable, made_up = covered(language, text)
    tree = _parse(language, readable, is_late)
    found = collect(language, tree.root_node, is_late) if tree is not None else None
    if found is None:
        return FileFacts(language.name, degraded=f"timed out after {max_seconds:g} s")
    found.absent.update(made_up)
    return _assemble(language, Source(text), found)


def _parse(language: Language, text: bytes, is_late: Callable[[], bool]) -> Tree | None:
    import tree_sitter  # 10 ms that a run without a file to parse must not pay

    parser = tree_sitter.Parser(grammar(language))
    # A parser heeds its progress callback only where it reads its input through a callback, too.
    try:
        return parser.parse(lambda at, _: text[at : at + _CHUNK], progress_callback=lambda _at, _error: is_late())
    except ValueError:
        return None


def _assemble(language: Language, source: Source, found: Found) -> FileFacts:
    blocks = nest(language, source, found)
    of_blocks = stretches(blocks, len(source.data))
    variables = find_variables(language, source, found, blocks, of_blocks)
    definitions, index_of = define(language, source, found, blocks, variables)
    places = [place._replace(block=index_of[place.block]) for place in of_blocks]
    owners = {block.parameters: index_of[index] for index, block in enumerate(blocks)}
    paths = Paths(language, source)
    holdings = Holdings(found, paths)
    regions = Regions(source, [Region(*one) for one in found.regions], found.hoisted)
    defined = {variable.name_start for variable in variables}
    bodies = {index_of[index]: header_end(block.mark) for index, block in enumerate(blocks)}
    names = read_names(language, source, found, places, owners, defined, Values(paths, holdings, regions, bodies))
    bindings = [*names.bindings, *_nested(definitions)]
    if paths:
        bindings += held_by_variables(source, holdings, variables, index_of)
        bindings += narrowed(source, found, paths, places)
        bindings += given_back(source, found, holdings, regions, places, definitions, bodies)
    references = [*names.references, *read_quoted(language, source, found, places)]
    references.sort(key=lambda reference: (reference.line, reference.column))
    return FileFacts(
        language=language.name,
        definitions=tuple(definitions),
        references=tuple(references),
        imports=tuple(read_imports(language, source, found, places, definitions)),
        bindings=tuple(sorted(bindings, key=lambda binding: binding.line)),
        comments=tuple(_comment(source, start, end) for start, end in found.comments),
        exports=_exports(language, source, found, places),
        namespace=_namespace(language, source, found),
        problems=tuple(_problem(source, *problem) for problem in found.problems[:_MAX_PROBLEMS]),
    )


def _nested(definitions: Sequence[Definition]) -> Iterator[Binding]:
    """Functions and classes inside of functions are local names there."""
    for definition in definitions:
        parent = definition.parent
        if parent != MODULE and definitions[parent].kind in _LOCAL and definition.kind not in _REACHED:
            yield Binding(definition.name, parent, definition.name_line, None, False, None)


def _comment(source: Source, start: int, end: int) -> Comment:
    text = source.text(start, end).rstrip()
    return Comment(source.line(start), source.last_line(start, end), text, source.is_first(start))


def _exports(language: Language, source: Source, found: Found, places: Sequence[Stretch]) -> tuple[str, ...] | None:
    """The names in all lists assigned or added to ``__all__``; ``None`` where there is none, or one that is no plain list."""
    names: list[str] = []
    marks = [
        mark
        for span, mark in found.marks.items()
        if mark.kind in ("target", "write") and source.text(*span) == language.exports and block_at(places, span[0]) == MODULE
    ]
    for mark in marks:
        value = value_of(found, mark)
        if value is None:
            continue
        text = source.text(*value)
        if not _EXPORTS.fullmatch(text):
            return None
        names.extend(item[1] or item[2] for item in _EXPORTED.finditer(text) if item[0][0] != "#")
    return tuple(names) if marks else None


def _namespace(language: Language, source: Source, found: Found) -> str:
    """The first one declared: a file with several is rare, and which of them holds what is then told by the definitions."""
    return naming(language).chain(source.text(*found.namespaces[0])) or "" if found.namespaces else ""


def _problem(source: Source, kind: str, span: Span) -> SyntaxProblem:
    start, end = span
    line = min(source.line(start), source.line(max(0, len(source.data) - 1)))
    if kind == "missing":
        return SyntaxProblem(line, line, "something is missing")
    what = source.brief(start, min(end, start + 40))
    return SyntaxProblem(line, max(line, source.last_line(start, end)), f"cannot make sense of {what!r}")
