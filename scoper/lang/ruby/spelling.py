"""What of Ruby's tokens does not matter: a comma in front of a closing bracket, and the quotes of plain strings. Parentheses of
calls are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoper.lang import spelling as plain
from scoper.lang.spelling import ANNOTATED, BLOCKS, idle

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string", "heredoc_body", "regex", "subshell", "string_array", "symbol_array"})
STATEMENT_LISTS = frozenset({"program", "body_statement", "block_body", "then", "else", "ensure", "do", "begin"})
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def canonical(node: Node, text: bytes) -> bytes:
    return plain.with_double_quotes(text) if node.type == "string" else plain.canonical(node, text)
