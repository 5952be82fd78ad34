"""What of CSS's tokens does not matter: how much white space there is, and the last semicolon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset(
    {
        *("selectors", "declaration", "import_statement", "charset_statement", "namespace_statement", "feature_query"),
        *("binary_query", "unary_query", "keyword_query", "parenthesized_query", "selector_query", "plain_value"),
        *("integer_value", "float_value", "color_value", "string_value", "call_expression", "postcss_statement"),
        "important",
    }
)
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset({"stylesheet", "block", "keyframe_block_list"})
ANNOTATED: dict[str, str] = {}

_COLON = re.compile(rb"\s*:\s*(?=[^\s;])")


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes, whole: frozenset[str] = WHOLE) -> bytes:
    """Text with a string or an escape in it stands as it is written."""
    kind = node.type
    if "comment" in kind:
        return b" ".join(text.strip(b"/* \t\n").split())
    if kind not in whole or b'"' in text or b"'" in text or b"\\" in text:
        return text
    text = b" ".join(text.split())
    return _COLON.sub(b":", text.rstrip(b" ;"), count=1) if kind == "declaration" else text
