"""What C and C++ leave to headers: names behind namespaces, and classes that a file declares without saying what is in them."""

from __future__ import annotations

from scoper.facts.model import MODULE, TYPES, Kind
from scoper.graph.exports import Exports
from scoper.graph.model import Certainty
from scoper.graph.sources import Sources
from scoper.graph.tables import FileTable
from scoper.graph.values import Form, Value


def behind_namespaces(
    sources: Sources, exports: Exports, table: FileTable, head: str, rest: list[str]
) -> tuple[tuple[Value, ...], list[str]]:
    """What the first name behind namespaces means, in a file that speaks of these, and the names that are left."""
    if head not in table.language.foreign_namespaces:
        for count, name in enumerate(rest, start=1):
            if values := exports.own(table, name):
                spoken = (one.at_most(Certainty.LIKELY) for one in values if _speaks_of(sources, one.path, head))
                return tuple(spoken), rest[count:]
    return (), rest


def declared_ahead(sources: Sources, table: FileTable, dotted: str) -> tuple[Value, ...]:
    """An instance of the one class of the tree that has the name of one which a file only declares."""
    name = dotted.rpartition(".")[2]
    if (MODULE, name) not in table.bindings:
        return ()
    found: list[Value] = []
    for path in sources.holders(sources.family(table.path), name):
        other = sources.table(path)
        if other is not None and (MODULE, name) in other.children and other.kind(name) in TYPES:
            found.append(Value(Form.INSTANCE, path, name, Certainty.LIKELY, "type"))
    return tuple(found) if len(found) == 1 else ()


def is_attribute(sources: Sources, value: Value) -> bool:
    """Whether the value is an attribute, and no method has its name."""
    table = sources.table(value.path) if value.form is Form.SYMBOL else None
    found = table.definitions(value.name) if table is not None else []
    return bool(found) and all(definition.kind is Kind.ATTRIBUTE for definition in found)


def _speaks_of(sources: Sources, path: str, name: str) -> bool:
    table = sources.table(path)
    return table is not None and name in table.words()
