"""How style sheets are written: what ``style.scm`` only points at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import Seen, case_of, line_of, piece, quote_of

if TYPE_CHECKING:
    from tree_sitter import Node

_COLOURS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_FEWEST = 3  # properties whose order says something


def documentation(_: Node, __: bytes) -> Node | None:
    return None


def is_public(_: Node, __: str, ___: bytes) -> bool:
    return True


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    line, said = line_of(node), piece(node, text) if capture != "block" else ""
    if capture == "unit":
        yield Seen("unit", said.lower(), line)
    elif capture == "class-name":
        if case := "BEM" if "__" in said or "--" in said else case_of(said.strip(".")):
            yield Seen("case-of-class-name", case, line)
    elif capture == "value-function":
        if said in _COLOURS:
            yield Seen("colour", said[:3], line)
        elif said == "var":
            yield Seen("colour", "variable", line) if _is_colour(node, text) else Seen("value", "variable", line)
    elif capture == "string":
        if quote := quote_of(said):
            yield Seen("quotes", quote, line)
    elif capture == "block":
        yield from _order(node, text)


def _is_colour(node: Node, text: bytes) -> bool:
    call = node.parent
    declaration = call.parent if call is not None else None
    return declaration is not None and b"color" in text[declaration.start_byte : node.start_byte]


def _order(node: Node, text: bytes) -> Iterator[Seen]:
    """Whether the properties of a rule stand in the order of the alphabet."""
    names = [
        piece(child.named_children[0], text)
        for child in node.named_children
        if child.type == "declaration" and child.named_children and child.named_children[0].type == "property_name"
    ]
    plain = [name for name in names if not name.startswith("--")]
    if len(plain) >= _FEWEST:
        yield Seen("property-order", "alphabetical" if plain == sorted(plain) else "free", line_of(node))
