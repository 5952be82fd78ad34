"""What of Python's tokens does not matter: a trailing comma, parentheses around a whole expression, the kind of quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_COMMENT = "comment"
WHOLE = frozenset({"string"})
BLOCKS = frozenset({"block"})
STATEMENT_LISTS = frozenset({"module", "block", "decorated_definition"})
ANNOTATED = {"typed_parameter": ":", "typed_default_parameter": ":", "assignment": ":", "function_definition": "->"}
_TUPLES = frozenset({"tuple", "tuple_pattern", "subscript", "type_parameter"})
_SPELLINGS = frozenset({"integer", "float"})

# Parentheses around a whole expression only group where these hold it; elsewhere they may bind operators.
_HOLDERS_OF_WHOLE_EXPRESSIONS = frozenset(
    {
        *("argument_list", "assert_statement", "assignment", "augmented_assignment", "default_parameter", "elif_clause"),
        *("except_clause", "expression_statement", "for_statement", "if_statement", "keyword_argument", "lambda", "list"),
        *(
            "named_expression",
            "pair",
            "parenthesized_expression",
            "raise_statement",
            "return_statement",
            "set",
            "tuple",
            "type",
        ),
        *("typed_default_parameter", "while_statement", "with_item"),
    }
)
_HOLDERS_OF_BARE_TUPLES = frozenset(
    {"assignment", "augmented_assignment", "delete_statement", "for_statement", "return_statement"}
)


def idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
    """The positions of brackets and commas that could as well not be there."""
    closer = children[-1].type
    if closer not in (")", "]", "}"):
        return set()
    idle = set()
    if children[0].type == "(" and _only_groups(kind, parent, len(children)):
        idle = {0, len(children) - 1}
    elif kind == "import_from_statement":
        idle = {i for i, child in enumerate(children) if child.type in ("(", ")")}
    last = len(children) - 2
    while last > 0 and children[last].type == _COMMENT:
        last -= 1
    if children[last].type == "," and (kind not in _TUPLES or sum(child.type == "," for child in children) > 1):
        idle.add(last)
    return idle


def _only_groups(kind: str, parent: str, length: int) -> bool:
    if kind == "parenthesized_expression":
        return parent in _HOLDERS_OF_WHOLE_EXPRESSIONS
    if kind in ("tuple", "tuple_pattern"):
        return parent in _HOLDERS_OF_BARE_TUPLES and length > 2
    return kind == "with_clause" or (kind == "argument_list" and parent == "class_definition" and length == 2)


def canonical(node: Node, text: bytes) -> bytes:
    kind = node.type
    if kind in (";", "line_continuation"):
        return b""
    if kind == "string":
        return _canonical_string(node, text)
    if kind == _COMMENT:
        return b" ".join(text.lstrip(b"#").split())
    return text.lower() if kind in _SPELLINGS else text


_STRING = re.compile(rb"([A-Za-z]*)('''|\"\"\"|'|\")(.*)\2", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def _canonical_string(node: Node, text: bytes) -> bytes:
    match = _STRING.fullmatch(text)
    if match is None:
        return text
    prefix, _quotes, content = match.groups()
    prefix = prefix.lower().replace(b"u", b"")
    if (b"'" in content or b'"' in content) and (b"f" in prefix or b"t" in prefix):
        return _canonical_template(node, text)
    return prefix + b'"' + (content if b"r" in prefix else _unescaped(content)) + b'"'


def _canonical_template(node: Node, text: bytes) -> bytes:
    """A string that holds expressions, with the quotes of strings inside of these made the same, too."""
    pieces: list[bytes] = []
    stack = [node]
    is_raw = b"r" in text[: len(text) - len(text.lstrip(b"fFrRtT"))].lower()
    while stack:
        part = stack.pop()
        piece = text[part.start_byte - node.start_byte : part.end_byte - node.start_byte]
        if part.type == "interpolation" and any(child.type == "=" for child in part.children):
            return text  # shows its own source
        if part.type in ("string_start", "string_end"):
            pieces.append(piece.lower().replace(b"u", b"").rstrip(b"'\"") + b'"')
        elif part.type == "string_content":
            pieces.append(piece if is_raw else _unescaped(piece))
        elif part.child_count and part.type != "format_specifier":
            stack.extend(reversed(part.children))
        else:
            pieces.append(piece)
    return b" ".join(pieces)


def _unescaped(content: bytes) -> bytes:
    """Without the backslashes that only keep a quote from ending the string."""
    return _ESCAPED.sub(lambda m: m[1] if m[1] in b"'\"" else m[0], content) if b"\\" in content else content
