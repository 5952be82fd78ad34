"""Trees in memory, and what their references mean, written as short lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.graph.model import Edge
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of


@lru_cache(maxsize=500)
def _facts(path: str, source: str) -> FileFacts:
    """What many small trees have in common is read once."""
    language = language_of(path)
    assert language is not None
    return extract(language, source.encode())


class MemoryTree:
    """A tree of ``path → source``. Remembers which paths were asked for; ``greedy`` finds every file for any word."""

    def __init__(self, files: Mapping[str, str], *, greedy: bool = False) -> None:
        self.files = dict(files)
        self.greedy = greedy
        self.loaded: list[str] = []
        self.searched: set[str] = set()

    def paths(self) -> Collection[str]:
        return self.files.keys()

    def texts(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        return {path: self.files[path].encode() for path in paths if path in self.files}

    def facts(self, paths: Iterable[str]) -> Mapping[str, FileFacts]:
        found = {}
        for path in paths:
            if path in self.files and language_of(path) is not None:
                self.loaded.append(path)
                found[path] = _facts(path, self.files[path])
        return found

    def search(self, words: Collection[str]) -> set[str]:
        self.searched.update(words)
        if self.greedy:
            return set(self.files)
        whole = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words)) or "(?!)")
        return {path for path, text in self.files.items() if whole.search(text)}

    def expect(self, words: Collection[str]) -> None:
        pass

    def after(self, word: str) -> set[str]:
        return {name for text in self.files.values() for name in re.findall(rf"{word}\s+([^\s;{{]+)", text)}


def tree_graph(files: Mapping[str, str]) -> Graph:
    return Graph(MemoryTree(files))


def show(edge: Edge) -> str:
    return f"{edge.line} {edge.source} -{edge.role}-> {edge.target} [{edge.certainty.label} {edge.rule}]"


def meanings(graph: Graph, path: str, dotted: str, line: int = 0) -> list[str]:
    """What every reference spelled ``dotted`` of a file means: ``target certainty rule``, in file order."""
    facts = graph.facts(path)
    assert facts is not None
    references = [one for one in facts.references if one.dotted == dotted and line in (0, one.line)]
    assert references, f"{path} does not refer to {dotted}"
    return [f"{edge.target} {edge.certainty.label} {edge.rule}" for one in references for edge in graph.resolve(path, one)]
