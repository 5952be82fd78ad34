"""What of HTML's tokens does not matter: how much white space there is where there is some, and the quotes of attributes.

Whether there is any between two tags may show, so it is part of what follows it. Inside of ``pre`` all of it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"quoted_attribute_value", "doctype"})
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset({"document", "element"})
ANNOTATED: dict[str, str] = {}

_CONTENT = frozenset({"<", "</", "text", "entity", "raw_text"})
_VERBATIM = frozenset({b"pre", b"textarea"})


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    return set()


def canonical(node: Node, text: bytes) -> bytes:
    kind = node.type
    if kind == "comment":
        return b" ".join(text.strip(b"<!-> \t\n").split())
    if kind == "quoted_attribute_value":
        inner = text[1:-1]
        return text if b'"' in inner or b"'" in inner else b'"' + inner + b'"'
    if kind not in _CONTENT:
        return text
    space = space_before(node)
    if kind == "raw_text" or _is_verbatim(node):
        return b" " * space + text
    return (b" " if space else b"") + b" ".join(text.split())


def space_before(node: Node) -> int:
    """The bytes of white space between a token and the one in front of it."""
    at: Node | None = node
    while at is not None and at.prev_sibling is None:
        at = at.parent
    before = at.prev_sibling if at is not None else None
    return node.start_byte - before.end_byte if before is not None else 0


def _is_verbatim(node: Node) -> bool:
    at = node.parent
    while at is not None:
        tag = at.child(0)
        name = tag.named_child(0) if tag is not None and tag.type == "start_tag" else None
        if name is not None and name.text in _VERBATIM:
            return True
        at = at.parent
    return False
