"""How Go is written: what ``style.scm`` only points at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoper.lang.seen import Seen, comment_above, line_of, piece, yes_no

if TYPE_CHECKING:
    from tree_sitter import Node

_WRAPPED = re.compile(r"%w\b")
_FORMATTED = re.compile(r"^fmt\.Errorf\(")
_LIBRARY = re.compile(r"^(?:errors|xerrors)\.(?:Wrapf?|WithMessagef?|WithStack)\(")
_ASSERTS = frozenset({"assert", "require"})
_TESTING = frozenset({"Error", "Errorf", "Fatal", "Fatalf"})

documentation = comment_above


def is_public(_: Node, name: str, __: bytes) -> bool:
    return name[:1].isupper()


def observe(capture: str, node: Node, text: bytes) -> Iterator[Seen]:
    if capture in _READERS:
        for feature, value in _READERS[capture](node, text):
            yield Seen(feature, value, line_of(node))


def _returned(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    last = node.named_children[-1] if node.named_children else None
    said = piece(last, text) if last is not None else ""
    if said == "err":
        yield "error-wrapping", "bare"
    elif _FORMATTED.match(said):
        yield "error-wrapping", "wrapped" if _WRAPPED.search(said) else "formatted"
    elif _LIBRARY.match(said):
        yield "error-wrapping", "library"


def _checked(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if piece(node, text) == "err":
        yield "error-check", "apart"


def _member_called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    operand = node.parent.child_by_field_name("operand") if node.parent is not None else None
    package, method = piece(operand, text) if operand is not None else "", piece(node, text)
    if package == "fmt" and method.startswith("Print"):
        yield "output", "print"
    elif package in ("log", "slog", "logger", "zap", "logrus", "klog"):
        yield "output", "logging"
    elif package in _ASSERTS:
        yield "assertion", package
    elif package == "t" and method in _TESTING:
        yield "assertion", "testing"
    elif package == "errors" and method == "New":
        yield "error-making", "errors.New"
    elif package == "fmt" and method == "Errorf":
        yield "error-making", "fmt.Errorf"
    elif package == "fmt" and method.startswith("Sprint"):
        yield "formatting", "Sprintf"


def _called(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if piece(node, text) == "panic":
        yield "failure", "panic"


def _empty_interface(node: Node, _: bytes) -> Iterator[tuple[str, str]]:
    if not node.named_children:
        yield "loose-type", "interface{}"


def _type_name(node: Node, text: bytes) -> Iterator[tuple[str, str]]:
    if text[node.start_byte : node.end_byte] == b"any":
        yield "loose-type", "any"


def _receiver(node: Node, _: bytes) -> Iterator[tuple[str, str]]:
    yield "receiver-name", "letter" if node.end_byte - node.start_byte == 1 else "word"


def _import(node: Node, _: bytes) -> Iterator[tuple[str, str]]:
    yield "import-alias", yes_no(node.child_by_field_name("name") is not None)


_READERS = {
    "returned": _returned,
    "checked": _checked,
    "member-called": _member_called,
    "called": _called,
    "empty-interface": _empty_interface,
    "type-name": _type_name,
    "receiver": _receiver,
    "import": _import,
}
