"""What modules and classes of the tree surely do not have, and by what their constructors take arguments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scoper.facts.model import MODULE, Import, Kind, Reference, Role, SymbolId, symbol_id
from scoper.graph.classes import Classes, ClassName
from scoper.graph.evaluate import Evaluator
from scoper.graph.exports import Exports
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value

_DYNAMIC_HOOKS = ("__getattr__", "__getattribute__")
_DYNAMIC_CALLS = frozenset({"setattr", "globals", "vars", "locals", "exec", "__dict__", "update_wrapper"})
_PLAIN_DECORATORS = frozenset({"dataclass", "final", "runtime_checkable", "total_ordering", "unique"})
_CLOSED_LANGUAGES = frozenset({"python", "typescript", "tsx", "go"})
"""Languages where what a file does not say about its modules and classes is not there."""


class Lacking(NamedTuple):
    """A module (its file) or a class that has no such member."""

    owner: SymbolId
    name: str


class Members:
    def __init__(self, sources: Sources, exports: Exports, classes: Classes, evaluator: Evaluator) -> None:
        self._sources = sources
        self._exports = exports
        self._classes = classes
        self._evaluator = evaluator

    def lacking(self, path: str, reference: Reference) -> Lacking | None:
        """The one module or class that a reference takes a member of, where that surely has none of the name.

        What is only likely, dynamic, of several kinds, or has an ancestor from outside of the tree may have anything.
        """
        table = self._sources.table(path)
        receiver, _, name = (reference.path or reference.dotted).rpartition(".")
        if table is None or not receiver or _is_special(name) or reference.role is Role.WRITE:
            return None
        in_front = reference._replace(dotted=receiver, path="", role=Role.READ)
        values = self._evaluator.reference(table, in_front) if receiver[0] != "?" or not reference.path else ()
        if len(values) != 1 or values[0].certainty is not Certainty.EXACT:
            return None
        return self._lacks(values[0], name)

    def lacking_import(self, path: str, item: Import) -> Lacking | None:
        """The same for a name that is imported from a module."""
        if item.name in (None, "*", "default") or not item.module:
            return None
        family = self._sources.family(path)
        found = self._exports.locate(path, item.module)
        if len(found) != 1 or not found[0].sure or self._exports.imported(path, item):
            return None
        return self._lacks(self._exports.module(family, found[0].stem, Certainty.EXACT, "import"), item.name or "")

    def is_open(self, symbol: SymbolId) -> bool:
        """Whether a class, or the module of a file, may have members that the graph does not see."""
        path, _, qualname = symbol.partition("::")
        if not qualname:
            table = self._sources.table(path)
            return table is None or self._is_open_file(table)
        return any(not one.path or self._is_open_class(one) for one in self._classes.order(ClassName(path, qualname)))

    def is_dynamic(self, cls: SymbolId) -> bool:
        """Whether a class, or an ancestor of it that is known, is made by more than its body."""
        path, _, qualname = cls.partition("::")
        return any(one.path and self._is_open_class(one) for one in self._classes.order(ClassName(path, qualname)))

    def may_inherit(self, cls: SymbolId) -> bool:
        """Whether an ancestor of a class is from outside of the tree, or unknown."""
        return any(not one for one in self.ancestors(cls))

    def has_hook(self, symbol: SymbolId) -> bool:
        """Whether a class, or the module of a file, answers for names that it does not have (``__getattr__``)."""
        path, _, qualname = symbol.partition("::")
        if not qualname:
            table = self._sources.table(path)
            return table is not None and any((MODULE, hook) in table.children for hook in _DYNAMIC_HOOKS)
        return any(self.has(symbol, hook) for hook in _DYNAMIC_HOOKS)

    def has(self, owner: SymbolId, name: str) -> bool:
        """Whether a class has the member, of its own or from an ancestor."""
        path, _, qualname = owner.partition("::")
        receiver = Value(Form.INSTANCE, path, qualname, Certainty.EXACT, "self")
        return bool(self._classes.member(ClassName(path, qualname), name, receiver))

    def modules_of(self, path: str, item: Import) -> tuple[str, ...]:
        """The modules that an import statement surely names, by what :meth:`stem_of` calls them; of no namespace it is sure."""
        index, stems = self._sources.index_of(path), self._exports.modules(path, item)
        return () if index is None or (index.by_namespace and any(stems)) else stems

    def stem_of(self, path: str) -> str:
        """The module that a file belongs to."""
        return self._sources.stem_of(path)

    def is_on_class(self, path: str, reference: Reference) -> bool:
        """Whether what the reference takes a member of is a class itself, so that its methods get no object."""
        table = self._sources.table(path)
        receiver = reference.dotted.rpartition(".")[0]
        if table is None or not receiver or receiver[0] == "?":
            return False
        values = self._evaluator.chain(table, reference.scope, receiver, reference.line)
        return any(self._classes.is_class(value) for value in values)

    def constructors(self, cls: SymbolId) -> tuple[SymbolId, ...]:
        """What a call of the class runs, of its own or from an ancestor that is surely the next to have one."""
        path, _, qualname = cls.partition("::")
        table = self._sources.table(path)
        names = table.language.constructors_of(qualname) if table is not None else ()
        value = Value(Form.SYMBOL, path, qualname, Certainty.EXACT, "class")
        found = (one for name in names for one in self._classes.member(ClassName(path, qualname), name, value))
        return tuple(symbol_id(one.path, one.name) for one in found if one.certainty is Certainty.EXACT)

    def ancestors(self, cls: SymbolId) -> tuple[SymbolId, ...]:
        """The class and its ancestors in the order of lookup; an unknown one is empty."""
        path, _, qualname = cls.partition("::")
        order = self._classes.order(ClassName(path, qualname))
        return tuple(symbol_id(one.path, one.qualname) if one.path else "" for one in order)

    def _lacks(self, value: Value, name: str) -> Lacking | None:
        cls = ClassName(value.path, value.name)
        if value.form is Form.MODULE:
            return self._module_lacks(value, name)
        if value.form is Form.INSTANCE or (value.form is Form.SYMBOL and self._classes.is_class(value)):
            owner = symbol_id(*cls)
            if self.is_open(owner) or self._classes.member(cls, name, value) or self._exports.inside(value, name):
                return None
            return Lacking(owner, name)
        return None

    def _module_lacks(self, module: Value, name: str) -> Lacking | None:
        index = self._sources.index(module.family)
        files = () if index.by_namespace else index.files(module.name)
        tables = [table for path in files if (table := self._sources.table(path)) is not None]
        if not tables or len(tables) != len(files) or self._exports.member(module.family, module.name, name):
            return None
        if any(self._is_open_file(table) or _binds(table, name) for table in tables):
            return None
        return None if self._exports.is_endless(module.family, module.name, name) else Lacking(files[0], name)

    def _is_open_file(self, table: FileTable) -> bool:
        facts = table.facts
        is_unread = bool(facts.problems or facts.degraded) or table.language.name not in _CLOSED_LANGUAGES
        if is_unread or not table.words().isdisjoint(_DYNAMIC_CALLS):
            return True
        if any((MODULE, hook) in table.children for hook in _DYNAMIC_HOOKS):
            return True
        return any(not self._exports.locate(table.path, item.module) for item in table.stars)

    def _is_open_class(self, cls: ClassName) -> bool:
        table = self._sources.table(cls.path)
        definitions = table.definitions(cls.qualname) if table is not None else []
        if table is None or len(definitions) != 1 or definitions[0].kind is not Kind.CLASS:
            return True
        one = definitions[0]
        if "metaclass" in one.signature or not table.words().isdisjoint(_DYNAMIC_CALLS) or table.facts.problems:
            return True
        if table.language.name not in _CLOSED_LANGUAGES or not _are_plain(one.decorators):
            return True
        return any(table.has_member(cls.qualname, hook) for hook in _DYNAMIC_HOOKS)


def _are_plain(decorators: Iterable[str]) -> bool:
    return all(one.partition("(")[0].rpartition(".")[2] in _PLAIN_DECORATORS for one in decorators)


def _is_special(name: str) -> bool:
    return name.startswith("__") or not name.isidentifier()


def _binds(table: FileTable, name: str) -> bool:
    """Whether anything in the file may give the module such a name: loops, handlers, functions that say ``global``."""
    if table.binds(name) or (MODULE, name) in table.bindings:
        return True
    return any(one.name == name and one.role in (Role.WRITE, Role.DELETE) for one in table.facts.references)
