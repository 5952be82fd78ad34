"""What of PHP's tokens does not matter: a comma in front of a closing bracket, and the quotes of plain strings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoper.lang import spelling as plain
from scoper.lang.spelling import ANNOTATED, BLOCKS

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"variable_name", "string", "encapsed_string", "heredoc", "nowdoc", "text"})
STATEMENT_LISTS = frozenset(
    {
        *("program", "compound_statement", "declaration_list", "enum_declaration_list", "case_statement", "default_statement"),
        *("switch_block", "colon_block"),
    }
)
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    """In ``[$a, , $b]`` commas count what is skipped."""
    return set() if kind == "list_literal" else plain.idle(kind, parent, children)


def canonical(node: Node, text: bytes) -> bytes:
    return plain.with_double_quotes(text) if node.type in ("string", "encapsed_string") else plain.canonical(node, text)
