"""Spelling of a language that says nothing of it itself: layout is free, and a comma in front of a closing bracket is idle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE: frozenset[str] = frozenset()
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS: frozenset[str] = frozenset()
ANNOTATED: dict[str, str] = {}

_PLAIN = re.compile(rb"([\'\"`])([^\'\"`\\\n$#{]*)\1")
_MARKS = b"/*#-<!>%;\t "  # what opens, closes and decorates comments


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    """A comma in front of a closing bracket. Where that means something, the language says so itself."""
    last = len(children) - 2
    closes = last > 0 and children[-1].type in (")", "]", "}")
    return {last} if closes and children[last].type == "," else set()


def with_double_quotes(text: bytes) -> bytes:
    """A string in the other quotes, where it holds nothing that means something else in them."""
    match = _PLAIN.fullmatch(text)
    return b'"' + match[2] + b'"' if match is not None else text


def canonical(node: Node, text: bytes) -> bytes:
    """Comments without their marks and white space; everything else as it stands."""
    if "comment" in node.type:
        return b" ".join(word for line in text.splitlines() for word in line.strip(_MARKS).split())
    return text
