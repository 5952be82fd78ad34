"""Reads SCIP indexes (https://github.com/sourcegraph/scip): what a compiler or type checker says that names mean.

Only the fields that are needed are declared: the message numbers are those of ``scip.proto``, and ``protobuf`` skips the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from scoper.errors import UserError

MAX_BYTES = 512 * 1024 * 1024
"""The largest index to give to :func:`read_index`, which needs several times its size of memory."""

_DEFINITION = 1  # the bit of ``Occurrence.symbol_roles`` that says so
_NAME = re.compile(r"(?:`((?:[^`]|``)+)`|([\w+$-]+))(?:\([\w+$-]*\)\.|[.#!])$")


class Occurrence(NamedTuple):
    """A symbol on one line. All numbers are 0-based; columns count what ``Document.encoding`` says, the end is not included."""

    line: int
    column: int
    end_column: int
    symbol: str
    is_definition: bool


class Document(NamedTuple):
    """What an index says of one file; symbols that are local to it, and what spans lines, are left out.

    ``encoding`` is what columns count: 1 for bytes of UTF-8, 2 for units of UTF-16, 3 for characters, 0 where nothing says it.
    """

    path: str
    encoding: int
    occurrences: tuple[Occurrence, ...]


def read_index(data: bytes) -> Iterator[Document]:
    """The documents of an index. Raises :class:`UserError` where the bytes are none, or ``protobuf`` is not installed."""
    try:
        from google.protobuf.message import DecodeError  # an extra that nobody else needs
    except ImportError:
        raise UserError("reading SCIP needs the package protobuf", "pip install 'scoper[scip]'") from None
    index = _message_type()()
    try:
        index.ParseFromString(data)
    except DecodeError:
        raise UserError("it is no SCIP index, or only a part of one") from None
    for document in index.documents:
        yield Document(document.relative_path, document.position_encoding, tuple(_occurrences(document)))


def name_of(symbol: str) -> str | None:
    """The name that a symbol ends in; ``None`` for modules, parameters, and what has a made-up name (``<constructor>``)."""
    match = _NAME.search(symbol)
    name = (match[1] or match[2]).replace("``", "`") if match is not None else "<"
    return None if name.startswith("<") else name


def shorter_spellings(symbol: str) -> Iterator[str]:
    """What importers call a symbol of Python where the folder of its module is on the search path (``src``, ``examples``)."""
    head, quote, rest = symbol.partition("`")
    module, _, tail = rest.partition("`")
    parts = module.split(".")
    for count in range(1, len(parts) if quote else 0):
        shorter = ".".join(parts[count:])
        yield f"{head}`{shorter}`{tail}" if count < len(parts) - 1 else f"{head}{shorter}{tail}"


def _occurrences(document: Any) -> Iterator[Occurrence]:
    for one in document.occurrences:
        if not one.symbol or one.symbol.startswith("local "):
            continue
        line, column, *rest = (*one.range, -1, -1)[:4] if len(one.range) in (3, 4) else (-1, -1, -1, -1)
        end = rest[0] if len(one.range) == 3 else rest[1] if rest[0] == line else -1
        if line >= 0 and 0 <= column <= end:
            yield Occurrence(line, column, end, one.symbol, bool(one.symbol_roles & _DEFINITION))


def _message_type() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="scip_subset.proto", package="scip", syntax="proto3")
    wanted = {
        "Occurrence": [
            ("range", 1, field.TYPE_INT32, True, ""),
            ("symbol", 2, field.TYPE_STRING, False, ""),
            ("symbol_roles", 3, field.TYPE_INT32, False, ""),
        ],
        "Document": [
            ("relative_path", 1, field.TYPE_STRING, False, ""),
            ("occurrences", 2, field.TYPE_MESSAGE, True, "Occurrence"),
            ("position_encoding", 6, field.TYPE_INT32, False, ""),
        ],
        "Index": [("documents", 2, field.TYPE_MESSAGE, True, "Document")],
    }
    for name, fields in wanted.items():
        message = file.message_type.add(name=name)
        for label, number, kind, many, inner in fields:
            how = field.LABEL_REPEATED if many else field.LABEL_OPTIONAL
            message.field.add(name=label, number=number, type=kind, label=how, type_name=f".scip.{inner}" if inner else None)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("scip.Index"))
