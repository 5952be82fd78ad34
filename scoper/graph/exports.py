"""What modules offer to each other: imports, re-exports, star imports, submodules. Knows names, and nothing of types."""

from __future__ import annotations

from scoper.facts.model import MODULE, Import
from scoper.graph.model import Certainty
from scoper.graph.modules import module_stem
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value, settle

_Seen = set[tuple[str, str]]
_MAX_CHAIN = 40  # modules that pass a name on to each other


class Exports:
    """Answers are kept for as long as the object lives; each starts from nothing, so none depends on those before it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._members: dict[tuple[str, str], tuple[Value, ...]] = {}
        self._imported: dict[tuple[str, Import], tuple[Value, ...]] = {}

    def imported(self, path: str, item: Import) -> tuple[Value, ...]:
        """What the name means that an import binds; empty where that is outside of the tree."""
        key = (path, item)
        if key not in self._imported:
            self._imported[key] = self._resolve_import(path, item, set())
        return self._imported[key]

    def member(self, stem: str, name: str) -> tuple[Value, ...]:
        """What ``name`` means as an attribute of a module."""
        key = (stem, name)
        if key not in self._members:
            self._members[key] = self._member(stem, name, set())
        return self._members[key]

    def own(self, table: FileTable, name: str) -> tuple[Value, ...]:
        """What ``name`` means to code of the module itself."""
        return self._bound(table, name, {(module_stem(table.path), name)}) or ()

    def is_outside(self, table: FileTable, name: str) -> bool:
        """Whether the module imports ``name`` from somewhere outside of the tree."""
        return any(not self.imported(table.path, item) for item in table.imports.get((MODULE, name), ()))

    def modules(self, path: str, item: Import) -> tuple[str, ...]:
        """The stems of the modules that an import statement names, its imported submodules included."""
        index = self._sources.index
        stems = [found.stem for found in index.locate(path, item.module)]
        if item.name is not None and item.name != "*":
            stems += [value.name for value in self.imported(path, item) if value.form is Form.MODULE]
        return tuple(dict.fromkeys(stems))

    def _resolve_import(self, path: str, item: Import, seen: _Seen) -> tuple[Value, ...]:
        if item.name is None:
            return self._module(path, item)
        if item.bound == "*":
            return ()
        values: list[Value] = []
        for module in self._sources.index.locate(path, item.module):
            sure = Certainty.EXACT if module.sure else Certainty.LIKELY
            values += (value.at_most(sure) for value in self._member(module.stem, item.name, seen))
        return settle(_ruled(value, "import") if value.rule in ("local", "module") else value for value in values)

    def _module(self, path: str, item: Import) -> tuple[Value, ...]:
        """``import a.b`` binds the package ``a``, and ``import a.b as c`` the module itself."""
        index = self._sources.index
        head, _, rest = item.module.partition(".")
        binds_head = bool(rest) and item.bound == head
        found = index.locate(path, item.module) or (index.locate(path, head) if binds_head else ())
        values: list[Value] = []
        for module in found:
            stem = module.stem
            if binds_head and stem.endswith(item.module.replace(".", "/")):
                stem = stem[: len(stem) - len(rest) - 1]
            values.append(self._of_module(stem, Certainty.EXACT if module.sure else Certainty.LIKELY, "import"))
        return settle(values)

    def _member(self, stem: str, name: str, seen: _Seen) -> tuple[Value, ...]:
        if (stem, name) not in seen and len(seen) < _MAX_CHAIN:
            seen.add((stem, name))
            path = self._sources.index.file(stem)
            table = self._sources.table(path) if path is not None else None
            bound = self._bound(table, name, seen) if table is not None else None
            if bound is not None:
                return bound
        inner = self._sources.index.submodule(stem, name)
        return (self._of_module(inner, Certainty.EXACT, "module"),) if inner is not None else ()

    def _bound(self, table: FileTable, name: str, seen: _Seen) -> tuple[Value, ...] | None:
        """``None`` where the module does not bind the name; empty where it binds it to something outside of the tree."""
        definitions = table.children.get((MODULE, name), ())
        imports = table.imports.get((MODULE, name), ())
        if not definitions and not imports:
            return self._starred(table, name, seen)
        values = [Value(Form.SYMBOL, table.path, name, Certainty.EXACT, "local")] if definitions else []
        complete = True
        for item in imports:
            found = self._resolve_import(table.path, item, seen)
            complete = complete and bool(found)
            values += (_ruled(value, "re-export") if item.name is not None else value for value in found)
        return settle(values, complete=complete)

    def _starred(self, table: FileTable, name: str, seen: _Seen) -> tuple[Value, ...] | None:
        values: list[Value] = []
        complete = True
        for item in table.stars:
            modules = self._sources.index.locate(table.path, item.module)
            complete = complete and bool(modules)
            for module in modules:
                if self._shares(module.stem, name):
                    sure = Certainty.EXACT if module.sure else Certainty.LIKELY
                    values += (_ruled(value.at_most(sure), "star") for value in self._member(module.stem, name, seen))
        return settle(values, complete=complete) if values else None

    def _shares(self, stem: str, name: str) -> bool:
        """Whether a star import of the module brings the name."""
        path = self._sources.index.file(stem)
        facts = self._sources.facts(path) if path is not None else None
        if facts is None:
            return False
        return name in facts.exports if facts.exports is not None else not name.startswith("_")

    def _of_module(self, stem: str, certainty: Certainty, rule: str) -> Value:
        return Value(Form.MODULE, self._sources.index.file(stem) or "", stem, certainty, rule)


def _ruled(value: Value, rule: str) -> Value:
    return value._replace(rule=rule)
