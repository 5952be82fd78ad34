"""What of Markdown does not matter: where the lines of a paragraph end, and how wide a table is drawn.

A paragraph is the same if its words are; two spaces or a backslash at the end of a line break it and stay. Code and HTML stand
as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset(
    {
        *("inline", "code_fence_content", "indented_code_block", "html_block", "info_string", "pipe_table_cell"),
        *("pipe_table_delimiter_cell", "link_reference_definition", "minus_metadata", "plus_metadata", "block_continuation"),
    }
)
BLOCKS = frozenset({"list_item", "block_quote"})
STATEMENT_LISTS = frozenset({"document", "section", "list", "list_item", "block_quote"})
ANNOTATED: dict[str, str] = {}

_SOFT_BREAK = re.compile(rb"(?<![ \t\\])[ ]?\r?\n[ \t]*")
_DASHES = re.compile(rb"-+")


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes) -> bytes:
    kind = node.type
    if kind == "inline":
        return _SOFT_BREAK.sub(b" ", text.strip())
    if kind == "block_continuation":
        return b""
    if kind == "pipe_table_delimiter_cell":
        return _DASHES.sub(b"-", text.strip())
    return text.strip() if kind == "pipe_table_cell" or kind.startswith("list_marker") else text
