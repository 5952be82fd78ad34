"""The object that code belongs to: what ``this`` and ``super`` mean, and what is named without either."""

from __future__ import annotations

from scoper.facts.model import MODULE, Kind, Reference
from scoper.graph.classes import Classes, ClassName
from scoper.graph.exports import Exports
from scoper.graph.model import Certainty
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle

_Values = tuple[Value, ...]


class Selves:
    def __init__(self, exports: Exports, classes: Classes) -> None:
        self._exports = exports
        self._classes = classes

    def implicit(self, table: FileTable, scope: int, name: str) -> _Values:
        """A member of the class around, or of one further out, where the language lets code name it without a receiver."""
        if not table.language.implicit_members:
            return ()
        owner, certainty = table.owner_name(scope), Certainty.EXACT
        while owner:
            is_itself = name in table.language.constructors_of(owner)  # a member of the class around it
            around = self._named_class(table, owner) if not is_itself else ()
            values = settle(value for cls in around for value in self._classes.member(ClassName(cls.path, cls.name), name, cls))
            if values:
                return tuple(value.at_most(certainty) for value in values)
            if any(not one.path for cls in around for one in self._classes.order(ClassName(cls.path, cls.name))):
                certainty = Certainty.LIKELY  # an unknown base may have the member, and is nearer
            owner = owner.rpartition(".")[0]
        return ()

    def of_object(self, table: FileTable, name: str) -> _Values:
        """A method of the object that the file exports, where the language puts all of these on one instance."""
        if not table.language.object_members:
            return ()
        methods = [one for one in table.definitions(name) if one.kind is Kind.METHOD]
        return (Value(Form.SYMBOL, table.path, name, Certainty.LIKELY, "object"),) if methods else ()

    def _named_class(self, table: FileTable, qualname: str) -> _Values:
        added = [index for index in table.by_qualname.get(qualname, ()) if table.is_extension(index)]
        if added and len(added) == len(table.by_qualname[qualname]):
            return self._extended(table, added[0])
        if qualname in table.by_qualname and (MODULE, qualname) not in table.imports:
            return (Value(Form.INSTANCE, table.path, qualname, Certainty.EXACT, "self"),)
        return tuple(value._replace(form=Form.INSTANCE, rule="self") for value in self._exports.own(table, qualname))

    def _extended(self, table: FileTable, index: int) -> _Values:
        """What an extension adds to, as an instance; itself where that is no class of the tree, of which more may exist."""
        found = self._classes.extended(table, index)
        itself = Value(Form.INSTANCE, table.path, table.definition(index).qualname, Certainty.LIKELY, "self")
        return tuple(value._replace(form=Form.INSTANCE, rule="self") for value in found) or (itself,)

    def this(self, table: FileTable, scope: int) -> _Values:
        """The object that a method belongs to, where the language has a word for it."""
        owner = table.owner_name(scope)
        return self._named_class(table, owner) if owner else ()

    def delegated(self, table: FileTable, reference: Reference) -> _Values:
        """The constructor that another one hands its work to: ``this(…)`` one of its class, ``super(…)`` one of the base."""
        found: list[Value] = []
        for value in self.this(table, reference.scope):
            cls = ClassName(value.path, value.name)
            is_above = reference.dotted not in table.language.this
            owners = [base for one in self._classes.bases(cls) for base in one.classes] if is_above else [value]
            for owner in owners:
                name = ClassName(owner.path, owner.name)
                for constructor in table.language.constructors_of(owner.name):
                    found += self._classes.member(name, constructor, owner._replace(rule="super" if is_above else "self"))
        return settle(found)

    def super(self, table: FileTable, scope: int) -> _Values:
        cls = table.class_of(scope)
        if cls is None:
            return ()
        return (Value(Form.SUPER, table.path, table.definition(cls).qualname, Certainty.EXACT, "super"),)
