"""What each name of a file is there: a use, a local binding, or none of these (it is defined or imported there)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.facts.collect import Found, Mark, Span
from scoper.facts.expressions import Paths
from scoper.facts.held import Holdings, bind
from scoper.facts.model import Binding, Reference, Role
from scoper.facts.regions import Regions
from scoper.facts.scopes import Stretch, outermost
from scoper.facts.source import Source, naming
from scoper.facts.variables import value_of
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
    callees: dict[int, str]  # start of an argument list → dotted name of what is called
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
        return Reference(self.name, dotted, role, self.line, self.column, self.scope, arity, keywords, self.path)


def read_names(
    language: Language,
    source: Source,
    found: Found,
    places: Sequence[Stretch],
    owners: Mapping[int, int],
    defined: Collection[int],
    values: Values,
) -> Names:
    """All names in one sweep through the file. ``defined`` holds the start bytes of those that are definitions."""
    type_parameters = {d.span[0] for details in found.details.values() for d in details if d.kind == "opens"}
    file = _File(language, source, found, owners, type_parameters, set(), {}, Names([], []), values)
    _sweep(file, places, defined)
    return file.names


def _sweep(file: _File, places: Sequence[Stretch], defined: Collection[int]) -> None:
    language, source, found = file.language, file.source, file.found
    members, marks, references = found.members, found.marks, file.names.references
    line_starts, line = [*source.line_starts, _NEVER], 0
    types, scopes = iter(_alternate(outermost(found.types))), iter(places)
    type_end, in_type = next(types)
    _, scope_end, scope = next(scopes)
    for start, end in _outside(
        sorted(set(found.names) - found.absent if found.absent else found.names),
        outermost([*found.import_statements(), *found.namespaces]),
    ):
        while start >= type_end:
            type_end, in_type = next(types)
        while start >= scope_end:
            _, scope_end, scope = next(scopes)
        while start >= line_starts[line]:
            line += 1
        if start in defined:
            continue
        name = source.text(start, end)
        chain = members.get(end, start)
        if language.sigil and chain != start:
            name = name.removeprefix(language.sigil)
        dotted = name if chain == start else source.dotted(language, chain, start, name)
        expression = (chain, end)
        path = ""
        if dotted[0] == "?" and file.values.paths and end in found.chains:
            path = file.values.paths.of(found.chains[end]) or ""
        mark = marks.get(expression)
        if mark is not None:
            here = _Here(name, expression, chain != start, dotted, line, start - line_starts[line - 1] + 1, scope, path)
            _read_marked(file, mark, here)
        elif chain != start and (inner := marks.get((start, end))) is not None and inner.kind == "skip":
            continue  # the name of what is defined there, behind that of its class
        elif chain != start or name not in language.receivers:
            role = Role.TYPE if in_type else Role.READ
            references.append(Reference(name, dotted, role, line, start - line_starts[line - 1] + 1, scope, -1, (), path))


def _outside(names: Sequence[Span], regions: Sequence[Span]) -> Iterator[Span]:
    """The names that stand in none of the regions."""
    ends = iter([*regions, (_NEVER, _NEVER)])
    region_start, region_end = next(ends)
    for name in names:
        while name[0] >= region_end:
            region_start, region_end = next(ends)
        if name[0] < region_start:
            yield name


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
    elif mark.kind == "global":
        file.globals.add((here.scope, here.name))
    elif mark.kind != "skip":
        _bind(file, mark, here)


def _use(file: _File, here: _Here, role: Role) -> Reference:
    arguments = file.found.arguments.get(here.expression)
    if arguments is None:
        return here.used(role, here.dotted)
    at = arguments.start_byte
    file.callees[at] = here.dotted
    keywords = tuple(file.source.text(*span) for span in sorted(file.found.keywords.get(at, ())))
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
    brief = file.source.brief(*annotation) if annotation else None
    if file.values.paths:
        lines = file.values.regions.lines(here.expression[0], file.values.bodies.get(scope, -1))
        held = [("", None)] if brief is not None else file.values.holdings.of(here.expression, mark) or [("", None)]
        file.names.bindings.extend(bind(here.name, scope, here.line, one, lines, brief) for one in held)
        return
    end = here.expression[1]
    value, is_call = _named_value(file, value_of(file.found, mark) or file.found.aliased.get(end))
    is_call = is_call or value is not None and end in file.found.instances
    file.names.bindings.append(Binding(here.name, scope, here.line, value, is_call, brief))


def _named_value(file: _File, value: Span | None) -> tuple[str | None, bool]:
    """The dotted name that a value is, or that it calls."""
    if value is None:
        return None, False
    start, end = value
    prefix = file.language.value_prefix
    if prefix and file.source.text(start, start + len(prefix)) == prefix:
        start += len(prefix)
    for suffix in file.language.value_suffix:
        if file.source.text(end - len(suffix), end) == suffix:
            end -= len(suffix)
    called = file.found.calls.get((start, end))
    start, end = called or (start, end)
    chain = naming(file.language).chain(file.source.text(start, min(end, start + _NAME_LIMIT)))
    return chain, chain is not None and called is not None
