"""Which files may refer to a symbol, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from scoper.facts.model import MODULE, FileFacts, Import, SymbolId, split_symbol
from scoper.graph.exports import Exports
from scoper.graph.includes import Includes
from scoper.graph.model import Tree
from scoper.graph.sources import Sources
from scoper.graph.strangers import Speaks, speakers, without_strangers
from scoper.graph.values import Form, Value
from scoper.lang.registry import language_of

_VERSION = re.compile(r"(?<=\w)/v\d+$")


class Mentions(NamedTuple):
    """Paths in order. ``names`` are what other files may call the symbol: its own name, and names it is re-exported under."""

    paths: tuple[str, ...]
    names: frozenset[str]


def mentions(symbol: SymbolId, tree: Tree, sources: Sources, exports: Exports, includes: Includes, speaks: Speaks) -> Mentions:
    """Searches for the name of the symbol, then for the names under which files found so far import it.

    Where a file offers it under a name that importers need not write, the files that may import that file are searched for.
    """
    path, qualname = split_symbol(symbol)
    names = {qualname.rpartition(".")[2]} if qualname else words_for(path, sources)
    paths = {path} if qualname else {path, *_inside(path, tree, sources)}
    new = set(names)
    language = language_of(path)
    unwritten = set(language.unwritten_exports) if language is not None else set()
    asked: set[str] = set()
    if not qualname and _is_own_default(path, sources):
        names.add("default")
    while new:
        found = speakers(path, includes.without_strangers(path, tree.search(new - unwritten)))
        paths |= without_strangers(symbol, new, found - paths, sources, speaks)
        sources.prefetch(paths)
        for one in sorted(paths - asked) if unwritten & names else ():
            if _binds(one, unwritten & names, sources):
                asked.add(one)
                paths |= may_import(one, tree, sources)
        sources.prefetch(paths)
        new = _aliases(symbol, names, paths, sources, exports) - names
        names |= new
    return Mentions(tuple(sorted(paths)), frozenset(names))


def _is_own_default(path: str, sources: Sources) -> bool:
    """Whether what the file offers by default is all of it."""
    stem, index = sources.stem_of(path), sources.index_of(path)
    return index is not None and index.submodule(stem, "default") == stem


def local_names(facts: FileFacts, names: Iterable[str]) -> set[str]:
    """What one file may call something of these names: import aliases, and local names that stand for it."""
    local = set(names)
    before = -1
    while before != len(local):
        before = len(local)
        local.update(item.bound for item in facts.imports if _imported_name(item) in local)
        for binding in facts.bindings:
            if binding.value is not None and binding.value.rpartition(".")[2] in local:
                local.add(binding.name)
    return local


def _aliases(symbol: SymbolId, names: set[str], paths: set[str], sources: Sources, exports: Exports) -> set[str]:
    found: set[str] = set()
    for path in sorted(paths):
        facts = sources.facts(path)
        for item in facts.imports if facts is not None else ():
            is_named = _imported_name(item) in names or item.name == "*"
            is_alias = item.scope == MODULE and item.bound not in names and is_named
            if is_alias and any(_means(value, symbol) for value in exports.imported(path, item)):
                found.add(item.bound)
    return found


def _means(value: Value, symbol: SymbolId) -> bool:
    path, qualname = split_symbol(symbol)
    return value.path == path and (value.name == qualname if value.form is Form.SYMBOL else not qualname)


def _binds(path: str, names: set[str], sources: Sources) -> bool:
    table = sources.table(path)
    return table is not None and any(table.binds(name) for name in names)


def may_import(path: str, tree: Tree, sources: Sources) -> set[str]:
    """The files that hold a word by which the module of ``path`` is imported, or are inside of it and need none."""
    return tree.search(words_for(path, sources)) | _inside(path, tree, sources)


def words_for(path: str, sources: Sources) -> set[str]:
    """One of these is written wherever the module of a file is imported from outside of it."""
    index = sources.index_of(path)
    names = index.names_of(sources.stem_of(path)) if index is not None else ()
    return {word for name in names if (word := _last_word(name))}


def _inside(path: str, tree: Tree, sources: Sources) -> set[str]:
    """The files of a package, which may import it without naming it."""
    index, stem = sources.index_of(path), sources.stem_of(path)
    if index is None or not index.is_package(stem):
        return set()
    return {one for one in tree.paths() if not stem or one.startswith(f"{stem}/")}


def _last_word(name: str) -> str:
    """The last part of a module's name, without the version that may follow it, or the suffix of a header."""
    last = _VERSION.sub("", name).rpartition("/")[2]
    return last.partition(".")[0] or last


def _imported_name(item: Import) -> str:
    return item.name or item.module.rpartition(".")[2]
