"""Reads SCIP indexes (https://github.com/sourcegraph/scip), of which benchmarks take what a type checker says a name means.

Only the fields that are needed are declared: the message numbers are those of ``scip.proto``, and ``protobuf`` skips the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DEFINITION = 1
"""The bit of ``Occurrence.symbol_roles`` that says so."""


class Occurrence(NamedTuple):
    """A symbol at a place; ``line`` and ``column`` are 0-based, the column in characters."""

    path: str
    line: int
    column: int
    end_column: int
    symbol: str
    is_definition: bool


def read_index(path: Path, *, prefix: str = "") -> Iterator[Occurrence]:
    """Every occurrence of a symbol that is not local to a file. ``prefix`` goes in front of paths."""
    index = _message_type()()
    index.ParseFromString(path.read_bytes())
    for document in index.documents:
        for one in document.occurrences:
            if one.symbol.startswith("local ") or not one.symbol or len(one.range) not in (3, 4):
                continue
            line, column = one.range[0], one.range[1]
            end = one.range[2] if len(one.range) == 3 else column
            where = prefix + document.relative_path
            yield Occurrence(where, line, column, end, one.symbol, bool(one.symbol_roles & DEFINITION))


def _message_type() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="scip_subset.proto", package="scip", syntax="proto3")
    wanted = {
        "Occurrence": [("range", 1, field.TYPE_INT32, True, ""), ("symbol", 2, field.TYPE_STRING, False, "")],
        "Document": [
            ("relative_path", 1, field.TYPE_STRING, False, ""),
            ("occurrences", 2, field.TYPE_MESSAGE, True, "Occurrence"),
        ],
        "Index": [("documents", 2, field.TYPE_MESSAGE, True, "Document")],
    }
    wanted["Occurrence"].append(("symbol_roles", 3, field.TYPE_INT32, False, ""))
    for name, fields in wanted.items():
        message = file.message_type.add(name=name)
        for label, number, kind, many, inner in fields:
            how = field.LABEL_REPEATED if many else field.LABEL_OPTIONAL
            message.field.add(name=label, number=number, type=kind, label=how, type_name=f".scip.{inner}" if inner else None)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("scip.Index"))
