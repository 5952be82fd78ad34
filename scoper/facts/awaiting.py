"""What becomes of the result of a call: awaited, handed on, or used as it is. Asked for a few places of a file at a time."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.parse import late_after, parse
from scoper.lang.registry import Language

if TYPE_CHECKING:
    from tree_sitter import Node

_SECONDS = 2.0
_CALLS = frozenset({"call", "call_expression", "new_expression"})
_AWAITS = frozenset({"await", "await_expression"})
_ARGUMENTS = frozenset({"argument_list", "arguments", "keyword_argument", "list_splat", "spread_element"})
_COLLECTIONS = frozenset({"list", "tuple", "array", "set", "list_comprehension", "generator_expression", "set_comprehension"})
_TRANSPARENT = frozenset({"parenthesized_expression", "non_null_expression", "as_expression", "conditional_expression"})
_RETURNS = frozenset({"return_statement", "lambda", "arrow_function", "yield", "return_expression"})
_STATEMENTS = frozenset({"expression_statement"})
_ASSIGNMENTS = frozenset({"assignment", "variable_declarator", "assignment_expression", "let_declaration", "named_expression"})
_ASYNC_BLOCKS = frozenset({"for_in_clause", "for_statement", "with_item", "with_clause", "with_statement"})


class Handling(enum.Enum):
    AWAITED = "awaited"  # here, or by a method of what waits for it (``.then``)
    PASSED = "passed"  # an argument, perhaps inside of a collection, of the call ``to``
    RETURNED = "returned"  # to whoever called the function around
    ASSIGNED = "assigned"  # to the name ``to``
    DROPPED = "dropped"
    USED = "used"


class Handled(NamedTuple):
    how: Handling
    to: str = ""


def handling(language: Language, text: bytes, places: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Handled]:
    """By place (line and column in bytes, 1-based) of the name that is called; without those where no call is found."""
    tree = parse(language, text, late_after(_SECONDS))
    found: dict[tuple[int, int], Handled] = {}
    for line, column in places if tree is not None else ():
        point = (line - 1, column - 1)
        node = tree.root_node.descendant_for_point_range(point, point) if tree is not None else None
        call = _call_of(node)
        if call is not None:
            found[line, column] = _handled(call)
    return found


def _call_of(node: Node | None) -> Node | None:
    """The call whose function ends with the name of this node."""
    end = node.end_byte if node is not None else 0
    while node is not None and node.end_byte == end:
        node = node.parent
    if node is None or node.type not in _CALLS or not node.children:
        return None
    function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
    return node if function is not None and function.end_byte == end else None


def _handled(call: Node) -> Handled:
    parent = call.parent
    while parent is not None and (parent.type in _TRANSPARENT or parent.type in _COLLECTIONS):
        parent = parent.parent
    if parent is None or parent.type in _STATEMENTS:
        return Handled(Handling.DROPPED)
    if parent.type in _AWAITS or _is_async_block(parent):
        return Handled(Handling.AWAITED)
    if parent.type in _RETURNS:
        return Handled(Handling.RETURNED)
    if parent.type in _ARGUMENTS:
        while parent is not None and parent.type in _ARGUMENTS | _COLLECTIONS:
            parent = parent.parent
        function = parent.child_by_field_name("function") if parent is not None else None
        return Handled(Handling.PASSED, _last_name(function))
    if parent.type in _ASSIGNMENTS:
        target = parent.child_by_field_name("left") or parent.child_by_field_name("name")
        return Handled(Handling.ASSIGNED, _text(target))
    if parent.type in ("attribute", "member_expression"):
        member = _text(parent.child_by_field_name("attribute") or parent.child_by_field_name("property"))
        return Handled(Handling.AWAITED if member in ("then", "catch", "finally") else Handling.USED)
    return Handled(Handling.USED)


def _is_async_block(node: Node) -> bool:
    """``async for`` and ``async with`` wait for what they are given, in their own way."""
    at: Node | None = node
    while at is not None and at.type in _ASYNC_BLOCKS | {"as_pattern"}:
        if any(child.type == "async" for child in at.children):
            return True
        at = at.parent
    return False


def _last_name(node: Node | None) -> str:
    return _text(node).rpartition(".")[2].strip()


def _text(node: Node | None) -> str:
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
