"""What of JavaScript's and TypeScript's tokens does not matter: semicolons, kinds of quotes, parentheses around a parameter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoper.lang import spelling as plain

if TYPE_CHECKING:
    from tree_sitter import Node

WHOLE = frozenset({"string"})
BLOCKS: frozenset[str] = frozenset()
STATEMENT_LISTS = frozenset(
    {"program", "statement_block", "class_body", "interface_body", "enum_body", "switch_case", "switch_default"}
)
_TYPED = (
    *("required_parameter", "optional_parameter", "variable_declarator", "public_field_definition", "function_declaration"),
    *("method_definition", "arrow_function", "function_expression", "method_signature", "abstract_method_signature"),
)
ANNOTATED = dict.fromkeys(_TYPED, "type_annotation")

_STRING = re.compile(rb"(['\"])(.*)\1", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    """A comma in front of a closing bracket, and the parentheses of ``(x) => …``."""
    if kind == "formal_parameters" and parent == "arrow_function" and len(children) == 3:
        only = children[1]
        if only.type == "identifier" or (only.type == "required_parameter" and only.child_count == 1):
            return {0, 2}
    found = plain.idle(kind, parent, children)
    if kind in ("array", "array_pattern") and len(children) > 2 and not children[-3].is_named:
        return set()  # a hole
    return found


def canonical(node: Node, text: bytes) -> bytes:
    if node.type == ";":
        return b""
    match = _STRING.fullmatch(text) if node.type == "string" else None
    if match is None:
        return plain.canonical(node, text)
    return b'"' + _ESCAPED.sub(lambda m: m[1] if m[1] in b"'\"" else m[0], match[2]).replace(b'"', b'\\"') + b'"'
