"""Classes across files: their bases, the order in which members are looked up, and the members found there."""

from __future__ import annotations

import re
from typing import NamedTuple

from scoper.facts.model import MODULE, TYPES, Kind
from scoper.graph.exports import Exports
from scoper.graph.expressions import head_of, source_of
from scoper.graph.linearise import linearise
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.types import parts_of
from scoper.graph.values import Form, Value, settle
from scoper.lang.spec import Language

# Bases that bring no method which could hide one of the project's own classes.
_HARMLESS = frozenset({"object", "Generic", "Protocol", "ABC"})
_MAX_ALIASES = 3
_WITH_MEMBERS = TYPES | {Kind.NAMESPACE}


class ClassName(NamedTuple):
    """A class of the tree. An empty path stands for a base that is unknown; ``qualname`` then only keeps them apart."""

    path: str
    qualname: str


class Base(NamedTuple):
    """One base as written, and the classes of the tree that it may mean."""

    text: str
    classes: tuple[Value, ...]
    is_harmless: bool


def _base_name(language: Language, text: str) -> str | None:
    """The class that a base names; of a generic type that changes nothing of where members are, its first argument."""
    if not language.generics:
        return head_of(re.sub(language.separator, ".", text))
    parts = parts_of(language, text)
    return parts[0].name or None if len(parts) == 1 and not parts[0].is_value else None


class Classes:
    def __init__(self, sources: Sources, exports: Exports) -> None:
        self._sources = sources
        self._exports = exports
        self._bases: dict[ClassName, tuple[Base, ...]] = {}
        self._orders: dict[ClassName, tuple[ClassName, ...]] = {}
        self._rivals: dict[ClassName, dict[ClassName, tuple[Value, ...]]] = {}

    def is_class(self, value: Value) -> bool:
        table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
        return table is not None and table.kind(value.name) in TYPES

    def has_members(self, value: Value) -> bool:
        """Whether it is a class, or a namespace inside of a file."""
        table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
        return table is not None and table.kind(value.name) in _WITH_MEMBERS

    def bases(self, cls: ClassName) -> tuple[Base, ...]:
        """The bases of a class, as written, with what they mean. Inherited nested classes are not looked for."""
        if cls not in self._bases:
            table = self._sources.table(cls.path) if cls.path else None
            self._bases[cls] = self._read_bases(table, cls.qualname) if table is not None else ()
        return self._bases[cls]

    def order(self, cls: ClassName) -> tuple[ClassName, ...]:
        """The class and its ancestors in the order of lookup; unknown bases keep their places."""
        if cls not in self._orders:
            order, is_consistent = linearise(cls, self._base_names)
            unknown = () if is_consistent else (ClassName("", "order"),)
            self._orders[cls] = (order[0], *unknown, *order[1:])
        return self._orders[cls]

    def member(self, cls: ClassName, name: str, value: Value, *, above: bool = False) -> tuple[Value, ...]:
        """The first definition of ``name`` in the order of lookup; ``above`` the class itself for ``super()``.

        ``value`` is the receiver: it says how sure the class is, and by which rule. Behind an unknown base nothing is exact.
        """
        certainty = value.certainty
        for place, one in enumerate(self.order(cls)):
            if above and place == 0:
                continue
            table = self._sources.table(one.path) if one.path else None
            if table is None:
                certainty = min(certainty, Certainty.LIKELY)
            elif where := self._holders(table, one.qualname, name):
                rule = "inherited" if place and not above else value.rule
                found = [Value(Form.SYMBOL, path, f"{owner}.{name}", certainty, rule) for path, owner in where]
                for rival in self._rivals_in(cls).get(one, ()):
                    found += self._first(ClassName(rival.path, rival.name), name, rule)
                return settle(found)
        return ()

    def extended(self, table: FileTable, index: int) -> tuple[Value, ...]:
        """The classes of the tree that an extension may add to."""
        extension = table.definition(index)
        return self._named(table, extension.parent, extension.name, extension.name_line)

    def _first(self, cls: ClassName, name: str, rule: str) -> tuple[Value, ...]:
        """The member of a class that may be the base as well as another one."""
        for one in self.order(cls):
            table = self._sources.table(one.path) if one.path else None
            if table is not None and (where := self._holders(table, one.qualname, name)):
                return tuple(Value(Form.SYMBOL, path, f"{owner}.{name}", Certainty.LIKELY, rule) for path, owner in where)
        return ()

    def _rivals_in(self, cls: ClassName) -> dict[ClassName, tuple[Value, ...]]:
        """By each ancestor that is one of several meanings of a base, these meanings."""
        if cls not in self._rivals:
            bases = (base for one in self.order(cls) if one.path for base in self.bases(one))
            self._rivals[cls] = {
                ClassName(value.path, value.name): base.classes
                for base in bases
                if len(base.classes) > 1
                for value in base.classes
            }
        return self._rivals[cls]

    def _holders(self, table: FileTable, qualname: str, name: str) -> tuple[ClassName, ...]:
        """Where a member of the class is defined: in its file, else in others of its module, else in extensions anywhere."""
        if table.has_member(qualname, name):
            return (ClassName(table.path, qualname),)
        others = ((path, self._sources.table(path)) for path in self._sources.mates(table.path, name))
        found = tuple(
            ClassName(path, qualname) for path, other in others if other is not None and other.has_member(qualname, name)
        )
        return found or self._added(table, qualname, name)

    def _added(self, table: FileTable, qualname: str, name: str) -> tuple[ClassName, ...]:
        """The extensions of a class that have the member, by what they are called where they stand."""
        if not table.language.extension:
            return ()
        found: dict[ClassName, None] = {}
        for path in (table.path, *self._sources.mentioning(table.path, name)):
            other = self._sources.table(path)
            for index in other.extensions.get(qualname.rpartition(".")[2], ()) if other is not None else ():
                owner = other.definition(index).qualname if other is not None else ""
                if other is not None and other.has_member(owner, name) and self._adds_to(other, index, table.path, qualname):
                    found[ClassName(path, owner)] = None
        return tuple(found)

    def _adds_to(self, table: FileTable, index: int, path: str, qualname: str) -> bool:
        return any((value.path, value.name) == (path, qualname) for value in self.extended(table, index))

    def _base_names(self, cls: ClassName) -> list[ClassName]:
        """Bases in order; a base that is not surely one class is preceded by an unknown one."""
        names: list[ClassName] = []
        for number, base in enumerate(self.bases(cls)):
            is_sure = len(base.classes) == 1 and base.classes[0].certainty is Certainty.EXACT
            if not is_sure and not base.is_harmless:
                names.append(ClassName("", f"{cls.path}::{cls.qualname}#{number}"))
            names += (ClassName(value.path, value.name) for value in base.classes)
        return names

    def _read_bases(self, table: FileTable, qualname: str) -> tuple[Base, ...]:
        bases: dict[str, Base] = {}
        own = table.by_qualname.get(qualname, ())
        extensions = (one for one in table.extensions.get(qualname.rpartition(".")[2], ()) if one not in own)
        added = [one for one in extensions if self._adds_to(table, one, table.path, qualname)]
        for definition in map(table.definition, (*own, *added)):
            for text in definition.bases:
                dotted = _base_name(table.language, text)
                values = self._named(table, definition.parent, dotted, definition.name_line) if dotted else ()
                classes = settle(value for value in values if (value.path, value.name) != (table.path, qualname))
                is_harmless = not values and dotted is not None and dotted.rpartition(".")[2] in _HARMLESS
                bases.setdefault(text, Base(text, classes, is_harmless))
        return tuple(bases.values())

    def _named(self, table: FileTable, scope: int, dotted: str, line: int, aliases: int = 0) -> tuple[Value, ...]:
        """The classes that a dotted name means, by scopes, imports, nesting and plain aliases only."""
        head, *rest = dotted.split(".")
        values = self._name(table, scope, head, line)
        for part in rest:
            values = tuple(inner for value in values for inner in self._nested(value, part))
        return settle(found for value in values for found in self._unaliased(value, aliases))

    def _name(self, table: FileTable, scope: int, name: str, line: int) -> tuple[Value, ...]:
        if name in table.language.module_words:
            return self._exports.path(table.path, name)
        found = table.lookup(scope, name, line)
        if found is None:
            return self._exports.own(table, name)
        values = [
            Value(Form.SYMBOL, table.path, table.definition(index).qualname, Certainty.EXACT, "local")
            for index in found.definitions
        ]
        for item in found.imports:
            values += self._exports.imported(table.path, item)
        return settle(values, complete=not found.bindings)

    def _nested(self, value: Value, name: str) -> tuple[Value, ...]:
        if value.form is Form.MODULE:
            return tuple(inner.at_most(value.certainty) for inner in self._exports.member(value.family, value.name, name))
        return self._exports.inside(value, name)

    def _unaliased(self, value: Value, aliases: int) -> tuple[Value, ...]:
        """The value itself where it is a class; what it was assigned where it is a variable."""
        if self.is_class(value):
            return (value,)
        table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
        definitions = table.definitions(value.name) if table is not None else []
        if table is None or len(definitions) != 1 or aliases >= _MAX_ALIASES:
            return ()
        definition = definitions[0]
        source = source_of(definition.value) if definition.value and definition.parent == MODULE else None
        if source is None or source.is_call:
            return ()
        found = self._named(table, MODULE, source.dotted, definition.name_line, aliases + 1)
        return tuple(one.at_most(value.certainty) for one in found)
