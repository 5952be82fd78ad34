"""What each name of a file is there: a use, a local binding, or none of these (it is defined or imported there)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.facts.expressions import RETURN, YIELD, Paths
from scoper.facts.found import Found, Mark, Span
from scoper.facts.held import Holdings, bind
from scoper.facts.model import MODULE, Binding, Receiver, Reference, Role, maker
from scoper.facts.regions import Regions
from scoper.facts.scopes import Stretches, outermost
from scoper.facts.source import VALUE_LIMIT, Source, naming
from scoper.facts.values import essence
from scoper.facts.variables import Variable, value_of
from scoper.lang.registry import Language

_ROLES: Mapping[str, Role] = {
    "call": Role.CALL,
    "component": Role.CALL,
    "write": Role.WRITE,
    "delete": Role.DELETE,
    "base": Role.BASE,
    "decorator": Role.DECORATOR,
    "keyword": Role.KEYWORD,
}
_NEVER = 1 << 62
_NAME_LIMIT = 256  # bytes of a value that is looked at as a dotted name


class Names(NamedTuple):
    references: list[Reference]
    bindings: list[Binding]
    receivers: list[Receiver]


class Values(NamedTuple):
    """What says of a file what its names hold, and where."""

    paths: Paths
    holdings: Holdings
    regions: Regions
    bodies: Mapping[int, int]  # definition → where its body starts


class _File(NamedTuple):
    language: Language
    source: Source
    found: Found
    owners: Mapping[int, int]  # start of a parameter list → definition
    type_parameters: Collection[int]  # starts of their lists
    globals: set[tuple[int, str]]
    type_names: set[tuple[int, str]]  # scopes and their type parameters
    callees: dict[int, str]  # start of an argument list → dotted name of what is called
    places: dict[int, tuple[int, int]]  # end of a reference → its line and column
    calls: Mapping[int, Sequence[int]]  # start of calls, and of what takes an element → their ends, in order
    behind: list[tuple[int, int, Span]]  # line and column of members of expressions, with these
    assigned: list[tuple[int, Span]]  # bindings of which the value is no plain name, with it
    names: Names
    values: Values


class _Here(NamedTuple):
    """One name with where it stands."""

    name: str
    expression: Span  # the chain that it ends; the name itself where it stands alone
    is_member: bool
    dotted: str
    line: int
    column: int
    scope: int
    path: str

    def used(self, role: Role, dotted: str, arity: int = -1, keywords: tuple[str, ...] = ()) -> Reference:
        return _reference((self.name, dotted, role, self.line, self.column, self.scope, arity, keywords, self.path))


_reference, _here = maker(Reference), maker(_Here)


def read_names(
    language: Language,
    source: Source,
    found: Found,
    places: Stretches,
    owners: Mapping[int, int],
    defined: Mapping[int, Variable],
    values: Values,
) -> Names:
    """All names in one sweep through the file. ``defined`` holds variables that are definitions, by where their names start."""
    type_parameters = {d.span[0] for details in found.details.values() for d in details if d.kind == "opens"}
    calls: dict[int, list[int]] = {}
    for start, end in () if values.paths else sorted({*found.calls, *found.elements}):
        calls.setdefault(start, []).append(end)
    names = Names([], [], [])
    file = _File(language, source, found, owners, type_parameters, set(), set(), {}, {}, calls, [], [], names, values)
    _sweep(file, places, defined)
    if not values.paths:
        _give_back(file, places)
    _connect(file)
    return file.names


def _connect(file: _File) -> None:
    """Leads from members of expressions, and from names bound to one, to the reference that the expression ends with."""
    for line, column, receiver in file.behind:
        place = file.places.get(essence(file.language, file.source, file.found, receiver)[0][1])
        if place is not None:
            file.names.receivers.append(Receiver(line, column, *place))
    for index, value in file.assigned:
        place = file.places.get(value[1])
        if place is not None:
            bound = file.names.bindings[index]
            file.names.bindings[index] = bound._replace(value="?{}:{}".format(*place))


def _sweep(file: _File, places: Stretches, defined: Mapping[int, Variable]) -> None:
    language, source, found = file.language, file.source, file.found
    members, marks, references, ascii_text = found.members, found.marks, file.names.references, source.ascii
    values, has_paths = file.values, bool(file.values.paths)
    line_starts, line = [*source.line_starts, _NEVER], 0
    types, scopes = iter(_alternate(outermost(found.types))), zip([*places.starts[1:], _NEVER], places.blocks, strict=True)
    type_end, in_type = next(types)
    scope_end, scope = next(scopes)
    names = sorted(set(found.names) - found.absent if found.absent else found.names)
    for span in _outside(names, outermost([*found.import_statements(), *found.namespaces])):
        start, end = span
        while start >= type_end:
            type_end, in_type = next(types)
        while start >= scope_end:
            scope_end, scope = next(scopes)
        while start >= line_starts[line]:
            line += 1
        if start in defined:
            if not has_paths:
                _hold(file, defined[start], line, scope)
            continue
        name = ascii_text[start:end] if ascii_text is not None else source.text(start, end)
        chain = members.get(end, start)
        is_member = chain != start
        if is_member and language.sigil:
            name = name.removeprefix(language.sigil)
        dotted = source.dotted(language, chain, start, name) if is_member else name
        expression = (chain, end) if is_member else span
        column = start - line_starts[line - 1] + 1
        file.places[end] = line, column
        path = ""
        if dotted[0] == "?" and has_paths:
            path = (values.paths.of(found.chains[end]) if end in found.chains else None) or ""
        elif dotted[0] == "?" and (receiver := _receiver(file, chain, start, dotted)) is not None:
            file.behind.append((line, column, receiver))
        mark = marks.get(expression)
        if mark is not None:
            here = _here((name, expression, is_member, dotted, line, column, scope, path))
            _read_marked(file, mark, here)
        elif is_member and (inner := marks.get(span)) is not None and inner.kind == "skip":
            continue  # the name of what is defined there, behind that of its class
        elif is_member or name not in language.receivers:
            role = Role.TYPE if in_type else Role.READ
            references.append(_reference((name, dotted, role, line, column, scope, -1, (), path)))


def _receiver(file: _File, start: int, name: int, dotted: str) -> Span | None:
    """The call at the start of a chain that the ``?`` stands for: all that follows it are plain names."""
    ends = file.calls.get(start, ())
    at = bisect_right(ends, name) - 1
    if at < 0 or name - ends[at] > _NAME_LIMIT:
        return None
    rest = naming(file.language).receiver(f"_{file.source.text(ends[at], name)}")
    stripped = dotted[1 : len(dotted) - len(dotted.rpartition(".")[2])]
    return (start, ends[at]) if rest == f"_{stripped}" else None  # what a subscript takes out of it is something else


def _outside(names: Sequence[Span], regions: Sequence[Span]) -> list[Span]:
    """The names that stand in none of the regions."""
    kept: list[Span] = []
    position = 0
    for start, end in regions:
        kept += names[position : bisect_left(names, (start,))]
        position = bisect_left(names, (end,))
    return [*kept, *names[position:]]


def _alternate(regions: Sequence[Span]) -> Iterator[tuple[int, bool]]:
    """The ends of what lies between regions (``False``) and of the regions themselves (``True``), in turn."""
    for start, end in regions:
        yield start, False
        yield end, True
    yield _NEVER, False


def _read_marked(file: _File, mark: Mark, here: _Here) -> None:
    role = _ROLES.get(mark.kind)
    if role is Role.KEYWORD:
        file.names.references.append(here.used(role, file.callees.get(mark.captures["arguments"][0].start_byte, "?")))
    elif role is not None:
        file.names.references.append(_use(file, here, role))
    elif mark.kind == "typevar" and mark.captures["list"][0].start_byte not in file.type_parameters:
        file.names.references.append(here.used(Role.TYPE, here.dotted))
    elif mark.kind == "constrained":
        file.names.references.append(here.used(Role.TYPE, here.dotted))
        if (here.scope, here.name) in file.type_names:
            _bind(file, mark, here)
    elif mark.kind == "global":
        file.globals.add((here.scope, here.name))
    elif mark.kind != "skip":
        if mark.kind == "typevar":
            file.type_names.add((here.scope, here.name))
        _bind(file, mark, here)


def _use(file: _File, here: _Here, role: Role) -> Reference:
    arguments = file.found.arguments.get(here.expression)
    if arguments is None:
        return here.used(role, here.dotted)
    at = arguments.start_byte
    file.callees[at] = here.dotted
    spans = file.found.keywords.get(at)
    keywords = tuple([file.source.text(*span) for span in sorted(spans)]) if spans else ()
    special = file.found.special.get(at, ())
    if "unpacked" in special:
        return here.used(role, here.dotted, -1, keywords)
    arity = 1 if at in file.found.singles else arguments.named_child_count - len(keywords) - len(special)
    return here.used(role, here.dotted, arity, keywords)


def _bind(file: _File, mark: Mark, here: _Here) -> None:
    if here.is_member or (here.scope, here.name) in file.globals:
        file.names.references.append(here.used(Role.WRITE, here.dotted))
        return
    scope = here.scope
    if mark.kind == "parameter":
        scope = file.owners.get(mark.captures["parameters"][0].start_byte, scope)
    annotation = mark.span("annotation")
    brief = file.source.brief(*annotation).removeprefix(":").lstrip() if annotation else None
    if file.values.paths:
        lines = file.values.regions.lines(here.expression[0], file.values.bodies.get(scope, -1))
        held = [("", None)] if brief is not None else file.values.holdings.of(here.expression, mark) or [("", None)]
        file.names.bindings.extend(bind(here.name, scope, here.line, one, lines, brief) for one in held)
        return
    end = here.expression[1]
    span = value_of(file.found, mark) or file.found.aliased.get(end)
    value, is_call = _named_value(file, span) if span is not None else (None, False)
    _add_binding(file, here.name, scope, here.line, value, is_call or end in file.found.instances, brief)


def _add_binding(
    file: _File, name: str, scope: int, line: int, value: str | Span | None, is_call: bool, annotation: str | None
) -> None:
    if isinstance(value, tuple):
        file.assigned.append((len(file.names.bindings), value))
        value = None
    file.names.bindings.append(Binding(name, scope, line, value, is_call and value is not None, annotation))


def _named_value(file: _File, value: Span) -> tuple[str | Span | None, bool]:
    """The dotted name that a value is, or that it calls; where its receiver is no plain name, what ends with the name."""
    span, is_call = essence(file.language, file.source, file.found, value)
    chain = naming(file.language).chain(file.source.text(span[0], min(span[1], span[0] + _NAME_LIMIT)))
    if chain is None and (is_call or file.found.members.get(span[1]) == span[0]):
        return span, is_call
    return chain, is_call


def _give_back(file: _File, places: Stretches) -> None:
    """What functions return and yield, where that is a name or a call of one."""
    for name, nodes in ((RETURN, file.found.returned), (YIELD, file.found.yielded)):
        for node in nodes:
            scope = places.block_at(node.start_byte)
            value, is_call = _named_value(file, (node.start_byte, node.end_byte))
            if value is not None and scope != MODULE:
                _add_binding(file, name, scope, file.source.line(node.start_byte), value, is_call, None)


def _hold(file: _File, variable: Variable, line: int, scope: int) -> None:
    """What a variable holds where its definition, which has but the start of the text, does not show it."""
    if variable.value is None or variable.annotation is not None or variable.kind is not None:
        return
    start, end = variable.value
    is_plain = file.found.calls.get((start, end), (start, 0))[0] == start and end - start <= VALUE_LIMIT
    if is_plain and file.source.text(end - 1, end) != "}":
        return
    value, is_call = _named_value(file, variable.value)
    if value is not None:
        _add_binding(file, variable.name, scope, line, value, is_call, None)
