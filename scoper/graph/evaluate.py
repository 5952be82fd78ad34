"""What an expression made of plain names stands for: scopes and imports first, then the little of types that is plain to see.

Types come from constructors, annotations, receivers and plain aliases, wherever a name has few enough of them. What is not
plain stays unknown: a name that some scope binds is never looked for further out.
"""

from __future__ import annotations

from collections.abc import Iterable

from scoper.facts.model import MODULE, VALUES, Binding, Definition, Kind, Reference, Role
from scoper.graph.classes import Classes, ClassName
from scoper.graph.exports import Exports
from scoper.graph.expressions import alternatives, plain_type, source_of
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle
from scoper.graph.words import is_own_word, module_word, super_word

_MAX_DEPTH = 8  # inferences that lean on each other
_MAX_LINKS = 30  # of one chain of calls
_MAX_BINDINGS = 4  # of one name in one scope; the type of a name that is bound more often is anybody's guess
_PROPERTIES = frozenset({"property", "cached_property"})
_TRANSPARENT = frozenset(
    {"staticmethod", "classmethod", "abstractmethod", "override", "final", "cache", "lru_cache", "overload"}
)

_Values = tuple[Value, ...]


class Evaluator:
    def __init__(self, sources: Sources, exports: Exports, classes: Classes) -> None:
        self._sources = sources
        self._exports = exports
        self._classes = classes

    def reference(self, table: FileTable, reference: Reference, depth: int = 0) -> _Values:
        """What a reference names; for a member of a call without arguments, by what the call returns."""
        if reference.role is Role.STRING:
            return self._from_module(table, reference.dotted)
        if reference.role is Role.CALL and is_own_word(table, reference.dotted):
            return self._delegated(table, reference)
        if not reference.dotted.startswith("?"):
            at = (reference.scope, reference.dotted, reference.line)
            return self._callee(table, *at, depth) if reference.role is Role.CALL else self.chain(table, *at, depth)
        return self._chained(table, reference, depth)

    def _chained(self, table: FileTable, reference: Reference, depth: int) -> _Values:
        """A member of an expression: from the name that this starts with on, link by link."""
        links = [reference]
        while links[-1].dotted[0] == "?":
            behind = table.behind(links[-1])
            if behind is None or depth >= _MAX_DEPTH or len(links) == _MAX_LINKS:
                return ()
            links.append(behind)
        if links[-1].dotted == super_word(table):
            values = self._super(table, reference.scope)
            links.pop()
        else:
            values = self._given(table, links.pop(), depth + 1)
        for link in reversed(links):
            for part in link.dotted.split(".")[1:]:
                values = self._members(values, part, depth)
            if link.role is Role.CALL and link is not reference:
                values = self._called(values, depth + 1)
        return values

    def _given(self, table: FileTable, reference: Reference, depth: int) -> _Values:
        """What a use of a name gives: what a call returns, else what is named."""
        values = self.reference(table, reference, depth)
        return self._called(values, depth) if reference.role is Role.CALL else values

    def _from_module(self, table: FileTable, dotted: str) -> _Values:
        """What a dotted path in a string means. A module alone is only likely to be meant: other things look the same."""
        values, rest = self._exports.absolute(table.path, table.language.paths_in_strings, dotted.split("."))
        for part in rest:
            values = self._members(values, part, 0)
        return tuple(
            value._replace(rule="string").at_most(Certainty.LIKELY if value.form is Form.MODULE else Certainty.EXACT)
            for value in values
        )

    def chain(self, table: FileTable, scope: int, dotted: str, line: int, depth: int = 0) -> _Values:
        head, *rest = dotted.split(".")
        values = self._name(table, scope, head, line, depth)
        if not values and head == super_word(table) and rest and table.lookup(scope, head, line) is None:
            values = self._super(table, scope)
        if not values and rest and table.language.module_words and table.lookup(scope, head, line) is None:
            values = self._exports.path(table.path, head)
        if not values and rest and head in table.language.this:
            values, rest = self._of_object(table, rest[0]), rest[1:]
        for part in rest:
            values = self._members(values, part, depth)
        return values

    def _callee(self, table: FileTable, scope: int, dotted: str, line: int, depth: int) -> _Values:
        """What is called under a name; where calls are separate, that is never a local variable of this name."""
        if table.language.separate_calls and "." not in dotted:
            found = table.lookup(scope, dotted, line)
            if found is not None and not found.definitions and not found.imports:
                return self._implicit(table, scope, dotted) or self._exports.own(table, dotted)
        return self.chain(table, scope, dotted, line, depth)

    def is_unknown_receiver(self, table: FileTable, reference: Reference) -> bool:
        """Whether nothing at all is known of what the reference is a member of, so that its type may be one of the tree's."""
        head, _, rest = reference.dotted.partition(".")
        if head == "?":
            return table.behind(reference) is None
        found = table.lookup(reference.scope, head, reference.line) if rest else None
        if found is None or found.definitions or found.imports:
            return False
        parts = reference.dotted.split(".")[:-1]
        if any(table.receiver(binding) for binding in found.bindings):
            known = self.chain(table, reference.scope, ".".join(parts), reference.line)
            return len(parts) > 1 and not any(self._held(value, 0) for value in known)
        return all(binding.annotation is None and binding.value is None for binding in found.bindings)

    def _members(self, values: Iterable[Value], name: str, depth: int) -> _Values:
        return settle(member for value in values for member in self._member(value, name, depth))

    def _member(self, value: Value, name: str, depth: int) -> _Values:
        cls = ClassName(value.path, value.name)
        if value.form is Form.MODULE:
            inner = self._exports.member(value.family, value.name, name)
            return tuple(
                one._replace(certainty=min(one.certainty, value.certainty), rule=_module_rule(one.rule, value.rule))
                for one in inner
            )
        if value.form is Form.INSTANCE:
            return self._classes.member(cls, name, value)
        if value.form is Form.SUPER:
            return self._classes.member(cls, name, value, above=True)
        if self._classes.has_members(value):
            return self._classes.member(cls, name, value._replace(rule="class")) or self._exports.inside(value, name)
        table = self._sources.table(value.path)
        if table is not None and table.has_member(value.name, name):  # of an object that is written out
            return (value._replace(name=f"{value.name}.{name}"),)
        return self._members(self._held(value, depth), name, depth)

    def _name(self, table: FileTable, scope: int, name: str, line: int, depth: int) -> _Values:
        if name in table.language.this:
            return self._this(table, scope)
        if name in table.language.static_this:
            return tuple(value._replace(form=Form.SYMBOL) for value in self._this(table, scope))
        if name in table.language.module_words:
            return self._exports.path(table.path, module_word(table, scope, name))
        found = table.lookup(scope, name, line)
        if found is None:
            in_section = scope != MODULE and table.definition(scope).kind is Kind.SECTION
            known = self._implicit(table, scope, name) or self._exports.own(table, name)
            return known or (self._of_object(table, name) if in_section else ())
        values: list[Value] = []
        complete = len(found.bindings) <= _MAX_BINDINGS
        for index in found.definitions:
            values.append(Value(Form.SYMBOL, table.path, table.definition(index).qualname, Certainty.EXACT, "local"))
        for item in found.imports:
            imported = self._exports.imported(table.path, item)
            complete = complete and bool(imported)
            values += imported
        bound, all_known = self._any_bound(table, found.bindings, line, depth)
        return settle((*values, *bound), complete=complete and all_known)

    def _any_bound(self, table: FileTable, bindings: tuple[Binding, ...], line: int, depth: int) -> tuple[_Values, bool]:
        """What a name may be bound to, and whether that is all. Where blocks are scopes, what was bound last goes first."""
        nearest = _nearest(table, bindings, line) if table.language.block_scopes else ()
        others = tuple(one for one in bindings if one not in nearest)
        for group in (nearest, others):
            found = [self._bound(table, one, depth) for one in group[:_MAX_BINDINGS]]
            if any(found):
                return tuple(value for values in found for value in values), all(found) and len(group) == len(bindings)
        return (), not bindings

    def _bound(self, table: FileTable, binding: Binding, depth: int) -> _Values:
        receiver = table.receiver(binding)
        if receiver is not None:
            form = Form.SYMBOL if receiver[1] else Form.INSTANCE
            return (Value(form, table.path, table.definition(receiver[0]).qualname, Certainty.EXACT, "self"),)
        if depth >= _MAX_DEPTH:
            return ()
        if binding.annotation is not None:
            return self._annotated(table, binding.scope, binding.annotation, binding, depth)
        if binding.value is None:
            return ()
        if binding.value[0] == "?":
            place = table.reference_at(binding.value)
            return self._given(table, place, depth + 1) if place is not None else ()
        return self._assigned(table, binding.scope, binding.value, binding.line, depth, is_call=binding.is_call)

    def _assigned(self, table: FileTable, scope: int, dotted: str, line: int, depth: int, *, is_call: bool) -> _Values:
        if is_call:
            return self._called(self._callee(table, scope, dotted, line, depth + 1), depth + 1)
        values = self.chain(table, scope, dotted, line, depth + 1)
        return tuple(value._replace(rule="alias").at_most(Certainty.LIKELY) if _is_named(value) else value for value in values)

    def _annotated(self, table: FileTable, scope: int, text: str, binding: Binding | None, depth: int) -> _Values:
        """Instances of the classes that an annotation names; ``binding`` is what it annotates, where that is a local name."""
        line = binding.line if binding is not None else 0
        if binding is not None and scope != MODULE:
            function = table.definition(scope)
            kinds = [parameter.kind for parameter in function.parameters if parameter.name == binding.name]
            if kinds and kinds[0] in ("*", "**"):
                return ()
            scope = function.parent if kinds else scope
        named = alternatives(plain_type(table.language, text))
        if named is None:
            return ()
        values: list[Value] = []
        complete = True
        for one in named:
            is_own = binding is not None and table.is_type_parameter(binding.scope, one.dotted)
            found = self._types(table, binding.scope if is_own and binding else scope, one.dotted, line, depth)
            complete = complete and bool(found)
            values += (
                value._replace(form=Form.SYMBOL) if one.is_class and value.form is Form.INSTANCE else value for value in found
            )
        return settle(values, complete=complete)

    def _types(self, table: FileTable, scope: int, dotted: str, line: int, depth: int) -> _Values:
        if dotted == "Self" and dotted not in table.language.static_this:
            cls = table.class_of(scope) if scope != MODULE and table.definition(scope).kind is not Kind.CLASS else scope
            if cls is None or cls == MODULE:
                return ()
            return (Value(Form.INSTANCE, table.path, table.definition(cls).qualname, Certainty.LIKELY, "type"),)
        found: list[Value] = []
        for value in self.chain(table, scope, dotted, line or _LAST_LINE, depth + 1):
            if value.form is Form.INSTANCE:  # a type parameter
                found.append(value)
                continue
            targets = (value,) if self._classes.is_class(value) else self._held(value, depth + 1)
            found += (_instance(target) for target in targets if self._classes.is_class(target))
            if self._is_alias(value):
                found += targets
        return settle(found)

    def _is_alias(self, value: Value) -> bool:
        table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
        return table is not None and table.kind(value.name) is Kind.TYPE

    def _called(self, values: Iterable[Value], depth: int) -> _Values:
        """What calling gives: an instance of a class, or what a function says that it returns."""
        found: list[Value] = []
        for value in values:
            if value.form is not Form.SYMBOL:
                continue
            if self._classes.is_class(value):
                found.append(self._constructed(value))
                continue
            table = self._sources.table(value.path)
            for definition in table.definitions(value.name) if table is not None else ():
                found += (one.at_most(value.certainty) for one in self._returned(table, definition, depth) if table)
        return settle(found)

    def _constructed(self, cls: Value) -> Value:
        """``with C() as x`` looks like ``x = C()`` from here, ``__new__`` may give anything, and a class may be one of several
        things that a name stands for: none is exact."""
        name = ClassName(cls.path, cls.name)
        certainty = cls.certainty
        table = self._sources.table(cls.path)
        if table is not None and any(one.kind in VALUES for one in table.definitions(cls.name)):
            certainty = min(certainty, Certainty.LIKELY)
        if any(self._classes.member(name, special, cls) for special in ("__enter__", "__aenter__", "__new__")):
            certainty = min(certainty, Certainty.LIKELY)
        return _instance(cls).at_most(certainty)

    def _returned(self, table: FileTable | None, definition: Definition, depth: int) -> _Values:
        if table is None or depth >= _MAX_DEPTH or definition.returns is None:
            return ()
        if not table.language.inert_decorators and any(
            _last(decorator) not in _TRANSPARENT for decorator in definition.decorators
        ):
            return ()
        return self._annotated(table, definition.parent, definition.returns, None, depth)

    def _held(self, value: Value, depth: int) -> _Values:
        """What a variable, an attribute or a property holds, as far as its annotation or its one value says so."""
        table = self._sources.table(value.path) if value.form is Form.SYMBOL and depth < _MAX_DEPTH else None
        if table is None:
            return ()
        indices = table.by_qualname.get(value.name, [])
        given = [index for index in indices if table.definition(index).value != "None" or len(indices) == 1]
        values: list[Value] = []
        complete = len(given) <= _MAX_BINDINGS
        for index in given[:_MAX_BINDINGS]:
            found = self._held_by(table, index, depth)
            complete = complete and bool(found)
            values += found
        return tuple(one.at_most(value.certainty) for one in settle(values, complete=complete))

    def _held_by(self, table: FileTable, index: int, depth: int) -> _Values:
        definition = table.definition(index)
        if definition.kind is Kind.METHOD:
            if definition.returns is None or not any(_last(one) in _PROPERTIES for one in definition.decorators):
                return ()
            return self._annotated(table, definition.parent, definition.returns, None, depth + 1)
        if definition.kind is Kind.TYPE and definition.value:
            return self._annotated(table, definition.parent, definition.value, None, depth + 1)
        if definition.kind not in (Kind.VARIABLE, Kind.ATTRIBUTE):
            return ()
        scope = table.assigner(index)
        annotation = definition.signature.partition(":")[2].strip()
        if annotation and not annotation.endswith("TypeAlias"):
            return self._annotated(table, scope, annotation, None, depth + 1)
        for binding in table.bindings.get((scope, definition.name), ()):
            if binding.line == definition.name_line:
                return self._bound(table, binding, depth)
        source = source_of(definition.value) if definition.value else None
        if source is None:
            return ()
        return self._assigned(table, scope, source.dotted, definition.name_line, depth, is_call=source.is_call)

    def _implicit(self, table: FileTable, scope: int, name: str) -> _Values:
        """A member of the class around, or of one further out, where the language lets code name it without a receiver."""
        if not table.language.implicit_members:
            return ()
        owner, certainty = table.owner_name(scope), Certainty.EXACT
        while owner:
            around = self._named_class(table, owner)
            values = settle(value for cls in around for value in self._classes.member(ClassName(cls.path, cls.name), name, cls))
            if values:
                return tuple(value.at_most(certainty) for value in values)
            if any(not one.path for cls in around for one in self._classes.order(ClassName(cls.path, cls.name))):
                certainty = Certainty.LIKELY  # an unknown base may have the member, and is nearer
            owner = owner.rpartition(".")[0]
        return ()

    def _of_object(self, table: FileTable, name: str) -> _Values:
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

    def _this(self, table: FileTable, scope: int) -> _Values:
        """The object that a method belongs to, where the language has a word for it."""
        owner = table.owner_name(scope)
        return self._named_class(table, owner) if owner else ()

    def _delegated(self, table: FileTable, reference: Reference) -> _Values:
        """The constructor that another one hands its work to: ``this(…)`` one of its class, ``super(…)`` one of the base."""
        found: list[Value] = []
        for value in self._this(table, reference.scope):
            cls = ClassName(value.path, value.name)
            is_above = reference.dotted not in table.language.this
            owners = [base for one in self._classes.bases(cls) for base in one.classes] if is_above else [value]
            for owner in owners:
                name = ClassName(owner.path, owner.name)
                for constructor in table.language.constructors_of(owner.name):
                    found += self._classes.member(name, constructor, owner._replace(rule="super" if is_above else "self"))
        return settle(found)

    def _super(self, table: FileTable, scope: int) -> _Values:
        cls = table.class_of(scope)
        if cls is None:
            return ()
        return (Value(Form.SUPER, table.path, table.definition(cls).qualname, Certainty.EXACT, "super"),)


_LAST_LINE = 1 << 30


def _nearest(table: FileTable, bindings: tuple[Binding, ...], line: int) -> tuple[Binding, ...]:
    """Those of the last line that is not below ``line``: they hide those above, which may be of other blocks. What is bound to
    something of itself (``let x = x.y()``) counts from the next line on."""
    above = [one for one in bindings if one.line < line or one.line == line and table.head_of(one) != one.name]
    last = max((one.line for one in above), default=0)
    return tuple(one for one in above if one.line == last)


def _instance(cls: Value) -> Value:
    return cls._replace(form=Form.INSTANCE, rule="type")


def _is_named(value: Value) -> bool:
    return value.form in (Form.SYMBOL, Form.MODULE)


def _module_rule(inner: str, outer: str) -> str:
    """A name of an imported module is imported, unless it came there from somewhere else."""
    return outer if inner in ("local", "module") else inner


def _last(decorator: str) -> str:
    return decorator.partition("(")[0].rpartition(".")[2]
