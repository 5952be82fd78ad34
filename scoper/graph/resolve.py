"""The graph of a tree: which definition a reference means, and who refers to a symbol.

Lazy: only files that a question leads to are loaded. Pure: files come through the ``Tree``. What cannot be proved to mean
something of the tree means nothing here; names of other packages are never replaced by names of the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from scoper.facts.model import (
    MODULE,
    TYPES,
    Definition,
    FileFacts,
    Import,
    Kind,
    Reference,
    Role,
    SymbolId,
    split_symbol,
    symbol_id,
)
from scoper.graph.classes import Classes, ClassName
from scoper.graph.evaluate import Evaluator
from scoper.graph.exports import Exports
from scoper.graph.guess import Guesses, may_guess
from scoper.graph.includes import Includes
from scoper.graph.members import Members
from scoper.graph.mentions import local_names, may_import, mentions, words_for
from scoper.graph.model import Certainty, Edge, Meaning, Place, Tree, Use
from scoper.graph.sources import Sources
from scoper.graph.structural import Structural
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle
from scoper.lang.registry import language_of

_APART = frozenset({Role.CALL, Role.STRING})  # roles in which a name may mean something else than in others


class Graph:
    """One snapshot's graph. Answers are tuples in a fixed order, and depend on nothing but the contents of the tree."""

    def __init__(self, tree: Tree, told: Callable[[str], Mapping[Place, Sequence[Meaning]]] = lambda _path: {}) -> None:
        """``told`` gives what somebody else says of the names of a file, by where they stand."""
        self._tree = tree
        self._told = told
        self._meanings: dict[str, Mapping[Place, Sequence[Meaning]]] = {}
        self._sources = Sources(tree)
        self._exports = Exports(self._sources)
        self._classes = Classes(self._sources, self._exports)
        self._includes = Includes(self._sources)
        self._structural = Structural(self._sources, self._exports, self._classes)
        self._evaluator = Evaluator(self._sources, self._exports, self._classes)
        self.members = Members(self._sources, self._exports, self._classes, self._evaluator)
        self._resolved: dict[tuple[str, int, str, int, Role | None], tuple[Value, ...]] = {}
        self._uses: dict[str, tuple[Edge, ...]] = {}
        self._guesses = Guesses(self._sources)

    def prefetch(self, paths: Iterable[str]) -> None:
        """Loads the facts of several files in one go."""
        self._sources.prefetch(paths)

    def facts(self, path: str) -> FileFacts | None:
        """``None`` where the tree has no such file, or no grammar for it."""
        return self._sources.facts(path)

    def definitions_of(self, symbol: SymbolId) -> tuple[Definition, ...]:
        """All definitions of one qualified name, in file order."""
        path, qualname = split_symbol(symbol)
        table = self._sources.table(path)
        return tuple(table.definitions(qualname)) if table is not None else ()

    def resolve(self, path: str, reference: Reference, *, include_guesses: bool = False) -> tuple[Edge, ...]:
        """What a reference of the file means; empty where that is builtin, outside of the tree, or unknown.

        A member of an unknown object may be guessed from its name, which searches the tree.
        """
        table = self._sources.table(path)
        if table is None:
            return ()
        values = self._meant(table, reference)
        if include_guesses and not values and may_guess(reference) and self._evaluator.is_unknown_receiver(table, reference):
            values = self._guesses.of(path, reference.name)
        if reference.role is not Role.CALL and "." not in reference.dotted:
            values = tuple(value for value in values if value.rule != "alias")  # a local name, and itself no use of the other
        return self._edges(table, reference.scope, reference.line, reference.role, (*values, *self._other_halves(values)))

    def named(self, family: str, dotted: str) -> tuple[tuple[SymbolId, Certainty], ...]:
        """What a dotted path from a module on means to a language, wherever it is written: ``shop.names.slugify``."""
        values = self._evaluator.absolute("", family, dotted)
        return tuple((target, value.certainty) for value in values if (target := _symbol(value)) is not None)

    def resolve_import(self, path: str, item: Import) -> tuple[Edge, ...]:
        """What an imported name means; ``()`` when it is external, or not there."""
        table = self._sources.table(path)
        return self._import_edges(table, item) if table is not None else ()

    def uses(self, path: str) -> tuple[Edge, ...]:
        """Every resolved reference of a file, and what its import statements name (rule ``imports``), by line."""
        if path not in self._uses:
            table = self._sources.table(path)
            edges: list[Edge] = []
            if table is not None:
                for item in table.facts.imports:
                    edges += self._import_edges(table, item)
                for reference in table.facts.references:
                    edges += self.resolve(path, reference)
            edges.sort(key=lambda edge: edge.line)
            self._uses[path] = tuple(edges)
        return self._uses[path]

    def uses_of_names(self, path: str, names: AbstractSet[str]) -> tuple[Edge, ...]:
        """Those resolved references of a file that are written as one of some names, by line."""
        facts = self.facts(path)
        wanted = [one for one in facts.references if one.name in names] if facts is not None else []
        return tuple(sorted((edge for one in wanted for edge in self.resolve(path, one)), key=lambda edge: edge.line))

    def references_to(self, symbol: SymbolId) -> tuple[Edge, ...]:
        """Every use of the symbol in the tree, by path and line. Reads the files that hold its name or an alias of it."""
        return tuple(use.edge for use in self.uses_of(symbol))

    def uses_of(self, symbol: SymbolId, *, include_guesses: bool = False) -> tuple[Use, ...]:
        """The same with what is written there."""
        found = mentions(symbol, self._tree, self._sources, self._exports, self._includes, self._speaks)
        return tuple(
            use for path in found.paths for use in self._uses_in(path, symbol, found.names, include_guesses=include_guesses)
        )

    def expect(self, words: Iterable[str]) -> None:
        """Questions about symbols of these names will follow; one search for all of them may be cheaper."""
        self._tree.expect(frozenset(words))

    def search(self, words: Iterable[str]) -> tuple[str, ...]:
        """The files that hold any of these words, in order, whether or not they have a grammar."""
        return tuple(sorted(self._tree.search(frozenset(words))))

    def callers(self, symbol: SymbolId) -> tuple[Edge, ...]:
        """Every call of the symbol; of a constructor, also the calls of its class and of subclasses that inherit it."""
        calls = {use.edge for use in self.calls_of(symbol)}
        return tuple(sorted(calls, key=lambda edge: (split_symbol(edge.source)[0], edge.line, edge.source, edge.target)))

    def calls_of(self, symbol: SymbolId, *, include_guesses: bool = False) -> tuple[Use, ...]:
        """The same with what is written there."""
        calls = [use for use in self.uses_of(symbol, include_guesses=include_guesses) if use.edge.role is Role.CALL]
        owner, _, name = symbol.rpartition(".")
        if _is_constructor(symbol):
            is_inherited = name != owner.rpartition("::")[2].rpartition(".")[2]  # else each class has one of its own name
            heirs = self._heirs(owner, name) if is_inherited else []
            for cls in (owner, *heirs):
                calls += (use for use in self.uses_of(cls) if use.edge.role is Role.CALL)
        return tuple(calls)

    def importers(self, path: str) -> tuple[str, ...]:
        """The files that import the module ``path``, or something from it, in order."""
        candidates = mentions(path, self._tree, self._sources, self._exports, self._includes, self._speaks).paths
        return tuple(one for one in candidates if self.imports(one, path))

    def may_import(self, path: str) -> tuple[str, ...]:
        """The files that hold a word by which the module ``path`` is imported, none of which is read. One that imports it
        under a name which another file gave it may be missing."""
        return tuple(sorted(may_import(path, self._tree, self._sources)))

    def imports(self, path: str, module: str, *, renamed: bool = True) -> bool:
        """Whether a file imports the module of the file ``module``, or something from it. What is global needs no import.

        Without ``renamed``, a name that a third file gave the module does not count, and no third file is read."""
        facts = self.facts(path) if path != module else None
        index, stem = self._sources.index_of(module), self._sources.stem_of(module)
        if facts is None or index is None or (index.by_namespace and not stem):
            return False
        if any(stem == found.stem for item in facts.imports for found in self._exports.locate(path, item.module)):
            return True
        words = words_for(module, self._sources)
        items = (item for item in facts.imports if renamed or item.name in words)
        return any(stem in self._exports.modules(path, item) for item in items)

    def bases(self, symbol: SymbolId) -> tuple[Edge, ...]:
        """Edges from a class to the classes of the tree that it names as bases, in order."""
        path, qualname = split_symbol(symbol)
        definitions = self.definitions_of(symbol)
        if not definitions or definitions[0].kind not in TYPES:
            return ()
        line = definitions[0].name_line
        return tuple(
            Edge(symbol, symbol_id(value.path, value.name), Role.BASE, line, value.certainty, value.rule)
            for base in self._classes.bases(ClassName(path, qualname))
            for value in base.classes
        )

    def subclasses(self, symbol: SymbolId) -> tuple[Edge, ...]:
        """Edges from every direct subclass to the class, by path and line."""
        edges: list[Edge] = []
        for path in mentions(symbol, self._tree, self._sources, self._exports, self._includes, self._speaks).paths:
            table = self._sources.table(path)
            for qualname in table.by_qualname if table is not None else ():
                edges += (edge for edge in self.bases(symbol_id(path, qualname)) if edge.target == symbol)
        return tuple(edges)

    def overrides(self, symbol: SymbolId) -> tuple[SymbolId, ...]:
        """The methods of subclasses, however far below, that override this one, or implement it; in order."""
        owner, _, name = symbol.rpartition(".")
        if "::" not in owner:
            return ()
        below = (f"{cls}.{name}" for cls in self.descendants(owner) if self._defines(cls, name))
        return tuple(dict.fromkeys((*below, *self._structural.implementations(symbol))))

    def overridden_by(self, symbol: SymbolId) -> tuple[SymbolId, ...]:
        """The methods of base classes that this one overrides, nearest first, then those of interfaces that it implements."""
        owner, _, name = symbol.rpartition(".")
        path, qualname = split_symbol(owner)
        if not qualname or self._sources.table(path) is None:
            return ()
        implemented = self._structural.implemented(symbol)
        above = self._classes.order(ClassName(path, qualname))[1:]
        owners = (symbol_id(*cls) for cls in above if cls.path)
        overridden = (f"{cls}.{name}" for cls in owners if self._defines(cls, name))
        return tuple(dict.fromkeys((*overridden, *implemented)))

    def _speaks(self, path: str, symbol: SymbolId) -> bool:
        return any(meaning.symbol == symbol for meanings in self._told(path).values() for meaning in meanings)

    def neighbours(self, symbol: SymbolId) -> tuple[Edge, ...]:
        """Edges out of the symbol (what is inside of it included), then edges into it."""
        path, qualname = split_symbol(symbol)
        inside = f"{symbol}." if qualname else f"{symbol}::"
        out = [edge for edge in self.uses(path) if edge.source == symbol or edge.source.startswith(inside)]
        return (*out, *self.references_to(symbol))

    def _meant(self, table: FileTable, reference: Reference) -> tuple[Value, ...]:
        """What we were told, where that is sure; else what is proved, then what we were told, then what is likely."""
        if table.path not in self._meanings:
            self._meanings[table.path] = self._told(table.path)
        told = self._meanings[table.path].get((reference.line, reference.column), ())
        if not told:
            return self._values(table, reference)
        certainty = _certainty(is_sure=all(meaning.is_sure for meaning in told))
        values = settle(Value(Form.SYMBOL, *split_symbol(meaning.symbol), certainty, "scip") for meaning in told)
        own = self._values(table, reference) if certainty is not Certainty.EXACT else ()
        return own if any(value.certainty is Certainty.EXACT for value in own) else values

    def _values(self, table: FileTable, reference: Reference) -> tuple[Value, ...]:
        if reference.role is Role.KEYWORD:
            return self._fields(table, reference)
        if reference.dotted.startswith("?"):
            return self._evaluator.reference(table, reference)
        in_class = reference.scope != MODULE and table.definition(reference.scope).kind in TYPES
        is_regional = table.language.block_scopes or reference.dotted.partition(".")[0] in table.regional
        line = reference.line if in_class or is_regional else 0
        key = (table.path, reference.scope, reference.dotted, line, reference.role if reference.role in _APART else None)
        if key not in self._resolved:
            self._resolved[key] = self._evaluator.reference(table, reference)
        return self._resolved[key]

    def _other_halves(self, values: Iterable[Value]) -> Iterator[Value]:
        """What is declared in one file and defined in another is both."""
        for value in values:
            index = self._sources.index_of(value.path) if value.form is Form.SYMBOL else None
            for path in index.counterparts(value.path) if index is not None else ():
                other = self._sources.table(path)
                if other is not None and value.name in other.by_qualname:
                    yield value._replace(path=path, rule="other half")

    def _fields(self, table: FileTable, keyword: Reference) -> tuple[Value, ...]:
        """A keyword argument names an annotated attribute where a class without a constructor of its own is called."""
        if keyword.dotted.startswith("?"):
            return ()
        found: list[Value] = []
        for value in self._evaluator.chain(table, keyword.scope, keyword.dotted, keyword.line):
            name = ClassName(value.path, value.name)
            if not self._classes.is_class(value) or self._is_constructed(name, value):
                continue
            for member in self._classes.member(name, keyword.name, value):
                definitions = self.definitions_of(symbol_id(member.path, member.name))
                if any(one.kind is Kind.ATTRIBUTE and ":" in one.signature for one in definitions):
                    found.append(member._replace(rule="field"))
        return tuple(found)

    def _is_constructed(self, cls: ClassName, value: Value) -> bool:
        """Whether a constructor, which is written out, says what arguments a call of the class takes."""
        language = language_of(cls.path)
        names = language.constructors_of(cls.qualname) if language is not None else ()
        return any(self._classes.member(cls, name, value) for name in names)

    def _edges(
        self, table: FileTable, scope: int, line: int, role: Role, values: Iterable[Value], rule: str = ""
    ) -> tuple[Edge, ...]:
        owner = table.owner(scope, line)
        source = symbol_id(table.path, table.definition(owner).qualname if owner != MODULE else "")
        return tuple(
            Edge(source, target, role, line, value.certainty, rule or value.rule)
            for value in values
            if (target := _symbol(value)) is not None
        )

    def _import_edges(self, table: FileTable, item: Import) -> tuple[Edge, ...]:
        values = list(self._exports.imported(table.path, item))
        if item.name is None:
            family = self._sources.family(table.path)
            values += (
                self._exports.module(family, found.stem, _certainty(is_sure=found.sure), "import")
                for found in self._exports.locate(table.path, item.module)
            )
        edges = self._edges(table, item.scope, item.line, Role.READ, values, "imports")
        return tuple(dict.fromkeys(edges))

    def _uses_in(self, path: str, symbol: SymbolId, names: frozenset[str], *, include_guesses: bool) -> Iterator[Use]:
        table = self._sources.table(path)
        if table is None:
            return
        local = local_names(table.facts, names) | self._words_for(table, symbol)
        is_module = not split_symbol(symbol)[1]
        uses: list[Use] = []
        for item in table.facts.imports:
            if is_module or item.bound in local or item.name in names:
                uses += (Use(edge, path, item) for edge in self._import_edges(table, item))
        for reference in table.facts.references:
            if reference.name in local:
                edges = self.resolve(path, reference, include_guesses=include_guesses)
                uses += (Use(edge, path, reference) for edge in edges)
        uses.sort(key=lambda use: use.edge.line)
        yield from (use for use in uses if use.edge.target == symbol)

    def _words_for(self, table: FileTable, symbol: SymbolId) -> set[str]:
        """The words of a language that may stand for the symbol in some place, whatever it is called."""
        language, (path, qualname) = table.language, split_symbol(symbol)
        if not qualname:
            return {*language.module_words}
        if _is_constructor(symbol):
            return {*language.this, language.super_call}  # constructors hand their work to each other
        if not self._classes.is_class(Value(Form.SYMBOL, path, qualname, Certainty.EXACT, "")):
            return set()
        return {*language.static_this, *(table.receiver_names(qualname) if path == table.path else ())}

    def _defines(self, cls: SymbolId, name: str) -> bool:
        path, qualname = split_symbol(cls)
        table = self._sources.table(path)
        return table is not None and table.has_member(qualname, name)

    def descendants(self, cls: SymbolId) -> list[SymbolId]:
        """The classes below one, however far, in order."""
        found: dict[SymbolId, None] = {cls: None}
        level = [cls]
        while level:
            self._tree.expect({split_symbol(one)[1].rpartition(".")[2] for one in level})
            below = dict.fromkeys(edge.source for one in level for edge in self.subclasses(one))
            level = [one for one in below if one not in found]
            found.update(below)
        del found[cls]
        return sorted(found)

    def _heirs(self, cls: SymbolId, name: str) -> list[SymbolId]:
        """Subclasses whose ``name`` is the one that ``cls`` defines."""
        path, qualname = split_symbol(cls)
        heirs: list[SymbolId] = []
        for one in self.descendants(cls):
            heir = ClassName(*split_symbol(one))
            receiver = Value(Form.INSTANCE, *heir, Certainty.EXACT, "self")
            if any(value[1:3] == (path, f"{qualname}.{name}") for value in self._classes.member(heir, name, receiver)):
                heirs.append(one)
        return heirs


def _is_constructor(symbol: SymbolId) -> bool:
    path, qualname = split_symbol(symbol)
    owner, _, name = qualname.rpartition(".")
    language = language_of(path) if owner else None
    return language is not None and name in language.constructors_of(owner)


def _symbol(value: Value) -> SymbolId | None:
    if value.form is Form.SYMBOL:
        return symbol_id(value.path, value.name)
    return value.path or None if value.form is Form.MODULE else None


def _certainty(*, is_sure: bool) -> Certainty:
    return Certainty.EXACT if is_sure else Certainty.LIKELY
