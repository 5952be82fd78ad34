"""What of TOML's tokens does not matter: the comma behind the last item of an array, and the kind of quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string", "quoted_key"})
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset({"document", "table", "table_array_element"})
ANNOTATED: dict[str, str] = {}

_PLAIN_QUOTED = re.compile(rb"""(["'])([^"'\\\n]*)\1""")


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    last = len(children) - 2
    while last > 0 and children[last].type == "comment":
        last -= 1
    return {last} if kind == "array" and last > 0 and children[last].type == "," else set()


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == "comment":
        return b" ".join(text.lstrip(b"#").split())
    quoted = _PLAIN_QUOTED.fullmatch(text)
    return b'"' + quoted[2] + b'"' if quoted else text
