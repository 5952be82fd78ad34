"""How Python is written: what ``style.scm`` only points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import (
    Seen,
    documentation_format,
    documentation_voice,
    ends_with_comma,
    holds,
    inside,
    line_of,
    piece,
    quote_of,
    yes_no,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_TYPING = frozenset({"List", "Dict", "Set", "Tuple", "FrozenSet", "Type", "Deque", "DefaultDict"})
_BUILTIN = frozenset({"list", "dict", "set", "tuple", "frozenset", "type", "deque", "defaultdict"})
_LEVELS = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
_LOGGER = re.compile(r"\b_?(?:log|logger|logging|LOG|LOGGER)(?:\(\))?$")
_BROAD = re.compile(r"\b(?:Exception|BaseException)\b")
_TRY = re.compile(rb"\btry:")
_CATCHALL = re.compile(rb"\bexcept(?:\s*:|\b[^:\n]*\b(?:Base)?Exception\b)")
_ISINSTANCE = re.compile(rb"\bisinstance\(")
_PREFIX = re.compile(r"^[a-zA-Z]*")
_DEFAULTS = frozenset({"none", "false", "true", "integer", "float", "string", "list", "dictionary", "tuple"})


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    if capture == "string":
        yield from _string(node, text)
    elif capture == "closing":
        comma = ends_with_comma(node)
        if comma is not None:
            yield Seen("trailing-comma", yes_no(comma), line_of(node) - 1)
    elif capture == "function":
        yield from _function(node, text)
        result = node.child_by_field_name("return_type")
        yield Seen("annotated-result", yes_no(result is not None), line_of(result or node))
    elif capture in _READERS:
        for feature, value in _READERS[capture](node, text):
            yield Seen(feature, value, line_of(node))


def is_public(_: Node, name: str, __: bytes) -> bool:
    return not name.startswith("_") or name.endswith("__")


def documentation(node: Node, text: bytes) -> Node | None:
    """The docstring of a function or class."""
    body = node.child_by_field_name("body")
    first = body.named_children[0] if body is not None and body.named_children else None
    if first is not None and first.type == "expression_statement" and first.named_children[0].type == "string":
        return first.named_children[0]
    return None


def _string(node: Node, text: bytes) -> Iterator[Seen]:
    literal, line = piece(node, text), line_of(node)
    bare = _PREFIX.sub("", literal)
    if bare.startswith(('"""', "'''")):
        yield Seen("long-quotes", "double" if bare[0] == '"' else "single", line)
        if node.parent is not None and node.parent.type == "expression_statement":
            form = documentation_format(bare[3:-3])
            yield Seen("documentation-length", "several" if form else "one", line)
            yield from (Seen(feature, value, line) for feature, value in documentation_voice(bare[3:-3]))
            if form:
                yield Seen("documentation-format", form, line)
    elif quote := quote_of(bare):
        yield Seen("quotes", quote, line)
    if "f" in literal[: len(literal) - len(bare)].lower() and holds(node, "interpolation"):
        yield Seen("formatting", "f-string", line)


def _annotated(node: Node, _: bytes) -> Iterator[tuple[str, str]]:
    if node.type in ("typed_parameter", "typed_default_parameter"):
        yield "annotated-parameter", "yes"
    elif node.type == "default_parameter" or node.type == "identifier" and not _is_receiver(node):
        yield "annotated-parameter", "no"


def _is_receiver(node: Node) -> bool:
    """Whether a parameter is the first one of a method, which is the object."""
    function = inside(node, "function_definition") if node.prev_named_sibling is None else None
    around = inside(function, "class_definition", "function_definition") if function is not None else None
    return around is not None and around.type == "class_definition"


def _type_head(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name == "Optional":
        yield "optional-spelling", "Optional"
    elif name == "Union":
        yield "union-spelling", "Union"
    elif name in _TYPING:
        yield "generic-spelling", "typing"
    elif name in _BUILTIN:
        yield "generic-spelling", "builtin"


def _string_method(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if piece(node, text) == "format":
        yield "formatting", "format"


def _import(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    is_from = node.type == "import_from_statement"
    module = node.child_by_field_name("module_name" if is_from else "name")
    name = piece(module, text) if module is not None else ""
    if name == "__future__":
        return
    yield "import-form", "name" if is_from else "module"
    yield "import-place", "inside" if inside(node, "function_definition") else "top"
    yield "import-reach", "relative" if name.startswith(".") else f"absolute:{name.split('.')[0].split(' ')[0]}"


def _except(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    block = next((child for child in node.named_children if child.type == "block"), None)
    head = text[node.start_byte : block.start_byte if block else node.end_byte].decode("utf-8", "replace")
    caught = head.partition("except")[2].split(":")[0]
    yield "caught", "broad" if not caught.strip() or _BROAD.search(caught.split(" as ")[0]) else "named"
    if block is not None and block.named_children:
        yield "when-caught", _reaction(block, text)


def _reaction(block: Node, text: bytes) -> str:
    """What an except clause does in the end."""
    last = next((child for child in reversed(block.named_children) if child.type != "comment"), block)
    if last.type == "raise_statement":
        return "raise"
    if last.type in ("pass_statement", "continue_statement"):
        return "ignore"
    if last.type == "return_statement":
        value = last.named_children[0] if last.named_children else None
        empty = value is None or value.type in _DEFAULTS
        return "default" if empty else "other"
    body = piece(block, text)
    return "log" if "log" in body or "print(" in body else "other"


def _function(node: Node, text: bytes) -> Iterator[Seen]:
    """Whether it handles errors, and tests the types of what it is given."""
    body = node.child_by_field_name("body")
    if body is None:
        return
    for feature, pattern in (("error-handling", _TRY), ("catch-all", _CATCHALL), ("type-tests", _ISINSTANCE)):
        found = pattern.search(text, body.start_byte, body.end_byte)
        line = line_of(body) + text.count(b"\n", body.start_byte, found.start()) if found else line_of(node)
        yield Seen(feature, yes_no(found is not None), line)


def _called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name == "print":
        yield "output", "print"


def _called_member(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name, before = node.child_by_field_name("attribute"), node.child_by_field_name("object")
    if name is None or before is None:
        return
    method, receiver = piece(name, text), piece(before, text)
    if method in _LEVELS and _LOGGER.search(receiver):
        yield "output", "logging"
        yield from _logged(node)
    elif receiver == "self" and re.match(r"assert[A-Z_]|fail[A-Z]", method):
        yield "assertion", "method"


def _logged(node: Node) -> Iterator[tuple[str, str]]:
    call = node.parent
    arguments = call.child_by_field_name("arguments") if call is not None else None
    first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
    if arguments is None or first is None:
        return
    if first.type == "string" and holds(first, "interpolation"):
        yield "log-message", "f-string"
    elif first.type == "binary_operator" or first.type == "call":
        yield "log-message", "formatted"
    elif first.type == "string" and any(child.type not in ("keyword_argument",) for child in arguments.named_children[1:]):
        yield "log-message", "arguments"


_READERS = {
    "annotated": _annotated,
    "type-head": _type_head,
    "string-method": _string_method,
    "import": _import,
    "except": _except,
    "called": _called,
    "called-member": _called_member,
}
