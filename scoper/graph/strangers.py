"""Files that hold the name of a symbol and cannot mean it, as their language or text shows: to read facts takes longer."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

from scoper.facts.model import SymbolId, split_symbol
from scoper.graph.sources import Sources
from scoper.lang.registry import language_called, language_of


def speakers(path: str, candidates: Iterable[str]) -> set[str]:
    """Those of the candidates whose language may name what a file defines; all where that language has no family."""
    language = language_of(path)
    family = language.family if language is not None else ""
    return {one for one in candidates if one == path or family in _families(one)} if family else set(candidates)


Speaks = Callable[[str, SymbolId], bool]
"""Whether somebody else says that a name in this file means the symbol."""


def without_strangers(
    symbol: SymbolId, names: Iterable[str], candidates: set[str], sources: Sources, speaks: Speaks
) -> set[str]:
    """The candidates without files that hold the names only as ones of their own: an imported name stands behind ``import``,
    or is a member of a module; a member of a class stands behind a dot, or is a keyword. Files that were read already stay, as
    do those that somebody else says mean the symbol."""
    path, qualname = split_symbol(symbol)
    language = language_of(path)
    form = (language.used_as_member if "." in qualname else language.used_outside) if language is not None else ""
    asked = {one for one in candidates if one != path and not sources.is_read(one)}
    if not form or not qualname or not asked:
        return candidates
    said = re.compile(form.replace("NAME", f"(?:{'|'.join(map(re.escape, sorted(names)))})"))
    texts = sources.tree.texts(sorted(asked))
    strangers = {one for one in asked if one in texts and said.search(texts[one].decode("utf-8", "replace")) is None}
    return candidates - {one for one in strangers if not speaks(one, symbol)}


def _families(path: str) -> frozenset[str]:
    language = language_of(path)
    return _families_of(language.name) if language is not None else frozenset()


@functools.cache
def _families_of(name: str) -> frozenset[str]:
    """Of what a language may name something: its own family, that of paths in its strings, and those of its parts."""
    language = language_called(name)
    inner = (language_called(part).family for part in language.parts)
    return frozenset({language.family, language.paths_in_strings, *inner})
