"""Turns blocks and variables into the definitions of a file, in file order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from scoper.facts.found import Found, Mark, Span, span_of
from scoper.facts.model import MODULE, TYPES, Definition, Kind, Parameter
from scoper.facts.scopes import Block, header_end
from scoper.facts.sections import section_name
from scoper.facts.source import VALUE_LIMIT, Source, naming
from scoper.facts.variables import Variable
from scoper.lang.registry import Language

_CLOSING = frozenset({"]", "]]", ">", "/>", "}"})


def define(
    language: Language, source: Source, found: Found, blocks: Sequence[Block], variables: Sequence[Variable]
) -> tuple[list[Definition], list[int]]:
    """The definitions, and for each block the index of its definition (the last entry is for MODULE)."""
    entries: list[tuple[Span, int, Block | Variable]] = []
    extents: list[Span] = []
    for block in blocks:
        extents.append(_clamp(_extent(block), extents[block.parent] if block.parent != MODULE else None))
    entries.extend((extents[index], index, block) for index, block in enumerate(blocks))
    entries.extend(
        (_clamp(item.span, extents[item.block] if item.block != MODULE else None), item.name_start, item) for item in variables
    )
    entries.sort(key=lambda entry: (entry[0][0], -entry[0][1], entry[1]))
    index_of = [MODULE] * (len(blocks) + 1)  # indexing with MODULE, which is -1, gives MODULE
    for position, (_, index, item) in enumerate(entries):
        if isinstance(item, Block):
            index_of[index] = position
    definitions: list[Definition] = []
    leads = documentation(language, source, found.comments)
    for extent, _, item in entries:
        if isinstance(item, Block):
            definitions.append(_define_block(language, source, found, item, extent, index_of[item.parent], definitions, leads))
        else:
            definitions.append(_define_variable(language, source, item, index_of[item.block], definitions, leads))
    return definitions, index_of


def documentation(language: Language, source: Source, comments: Sequence[Span]) -> dict[int, int]:
    """Comments that document what is below them: the line of that → the first line of the comment. They may have several
    parts, one line behind the other."""
    found: dict[int, int] = {}
    if not language.doc_comment:
        return found
    opening = re.compile(language.doc_comment)
    for start, end in comments:
        line = source.line(start)
        if source.is_first(start) and opening.match(source.text(start, min(end, start + 80))):
            below = source.last_line(start, end) + 1
            found[below] = found.get(line, line)
    return found


def _clamp(span: Span, around: Span | None) -> Span:
    """No definition reaches out of the one that it is in, whatever a broken file makes of wrappers."""
    return span if around is None else (max(span[0], around[0]), min(span[1], around[1]))


def _extent(block: Block) -> Span:
    """With what belongs to it: wrappers around it, and decorators in front of it."""
    spans = [block.span, *(d.extent for d in block.details if d.extent is not None)]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _qualify(name: str, parent: int, definitions: Sequence[Definition]) -> str:
    return name if parent == MODULE else f"{definitions[parent].qualname}.{name}"


def _visibility(language: Language, name: str, said: str, *, is_open: bool) -> str:
    """``is_open`` where what holds it says for all that is in it."""
    if language.modifiers:
        meaning = (visibility for pattern, visibility in language.modifiers if re.match(pattern, said))
        return next(meaning, "") if said else "" if is_open else "private"
    return said or ("private" if language.private and re.match(language.private, name) else "")


def _is_open(parent: int, definitions: Sequence[Definition]) -> bool:
    """Whether members are as visible as what holds them: those of an interface, of its implementation, of an enum."""
    if parent == MODULE:
        return False
    around = definitions[parent]
    in_enum = around.parent != MODULE and definitions[around.parent].kind is Kind.ENUM
    return around.kind in (Kind.INTERFACE, Kind.ENUM) or bool(around.bases) or in_enum


def _define_variable(
    language: Language,
    source: Source,
    variable: Variable,
    parent: int,
    definitions: Sequence[Definition],
    leads: Mapping[int, int],
) -> Definition:
    start, end = variable.span
    lead = leads.get(source.line(start), 0) if source.is_first(start) else 0
    in_type = parent != MODULE and definitions[parent].kind in TYPES
    name_line = source.line(variable.name_start)
    signature = f"{variable.name}: {source.brief(*variable.annotation)}" if variable.annotation else variable.name
    value = source.text(*variable.value)[:VALUE_LIMIT] if variable.value else None
    return Definition(
        name=variable.name,
        qualname=_qualify(".".join(filter(None, (variable.outer, variable.name))), parent, definitions),
        kind=variable.kind or (Kind.ATTRIBUTE if in_type or variable.outer else Kind.VARIABLE),
        parent=parent,
        start_line=source.line(start),
        end_line=source.last_line(start, end),
        signature_start=name_line,
        signature_end=name_line,
        docstring_start=lead,
        docstring_end=source.line(start) - 1 if lead else 0,
        name_line=name_line,
        signature=signature,
        parameters=(),
        decorators=(),
        bases=(),
        returns=None,
        is_async=False,
        value=value,
        visibility=_visibility(language, variable.name, variable.visibility, is_open=_is_open(parent, definitions)),
    )


def _define_block(
    language: Language,
    source: Source,
    found: Found,
    block: Block,
    extent: Span,
    parent: int,
    definitions: Sequence[Definition],
    leads: Mapping[int, int],
) -> Definition:
    captures = block.mark.captures
    colon = _header_stop(block.mark)
    start = _header_start(source, block)
    docstring = _docstring(language, source, found, block, source.line(extent[0]), leads)
    returns = next((d.span for d in block.details if d.kind == "returns"), block.mark.span("returns"))
    returns = returns or _result(language, block.mark)
    parameters = captures.get("parameters")
    owners = (_owner(language, source, span_of(outer), block.kind) for outer in captures.get("outer", ()))
    name = ".".join([*owners, block.name])
    said = next((source.text(*d.span) for d in block.details if d.kind == "visibility"), "")
    signature = _signature(source, found, start, colon)
    is_macro = block.kind is Kind.FUNCTION and parameters is None
    is_extension = bool(language.extension and re.match(language.extension, signature))
    is_open = is_macro or is_extension or _is_open(parent, definitions)
    return Definition(
        name=block.name,
        qualname=_qualify(name, parent, definitions),
        kind=block.kind,
        parent=parent,
        start_line=source.line(extent[0]),
        end_line=source.last_line(*extent),
        signature_start=source.line(start),
        signature_end=source.last_line(start, max(colon, start + 1)),
        docstring_start=docstring[0],
        docstring_end=docstring[1],
        name_line=source.line(captures["name"][0].start_byte),
        signature=signature,
        parameters=_parameters(source, found.parameters.get(parameters[0].start_byte, ())) if parameters else (),
        decorators=tuple(source.brief(*d.span).lstrip("@") for d in block.details if d.kind == "decorator"),
        bases=_bases(language, source, found, block),
        returns=source.brief(*returns) if returns else None,
        is_async=any(d.kind == "async" for d in block.details) or _is_async(language, source, block.mark, start),
        value=None,
        visibility=_visibility(language, block.name, said, is_open=is_open),
    )


def _result(language: Language, mark: Mark) -> Span | None:
    """The type behind the parameters."""
    parameters = mark.captures.get("parameters") if language.result_node else None
    behind = parameters[0].next_named_sibling if parameters else None
    if behind is None or behind.type != language.result_node or not behind.named_child_count:
        return None
    return span_of(behind.named_children[0])


def _is_async(language: Language, source: Source, mark: Mark, start: int) -> bool:
    """Whether the word for it stands in front of the parameters, other than as the name."""
    parameters = mark.captures.get("parameters") if language.async_word else None
    if not parameters:
        return False
    name_start, name_end = span_of(mark.captures["name"][0])
    end = parameters[0].start_byte
    around = source.text(start, min(name_start, end)), source.text(max(start, min(name_end, end)), end)
    return any(language.async_word in re.findall(r"\w+", text) for text in around)


def _owner(language: Language, source: Source, outer: Span, kind: Kind) -> str:
    text = source.brief(*outer)
    return naming(language).chain(text) or section_name(text) if kind is Kind.SECTION else text


def _header_stop(mark: Mark) -> int:
    """Where the signature ends: in front of a colon, behind a bracket that closes it."""
    colon = mark.captures.get("colon")
    return colon[0].start_byte if colon and colon[0].type not in _CLOSING else header_end(mark)


def _header_start(source: Source, block: Block) -> int:
    """Behind the decorators that stand inside of the definition."""
    start, end = block.span
    inside = [d.span[1] for d in block.details if d.kind == "decorator" and start <= d.span[0] < end]
    return start if not inside else source.skip_space(max(inside))


def _docstring(
    language: Language, source: Source, found: Found, block: Block, start_line: int, leads: Mapping[int, int]
) -> tuple[int, int]:
    if start_line in leads:
        return leads[start_line], start_line - 1
    if "body" not in block.mark.captures:
        return 0, 0
    start = block.mark.captures["body"][0].start_byte
    end = found.docstrings.get(start)
    if not language.docstrings or end is None or not re.match(language.docstring_opening, source.text(start, start + 4)):
        return 0, 0
    return source.line(start), source.line(end - 1)


def _bases(language: Language, source: Source, found: Found, block: Block) -> tuple[str, ...]:
    spans = [d.span for d in block.details if d.kind == "base" and d.span[0] not in found.keyword_starts]
    texts = [source.brief(*span) for span in spans]
    return tuple(text for text in texts if not (language.line_comment and text.startswith(language.line_comment)))


def _signature(source: Source, found: Found, start: int, colon: int) -> str:
    """The header in one line, without its comments, as a formatter would write it if it fitted."""
    pieces, position = [], start
    for comment_start, comment_end in _inside(found.comments, start, colon):
        pieces.append(source.text(position, comment_start))
        position = comment_end
    text = "".join([*pieces, source.text(position, colon)])
    if "\n" not in text:
        return text.strip()
    text = " ".join(text.split())
    return re.sub(r",? ([)\]])", r"\1", re.sub(r"([(\[]) ", r"\1", text))


def _inside(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of the spans, which are in file order, that lie in a range."""
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]


def _parameters(source: Source, marks: Sequence[Mark]) -> tuple[Parameter, ...]:
    parameters: list[Parameter] = []
    keyword_only = False
    for mark in sorted(marks, key=lambda mark: mark.captures[mark.kind][0].start_byte):
        kind = mark.settings["kind"] or ""
        if kind == "/":
            parameters = [parameter._replace(kind="/") for parameter in parameters]
        if mark.kind == "parameter":
            parameters.append(_parameter(source, mark, "kw" if keyword_only and not kind else kind))
        keyword_only = keyword_only or kind in ("*", "kw")
    return tuple(parameters)


def _parameter(source: Source, mark: Mark, kind: str) -> Parameter:
    brief: Mapping[str, str] = {
        capture: source.brief(*span_of(nodes[0]))
        for capture, nodes in mark.captures.items()
        if capture in ("parameter", "default", "annotation")
    }
    return Parameter(brief["parameter"], kind, brief.get("default"), brief.get("annotation"))
