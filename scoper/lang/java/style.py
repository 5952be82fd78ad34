"""How Java is written: what ``style.scm`` only points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import Seen, comment_above, line_of, piece, yes_no

if TYPE_CHECKING:
    from tree_sitter import Node

_BROAD = frozenset({"Exception", "Throwable", "RuntimeException"})
_TRY = re.compile(rb"\btry\s*[({]")

documentation = comment_above


def is_public(node: Node, _: str, text: bytes) -> bool:
    return b"public" in text[node.start_byte : node.start_byte + 120].split(b"(")[0]


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    line, said = line_of(node), piece(node, text) if capture not in ("function", "class") else ""
    if capture == "caught-type":
        yield Seen("caught", "broad" if said in _BROAD else "named", line)
    elif capture == "caught-block":
        yield Seen("when-caught", _reaction(node, said), line)
    elif capture == "local-type":
        yield Seen("local-type", "var" if said == "var" else "named", line)
    elif capture == "member-called":
        receiver = node.parent.child_by_field_name("object") if node.parent is not None else None
        where = piece(receiver, text) if receiver is not None else ""
        if where in ("System.out", "System.err"):
            yield Seen("output", "print", line)
        elif where.lower() in ("log", "logger"):
            yield Seen("output", "logging", line)
    elif capture == "called":
        if said.startswith("assert"):
            yield Seen("assertion", "assertThat" if said == "assertThat" else "assertEquals", line)
    elif capture == "function":
        found = _TRY.search(text, node.start_byte, node.end_byte)
        yield Seen("error-handling", yes_no(found is not None), line)


def _reaction(block: Node, said: str) -> str:
    statements = [child for child in block.named_children if not child.type.endswith("comment")]
    if not statements:
        return "ignore"
    if statements[-1].type == "throw_statement":
        return "raise"
    return "log" if re.search(r"\blog|print", said, re.IGNORECASE) else "other"
