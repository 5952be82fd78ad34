"""Does a class have all that an interface asks for, without naming it?"""

from __future__ import annotations

from scoper.facts.model import MODULE, Definition, Kind, SymbolId, split_symbol
from scoper.graph.resolve import Graph
from scoper.lang.registry import language_of

_PROTOCOL = "Protocol"  # the base of a class that is an interface, in Python
_FEWEST = 2  # members of an interface; a single one of the same name is an accident


def fits(graph: Graph, cls: SymbolId, interface: SymbolId) -> bool:
    """Whether a class of the same family of languages defines every member that the interface itself lists."""
    first, second = (language_of(split_symbol(symbol)[0]) for symbol in (cls, interface))
    if first is None or second is None or first.family != second.family or cls == interface:
        return False
    wanted = graph.definitions_of(interface)
    if not wanted or not _is_interface(wanted[0]) or any(_is_interface(one) for one in graph.definitions_of(cls)):
        return False
    members = _members(graph, interface)
    return len(members) >= _FEWEST and members <= _members(graph, cls)


def _is_interface(definition: Definition) -> bool:
    bases = (base.partition("[")[0].rpartition(".")[2] for base in definition.bases)
    return definition.kind is Kind.INTERFACE or _PROTOCOL in bases


def _members(graph: Graph, symbol: SymbolId) -> set[str]:
    path, qualname = split_symbol(symbol)
    facts = graph.facts(path)
    definitions = facts.definitions if facts is not None else ()
    return {one.name for one in definitions if one.parent != MODULE and definitions[one.parent].qualname == qualname}
