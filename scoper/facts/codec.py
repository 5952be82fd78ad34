"""Facts ↔ bytes, for the cache. Column by column, because that halves both the size and the time to read it back.

``marshal`` trusts its input: only bytes that this module wrote may be given to :func:`decode` (a checksum catches damage, not
malice).
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable
from typing import NamedTuple, TypeVar, cast

from scoper.facts.model import (
    Binding,
    Comment,
    Definition,
    FileFacts,
    Import,
    Kind,
    Parameter,
    Receiver,
    Reference,
    Role,
    SyntaxProblem,
    maker,
)

_KINDS = tuple(Kind)
_ROLES = tuple(Role)
_KIND_COLUMN = Definition._fields.index("kind")
_PARAMETERS_COLUMN = Definition._fields.index("parameters")
_ROLE_COLUMN = Reference._fields.index("role")
_PATH_COLUMN = Reference._fields.index("path")  # few have one
_CRC_BYTES = 4

_Columns = list[tuple[object, ...]]
_Record = TypeVar("_Record", bound=NamedTuple)


def encode(facts: FileFacts) -> bytes:
    definitions = _columns(facts.definitions)
    if definitions:
        definitions[_KIND_COLUMN] = tuple(map(_KINDS.index, cast(tuple[Kind, ...], definitions[_KIND_COLUMN])))
        definitions[_PARAMETERS_COLUMN] = tuple(tuple(map(tuple, d.parameters)) for d in facts.definitions)
    references = _columns(facts.references)
    if references:
        references[_ROLE_COLUMN] = tuple(map(_ROLES.index, cast(tuple[Role, ...], references[_ROLE_COLUMN])))
        references[_PATH_COLUMN] = tuple((at, path) for at, path in enumerate(references[_PATH_COLUMN]) if path)
    plain = (
        facts.language,
        definitions,
        references,
        _columns(facts.imports),
        _columns(facts.bindings),
        _columns(facts.receivers),
        _columns(facts.comments),
        facts.exports,
        facts.namespace,
        _columns(facts.problems),
        facts.degraded,
    )
    payload = marshal.dumps(plain)
    return zlib.crc32(payload).to_bytes(_CRC_BYTES, "big") + payload


def decode(data: bytes) -> FileFacts | None:
    """The facts that were encoded; ``None`` where the bytes are damaged."""
    payload = data[_CRC_BYTES:]
    if zlib.crc32(payload).to_bytes(_CRC_BYTES, "big") != data[:_CRC_BYTES]:
        return None
    plain = marshal.loads(payload)
    language, definitions, references, imports, bindings, receivers, comments, exports, namespace, problems, degraded = plain
    if definitions:
        definitions[_KIND_COLUMN] = map(_KINDS.__getitem__, definitions[_KIND_COLUMN])
        definitions[_PARAMETERS_COLUMN] = [tuple(map(maker(Parameter), row)) for row in definitions[_PARAMETERS_COLUMN]]
    if references:
        references[_ROLE_COLUMN] = map(_ROLES.__getitem__, references[_ROLE_COLUMN])
        paths = [""] * len(references[0])
        for at, path in references[_PATH_COLUMN]:
            paths[at] = path
        references[_PATH_COLUMN] = paths
    return FileFacts(
        language,
        _rows(Definition, definitions),
        _rows(Reference, references),
        _rows(Import, imports),
        _rows(Binding, bindings),
        _rows(Receiver, receivers),
        _rows(Comment, comments),
        exports,
        namespace,
        _rows(SyntaxProblem, problems),
        degraded,
    )


def _columns(rows: Iterable[tuple[object, ...]]) -> _Columns:
    return list(zip(*rows, strict=True))


def _rows(record: type[_Record], columns: Iterable[Iterable[object]]) -> tuple[_Record, ...]:
    return tuple(map(maker(record), zip(*columns, strict=True)))
