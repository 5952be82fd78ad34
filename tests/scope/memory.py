"""A tree of Python sources in memory, as the graph sees a snapshot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.lang.registry import language_of


class MemoryTree:
    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def paths(self) -> Collection[str]:
        return self.files.keys()

    def texts(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        return {path: self.files[path].encode() for path in paths if path in self.files}

    def facts(self, paths: Iterable[str]) -> Mapping[str, FileFacts]:
        found = {}
        for path in paths:
            language = language_of(path)
            if language is not None and path in self.files:
                found[path] = extract(language, self.files[path].encode())
        return found

    def search(self, words: Collection[str]) -> set[str]:
        pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(words))) + r")\b")
        return {path for path, text in self.files.items() if pattern.search(text)}

    def expect(self, words: Collection[str]) -> None:
        pass

    def after(self, word: str) -> set[str]:
        raise AssertionError("no language here goes by namespaces")
