"""Which files may see what a header holds: in languages where a file names every file whose names it uses, or takes that in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scoper.graph.modules import ModuleIndex
from scoper.graph.sources import Sources
from scoper.lang.registry import language_of
from scoper.lang.spec import Language

_FEWEST = 8  # sources; to parse fewer takes no longer than to look what they include
_MOST_READ = 3000  # files that are read for one question


class Includes:
    """Reads texts and no facts: that a source cannot see a header is cheaper to find out than what it means by a name."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._taken: dict[str, frozenset[str] | None] = {}

    def without_strangers(self, path: str, candidates: set[str]) -> set[str]:
        """The candidates without sources that surely do not take in the header ``path``, directly or through others."""
        language, index = language_of(path), self._sources.index_of(path)
        if language is None or index is None or not language.include or path.endswith(language.units):
            return candidates
        units = {one for one in candidates if one.endswith(language.units)}
        if len(units) < _FEWEST or not self._read(units, index, language):
            return candidates
        return candidates - {one for one in units if not self._reaches(one, path)}

    def _read(self, paths: Iterable[str], index: ModuleIndex, language: Language) -> bool:
        """Reads what files take in, and what that takes in; ``False`` where it is too much."""
        level = set(paths)
        while level := {one for one in level if one not in self._taken}:
            if len(self._taken) + len(level) > _MOST_READ:
                return False
            texts = self._sources.tree.texts(sorted(level))
            for one in level:
                self._taken[one] = _taken_in(one, texts.get(one, b"").decode("utf-8", "replace"), index, language)
            level = {other for one in level for other in self._taken[one] or ()}
        return True

    def _reaches(self, source: str, header: str) -> bool:
        seen, left = {source}, [source]
        while left:
            taken = self._taken[left.pop()]
            if taken is None or header in taken:
                return True
            left += taken - seen
            seen |= taken
        return False


def _taken_in(path: str, text: str, index: ModuleIndex, language: Language) -> frozenset[str] | None:
    """The files that a text includes; ``None`` where a macro says which."""
    found: set[str] = set()
    for match in re.finditer(language.include, text):
        if match["macro"]:
            return None
        found.update(one.stem for one in index.locate(path, match["quoted"] or match["angled"]))
    return frozenset(found)
