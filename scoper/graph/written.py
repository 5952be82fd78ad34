"""What is written out where it stands: members of objects and of types without a name, and what functions take and give."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scoper.facts.expressions import RETURN
from scoper.facts.model import MODULE, VALUES, Binding
from scoper.graph import types
from scoper.graph.classes import Classes, ClassName
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle

_MAX_DEPTH = 5  # objects in objects

_Values = tuple[Value, ...]
_Annotated = Callable[[FileTable, int, str, Binding | None, int], _Values]
_Given = Callable[[FileTable, Binding, int, int], _Values]
_Held = Callable[[Value, int], _Values]


class Written:
    """``annotated`` says what instances a type in a scope of a file has, ``given`` what a binding holds, seen from a scope, and
    ``held`` what a variable holds."""

    def __init__(self, sources: Sources, classes: Classes, annotated: _Annotated, given: _Given, held: _Held) -> None:
        self._sources = sources
        self._classes = classes
        self._annotated = annotated
        self._given = given
        self._held = held

    def member(self, value: Value, name: str, depth: int) -> _Values:
        """A member of an instance of a type."""
        table = self._sources.table(value.path)
        return self._typed(value, types.member(table.language, value.name, name) if table is not None else None, depth)

    def called(self, value: Value, depth: int) -> _Values:
        """What calling an instance of a type gives, or of an interface that says so."""
        if value.form is Form.TYPE:
            return self._typed(value, types.called(value.name), depth)
        table = self._sources.table(value.path)
        found: list[Value] = []
        if table is not None and depth < _MAX_DEPTH:
            for index in table.by_qualname.get(value.name, ()):
                for binding in table.bindings.get((index, RETURN), ()):
                    found += self._annotated(table, index, binding.annotation or "", None, depth + 1)
        return tuple(one.at_most(value.certainty) for one in settle(found))

    def member_of_object(self, value: Value, name: str, depth: int) -> _Values:
        """A member of an object: what it is bound to, or a method."""
        table = self._sources.table(value.path)
        if table is None or depth >= _MAX_DEPTH:
            return ()
        owner, _, place = value.name.partition(" ")
        scope, line = map(int, place.split(":"))
        bound = [one for one in table.bindings.get((scope, f"{owner}.{name}"), ()) if one.line >= line]
        found = [one for binding in bound for one in self._given(table, binding, scope, depth + 1)]
        if not bound:
            methods = table.functions_in(scope, name)
            found += (Value(Form.SYMBOL, table.path, method.qualname, Certainty.EXACT, "local") for method in methods)
        return tuple(one.at_most(value.certainty) for one in settle(found))

    def expected(self, values: Iterable[Value], position: int, depth: int) -> _Values:
        """What functions take at a position, or the constructors of classes."""
        found: list[Value] = []
        for value in values if depth < _MAX_DEPTH else ():
            if value.form is Form.TYPE:
                found += self._typed(value, types.parameter(value.name, position), depth)
            table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
            if table is None:
                continue
            functions: _Values = (value,)
            if self._classes.is_class(value):
                cls, names = ClassName(value.path, value.name), table.language.constructors_of(value.name)
                functions = tuple(one for name in names for one in self._classes.member(cls, name, value))
            found += (one for function in functions for one in self._taken(function, position, depth + 1))
        return settle(found)

    def _taken(self, function: Value, position: int, depth: int) -> _Values:
        table = self._sources.table(function.path)
        found: list[Value] = []
        for definition in table.definitions(function.name) if table is not None else ():
            if definition.kind in VALUES:
                held = [one for one in self._held(function, depth) if one.form is Form.TYPE]
                found += self.expected(held, position, depth)
            elif position < len(definition.parameters) and table is not None:
                annotation = definition.parameters[position].annotation or ""
                found += self._annotated(table, definition.parent, annotation, None, depth)
        return tuple(one.at_most(function.certainty) for one in settle(found))

    def _typed(self, value: Value, text: str | None, depth: int) -> _Values:
        table = self._sources.table(value.path)
        if table is None or text is None:
            return ()
        return tuple(one.at_most(value.certainty) for one in self._annotated(table, MODULE, text, None, depth + 1))
