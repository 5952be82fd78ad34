"""What of JSON's tokens does not matter: commas, which only stand between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string"})
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset({"document", "object", "array"})
ANNOTATED: dict[str, str] = {}


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes) -> bytes:
    kind = node.type
    if kind == "comment":
        return b" ".join(text.strip(b"/* \t\n").split())
    return b"" if kind == "," else text
