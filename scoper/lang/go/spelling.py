"""What of Go's tokens does not matter: semicolons, a comma in front of a closing bracket, and the quotes of plain strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoper.lang import spelling as plain
from scoper.lang.spelling import ANNOTATED, BLOCKS, idle

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"interpreted_string_literal", "raw_string_literal"})
STATEMENT_LISTS = frozenset(
    {
        "source_file",
        "statement_list",
        "block",
        "field_declaration_list",
        "interface_type",
        "const_declaration",
        "var_declaration",
    }
)
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == "raw_string_literal":
        return plain.with_double_quotes(text)
    return b"" if node.type in (";", "\n") else plain.canonical(node, text)
