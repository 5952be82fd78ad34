"""Members and results of what is written out where it stands: objects, and types without a name."""

from __future__ import annotations

from collections.abc import Callable

from scoper.facts.expressions import RETURN
from scoper.facts.model import MODULE, Binding
from scoper.graph import types
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle

_MAX_DEPTH = 5  # objects in objects

_Values = tuple[Value, ...]
_Annotated = Callable[[FileTable, int, str, Binding | None, int], _Values]
_Given = Callable[[FileTable, Binding, int, int], _Values]


class Written:
    """``annotated`` says what instances a type in a scope of a file has, ``given`` what a binding holds, seen from a scope."""

    def __init__(self, sources: Sources, annotated: _Annotated, given: _Given) -> None:
        self._sources = sources
        self._annotated = annotated
        self._given = given

    def member(self, value: Value, name: str, depth: int) -> _Values:
        """A member of an instance of a type."""
        table = self._sources.table(value.path)
        return self._typed(value, types.member(table.language, value.name, name) if table is not None else None, depth)

    def parameter(self, value: Value, position: int, depth: int) -> _Values:
        """What a function of a type takes at a position."""
        return self._typed(value, types.parameter(value.name, position), depth)

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

    def _typed(self, value: Value, text: str | None, depth: int) -> _Values:
        table = self._sources.table(value.path)
        if table is None or text is None:
            return ()
        return tuple(one.at_most(value.certainty) for one in self._annotated(table, MODULE, text, None, depth + 1))
