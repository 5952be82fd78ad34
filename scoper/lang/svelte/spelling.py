"""What of a Svelte template's tokens does not matter: what does not in HTML. Expressions are tokens of their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoper.lang.html import spelling as html
from scoper.lang.html.spelling import ANNOTATED, BLOCKS, STATEMENT_LISTS, idle

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"doctype"})
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == "'":
        return b'"'
    parent = node.parent
    if node.type == "{" and parent is not None and parent.type == "expression":
        return (b" " if html.space_before(node) else b"") + text
    return text.strip() if node.type == "svelte_raw_text" else html.canonical(node, text)
