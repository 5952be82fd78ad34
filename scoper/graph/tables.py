"""One file's facts, indexed for looking names up. Nothing here looks beyond the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from scoper.facts.model import (
    CALLABLES,
    MODULE,
    TYPES,
    VALUES,
    Binding,
    Definition,
    FileFacts,
    Import,
    Kind,
    Reference,
)
from scoper.lang.registry import Language

_MAX_LINKS = 30  # of one chain of calls
_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})


class Found(NamedTuple):
    """What a name is bound to in the innermost scope that binds it."""

    scope: int
    definitions: tuple[int, ...]
    imports: tuple[Import, ...]
    bindings: tuple[Binding, ...]


class FileTable:
    """Read-only once built. A *definition index* is a position in ``facts.definitions``, as everywhere."""

    def __init__(self, path: str, facts: FileFacts, language: Language) -> None:
        self.path = path
        self.facts = facts
        self.language = language
        self.by_qualname: dict[str, list[int]] = {}
        self.children: dict[tuple[int, str], list[int]] = {}
        self.members: dict[int, list[int]] = {}
        self.bindings: dict[tuple[int, str], list[Binding]] = {}
        self.imports: dict[tuple[int, str], list[Import]] = {}
        self.stars: list[Import] = []
        self.regional: set[str] = set()
        self.extensions: dict[str, list[int]] = {}  # by the name of what they add to, and bind no name themselves
        is_extension = re.compile(language.extension).match if language.extension else None
        for index, definition in enumerate(facts.definitions):
            self.by_qualname.setdefault(definition.qualname, []).append(index)
            if is_extension is not None and definition.kind in TYPES and is_extension(definition.signature):
                self.extensions.setdefault(definition.name, []).append(index)
            elif self._is_in_scope(definition):
                self.children.setdefault((definition.parent, definition.name), []).append(index)
            self.members.setdefault(definition.parent, []).append(index)
        for binding in facts.bindings:
            self.bindings.setdefault((binding.scope, binding.name), []).append(binding)
            if binding.last_line:
                self.regional.add(binding.name)
        for item in facts.imports:
            if item.bound == "*":
                self.stars.append(item)
            else:
                self.imports.setdefault((item.scope, item.bound), []).append(item)
        self._places: dict[str, Reference] | None = None
        self._behind: dict[tuple[int, int], Reference] | None = None
        self._words: frozenset[str] | None = None

    def _is_in_scope(self, definition: Definition) -> bool:
        """Whether code around may use its bare name: a section has a title, and a method is reached through its object."""
        parent = self.facts.definitions[definition.parent] if definition.parent != MODULE else None
        if definition.kind is Kind.METHOD:
            return parent is not None and parent.kind in TYPES
        if definition.kind is Kind.ATTRIBUTE:
            own = f"{parent.qualname}.{definition.name}" if parent is not None else definition.name
            return definition.qualname == own and not self.language.fields_apart
        return definition.kind is not Kind.SECTION

    def definition(self, index: int) -> Definition:
        return self.facts.definitions[index]

    def definitions(self, qualname: str) -> list[Definition]:
        return [self.facts.definitions[index] for index in self.by_qualname.get(qualname, ())]

    def kind(self, qualname: str) -> Kind | None:
        """What the first definition of the name is."""
        indices = self.by_qualname.get(qualname)
        return self.facts.definitions[indices[0]].kind if indices else None

    def has_member(self, qualname: str, name: str) -> bool:
        """Whether the class has a member ``name`` in this file: in its body, through a receiver, or from outside of it."""
        return f"{qualname}.{name}" in self.by_qualname

    def functions_in(self, scope: int, name: str) -> list[Definition]:
        """The functions and methods ``name`` that stand in a scope."""
        found = (self.facts.definitions[index] for index in self.members.get(scope, ()))
        return [one for one in found if one.name == name and one.kind in CALLABLES]

    def binds(self, name: str) -> bool:
        """Whether the file itself defines or imports the name at its top level."""
        return (MODULE, name) in self.children or (MODULE, name) in self.imports

    def is_rebound(self, name: str) -> bool:
        """Whether something else than a definition or an import binds the name at the top level, and nothing tells where."""
        own = {self.facts.definitions[index].name_line for index in self.children.get((MODULE, name), ())}
        bindings = (one for one in self.bindings.get((MODULE, name), ()) if not one.last_line)
        return any(binding.line not in own for binding in bindings)

    def lookup(self, scope: int, name: str, line: int) -> Found | None:
        """What binds ``name`` for code in ``scope``, short of the module itself.

        The body of a class is no scope for the functions inside of it, and there only what stands above ``line`` is bound.
        """
        innermost = scope
        while scope != MODULE:
            definition = self.facts.definitions[scope]
            if definition.kind in CALLABLES or definition.kind in (Kind.NAMESPACE, Kind.SECTION):
                found = self._local(scope, name, line)
            else:
                found = self._in_class_body(scope, name, line) if scope == innermost else self._type_parameter(scope, name)
            if found is not None:
                return found
            scope = definition.parent
        bindings = self._bound(MODULE, name, line) if name in self.regional else ()
        return Found(MODULE, (), (), bindings) if bindings else None

    def is_extension(self, index: int) -> bool:
        return index in self.extensions.get(self.facts.definitions[index].name, ())

    def words(self) -> frozenset[str]:
        """Every name that is used in the file."""
        if self._words is None:
            self._words = frozenset(reference.name for reference in self.facts.references)
        return self._words

    def class_of(self, scope: int) -> int | None:
        """The class whose method is, or holds, the function ``scope``; of an outer method only where the class is here."""
        while scope != MODULE:
            definition = self.facts.definitions[scope]
            if definition.kind is Kind.METHOD:
                owner = definition.qualname.rpartition(".")[0]
                around = definition.parent
                if around != MODULE and self.facts.definitions[around].qualname == owner:
                    return around
                return next(iter(self.by_qualname.get(owner, ())), None)
            if definition.kind in TYPES:
                return None
            scope = definition.parent
        return None

    def owner_name(self, scope: int) -> str | None:
        """The qualified name of the class whose method is, or holds, the function ``scope``, wherever the class is."""
        while scope != MODULE:
            definition = self.facts.definitions[scope]
            if definition.kind is Kind.METHOD and self._binds_this(definition):
                return definition.qualname.rpartition(".")[0]
            if definition.kind in TYPES:
                return definition.qualname
            scope = definition.parent
        return None

    def _binds_this(self, method: Definition) -> bool:
        """Whether the method has an object of its own: an arrow function inside of an object has that of the code around."""
        is_member = method.parent != MODULE and self.facts.definitions[method.parent].kind in TYPES
        return is_member or not method.signature.endswith("=>")

    def receiver_names(self, qualname: str) -> set[str]:
        """What the methods of a class call the object, or the class, that they are called on."""
        methods = [method for index in self.by_qualname.get(qualname, ()) for method in self.members.get(index, ())]
        parameters = (self.facts.definitions[method].parameters[:1] for method in methods)
        return set() if self.language.this else {one.name for first in parameters for one in first}

    def receiver(self, binding: Binding) -> tuple[int, bool] | None:
        """``(class, is_class)`` where the binding is the receiver of a method: an instance, or the class itself."""
        if binding.scope == MODULE:
            return None
        method = self.facts.definitions[binding.scope]
        first = method.parameters[0] if method.parameters else None
        if method.kind is not Kind.METHOD or first is None or first.name != binding.name or first.kind not in ("", "/"):
            return None
        if self.language.this or method.parent == MODULE or any(one in self.language.detached for one in method.decorators):
            return None
        return method.parent, "classmethod" in method.decorators or method.name in _CLASS_METHODS

    def is_type_parameter(self, scope: int, name: str) -> bool:
        """Whether a function declares the name in its header, other than as a parameter."""
        if scope == MODULE or (scope, name) not in self.bindings:
            return False
        function = self.facts.definitions[scope]
        if any(parameter.name == name for parameter in function.parameters):
            return False
        return self._type_parameter(scope, name) is not None

    def assigner(self, index: int) -> int:
        """The scope whose code gives a variable or an attribute its value: a method where it is set through a receiver."""
        definition = self.facts.definitions[index]
        if definition.kind is not Kind.ATTRIBUTE:
            return definition.parent
        for method in self.members.get(definition.parent, ()):
            other = self.facts.definitions[method]
            if other.kind is Kind.METHOD and other.signature_end <= definition.name_line <= other.end_line:
                return method
        return definition.parent

    def owner(self, scope: int, line: int) -> int:
        """The innermost definition whose code holds a line of ``scope``: headers and values belong to what they define."""
        best = scope
        for index in self._around(scope, line):
            if self.facts.definitions[index].kind in VALUES and self.assigner(index) != scope:
                continue
            best = index
        return best

    def reference_at(self, place: str) -> Reference | None:
        """The reference at a place that a binding names as its value."""
        if self._places is None:
            self._places = {f"?{one.line}:{one.column}": one for one in self.facts.references}
        return self._places.get(place)

    def head_of(self, binding: Binding) -> str:
        """The name that the value of a binding starts with, where that is known."""
        if binding.value is None or binding.value[0] != "?":
            return (binding.value or "").partition(".")[0]
        at = self.reference_at(binding.value)
        for _ in range(_MAX_LINKS):
            if at is None or at.dotted[0] != "?":
                break
            at = self.behind(at)
        return at.dotted.partition(".")[0] if at is not None else ""

    def behind(self, reference: Reference) -> Reference | None:
        """The reference that ends what is in front of a member of an expression; ``super`` itself for ``super(C, self).x``."""
        if self._behind is None:
            self._behind = _super_calls(self.facts)
            for one in self.facts.receivers:
                if (found := self.reference_at(f"?{one.of_line}:{one.of_column}")) is not None:
                    self._behind.setdefault((one.line, one.column), found)
        return self._behind.get((reference.line, reference.column))

    def _around(self, scope: int, line: int) -> list[int]:
        members = self.members.get(scope, [])
        at = bisect_right(members, line, key=lambda index: self.facts.definitions[index].start_line)
        nearby = members[max(0, at - 8) : at]
        return [index for index in nearby if self.facts.definitions[index].end_line >= line]

    def _bound(self, scope: int, name: str, line: int) -> tuple[Binding, ...]:
        """What binds the name nearest to a line: in the smallest region around it, else in all of the scope."""
        found = self.bindings.get((scope, name), ())
        if name not in self.regional:
            return tuple(found)
        around = [binding for binding in found if binding.first_line <= line <= binding.last_line]
        if around:
            nearest = min(binding.last_line - binding.first_line for binding in around)
            return tuple(binding for binding in around if binding.last_line - binding.first_line == nearest)
        return tuple(binding for binding in found if not binding.last_line) if scope != MODULE else ()

    def _local(self, scope: int, name: str, line: int) -> Found | None:
        definitions = tuple(self.children.get((scope, name), ()))
        imports = tuple(self.imports.get((scope, name), ()))
        own = {self.facts.definitions[index].name_line for index in definitions}
        bindings = tuple(binding for binding in self._bound(scope, name, line) if binding.line not in own)
        return Found(scope, definitions, imports, bindings) if definitions or imports or bindings else None

    def _type_parameter(self, scope: int, name: str) -> Found | None:
        bindings = self.bindings.get((scope, name), ())
        header = self.facts.definitions[scope].signature_end
        found = tuple(one for one in bindings if one.line <= header and one.value is None)
        return Found(scope, (), (), found) if found else None

    def _in_class_body(self, scope: int, name: str, line: int) -> Found | None:
        if "" in self.language.constructors and name == self.facts.definitions[scope].name:
            return None  # the class, and not its constructor
        members = self.children.get((scope, name), ())
        above = tuple(
            index for index in members if self.facts.definitions[index].end_line < line and self.assigner(index) == scope
        )
        imports = tuple(self.imports.get((scope, name), ()))
        bindings = self._bound(scope, name, line)
        return Found(scope, above, imports, bindings) if above or imports or bindings else None


def _super_calls(facts: FileFacts) -> dict[tuple[int, int], Reference]:
    """Where a member of ``super(C, self)`` would stand: right behind it. Its second argument is no reference."""
    found: dict[tuple[int, int], Reference] = {}
    previous: Reference | None = None
    for reference in facts.references:
        if previous is not None and _opens(previous, reference):
            end = reference.column + len(reference.name.encode())
            found.update(((reference.line, end + len(receiver)), previous) for receiver in (", self).", ", cls)."))
        previous = reference
    return found


def _opens(call: Reference, first: Reference) -> bool:
    """Whether ``first`` is the class in ``super(C, self)``."""
    return (
        call.dotted == "super"
        and call.call_arity == 2
        and (first.line, first.column) == (call.line, call.column + len("super("))
    )
