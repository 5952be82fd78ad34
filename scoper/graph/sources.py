"""The files of a tree, loaded when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterable

from scoper.facts.model import FileFacts
from scoper.graph.model import Tree
from scoper.graph.modules import ModuleIndex, module_index
from scoper.graph.tables import FileTable


class Sources:
    """Facts and tables by path. What a tree has no facts for stays ``None``."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._facts: dict[str, FileFacts | None] = {}
        self._tables: dict[str, FileTable] = {}
        self._index: ModuleIndex | None = None

    @property
    def index(self) -> ModuleIndex:
        if self._index is None:
            self._index = module_index(self.tree.paths())
        return self._index

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
            table = self._tables[path] = FileTable(path, facts)
        return table
