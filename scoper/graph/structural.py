"""Interfaces that types satisfy without saying so, by having all their methods: which methods implement which."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.facts.model import Definition, Kind, SymbolId, split_symbol, symbol_id
from scoper.graph.classes import Classes, ClassName
from scoper.graph.exports import Exports
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.values import Form, Value

_MOST_METHODS = 60  # of an interface


class Structural:
    """For languages that say so (``Language.structural``); for others there is nothing here."""

    def __init__(self, sources: Sources, exports: Exports, classes: Classes) -> None:
        self._sources = sources
        self._exports = exports
        self._classes = classes

    def implementations(self, method: SymbolId) -> tuple[SymbolId, ...]:
        """The methods of types that implement a method of an interface, in order."""
        return tuple(
            sorted(
                other
                for owner, other in self._namesakes(method, Kind.CLASS)
                for one in self._owners(method)
                if self._kind(one) is Kind.INTERFACE and self._has_all(owner, one)
            )
        )

    def implemented(self, method: SymbolId) -> tuple[SymbolId, ...]:
        """The methods of interfaces that a method of a type implements, in order."""
        owners = self._owners(method)
        return tuple(
            sorted(
                other
                for owner, other in self._namesakes(method, Kind.INTERFACE)
                if any(self._has_all(one, owner) for one in owners)
            )
        )

    def _namesakes(self, method: SymbolId, kind: Kind) -> Iterator[tuple[ClassName, SymbolId]]:
        """Methods of as many parameters and the same name, with the classes or interfaces that they belong to."""
        path, qualname = split_symbol(method)
        table = self._sources.table(path)
        own = table.definitions(qualname) if table is not None else []
        if table is None or not table.language.structural or not own or own[0].kind is not Kind.METHOD:
            return
        for other in (path, *self._sources.mentioning(path, own[0].name)):
            facts = self._sources.facts(other)
            for one in facts.definitions if facts is not None else ():
                if one.kind is Kind.METHOD and one.name == own[0].name and _arity(one) == _arity(own[0]):
                    symbol = symbol_id(other, one.qualname)
                    yield from ((owner, symbol) for owner in self._owners(symbol) if self._kind(owner) is kind)

    def _owners(self, method: SymbolId) -> tuple[ClassName, ...]:
        """The type of a method, which may be in another file."""
        path, qualname = split_symbol(method)
        owner = qualname.rpartition(".")[0]
        table = self._sources.table(path)
        if table is None or not owner:
            return ()
        if owner in table.by_qualname:
            return (ClassName(path, owner),)
        return tuple(
            ClassName(value.path, value.name) for value in self._exports.own(table, owner) if value.form is Form.SYMBOL
        )

    def _kind(self, cls: ClassName) -> Kind | None:
        table = self._sources.table(cls.path)
        return table.kind(cls.qualname) if table is not None else None

    def _has_all(self, cls: ClassName, interface: ClassName) -> bool:
        """Whether a class has every method of an interface, those that this embeds included."""
        receiver = Value(Form.INSTANCE, cls.path, cls.qualname, Certainty.EXACT, "self")
        names: set[str] = set()
        for one in self._classes.order(interface):
            table = self._sources.table(one.path) if one.path else None
            if table is None:
                return False  # it embeds something from outside of the tree
            index = table.by_qualname[one.qualname][0]
            names.update(table.definition(member).name for member in table.members.get(index, ()))
        return len(names) <= _MOST_METHODS and all(self._classes.member(cls, name, receiver) for name in names)


def _arity(method: Definition) -> int:
    """How many parameters its header has, whether or not they have names."""
    depth, count = 0, 0
    text = method.signature.partition(f"{method.name}(")[2]
    for at, character in enumerate(text):
        if depth == 0 and character == ")":
            return count + 1 if text[:at].strip() else 0
        depth += (character in "([{") - (character in ")]}")
        count += depth == 0 and character == ","
    return count
