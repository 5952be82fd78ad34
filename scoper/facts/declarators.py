"""Declarators as C has them: a name stands inside of what it is declared to be (``*(*names)[3]``, ``*Cart::items(int)``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = frozenset({"identifier", "field_identifier", "type_identifier", "destructor_name", "operator_name"})
_BRACKETS = frozenset({"parenthesized_declarator"})
_WITHOUT_FIELD = _BRACKETS | {"reference_declarator", "attributed_declarator"}
_MOST = 64  # declarators inside of each other


class Declared(NamedTuple):
    """``function`` is the declarator that makes the name one of a function, ``owner`` the class in front of it.

    ``is_plain`` where no function is involved at all: what is declared is of the type in front, or refers to it.
    """

    name: Node
    function: Node | None
    owner: Node | None
    is_plain: bool


def declared(node: Node) -> Declared | None:
    """What a declarator declares; ``None`` where it has no name."""
    function: Node | None = None
    is_plain = True
    for _ in range(_MOST):
        inner = node.child_by_field_name("declarator")
        if inner is None and node.type in _WITHOUT_FIELD:
            inner = node.named_child(node.named_child_count - 1)
        if inner is None:
            return _named(node, function, is_plain)
        if node.type not in _BRACKETS:
            function = node if node.type == "function_declarator" else None
            is_plain = is_plain and function is None
        node = inner
    return None


def _named(node: Node, function: Node | None, is_plain: bool) -> Declared | None:
    owner: Node | None = None
    while node.type in ("qualified_identifier", "template_function", "template_type"):
        inner = node.child_by_field_name("name")
        if inner is None:
            return None
        owner = node.child_by_field_name("scope") or owner
        node = inner
    if owner is not None and owner.type == "template_type":
        owner = owner.child_by_field_name("name")
    return Declared(node, function, owner, is_plain) if node.type in _NAMES else None
