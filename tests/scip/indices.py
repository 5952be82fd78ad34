"""Writes small SCIP indexes, field by field as ``scip.proto`` numbers them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Use(NamedTuple):
    """A symbol where a text first stands in a line, which counts from 0; ``column`` and ``end`` may say otherwise."""

    line: int
    text: str
    symbol: str
    is_definition: bool = False
    column: int = -1
    end: int = -1


def symbol(descriptors: str) -> str:
    return f"scip-test pip shop 1 {descriptors}"


def index(files: Mapping[str, str], uses: Mapping[str, Iterable[Use]], encoding: int = 0) -> bytes:
    documents = (_document(path, files.get(path, ""), found, encoding) for path, found in uses.items())
    return b"".join(_field(2, document) for document in documents)


def _document(path: str, text: str, uses: Iterable[Use], encoding: int) -> bytes:
    lines = text.splitlines()
    body = _field(1, path.encode())
    for use in uses:
        column = use.column if use.column >= 0 else lines[use.line].index(use.text)
        place = (use.line, column, use.end if use.end >= 0 else column + len(use.text))
        body += _field(
            2, _field(1, b"".join(map(_varint, place))) + _field(2, use.symbol.encode()) + _number(3, use.is_definition)
        )
    return body + _number(6, encoding)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])
