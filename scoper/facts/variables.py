"""Variables and attributes: the definitions that are assignments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.found import Found, Mark, Span, span_of
from scoper.facts.model import MODULE, TYPES, Kind
from scoper.facts.scopes import Block, Stretches, is_inside, outermost
from scoper.facts.source import Source, naming
from scoper.lang.registry import Language

if TYPE_CHECKING:
    from tree_sitter import Node

_HOLDERS = TYPES | {Kind.NAMESPACE}


class Variable(NamedTuple):
    """A definition that is no block. ``block`` is the class, or MODULE, that it belongs to."""

    name: str
    block: int
    span: Span
    name_start: int
    annotation: Span | None
    value: Span | None
    kind: Kind | None  # where the query says so
    visibility: str
    target: Span
    mark: Mark
    outer: str  # the variable that it is a member of


class _Target(NamedTuple):
    start: int
    end: int
    statement: Mark


def find_variables(
    language: Language, source: Source, found: Found, blocks: Sequence[Block], places: Stretches
) -> list[Variable]:
    """Names assigned outside of functions, and the first ``self.x = …`` of each attribute that no class body defines."""
    names = naming(language)
    variables: list[Variable] = []
    of_receivers: list[Variable] = []
    regions, inner = outermost(found.import_statements()), outermost(found.inner)
    for target in _targets(found):
        if found.marks[target.start, target.end].kind == "skip" or is_inside(regions, target.start):
            continue  # it is the name of a function, or of what is imported
        block = places.block_at(target.start)
        if _is_local(inner, blocks[block].opens if block != MODULE else -1, target.start):
            continue
        head = found.members.get(target.end)
        name = source.text(target.start, target.end).removeprefix(target.statement.settings.get("opening") or "")
        if target.statement.settings.get("of") == "class":
            if block != MODULE and blocks[block].receiver is not None:
                of_receivers.append(_of_parameter(source, found, target, name, blocks[block].parent))
            continue
        if head is not None:
            of_receivers.extend(_of_receiver(language, source, found, blocks, block, target))
        elif names.is_name(name) and _may_hold(blocks[block].kind if block != MODULE else None, target.statement):
            variables.append(_variable(source, found, target, name, block, target.start))
    known = {(variable.block, variable.name) for variable in variables if not variable.outer}
    known.update((block.parent, block.name) for block in blocks)
    for variable in of_receivers:
        if (variable.block, variable.name) not in known:
            known.add((variable.block, variable.name))
            variables.append(variable)
    return variables


def _may_hold(kind: Kind | None, statement: Mark) -> bool:
    """Whether an assignment in such a block defines something; in a section, only where the query says what."""
    return kind is None or kind in _HOLDERS or (kind is Kind.SECTION and bool(statement.settings.get("kind")))


def _is_local(regions: Sequence[Span], opens: int, byte: int) -> bool:
    """Whether a function without a name stands between a byte and the block that it is in."""
    index = bisect_right(regions, (byte + 1,)) - 1
    return index >= 0 and opens < regions[index][0] and byte < regions[index][1]


def _of_parameter(source: Source, found: Found, target: _Target, name: str, block: int) -> Variable:
    """A parameter that is an attribute as well: two names in one place, of which the parameter has the place."""
    statement = span_of(target.statement.captures["statement"][0])
    return _variable(source, found, target, name, block, statement[0])


def _targets(found: Found) -> list[_Target]:
    """What assignments assign to, in file order: whole left sides, and the parts of those that are patterns."""
    wholes = sorted(_Target(start, mark.captures[mark.kind][0].end_byte, mark) for start, mark in found.statements.items())
    starts = [whole.start for whole in wholes]
    targets = list(wholes)
    for start, end in found.assigned:
        mark = found.marks[start, end]
        if mark.kind != "target" or "statement" in mark.captures:
            continue
        index = bisect_right(starts, start) - 1
        if index >= 0 and end <= wholes[index].end:
            targets.append(_Target(start, end, wholes[index].statement))
    return sorted(targets, key=lambda target: target[:2])


def _of_receiver(
    language: Language, source: Source, found: Found, blocks: Sequence[Block], block: int, target: _Target
) -> list[Variable]:
    """``self.x`` in a method, or in a function inside of one."""
    method = block
    while method != MODULE and blocks[method].receiver is None:
        method = blocks[method].parent
    chain = naming(language).chain(source.text(target.start, target.end))
    receiver, dot, name = (chain or "").partition(".")
    if method == MODULE or not dot or receiver != blocks[method].receiver or "." in name:
        return []
    return [_variable(source, found, target, name, blocks[method].parent, target.end - len(name.encode()))]


def _variable(source: Source, found: Found, target: _Target, name: str, block: int, name_start: int) -> Variable:
    annotation = target.statement.captures.get("annotation")
    statement = span_of(target.statement.captures["statement"][0])
    details = found.details.get(statement[0], ())
    kind = target.statement.settings.get("kind")
    outer = target.statement.span("outer")
    return Variable(
        name,
        block,
        min((d.extent for d in details if d.extent is not None), default=statement),
        name_start,
        span_of(annotation[0]) if annotation else None,
        value_of(found, target.statement),
        Kind(kind) if kind else None,
        next((source.text(*d.span) for d in details if d.kind == "visibility"), ""),
        (target.start, target.end),
        target.statement,
        source.text(*outer) if outer is not None else "",
    )


def value_of(found: Found, mark: Mark) -> Span | None:
    """Where what is assigned in the end stands: of ``a = b = 3`` it is ``3`` for both."""
    node = value_node(found, mark)
    return span_of(node) if node is not None else None


def value_node(found: Found, mark: Mark) -> Node | None:
    nodes = mark.captures.get("value")
    while nodes and nodes[0].start_byte in found.statements:
        inner = found.statements[nodes[0].start_byte]
        if inner.span("statement") != span_of(nodes[0]):
            break
        nodes = inner.captures.get("value")
    return nodes[0] if nodes else None
