"""What of YAML's tokens does not matter: next to nothing.

Its indentation is read as nesting. Scalars stand as they are written, as how their lines fold hangs on where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"plain_scalar", "single_quote_scalar", "double_quote_scalar", "block_scalar", "anchor", "alias", "tag"})
BLOCKS = frozenset({"block_mapping", "block_sequence"})
STATEMENT_LISTS = frozenset({"stream", "document", "block_mapping", "block_sequence"})
ANNOTATED: dict[str, str] = {}

_PLAIN_QUOTED = re.compile(rb"""(["'])([^"'\\\n]*)\1""")


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == "comment":
        return b" ".join(text.lstrip(b"#").split())
    quoted = _PLAIN_QUOTED.fullmatch(text)
    return b'"' + quoted[2] + b'"' if quoted else text
