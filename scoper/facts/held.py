"""What names hold: the paths of the values that they are bound to, and of what functions give back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scoper.facts.expressions import CALLED, ITEM, OBJECT, RETURN, Paths
from scoper.facts.found import Found, Mark, Span, span_of
from scoper.facts.model import CALLABLES, MODULE, TYPES, Binding, Definition
from scoper.facts.regions import Regions
from scoper.facts.scopes import Stretches
from scoper.facts.source import VALUE_LIMIT, Source
from scoper.facts.variables import Variable, value_node

if TYPE_CHECKING:
    from tree_sitter import Node

_Held = tuple[str, str | None]  # behind the name (".member"), and the path


class Holdings:
    """Made once for a file: names that take a value apart are looked up by their spans."""

    def __init__(self, found: Found, paths: Paths) -> None:
        self._found = found
        self._paths = paths
        self._parts: dict[Span, str] = {}
        self._contexts: dict[int, str | None] = {}
        if paths:
            parameters = (mark for marks in found.parameters.values() for mark in marks)
            for mark in (*found.statements.values(), *found.loops, *parameters):
                self._take_apart(mark)

    def of(self, span: Span, mark: Mark) -> list[_Held]:
        """What a name at a place holds: several paths where a value has several branches."""
        if mark.kind == "parameter":
            return self._of_parameter(mark)
        if span in self._parts:
            return [("", self._parts[span])]
        if mark.captures[mark.kind][0].start_byte != span[0]:
            return [("", None)]  # of a pattern, whose value has no path
        node = value_node(self._found, mark)
        if node is None:
            return []
        if "element" in mark.settings:
            path = self._paths.of(node)
            return [("", path and f"{path}.{ITEM}")]
        return self.given(node)

    def _of_parameter(self, mark: Mark) -> list[_Held]:
        """What a function is given whose type is known from where it stands."""
        parameters = mark.captures["parameters"][0]
        function = parameters.parent
        if function is None or "annotation" in mark.captures:
            return []
        path = self._expected(function)
        if path is None:
            return []
        start = mark.captures["parameter"][0].start_byte
        position = sum(child.end_byte <= start for child in parameters.named_children)
        return [("", f"{path}.({position})")]

    def _expected(self, function: Node) -> str | None:
        if function.id not in self._contexts:
            path = self._paths.expected(function)
            self._contexts[function.id] = path if path is None or len(path) < VALUE_LIMIT else None
        return self._contexts[function.id]

    def given(self, node: Node) -> list[_Held]:
        """The same of an expression."""
        held: list[_Held] = [("", path) for path in self._paths.branches(node)]
        if ("", OBJECT) in held:
            held += ((f".{name}", path) for name, path in self._paths.members(node))
        return held

    def _take_apart(self, mark: Mark) -> None:
        pattern = mark.captures[mark.kind][0]
        if not self._paths.is_pattern(pattern):
            return
        annotation, node, path = mark.captures.get("annotation"), value_node(self._found, mark), None
        if annotation:
            path = self._paths.typed(*span_of(annotation[0]))
        elif mark.kind == "parameter":
            path = next((one for _, one in self._of_parameter(mark)), None)
        elif node is not None:
            path = self._paths.of(node)
        if path is not None:
            self._parts.update(self._paths.parts(pattern, f"{path}.{ITEM}" if "element" in mark.settings else path))


def bind(name: str, scope: int, line: int, held: _Held, lines: tuple[int, int], annotation: str | None = None) -> Binding:
    """A binding of a name, or of a member of what it holds."""
    behind, path = held
    is_call = path is not None and path.endswith(f".{CALLED}")
    value = path.removesuffix(f".{CALLED}") if path is not None else None
    return Binding(name + behind, scope, line, value, is_call, None if behind else annotation, *lines)


def given_back(
    source: Source,
    found: Found,
    holdings: Holdings,
    regions: Regions,
    places: Stretches,
    definitions: Sequence[Definition],
    bodies: Mapping[int, int],
) -> Iterator[Binding]:
    """What functions without a declared type give back. ``bodies`` has where those of definitions start."""
    by_scope: dict[int, list[Binding]] = {}
    for node in found.returned:
        scope = places.block_at(node.start_byte)
        if scope == MODULE or definitions[scope].returns is not None:
            continue
        if definitions[scope].kind in TYPES:
            annotation = source.brief(*span_of(node))
            yield Binding(RETURN, scope, source.line(node.start_byte), None, False, annotation)
        if definitions[scope].kind not in CALLABLES:
            continue
        if regions.is_own(node.start_byte, bodies[scope]):
            line = source.line(node.start_byte)
            found_here = [bind(RETURN, scope, line, held, (0, 0)) for held in holdings.given(node)]
            by_scope.setdefault(scope, []).extend(found_here)
    for bindings in by_scope.values():
        if any(one.value is not None for one in bindings):
            yield from bindings


def narrowed(source: Source, found: Found, paths: Paths, places: Stretches) -> Iterator[Binding]:
    """Names in stretches where they are known to be instances of a class."""
    for mark in found.narrowed:
        name, within, path = mark.span("narrowed"), mark.span("within"), paths.of(mark.captures["value"][0])
        if name is not None and within is not None and path is not None:
            line, last = source.line(within[0]), source.last_line(*within)
            yield Binding(source.text(*name), places.block_at(within[0]), line, path, True, None, line, last)


def held_by_variables(
    source: Source, holdings: Holdings, variables: Sequence[Variable], index_of: Sequence[int]
) -> Iterator[Binding]:
    """What modules, namespaces and classes give to their variables, where nothing says of what type these are."""
    for variable in variables:
        if variable.annotation is None:
            line = source.line(variable.name_start)
            all_held = holdings.of(variable.target, variable.mark)
            if any(path is not None for _, path in all_held):
                yield from (bind(f"={variable.name}", index_of[variable.block], line, held, (0, 0)) for held in all_held)
