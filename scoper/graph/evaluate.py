"""What an expression made of plain names stands for: scopes and imports first, then the little of types that is plain to see.

Types come from constructors, annotations, receivers and plain aliases, wherever a name has few enough of them. What is not
plain stays unknown: a name that some scope binds is never looked for further out.
"""

from __future__ import annotations

from collections.abc import Iterable

from scoper.facts.expressions import CALLED, OBJECT
from scoper.facts.model import MODULE, VALUES, Binding, Kind, Reference, Role
from scoper.graph.classes import Classes, ClassName
from scoper.graph.exports import Exports
from scoper.graph.expressions import alternatives, plain_type, source_of
from scoper.graph.headers import behind_namespaces, declared_ahead, is_attribute
from scoper.graph.model import Certainty
from scoper.graph.results import Results
from scoper.graph.selves import Selves
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.types import parts_of
from scoper.graph.values import Form, Value, instance, is_named, module_rule, settle
from scoper.graph.words import is_own_word, module_word, super_word
from scoper.graph.written import Written

_MAX_DEPTH = 8  # inferences that lean on each other
_MAX_LINKS = 30  # of one chain of calls
_MAX_BINDINGS = 4  # of one name in one scope; the type of a name that is bound more often is anybody's guess
_PROPERTIES = frozenset({"property", "cached_property"})

_Values = tuple[Value, ...]


class Evaluator:
    def __init__(self, sources: Sources, exports: Exports, classes: Classes) -> None:
        self._sources = sources
        self._exports = exports
        self._classes = classes
        self._selves = Selves(exports, classes)
        self._written = Written(sources, classes, self._annotated, self._given, self._held)
        self._results = Results(sources, self._annotated, self._given, self._held, self._called, self.chain)

    def reference(self, table: FileTable, reference: Reference, depth: int = 0) -> _Values:
        """What a reference names; a member of an expression by what is known of that."""
        if reference.role is Role.STRING:
            return self.absolute(table.path, table.language.paths_in_strings, reference.dotted)
        if reference.role is Role.CALL and is_own_word(table, reference.dotted):
            return self._selves.delegated(table, reference)
        if not reference.dotted.startswith("?"):
            at = (reference.scope, reference.dotted, reference.line)
            return self._callee(table, *at, depth) if reference.role is Role.CALL else self.chain(table, *at, depth)
        if reference.path:
            return self.chain(table, reference.scope, reference.path, reference.line, depth)
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
            values = self._selves.super(table, reference.scope)
            links.pop()
        else:
            values = self._used(table, links.pop(), depth + 1)
        for link in reversed(links):
            for part in link.dotted.split(".")[1:]:
                values = self._members(values, part, depth)
            if link.role is Role.CALL and link is not reference:
                values = self._called(values, depth + 1)
        return values

    def _used(self, table: FileTable, reference: Reference, depth: int) -> _Values:
        """What a use of a name gives: what a call returns, else what is named."""
        values = self.reference(table, reference, depth)
        return self._called(values, depth) if reference.role is Role.CALL else values

    def absolute(self, path: str, family: str, dotted: str) -> _Values:
        """What a dotted path in a string means. A module alone is only likely to be meant: other things look the same."""
        values, rest = self._exports.absolute(path, family, dotted.split("."))
        for part in rest:
            values = self._members(values, part, 0)
        return tuple(
            value._replace(rule="string").at_most(Certainty.LIKELY if value.form is Form.MODULE else Certainty.EXACT)
            for value in values
        )

    def chain(self, table: FileTable, scope: int, dotted: str, line: int, depth: int = 0) -> _Values:
        head, *rest = dotted.split(".")
        if head[:1] == "<":
            values = self._annotated(table, scope, head[1:-1].replace("·", "."), None, depth)
        else:
            values = self._name(table, scope, head, line, depth)
        if not values and head == super_word(table) and rest and table.lookup(scope, head, line) is None:
            values = self._selves.super(table, scope)
        if not values and rest and table.language.module_words and table.lookup(scope, head, line) is None:
            values = self._exports.path(table.path, head)
        if not values and rest and head in table.language.this:
            values, rest = self._selves.of_object(table, rest[0]), rest[1:]
        if not values and rest and table.language.foreign_namespaces and table.lookup(scope, head, line) is None:
            values, rest = behind_namespaces(self._sources, self._exports, table, head, rest)
        for part in rest:
            if part == CALLED:
                values = self._called(values, depth)
            elif part[0] == "(":
                values = self._written.expected(values, int(part[1:-1]), depth)
            else:
                values = self._members(values, part, depth)
        return values

    def _callee(self, table: FileTable, scope: int, dotted: str, line: int, depth: int) -> _Values:
        """What is called under a name; where calls are separate, that is never a variable of this name, nor an attribute."""
        if table.language.separate_calls and "." not in dotted:
            found = table.lookup(scope, dotted, line)
            if found is not None and not found.definitions and not found.imports:
                return self._selves.implicit(table, scope, dotted) or self._exports.own(table, dotted)
        values = self.chain(table, scope, dotted, line, depth)
        if table.language.separate_calls and "." not in dotted and any(is_attribute(self._sources, value) for value in values):
            return self._exports.own(table, dotted)
        return values

    def is_unknown_receiver(self, table: FileTable, reference: Reference, depth: int = 0) -> bool:
        """Whether nothing at all is known of what the reference is a member of, so that its type may be one of the tree's."""
        head, _, rest = reference.dotted.partition(".")
        if head == "?":
            return table.behind(reference) is None and f".{CALLED}." not in reference.path
        found = table.lookup(reference.scope, head, reference.line) if rest else None
        if found is None or found.definitions or found.imports:
            return False
        parts = reference.dotted.split(".")[:-1]
        if any(table.receiver(binding) for binding in found.bindings):
            known = self.chain(table, reference.scope, ".".join(parts), reference.line)
            return len(parts) > 1 and not any(self._held(value, 0) for value in known)
        return all(one.annotation is None and self._is_unknown_value(table, one, depth + 1) for one in found.bindings)

    def _is_unknown_value(self, table: FileTable, binding: Binding, depth: int) -> bool:
        """Whether nothing says what a name is bound to: no value, what a function of the tree gives that does not say it, or a
        member of something unknown."""
        value = binding.value
        if value is None or value[0] == "?" or depth >= _MAX_DEPTH:
            return value is None
        named = self._callee(table, binding.scope, value, binding.line, 0) if binding.is_call else ()
        if named:
            return not any(self._classes.is_class(one) for one in named) and not self._called(named, 0)
        if "." not in value or self.chain(table, binding.scope, value, binding.line):
            return False
        member = Reference(value.rpartition(".")[2], value, Role.READ, binding.line, 0, binding.scope, -1, ())
        return self.is_unknown_receiver(table, member, depth)

    def _members(self, values: Iterable[Value], name: str, depth: int) -> _Values:
        found = [self._member(value, name, depth) for value in values]
        return found[0] if len(found) == 1 else settle(member for members in found for member in members)

    def _member(self, value: Value, name: str, depth: int) -> _Values:
        cls = ClassName(value.path, value.name)
        if value.form is Form.MODULE:
            inner = self._exports.member(value.family, value.name, name)
            return tuple(
                one._replace(certainty=min(one.certainty, value.certainty), rule=module_rule(one.rule, value.rule))
                for one in inner
            )
        if value.form is Form.INSTANCE:
            return self._classes.member(cls, name, value)
        if value.form is Form.TYPE:
            return self._written.member(value, name, depth)
        if value.form is Form.OBJECT:
            return self._written.member_of_object(value, name, depth)
        if value.form is Form.SUPER:
            return self._classes.member(cls, name, value, above=True)
        if self._classes.has_members(value):
            found = self._classes.member(cls, name, value._replace(rule="class"))
            return found or self._exports.inside(value, name) or self._exports.beside(value, name)
        table = self._sources.table(value.path)
        if table is not None and table.has_member(value.name, name):  # of an object that is written out
            own = value._replace(name=f"{value.name}.{name}")
            return (own, *self._declared(table, value, name, depth))
        return self._members(self._held(value, depth), name, depth) or self._exports.beside(value, name)

    def _declared(self, table: FileTable, value: Value, name: str, depth: int) -> _Values:
        """The member that the type of an object declares, which the one that is written out implements: both are meant."""
        if not table.language.generics or depth >= _MAX_DEPTH:
            return ()
        annotated = any(":" in one.signature for one in table.definitions(value.name) if one.kind is Kind.VARIABLE)
        return self._members(self._held(value, depth), name, depth + 1) if annotated else ()

    def _name(self, table: FileTable, scope: int, name: str, line: int, depth: int) -> _Values:
        if name in table.language.this:
            return self._selves.this(table, scope)
        if name in table.language.static_this:
            return tuple(value._replace(form=Form.SYMBOL) for value in self._selves.this(table, scope))
        if name in table.language.module_words:
            return self._exports.path(table.path, module_word(table, scope, name))
        found = table.lookup(scope, name, line)
        if found is None:
            in_section = scope != MODULE and table.definition(scope).kind is Kind.SECTION
            known = self._selves.implicit(table, scope, name) or self._exports.own(table, name)
            return known or (self._selves.of_object(table, name) if in_section else ())
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
        return self._given(table, binding, binding.scope, depth) or self._results.injected(table, binding, depth)

    def _given(self, table: FileTable, binding: Binding, scope: int, depth: int) -> _Values:
        """What a binding's value is, seen from a scope."""
        if binding.value is None:
            return ()
        if binding.value[0] == "?":
            use = table.reference_at(binding.value)
            return self._used(table, use, depth + 1) if use is not None else ()
        if binding.value == OBJECT:
            place = f"{binding.name} {binding.scope}:{binding.line}"
            return (Value(Form.OBJECT, table.path, place, Certainty.EXACT, "local"),)
        return self._assigned(table, scope, binding.value, binding.line, depth, is_call=binding.is_call)

    def _assigned(self, table: FileTable, scope: int, dotted: str, line: int, depth: int, *, is_call: bool) -> _Values:
        if is_call:
            return self._called(self._callee(table, scope, dotted, line, depth + 1), depth + 1)
        values = self.chain(table, scope, dotted, line, depth + 1)
        return tuple(value._replace(rule="alias").at_most(Certainty.LIKELY) if is_named(value) else value for value in values)

    def _annotated(self, table: FileTable, scope: int, text: str, binding: Binding | None, depth: int) -> _Values:
        """Instances of the classes that an annotation names; ``binding`` is what it annotates, where that is a local name."""
        line = binding.line if binding is not None else 0
        if binding is not None and scope != MODULE:
            function = table.definition(scope)
            kinds = [parameter.kind for parameter in function.parameters if parameter.name == binding.name]
            if kinds and kinds[0] in ("*", "**"):
                return ()
            scope = function.parent if kinds else scope
        if table.language.generics:
            return self._typed(table, scope, text, line, depth)
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

    def _typed(self, table: FileTable, scope: int, text: str, line: int, depth: int) -> _Values:
        """The same where types may be written out."""
        values: list[Value] = []
        complete = True
        for part in parts_of(table.language, text) if depth < _MAX_DEPTH else ():
            found: _Values = ()
            if part.is_value:
                found = self.chain(table, scope, part.name, line or _LAST_LINE, depth + 1)
                for _ in range(part.calls):
                    found = self._called(found, depth + 1)
            elif part.name:
                found = self._types(table, scope, part.name, line, depth)
            if not found and part.text and part.text != part.name:
                found = (Value(Form.TYPE, table.path, part.text, Certainty.EXACT, "type"),)
            complete = complete and bool(found)
            values += found
        return settle(values, complete=complete)

    def _types(self, table: FileTable, scope: int, dotted: str, line: int, depth: int) -> _Values:
        if dotted == "Self" and dotted not in table.language.static_this:
            cls = table.class_of(scope) if scope != MODULE and table.definition(scope).kind is not Kind.CLASS else scope
            if cls is None or cls == MODULE:
                return ()
            return (Value(Form.INSTANCE, table.path, table.definition(cls).qualname, Certainty.LIKELY, "type"),)
        found: list[Value] = []
        for value in self.chain(table, scope, dotted, line or _LAST_LINE, depth + 1):
            is_bound = value.form is Form.INSTANCE  # a type parameter, of which only the bounds are known
            targets = (value,) if is_bound or self._classes.is_class(value) else self._held(value, depth + 1)
            found += (instance(target) for target in targets if self._classes.is_class(target))
            if is_bound or table.language.generics or self._is_alias(value):
                found += (target for target in targets if target.form in (Form.TYPE, Form.INSTANCE))
        return settle(found or declared_ahead(self._sources, table, dotted))

    def _is_alias(self, value: Value) -> bool:
        table = self._sources.table(value.path) if value.form is Form.SYMBOL else None
        return table is not None and table.kind(value.name) is Kind.TYPE

    def _called(self, values: Iterable[Value], depth: int) -> _Values:
        """What calling gives: an instance of a class, or what a function says that it returns."""
        found: list[Value] = []
        for value in values:
            if value.form in (Form.TYPE, Form.INSTANCE):
                found += self._written.called(value, depth)
            if value.form is not Form.SYMBOL:
                continue
            if self._classes.is_class(value):
                found.append(self._constructed(value))
                continue
            table = self._sources.table(value.path)
            if table is not None:
                indices = table.by_qualname.get(value.name, ())
                found += (one.at_most(value.certainty) for index in indices for one in self._results.of(table, index, depth))
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
        return instance(cls).at_most(certainty)

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
        if definition.kind is Kind.FUNCTION:
            return self._results.decorated(table, index, depth)
        if definition.kind is Kind.TYPE and definition.value:
            return self._annotated(table, definition.parent, definition.value, None, depth + 1)
        if definition.kind not in (Kind.VARIABLE, Kind.ATTRIBUTE):
            return ()
        scope = table.assigner(index)
        annotation = definition.signature.partition(":")[2].strip()
        if annotation and not annotation.endswith("TypeAlias"):
            return self._annotated(table, scope, annotation, None, depth + 1)
        bound = table.bindings.get((definition.parent, f"={definition.name}"))
        if bound:
            values = [self._given(table, one, scope, depth + 1) for one in bound]
            return settle((value for found in values for value in found), complete=all(values))
        for binding in table.bindings.get((scope, definition.name), ()):
            if binding.line == definition.name_line:
                return self._bound(table, binding, depth)
        source = source_of(definition.value) if definition.value and not table.language.expressions else None
        if source is None:
            return ()
        return self._assigned(table, scope, source.dotted, definition.name_line, depth, is_call=source.is_call)


_LAST_LINE = 1 << 30


def _nearest(table: FileTable, bindings: tuple[Binding, ...], line: int) -> tuple[Binding, ...]:
    """Those of the last line that is not below ``line``: they hide those above, which may be of other blocks. What is bound to
    something of itself (``let x = x.y()``) counts from the next line on."""
    above = [one for one in bindings if one.line < line or one.line == line and table.head_of(one) != one.name]
    last = max((one.line for one in above), default=0)
    return tuple(one for one in above if one.line == last)


def _last(decorator: str) -> str:
    return decorator.partition("(")[0].rpartition(".")[2]
