"""Which files may refer to a symbol, and under which names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scoper.facts.model import MODULE, FileFacts, Import, SymbolId, split_symbol
from scoper.graph.exports import Exports
from scoper.graph.model import Tree
from scoper.graph.sources import Sources
from scoper.graph.values import Form, Value


class Mentions(NamedTuple):
    """Paths in order. ``names`` are what other files may call the symbol: its own name, and names it is re-exported under."""

    paths: tuple[str, ...]
    names: frozenset[str]


def mentions(symbol: SymbolId, tree: Tree, sources: Sources, exports: Exports) -> Mentions:
    """Searches for the name of the symbol, then for the names under which files found so far import it."""
    path, qualname = split_symbol(symbol)
    name = (qualname or _module_name(path, sources)).replace("/", ".").rpartition(".")[2]
    names, paths = {name} if name else set(), {path}
    new = set(names)
    if not qualname and _is_own_default(path, sources):
        names.add("default")  # which those who import it need not say
    while new:
        found = tree.search(new) - paths
        paths |= found
        sources.prefetch(paths)
        new = _aliases(symbol, names, paths, sources, exports) - names
        names |= new
    return Mentions(tuple(sorted(paths)), frozenset(names))


def _module_name(path: str, sources: Sources) -> str:
    """What those who import a file call its module; its stem, unless that is just the path."""
    stem, index = sources.stem_of(path), sources.index_of(path)
    return (index.module_of(path) if index is not None and stem == path else None) or stem


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
            is_alias = item.scope == MODULE and item.bound not in names and _imported_name(item) in names
            if is_alias and any(_means(value, symbol) for value in exports.imported(path, item)):
                found.add(item.bound)
    return found


def _means(value: Value, symbol: SymbolId) -> bool:
    path, qualname = split_symbol(symbol)
    return value.path == path and (value.name == qualname if value.form is Form.SYMBOL else not qualname)


def _imported_name(item: Import) -> str:
    return item.name or item.module.rpartition(".")[2]
