"""What of Rust's tokens does not matter: commas in front of a closing bracket, but for the one that makes a tuple."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoper.lang import spelling as plain
from scoper.lang.spelling import BLOCKS, canonical

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string_literal", "raw_string_literal", "char_literal"})
STATEMENT_LISTS = frozenset(
    {
        *("source_file", "block", "declaration_list", "field_declaration_list", "enum_variant_list", "match_block"),
        "field_initializer_list",
    }
)
ANNOTATED = {"let_declaration": ":", "const_item": ":"}
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return (
        set()
        if kind in ("tuple_expression", "tuple_pattern", "tuple_type", "token_tree")
        else plain.idle(kind, parent, children)
    )
