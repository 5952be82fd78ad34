"""Macro calls whose braces hold definitions (``cfg_rt! { mod a; }``): what is in them is read as if it stood there alone.

Grammars see but tokens in the arguments of a macro. Where these make sense as definitions, the macro most likely hands them on
as they are; a macro with a language of its own hardly ever looks like that.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.parse import parse
from scoper.lang.spec import Language

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_MAX_DEPTH = 4  # macros inside of each other


class _Call(NamedTuple):
    """Byte offsets: of the name, and of what is inside of the braces."""

    name: tuple[int, int]
    inside: tuple[int, int]


def opened(
    language: Language, text: bytes, tree: Tree, is_late: Callable[[], bool]
) -> tuple[Tree | None, list[tuple[int, int]]]:
    """The tree of ``text`` without such macros, all else in its place, and where their names stand."""
    names: list[tuple[int, int]] = []
    current: Tree | None = tree
    for _ in range(_MAX_DEPTH if language.macro_opening else 0):
        calls = list(_calls(language, text, current, is_late)) if current is not None else []
        if not calls:
            break
        names += (call.name for call in calls)
        text = _without(text, calls)
        current = parse(language, text, is_late)
    return current, names


def _without(text: bytes, calls: list[_Call]) -> bytes:
    pieces, at = [], 0
    for call in calls:
        start, end = call.inside
        pieces += [text[at : call.name[0]], re.sub(rb"[^\n]", b" ", text[call.name[0] : start]), text[start:end], b" "]
        at = end + 1
    return b"".join([*pieces, text[at:]])


def _calls(language: Language, text: bytes, tree: Tree, is_late: Callable[[], bool]) -> Iterator[_Call]:
    """The outermost ones, in file order."""
    end = 0
    for match in _opening(language).finditer(text):
        inside = _braces(language, tree, match.start()) if match.start() >= end else None
        body = parse(language, text[slice(*inside)], is_late) if inside else None
        if inside and body is not None and _is_definitions(language, body.root_node):
            end = inside[1]
            yield _Call(match.span(1), inside)


def _braces(language: Language, tree: Tree, byte: int) -> tuple[int, int] | None:
    """What is inside of the braces of the macro call that starts here, where a definition may stand."""
    name = tree.root_node.descendant_for_byte_range(byte, byte + 1)
    call = name.parent if name is not None else None
    around = call.parent if call is not None else None
    if around is not None and around.type == "expression_statement":
        around = around.parent
    if call is None or around is None or call.type != "macro_invocation" or around.type not in language.macro_places:
        return None
    braces = call.children[-1]
    return (braces.start_byte + 1, braces.end_byte - 1) if not braces.has_error and braces.child_count > 2 else None


def _is_definitions(language: Language, root: Node) -> bool:
    kinds = [child.type for child in root.named_children if child.type not in language.comments]
    return bool(kinds) and not root.has_error and all(kind in language.macro_items for kind in kinds)


@functools.cache
def _opening(language: Language) -> re.Pattern[bytes]:
    return re.compile(language.macro_opening.encode())
