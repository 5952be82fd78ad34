"""What calling a definition gives, and what a function is given that asks for the result of another by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from scoper.facts.expressions import RETURN, YIELD
from scoper.facts.model import MODULE, TYPES, VALUES, Binding, Definition
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.types import split
from scoper.graph.values import Form, Value, settle

_MAX_DEPTH = 8
_MAX_RESULTS = 4  # of one function; what one gives that has more of them is anybody's guess
_TRANSPARENT = frozenset(
    {"staticmethod", "classmethod", "abstractmethod", "override", "final", "cache", "lru_cache", "overload"}
)
_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})
"""What makes of a function that yields one that gives what it yields, to a ``with``."""

_CALLABLE = re.compile(r"(?:\w+\.)*Callable\[(.*)\]", re.DOTALL)
_YIELDING = re.compile(r"(?:\w+\.)*(?:Async)?(?:Iterator|Generator|Iterable)\[(.*)\]", re.DOTALL)

_Values = tuple[Value, ...]
_Annotated = Callable[[FileTable, int, str, Binding | None, int], _Values]
_Given = Callable[[FileTable, Binding, int, int], _Values]
_Held = Callable[[Value, int], _Values]
_Called = Callable[[Iterable[Value], int], _Values]
_Chain = Callable[[FileTable, int, str, int, int], _Values]


class Results:
    """The callables are those of :class:`scoper.graph.written.Written`; ``called`` says what calling something gives, ``chain``
    what a dotted name means in a scope."""

    def __init__(
        self, sources: Sources, annotated: _Annotated, given: _Given, held: _Held, called: _Called, chain: _Chain
    ) -> None:
        self._sources = sources
        self._annotated = annotated
        self._given = given
        self._held = held
        self._called = called
        self._chain = chain

    def of(self, table: FileTable, index: int, depth: int) -> _Values:
        """What calling a definition gives: what it says, else what it is seen to return."""
        if depth >= _MAX_DEPTH:
            return ()
        definition = table.definition(index)
        if definition.kind in VALUES:
            held = self._held(Value(Form.SYMBOL, table.path, definition.qualname, Certainty.EXACT, "local"), depth + 1)
            return self._called((one for one in held if one.form is not Form.SYMBOL), depth + 1)
        if definition.returns is None and table.language.expressions:
            return self._seen(table, index, RETURN, depth)
        is_inert = table.language.inert_decorators
        changing = {_last(decorator) for decorator in definition.decorators} - _TRANSPARENT if not is_inert else set()
        if changing and changing <= _MANAGERS:
            return self._yielded(table, index, depth)
        if changing:
            return ()
        if definition.returns is not None:
            return self._annotated(table, definition.parent, definition.returns, None, depth)
        return self._seen(table, index, RETURN, depth) if (index, YIELD) not in table.bindings else ()

    def decorated(self, table: FileTable, index: int, depth: int) -> _Values:
        """What a function has become of whose outermost decorator the tree says what it gives: ``Group`` of ``@click.group()``,
        which returns ``Callable[[F], Group]``. What is given depends on arguments that nobody looks at, so none is exact."""
        definition = table.definition(index)
        if not definition.decorators or depth >= _MAX_DEPTH:
            return ()
        dotted, called, _ = definition.decorators[0].partition("(")
        found: list[Value] = []
        for maker in self._chain(table, definition.parent, dotted.strip(), definition.start_line, depth + 1):
            other = self._sources.table(maker.path) if maker.form is Form.SYMBOL else None
            for one in other.definitions(maker.name) if other is not None else ():
                for text in _given_to_decorated(one.returns or "", is_called=bool(called)):
                    found += self._annotated(other, one.parent, text, None, depth + 1) if other is not None else ()
        return tuple(value.at_most(Certainty.LIKELY) for value in settle(found))

    def injected(self, table: FileTable, binding: Binding, depth: int) -> _Values:
        """What a test, or a fixture, is given for a parameter: what the nearest fixture of that name gives."""
        decorator = table.language.injected
        if not decorator or binding.scope == MODULE or depth >= _MAX_DEPTH:
            return ()
        function = table.definition(binding.scope)
        asks = function.name.startswith("test") or _has(function, decorator)
        if not asks or all(parameter.name != binding.name for parameter in function.parameters):
            return ()
        for other, index in self._fixtures(table, binding):
            found = self._yielded(other, index, depth + 1)
            return tuple(value.at_most(Certainty.LIKELY) for value in found)
        return ()

    def _fixtures(self, table: FileTable, binding: Binding) -> Iterator[tuple[FileTable, int]]:
        """The definitions that may give it, nearest first. A fixture that asks for its own name means the one it hides."""
        language = table.language
        around = table.definition(binding.scope).parent
        scopes = [MODULE] if around == MODULE or table.definition(around).kind not in TYPES else [around, MODULE]
        places = [(table, scope) for scope in scopes]
        folder = table.path
        while folder:
            folder = folder.rpartition("/")[0]
            path = f"{folder}/{language.injects_from}".lstrip("/")
            other = self._sources.table(path) if path != table.path and path in self._sources.tree.paths() else None
            places += [(other, MODULE)] if other is not None else []
        for other, scope in places:
            for index in other.children.get((scope, binding.name), ()):
                is_itself = other is table and index == binding.scope
                if not is_itself and _has(other.definition(index), language.injected):
                    yield other, index

    def _yielded(self, table: FileTable, index: int, depth: int) -> _Values:
        """What a generator function yields to who runs it, or a plain one returns."""
        definition = table.definition(index)
        if definition.returns is None:
            return self._seen(table, index, YIELD, depth) or self._seen(table, index, RETURN, depth)
        inner = _YIELDING.fullmatch(definition.returns.strip("\"' "))
        text = split(inner[1], ",")[0] if inner is not None else definition.returns
        return self._annotated(table, definition.parent, text.strip(), None, depth)

    def _seen(self, table: FileTable, index: int, how: str, depth: int) -> _Values:
        """What the body gives. Where not every expression is read, other branches may give something else."""
        given = table.bindings.get((index, how), ())
        values = [self._given(table, one, index, depth + 1) for one in given[:_MAX_RESULTS]]
        complete = all(values) and len(given) <= _MAX_RESULTS and bool(table.language.expressions)
        return settle((value for found in values for value in found), complete=complete)


def _given_to_decorated(returns: str, *, is_called: bool) -> Iterator[str]:
    """The types, as written, of what a decorator returns: of one that is called first, what its result returns."""
    for part in split(returns.strip("\"' "), "|"):
        inner = _CALLABLE.fullmatch(part.strip())
        if inner is not None and is_called:
            yield split(inner[1], ",")[-1].strip()
        elif inner is None and not is_called:
            yield part.strip()


def _has(function: Definition, decorator: str) -> bool:
    """Whether the function has the decorator, and keeps its own name with it."""
    return any(_last(one) == decorator and "name=" not in one for one in function.decorators)


def _last(decorator: str) -> str:
    return decorator.partition("(")[0].rpartition(".")[2]
