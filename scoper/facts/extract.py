"""The facts of one file from its bytes. Pure: no I/O, and no failure but a degraded result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scoper.facts.collect import collect, prepare
from scoper.facts.definitions import define
from scoper.facts.embed import MOST_PROBLEMS, Inner, Placed, embed, local_names
from scoper.facts.expressions import Paths
from scoper.facts.found import Found, Span
from scoper.facts.held import Holdings, given_back, held_by_variables, narrowed
from scoper.facts.imports import read_imports
from scoper.facts.macros import opened
from scoper.facts.model import CALLABLES, MODULE, Binding, Comment, Definition, FileFacts, Kind, SyntaxProblem
from scoper.facts.names import Values, read_names
from scoper.facts.parse import late_after, parse
from scoper.facts.parts import Part, Parts, find_parts, parse_part
from scoper.facts.quoted import read_quoted
from scoper.facts.regions import Region, Regions
from scoper.facts.scopes import Stretches, header_end, nest, stretches
from scoper.facts.source import Source, covered, naming
from scoper.facts.variables import find_variables, value_of
from scoper.lang.registry import Language

_LOCAL = CALLABLES | {Kind.SECTION}
_REACHED = frozenset({Kind.SECTION, Kind.METHOD})  # through something else; a method here is one of an object
_ASIDE = re.compile(
    rb'#[^\n]*|"[^"]*"|\b(?:extern|sizeof|typename|const|(?:un)?signed|int|long|short|char|bool|float|double|void)\b|\b([^\W\d]\w*)'
)
_EXPORTS = re.compile(r"""[\[(](?:[\s,]+|\#[^\n]*|'[^'\\\n]*'|"[^"\\\n]*")*[\])]""")
_EXPORTED = re.compile(r"""\#[^\n]*|'([^'\\\n]*)'|"([^"\\\n]*)\"""")


def extract(language: Language, text: bytes, *, max_seconds: float = 2.0) -> FileFacts:
    """What ``text`` says, read as ``language``. Syntax errors become ``problems``; facts around them are still there.

    Reading stops after about ``max_seconds`` of this thread's time, so that a busy machine gives the answers of an idle one,
    with an otherwise empty result whose ``degraded`` says so.
    """
    prepare(language)  # once for each process, at no file's expense
    limit = max_seconds / 2  # only the first half can be interrupted; the second takes no longer
    is_late = late_after(limit)
    readable = covered(language, text)
    tree = parse(language, readable.text, is_late)
    tree, macros = opened(language, readable.text, tree, is_late) if tree is not None else (None, [])
    found = collect(language, tree.root_node, is_late) if tree is not None else None
    if tree is None or found is None:
        return _too_late(language, max_seconds)
    found.absent.update(readable.made_up)
    found.add_uses("component", macros)
    if readable.set_aside:
        _bring_back(text, found, frozenset(readable.set_aside))
    source = Source(text)
    whole = _assemble(language, source, found)
    if not language.parts:
        return whole.facts
    parts = find_parts(language, tree.root_node, text)
    for other in {part.language for part in parts.parts}:
        prepare(other)
    inner = _read_parts(parts, source, late_after(limit))
    return embed(language, source, whole, inner) if inner is not None else _too_late(language, max_seconds)


def _too_late(language: Language, max_seconds: float) -> FileFacts:
    return FileFacts(language.name, degraded=f"timed out after {max_seconds:g} s")


def _read_parts(parts: Parts, source: Source, is_late: Callable[[], bool]) -> Inner | None:
    """What the parts of a file say; ``None`` where there was no time for all of them."""
    files: list[tuple[int, FileFacts]] = []
    pieces: list[Part] = []
    uses = Found()
    for part in parts.parts:
        tree, made_up = parse_part(part, source, is_late)
        found = Found() if part.reads_as == "file" else uses
        if tree is None or collect(part.language, tree.root_node, is_late, found) is None:
            return None
        found.absent.update(made_up)
        if part.reads_as == "file":
            files.append((part.span[0], _assemble(part.language, source, found).facts))
        else:
            pieces.append(part)
    facts = _assemble(pieces[0].language, source, uses).facts if pieces else None
    return Inner(files, facts, local_names(source, uses, pieces), parts.components)


def _bring_back(text: bytes, found: Found, aside: frozenset[Span]) -> None:
    """The names in what was set aside as a comment are names all the same."""
    for start, end in aside.intersection(found.comments):
        found.names += (match.span(1) for match in _ASIDE.finditer(text, start, end) if match[1])
    found.comments = [span for span in found.comments if span not in aside]


def _assemble(language: Language, source: Source, found: Found) -> Placed:
    blocks = nest(language, source, found)
    of_blocks = stretches(blocks, len(source.data))
    variables = find_variables(language, source, found, blocks, of_blocks)
    definitions, index_of = define(language, source, found, blocks, variables)
    places = Stretches(of_blocks.starts, [index_of[block] for block in of_blocks.blocks])
    owners = {block.parameters: index_of[index] for index, block in enumerate(blocks)}
    paths = Paths(language, source)
    holdings = Holdings(found, paths)
    regions = Regions(source, [Region(*one) for one in found.regions], found.hoisted)
    defined = {variable.name_start: variable for variable in variables}
    bodies = {index_of[index]: header_end(block.mark) for index, block in enumerate(blocks)}
    names = read_names(language, source, found, places, owners, defined, Values(paths, holdings, regions, bodies))
    bindings = [*names.bindings, *_nested(definitions)]
    if paths:
        bindings += held_by_variables(source, holdings, variables, index_of)
        bindings += narrowed(source, found, paths, places)
        bindings += given_back(source, found, holdings, regions, places, definitions, bodies)
    references = names.references
    if quoted := list(read_quoted(language, source, found, places)):
        references = sorted([*references, *quoted], key=lambda reference: (reference.line, reference.column))
    facts = FileFacts(
        language=language.name,
        definitions=tuple(definitions),
        references=tuple(references),
        imports=tuple(read_imports(language, source, found, places, definitions)),
        bindings=tuple(sorted(bindings, key=lambda binding: binding.line)),
        receivers=tuple(names.receivers),
        comments=tuple(_comment(source, start, end) for start, end in found.comments),
        exports=_exports(language, source, found, places),
        namespace=_namespace(language, source, found),
        problems=tuple(_problem(source, *problem) for problem in found.problems[:MOST_PROBLEMS]),
    )
    return Placed(facts, places)


def _nested(definitions: Sequence[Definition]) -> Iterator[Binding]:
    """Functions and classes inside of functions are local names there."""
    for definition in definitions:
        parent = definition.parent
        if parent != MODULE and definitions[parent].kind in _LOCAL and definition.kind not in _REACHED:
            yield Binding(definition.name, parent, definition.name_line, None, False, None)


def _comment(source: Source, start: int, end: int) -> Comment:
    text = source.text(start, end).rstrip()
    return Comment(source.line(start), source.last_line(start, end), text, source.is_first(start))


def _exports(language: Language, source: Source, found: Found, places: Stretches) -> tuple[str, ...] | None:
    """The names in all lists assigned or added to ``__all__``; ``None`` where there is none, or one that is no plain list."""
    names: list[str] = []
    marks = [
        found.marks[span]
        for span in found.assigned
        if source.text(*span) == language.exports
        and found.marks[span].kind in ("target", "write")
        and places.block_at(span[0]) == MODULE
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
