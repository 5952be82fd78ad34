"""How JavaScript and TypeScript are written: what ``style.scm`` only points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import (
    Seen,
    comment_above,
    documentation_format,
    ends_with_comma,
    inside,
    length_of,
    line_of,
    piece,
    quote_of,
    yes_no,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_PRINTING = frozenset({"log", "debug", "info", "warn", "error", "trace"})
_LOGGER = re.compile(r"^(?:this\.)?_?(?:log|logger|logging|winston|pino)$", re.IGNORECASE)
_ALIAS = re.compile(r"^(?:@/|~/|~|#)")
_TESTERS = frozenset({"expect", "assert"})
_DEFAULTS = frozenset({"null", "undefined", "false", "true", "number", "string", "array", "object"})
_TRY, _TYPED = re.compile(rb"\btry\s*\{"), re.compile(rb"\btypeof\s|\sinstanceof\s|\bisArray\(")
_FUNCTIONS = ("function_declaration", "arrow_function", "function_expression", "method_definition")

documentation = comment_above


def is_public(node: Node, name: str, text: bytes) -> bool:
    """Whether it is exported, or a method that nothing marks as private."""
    if node.type == "method_definition":
        return not name.startswith(("_", "#")) and b"private" not in text[node.start_byte : node.start_byte + 20]
    return inside(node, "export_statement") is not None


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    if capture == "closing":
        comma = ends_with_comma(node)
        if comma is not None:
            yield Seen("trailing-comma", yes_no(comma), line_of(node) - 1)
    elif capture == "ended":
        yield Seen("semicolon", yes_no(text[node.end_byte - 1 : node.end_byte] == b";"), node.end_point[0] + 1)
    elif capture in ("function", "value-function"):
        yield from _function(capture, node, text)
    elif capture in _READERS:
        for feature, value in _READERS[capture](node, text):
            yield Seen(feature, value, line_of(node))


def _function(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    for feature, pattern in (("error-handling", _TRY), ("type-tests", _TYPED)):
        found = pattern.search(text, node.start_byte, node.end_byte)
        line = line_of(node) + text.count(b"\n", node.start_byte, found.start()) if found else line_of(node)
        yield Seen(feature, yes_no(found is not None), line)
    doc = comment_above(node, text)
    if doc is not None and text.startswith(b"/**", doc.start_byte):
        yield Seen("documentation-format", documentation_format(piece(doc, text)) or "plain", line_of(doc))
    if capture == "value-function":
        name = node.parent.child_by_field_name("name") if node.parent is not None else None
        if name is not None and inside(node, *_FUNCTIONS) is None:
            audience = "public" if inside(node, "export_statement") else "private"
            yield Seen(f"documented-{audience}-function", yes_no(doc is not None), line_of(doc or node))
            yield Seen("length-of-function", length_of(piece(name, text)), line_of(name))


def _string(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    quote = quote_of(piece(node, text))
    if quote:
        yield ("jsx-quotes" if node.parent is not None and node.parent.type == "jsx_attribute" else "quotes"), quote


def _import(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    source = node.child_by_field_name("source")
    if source is not None:
        where = piece(source, text).strip("'\"")
        if where.startswith("."):
            yield "import-reach", "relative"
            yield "import-ending", yes_no(bool(re.search(r"\.\w+$", where.rpartition("/")[2])))
        elif _ALIAS.match(where):
            yield "import-reach", "alias"
    yield "module-system", "import"
    is_type = text.startswith(b"import type", node.start_byte)
    yield "type-import", yes_no(is_type)


def _require(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if piece(node, text) == "require":
        yield "module-system", "require"


def _member_called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    method = piece(node, text)
    member = node.parent
    before = member.child_by_field_name("object") if member is not None else None
    receiver = piece(before, text) if before is not None else ""
    if receiver == "console" and method in _PRINTING:
        yield "output", "console"
    elif _LOGGER.match(receiver):
        yield "output", "logging"
    elif method == "then":
        yield "asynchronous", "then"
    elif method == "forEach":
        yield "iteration", "forEach"
    elif receiver == "assert":
        yield "assertion", "assert"


def _called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name in _TESTERS:
        yield "assertion", name


def _except(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    body = node.child_by_field_name("body")
    if body is None:
        return
    last = next((child for child in reversed(body.named_children) if child.type != "comment"), None)
    if last is None:
        yield "when-caught", "ignore"
    elif last.type == "throw_statement":
        yield "when-caught", "raise"
    elif last.type == "return_statement":
        value = last.named_children[0] if last.named_children else None
        yield "when-caught", "default" if value is None or value.type in _DEFAULTS else "other"
    else:
        yield "when-caught", "log" if re.search(r"\blog|console\.", piece(body, text)) else "other"


def _type_head(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if piece(node, text) == "Array":
        yield "array-type", "generic"


def _loose_type(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name in ("any", "unknown"):
        yield "loose-type", name


_READERS = {
    "string": _string,
    "import": _import,
    "require": _require,
    "member-called": _member_called,
    "called": _called,
    "except": _except,
    "type-head": _type_head,
    "loose-type": _loose_type,
}
