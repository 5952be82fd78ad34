"""What of SCSS's tokens does not matter: what does not in CSS, in statements of its own as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoper.lang.css import spelling as css
from scoper.lang.css.spelling import ANNOTATED, BLOCKS, STATEMENT_LISTS, idle

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = (css.WHOLE - {"important"}) | {
    *("include_statement", "return_statement", "use_statement", "forward_statement"),
    *("binary_expression", "parameters", "arguments"),
}
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]


def canonical(node: Node, text: bytes) -> bytes:
    return css.canonical(node, text, WHOLE)
