"""How languages are written of which ``style.scm`` says nearly all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import Seen, case_of, comment_above, length_of, line_of, piece, quote_of

if TYPE_CHECKING:
    from tree_sitter import Node

_HIDDEN = re.compile(rb"\b(?:private|protected|internal|static)\b")

documentation = comment_above


def is_public(node: Node, name: str, text: bytes) -> bool:
    """Whether no modifier in front of its name says otherwise."""
    return not name.startswith("_") and not _HIDDEN.search(text[node.start_byte : node.start_byte + 100].partition(b"(")[0])


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    if capture == "string":
        if quote := quote_of(piece(node, text)):
            yield Seen("quotes", quote, line_of(node))
    elif capture == "function-name":
        name = piece(node, text)
        if case := case_of(name):
            yield Seen("case-of-function", case, line_of(node))
        yield Seen("length-of-function", length_of(name), line_of(node))
