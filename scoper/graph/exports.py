"""What modules offer to each other: imports, re-exports, star imports, submodules. Knows names, and nothing of types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from scoper.facts.model import MODULE, Import, Kind
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle
from scoper.lang.registry import language_of
from scoper.lang.spec import Located

_Seen = set[tuple[str, str, str]]
_MAX_CHAIN = 40  # modules that pass a name on to each other


class Exports:
    """Answers are kept for as long as the object lives; each starts from nothing, so none depends on those before it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._members: dict[tuple[str, str, str], tuple[Value, ...]] = {}
        self._imported: dict[tuple[str, Import], tuple[Value, ...]] = {}
        self._own: dict[tuple[str, str], tuple[Value, ...]] = {}

    def imported(self, path: str, item: Import) -> tuple[Value, ...]:
        """What the name means that an import binds; empty where that is outside of the tree."""
        key = (path, item)
        if key not in self._imported:
            self._imported[key] = self._resolve_import(path, item, set())
        return self._imported[key]

    def is_endless(self, family: str, stem: str, name: str) -> bool:
        """Whether so many modules pass names on to a module that not all of them are looked into for this one."""
        seen: _Seen = set()
        self._member(family, stem, name, seen)
        return len(seen) >= _MAX_CHAIN

    def member(self, family: str, stem: str, name: str) -> tuple[Value, ...]:
        """What ``name`` means as an attribute of a module."""
        key = (family, stem, name)
        if key not in self._members:
            self._members[key] = self._member(family, stem, name, set())
        return self._members[key]

    def own(self, table: FileTable, name: str) -> tuple[Value, ...]:
        """What ``name`` means to code of the module itself."""
        key = (table.path, name)
        if key not in self._own:
            self._own[key] = self._find_own(table, name)
        return self._own[key]

    def locate(self, path: str, module: str) -> tuple[Located, ...]:
        """The modules that an import statement of a file names."""
        index = self._sources.index_of(path)
        if index is None:
            return ()
        return index.locate(path, module) if module else (Located(self._sources.stem_of(path), True),)

    def modules(self, path: str, item: Import) -> tuple[str, ...]:
        """The stems of the modules that an import statement names, its imported submodules included."""
        stems = [found.stem for found in self.locate(path, item.module)]
        if item.name is not None and item.name != "*":
            stems += [value.name for value in self.imported(path, item) if value.form is Form.MODULE]
        return tuple(dict.fromkeys(stems))

    def inside(self, holder: Value, name: str) -> tuple[Value, ...]:
        """What ``name`` means as a member of a class or a namespace of a file; a namespace also has what it imports."""
        return self._inside(holder, name, set())

    def path(self, path: str, word: str) -> tuple[Value, ...]:
        """The modules that a word which opens a path means in a file."""
        family = self._sources.family(path)
        found = self.locate(path, word)
        return settle(
            self.module(family, one.stem, Certainty.EXACT if one.sure else Certainty.LIKELY, "import") for one in found
        )

    def absolute(self, path: str, family: str, parts: Sequence[str]) -> tuple[tuple[Value, ...], Sequence[str]]:
        """The module that the longest part of a dotted path names, as seen from a file, and the parts behind it."""
        index = self._sources.index(family)
        for count in range(len(parts), 0, -1):
            if found := index.locate(path, ".".join(parts[:count])):
                modules = (
                    self.module(family, one.stem, Certainty.EXACT if one.sure else Certainty.LIKELY, "string") for one in found
                )
                return settle(modules), parts[count:]
        return (), ()

    def module(self, family: str, stem: str, certainty: Certainty, rule: str) -> Value:
        """A module as a value. Its path is that of the one file it consists of, if it is one."""
        index = self._sources.index(family)
        files = () if index.by_namespace else index.files(stem)
        return Value(Form.MODULE, files[0] if len(files) == 1 else "", stem, certainty, rule, family)

    def _find_own(self, table: FileTable, name: str) -> tuple[Value, ...]:
        family, stem = self._sources.family(table.path), self._sources.stem_of(table.path)
        seen = {(family, stem, name)}
        bound = self._written(table, name, seen)
        if bound is not None:
            # A loop, a handler or a function without a name may bind it, too, and nothing tells where that holds.
            return settle(bound, complete=not table.is_rebound(name))
        return self._found_around(table, name, family) or self._starred(table, name, seen) or ()

    def _found_around(self, table: FileTable, name: str, family: str) -> tuple[Value, ...]:
        if not family:
            return ()
        for module in self._around(table, family):
            values: list[Value] = []
            for path in self._sources.files(family, module.stem, name):
                other = self._sources.table(path)
                if path != table.path and other is not None:
                    values += self._defined(other, name)
            if values:
                sure = Certainty.EXACT if module.sure else Certainty.LIKELY
                return settle(_ruled(value.at_most(sure), "module") for value in values)
        return ()

    def _around(self, table: FileTable, family: str) -> Iterable[Located]:
        """The modules whose names a file sees without an import: with namespaces, its own and those around it."""
        index = self._sources.index(family)
        if not index.by_namespace:
            return index.ambient(table.path)
        stem = self._sources.stem_of(table.path)
        if table.language.flat_namespaces:
            return [Located(stem, bool(stem))]  # what is global may as well come from outside
        parts = stem.split(".") if stem else []
        return [Located(".".join(parts[:count]), True) for count in range(len(parts), -1, -1)]

    def _resolve_import(self, path: str, item: Import, seen: _Seen) -> tuple[Value, ...]:
        if item.name is None:
            return self._module(path, item)
        if item.bound == "*":
            return ()
        family = self._sources.family(path)
        values: list[Value] = []
        modules = self.locate(path, item.module)
        for module in modules:
            sure = Certainty.EXACT if module.sure else Certainty.LIKELY
            if item.name == "*":  # all of the module under one name
                values += self._whole(path, module, seen) or (self.module(family, module.stem, sure, "import"),)
            else:
                values += (value.at_most(sure) for value in self._member(family, module.stem, item.name, seen))
        if not values and self._may_be_class(family, item, modules):
            return self._of_class(path, item, seen)
        return settle(_ruled(value, "import") if value.rule in ("local", "module") else value for value in values)

    def _whole(self, path: str, module: Located, seen: _Seen) -> tuple[Value, ...]:
        """What a module offers instead of itself, where the language has a way to say so."""
        language = language_of(path)
        if language is None or not language.whole_export:
            return ()
        values = self._member(self._sources.family(path), module.stem, language.whole_export, seen)
        return tuple(value.at_most(Certainty.EXACT if module.sure else Certainty.LIKELY) for value in values)

    def beside(self, value: Value, name: str) -> tuple[Value, ...]:
        """What else a module offers that offers ``value`` as a whole: both have the same name for who imports it."""
        language = language_of(value.path) if value.form is Form.SYMBOL else None
        if language is None or not language.whole_export:
            return ()
        family, stem = self._sources.family(value.path), self._sources.stem_of(value.path)
        whole = self.member(family, stem, language.whole_export)
        if not any(one[:3] == value[:3] for one in whole):
            return ()
        found = (one.at_most(value.certainty) for one in self.member(family, stem, name))
        return tuple(_ruled(one, value.rule) if one.rule == "local" else one for one in found)

    def _may_be_class(self, family: str, item: Import, modules: Collection[Located]) -> bool:
        """Whether what an import takes from may be a class; with namespaces nothing tells before it is looked for."""
        return "." in item.module and (not modules or self._sources.index(family).by_namespace)

    def _of_class(self, path: str, item: Import, seen: _Seen) -> tuple[Value, ...]:
        """A member of a class or namespace of a file: ``import static a.Cls.member``; with ``*`` for a name, that itself."""
        module, _, name = item.module.rpartition(".")
        if item.name == "*":
            return self._resolve_import(path, item._replace(module=module, name=name), seen)
        values: list[Value] = []
        for value in self._resolve_import(path, item._replace(module=module, name=name), seen):
            if value.form is Form.SYMBOL:
                values += (_ruled(inner, "import") for inner in self._inside(value, item.name or "", seen))
            elif value.form is Form.MODULE:
                values += (_ruled(inner, "import") for inner in self._member(value.family, value.name, item.name or "", seen))
        return settle(values)

    def _inside(self, holder: Value, name: str, seen: _Seen) -> tuple[Value, ...]:
        table = self._sources.table(holder.path)
        key = (holder.path, holder.name, name)
        if table is None or key in seen or len(seen) >= _MAX_CHAIN:
            return ()
        seen.add(key)
        if table.has_member(holder.name, name):
            return (holder._replace(name=f"{holder.name}.{name}"),)
        values: list[Value] = []
        for scope in table.by_qualname.get(holder.name, ()):
            if table.definition(scope).kind is Kind.NAMESPACE:
                for item in table.imports.get((scope, name), ()):
                    values += self._resolve_import(table.path, item, seen)
                values += self._starred(table, name, seen, scope) or ()
        return tuple(_passed_on(value).at_most(holder.certainty) for value in settle(values))

    def _module(self, path: str, item: Import) -> tuple[Value, ...]:
        """``import a.b`` binds the package ``a``, and ``import a.b as c`` the module itself."""
        family = self._sources.family(path)
        head, _, rest = item.module.partition(".")
        binds_head = bool(rest) and item.bound == head
        found = self.locate(path, item.module) or (self.locate(path, head) if binds_head else ())
        values: list[Value] = []
        for module in found:
            stem = module.stem
            if binds_head and stem.endswith(item.module.replace(".", "/")):
                stem = stem[: len(stem) - len(rest) - 1]
            values.append(self.module(family, stem, Certainty.EXACT if module.sure else Certainty.LIKELY, "import"))
        return settle(values)

    def _member(self, family: str, stem: str, name: str, seen: _Seen) -> tuple[Value, ...]:
        if (family, stem, name) not in seen and len(seen) < _MAX_CHAIN:
            seen.add((family, stem, name))
            found = [
                bound
                for path in self._sources.files(family, stem, name)
                if (table := self._sources.table(path)) is not None
                if (bound := self._offered(table, name, seen)) is not None
            ]
            if found:
                values = (value for values in found for value in values)
                return settle((_passed_on(value) for value in values), complete=all(found))
        inner = self._sources.index(family).submodule(stem, name)
        return (self.module(family, inner, Certainty.EXACT, "module"),) if inner is not None else ()

    def _offered(self, table: FileTable, name: str, seen: _Seen) -> tuple[Value, ...] | None:
        """What a file adds to its module under a name; what files of a namespace import is theirs alone."""
        if self._sources.index(self._sources.family(table.path)).by_namespace:
            return tuple(self._defined(table, name)) or None
        return self._bound(table, name, seen)

    def _defined(self, table: FileTable, name: str) -> list[Value]:
        definitions = table.children.get((MODULE, name), ())
        return [Value(Form.SYMBOL, table.path, name, Certainty.EXACT, "local")] if definitions else []

    def _bound(self, table: FileTable, name: str, seen: _Seen) -> tuple[Value, ...] | None:
        """``None`` where the module does not bind the name; empty where it binds it to something outside of the tree."""
        written = self._written(table, name, seen)
        return written if written is not None else self._starred(table, name, seen, MODULE)

    def _written(self, table: FileTable, name: str, seen: _Seen) -> tuple[Value, ...] | None:
        """The same, star imports not included: where the modules around a file are in sight, they go before these."""
        imports = table.imports.get((MODULE, name), ())
        values = self._defined(table, name)
        if not values and not imports:
            return None
        complete = True
        for item in imports:
            if not item.module and item.name == name:
                continue  # says that a name of this file is for others, which goes without saying here
            found = self._resolve_import(table.path, item, seen) if item.module else self._renamed(table, item, seen)
            complete = complete and bool(found)
            values += found
        return settle(values, complete=complete) if values or not complete else None

    def _renamed(self, table: FileTable, item: Import, seen: _Seen) -> tuple[Value, ...]:
        """A name of the file itself that it offers under another."""
        key = (self._sources.family(table.path), self._sources.stem_of(table.path), item.name or "")
        if key in seen or len(seen) >= _MAX_CHAIN:
            return ()
        seen.add(key)
        return self._bound(table, item.name or "", seen) or ()

    def _starred(self, table: FileTable, name: str, seen: _Seen, scope: int | None = None) -> tuple[Value, ...] | None:
        """What star imports bring, those of one scope or all of the file."""
        values: list[Value] = []
        complete = True
        family = self._sources.family(table.path)
        for item in table.stars:
            if scope not in (None, item.scope):
                continue
            modules = self.locate(table.path, item.module)
            members: tuple[Value, ...] = ()
            if self._may_be_class(family, item, modules) and not self._sources.is_namespace(family, item.module):
                members = self._of_class(table.path, item._replace(name=name, bound=name), seen)
                values += (_ruled(value, "star") for value in members)
            complete = complete and bool(modules or members)
            for module in modules:
                if self._shares(family, module.stem, name):
                    sure = Certainty.EXACT if module.sure else Certainty.LIKELY
                    found = self._member(family, module.stem, name, seen)
                    values += (_ruled(value.at_most(sure), "star") for value in found)
        return settle(values, complete=complete) if values else None

    def _shares(self, family: str, stem: str, name: str) -> bool:
        """Whether a star import of the module brings the name."""
        paths = self._sources.files(family, stem, name)
        facts = [found for path in paths if (found := self._sources.facts(path)) is not None]
        if not facts:
            return False
        listed = [one.exports for one in facts if one.exports is not None]
        if listed:
            return any(name in names for names in listed)
        language = language_of(paths[0])
        return not (language is not None and language.exports and name.startswith("_"))


def _passed_on(value: Value) -> Value:
    """What a module has imported itself."""
    return _ruled(value, "re-export") if value.rule == "import" and value.form is Form.SYMBOL else value


def _ruled(value: Value, rule: str) -> Value:
    return value._replace(rule=rule)
