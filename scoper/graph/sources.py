"""The files of a tree, loaded when they are first asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from scoper.facts.model import FileFacts
from scoper.graph.model import Tree
from scoper.graph.modules import ModuleIndex, module_index
from scoper.graph.tables import FileTable
from scoper.lang.registry import language_of

_MOST_HOLDERS = 60
"""Files that a name is looked for in. What more of them hold is an everyday word, and means nothing for sure."""

_DECLARES = "namespace"
"""What stands in front of a namespace where a file declares it, in all languages that go by them."""


class Sources:
    """Facts and tables by path. What a tree has no facts for stays ``None``."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._facts: dict[str, FileFacts | None] = {}
        self._tables: dict[str, FileTable] = {}
        self._indices: dict[str, ModuleIndex] = {}
        self._by_name: dict[str, dict[str, list[str]]] = {}
        self._namespaces: set[str] | None = None
        self._holders: dict[tuple[str, str], tuple[str, ...]] = {}
        self._mentioning: dict[tuple[str, str], tuple[str, ...]] = {}

    def family(self, path: str) -> str:
        """The family of a file's language; empty where its files know nothing of each other."""
        language = language_of(path)
        return language.family if language is not None else ""

    def index(self, family: str) -> ModuleIndex:
        if family not in self._indices:
            self._indices[family] = module_index(family, self.tree.paths(), self.tree.texts)
        return self._indices[family]

    def index_of(self, path: str) -> ModuleIndex | None:
        family = self.family(path)
        return self.index(family) if family else None

    def files(self, family: str, stem: str, name: str) -> tuple[str, ...]:
        """The files of a module that may define ``name``, in order."""
        index = self.index(family)
        if not index.by_namespace:
            return index.files(stem, name)
        if not self.is_namespace(family, stem):
            return ()
        return tuple(path for path in self.holders(family, name) if self.namespace(path) == stem)

    def is_namespace(self, family: str, stem: str) -> bool:
        """Whether some file declares this namespace. One search finds all; to look for names in them takes one each."""
        if not family or not self.index(family).by_namespace:
            return False
        if self._namespaces is None:
            self._namespaces = {"", *(name.replace("\\", ".") for name in self.tree.after(_DECLARES))}
        return stem in self._namespaces

    def mates(self, path: str, name: str) -> tuple[str, ...]:
        """Other files that may hold members ``name`` of what a file defines."""
        index = self.index_of(path)
        if index is None:
            return ()
        family, stem = self.family(path), self.stem_of(path)
        files = dict.fromkeys((*self.files(family, stem, name), *index.counterparts(path)))
        return tuple(other for other in files if other != path)

    def holders(self, family: str, name: str) -> tuple[str, ...]:
        """The files of a family that may define a name: those called by it, else those that hold it, unless these are many."""
        key = (family, name)
        if key not in self._holders:
            found = tuple(self._named(family, name) or self._defining(self._holding(family, name), name))
            self.prefetch(found)
            self._holders[key] = found
        return self._holders[key]

    def mentioning(self, path: str, name: str) -> tuple[str, ...]:
        """Other files of the family of a file that hold a name; none where these are many."""
        found = self._holding(self.family(path), name)
        self.prefetch(found)
        return tuple(one for one in found if one != path)

    def _holding(self, family: str, name: str) -> tuple[str, ...]:
        key = (family, name)
        if key not in self._mentioning:
            found = sorted(path for path in self.tree.search({name}) if self.family(path) == family)
            self._mentioning[key] = tuple(found if len(found) <= _MOST_HOLDERS else ())
        return self._mentioning[key]

    def _defining(self, paths: Collection[str], name: str) -> Iterator[str]:
        """Without the files whose text shows that they only use a name: to parse these takes far longer than to look."""
        texts = self.tree.texts(path for path in paths if _defining(path))
        for path in paths:
            form = _defining(path).replace("NAME", re.escape(name)).encode()
            if path not in texts or re.search(form, texts[path]):
                yield path

    def _named(self, family: str, name: str) -> list[str]:
        """The files that are called by a name, up to the first dot: where a type of that name is, in most projects."""
        if family not in self._by_name:
            by_name: dict[str, list[str]] = {}
            for path in sorted(path for path in self.tree.paths() if self.family(path) == family):
                by_name.setdefault(path.rpartition("/")[2].partition(".")[0], []).append(path)
            self._by_name[family] = by_name
        return self._by_name[family].get(name, [])

    def namespace(self, path: str) -> str:
        facts = self.facts(path)
        return facts.namespace if facts is not None else ""

    def stem_of(self, path: str) -> str:
        """The module that a file belongs to; the path where its language has none."""
        index = self.index_of(path)
        if index is None:
            return path
        return self.namespace(path) if index.by_namespace else index.stem_of(path)

    def is_read(self, path: str) -> bool:
        """Whether the facts of a file are here already."""
        return path in self._facts

    def prefetch(self, paths: Iterable[str]) -> None:
        missing = sorted({path for path in paths if path not in self._facts})
        if missing:
            loaded = self.tree.facts(missing)
            self._facts.update((path, loaded.get(path)) for path in missing)

    def facts(self, path: str) -> FileFacts | None:
        if path not in self._facts:
            self.prefetch((path,))
        return self._facts[path]

    def table(self, path: str) -> FileTable | None:
        table = self._tables.get(path)
        if table is None:
            facts = self.facts(path)
            if facts is None:
                return None
            language = language_of(path)
            assert language is not None  # else there would be no facts
            table = self._tables[path] = FileTable(path, facts, language)
        return table


def _defining(path: str) -> str:
    language = language_of(path)
    return language.defining if language is not None else ""
