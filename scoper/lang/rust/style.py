"""How Rust is written: what ``style.scm`` only points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import Seen, comment_above, line_of, piece

if TYPE_CHECKING:
    from tree_sitter import Node

_FAILING = {"unwrap": "unwrap", "expect": "expect", "unwrap_or": "fallback", "unwrap_or_default": "fallback"}
_FAILING |= {"unwrap_or_else": "fallback"}
_OWNING = frozenset({"to_string", "to_owned", "into"})
_MACROS = {
    **dict.fromkeys(("println", "eprintln", "print", "eprint", "dbg"), ("output", "print")),
    **dict.fromkeys(("trace", "debug", "info", "warn", "error"), ("output", "logging")),
    **{name: ("assertion", name) for name in ("assert", "assert_eq", "assert_ne", "assert_matches")},
    **{name: ("failure", name) for name in ("panic", "unreachable", "todo", "unimplemented")},
}
_INLINE = re.compile(r'"[^"]*\{[a-z_]\w*(?::[^}]*)?\}')
_APART = re.compile(r'"[^"]*\{(?::[^}]*)?\}')
_FORMATTING = frozenset({"format", "println", "eprintln", "print", "write", "writeln", "panic"})


def documentation(node: Node, text: bytes) -> Node | None:
    found = comment_above(node, text)
    return found if found is not None and text.startswith((b"///", b"/**", b"//!"), found.start_byte) else None


def is_public(node: Node, _: str, text: bytes) -> bool:
    return text.startswith(b"pub", node.start_byte)


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    if capture in _READERS:
        for feature, value in _READERS[capture](node, text):
            yield Seen(feature, value, line_of(node))


def _member_called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name in _FAILING:
        yield "failure", _FAILING[name]
    elif name in _OWNING:
        yield "owned-string", name
    elif name == "for_each":
        yield "iteration", "for_each"


def _path_called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if text[node.start_byte : node.end_byte] == b"String::from":
        yield "owned-string", "String::from"


def _macro(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    name = piece(node, text)
    if name in _MACROS:
        yield _MACROS[name]
    if name in _FORMATTING and node.parent is not None:
        said = piece(node.parent, text)
        if _INLINE.search(said):
            yield "formatting", "inline"
        elif _APART.search(said):
            yield "formatting", "apart"


def _import(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    path = node.child_by_field_name("argument")
    said = piece(path, text) if path is not None else ""
    root = re.match(r"(?:crate|super|self)\b", said)
    if root:
        yield "import-reach", root[0]
    yield "import-form", "group" if "{" in said else "all" if said.endswith("*") else "one"


def _returned(node: Node, _: bytes) -> Iterator[tuple[str, str]]:
    around = node.parent.parent if node.parent is not None and node.parent.type == "expression_statement" else node.parent
    is_last = around is not None and around.type == "block" and around.named_children[-1].end_byte >= node.end_byte
    if is_last and around is not None and around.parent is not None and around.parent.type == "function_item":
        yield "last-value", "return"


_READERS = {
    "member-called": _member_called,
    "path-called": _path_called,
    "macro": _macro,
    "import": _import,
    "returned": _returned,
}
