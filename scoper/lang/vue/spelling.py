"""What of a Vue template's tokens does not matter: what does not in HTML, inside of interpolations as well. Expressions are
tokens of their own language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoper.lang.html import spelling as html
from scoper.lang.html.spelling import ANNOTATED, BLOCKS, STATEMENT_LISTS, idle

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"doctype"})
__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]

_INTERPOLATION = re.compile(rb"\{\{ ?((?:(?!\{\{| ?\}\}).)*+) ?\}\}")
_QUOTE = re.compile(rb"['\"`]")


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == "'":
        return b'"'
    if node.type != "text" or b"{{" not in text:
        return html.canonical(node, text)
    if _QUOTE.search(text):
        return text  # white space in a string of the script means something
    return _INTERPOLATION.sub(rb"{{\1}}", html.canonical(node, text))
