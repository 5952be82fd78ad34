"""The tokens of a file, with what of them matters: enough to tell a new layout from a new meaning.

White space is no token. What may be left out, added or spelled otherwise without a change of meaning (a trailing comma,
parentheses around a whole expression, the kind of quotes) is a token whose ``canonical`` text is empty or the same. It does not
compare anything and knows nothing of diffs.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoper.lang.registry import Language, Spelling, grammar, spelling
from scoper.text import LineRange

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

TIME_LIMIT = 2.0
"""Seconds for one file; beyond them there are no tokens."""


class Token(NamedTuple):
    """One leaf of the syntax tree, or a whole string. Lines are 1-based and inclusive.

    ``canonical`` is the normalised text, empty where the token does not matter. ``depth`` counts the enclosing blocks, which
    stands for indentation. ``opens`` marks the first token of a statement, of a decorator and of what is decorated.
    """

    kind: str
    text: bytes
    line: int
    end_line: int
    is_comment: bool
    is_annotation: bool
    opens: bool
    depth: int
    canonical: bytes


def tokens(language: Language, text: bytes, lines: Sequence[LineRange] | None = None) -> tuple[Token, ...]:
    """The tokens of a file in order; none where it takes too long.

    With ``lines`` (ascending), only those of the innermost statements that touch these ranges, of the headers around them,
    and of the first statement of the file.
    """
    deadline = time.monotonic() + TIME_LIMIT
    tree = _parse(language, text, deadline)
    return _leaves(language, text, tree.root_node, lines, deadline) if tree is not None else ()


def _parse(language: Language, text: bytes, deadline: float) -> Tree | None:
    import tree_sitter  # 10 ms that a run over other files must not pay

    def read(offset: int, _point: object) -> bytes:
        return text[offset : offset + 65536]

    def is_late(_offset: int, _has_error: bool) -> bool:
        return time.monotonic() > deadline

    try:
        return tree_sitter.Parser(grammar(language)).parse(read, progress_callback=is_late)
    except ValueError:  # cancelled
        return None


class _Visit(NamedTuple):
    node: Node
    parent: str  # node type
    depth: int
    opens: bool
    matters: bool
    is_annotation: bool


def _leaves(
    language: Language, text: bytes, root: Node, lines: Sequence[LineRange] | None, deadline: float
) -> tuple[Token, ...]:
    table, comments = spelling(language), frozenset(language.comments)
    found: list[Token] = []
    stack = [_Visit(root, "", 0, False, True, False)]
    opens = False
    ends = [r.end for r in lines] if lines is not None else None
    first = next((child for child in root.children if child.type not in comments), None)
    while stack:
        visit = stack.pop()
        node = visit.node
        if visit.opens and lines is not None and ends is not None and node != first and not _touches(node, lines, ends):
            continue
        opens = opens or visit.opens
        if node.child_count and node.type not in table.WHOLE:
            stack.extend(reversed(_children(table, visit, comments)))
        elif node.end_byte > node.start_byte:
            found.append(_token(table, visit, text[node.start_byte : node.end_byte], opens, node.type in comments))
            opens = opens and found[-1].is_comment
        if not len(found) & 1023 and time.monotonic() > deadline:
            return ()
    return tuple(found)


def _touches(node: Node, lines: Sequence[LineRange], ends: Sequence[int]) -> bool:
    index = bisect_left(ends, node.start_point.row + 1)
    return index < len(lines) and lines[index].start <= node.end_point.row + 1


def _token(table: Spelling, visit: _Visit, text: bytes, opens: bool, is_comment: bool) -> Token:
    node = visit.node
    start = node.start_point.row + 1
    end = start + text.count(b"\n") - text.endswith(b"\n")
    canonical = table.canonical(node, text) if visit.matters else b""
    return Token(node.type, text, start, end, is_comment, visit.is_annotation, opens and not is_comment, visit.depth, canonical)


def _children(table: Spelling, visit: _Visit, comments: Collection[str]) -> list[_Visit]:
    node = visit.node
    kind, children = node.type, node.children
    depth = visit.depth + (kind in table.BLOCKS)
    opens = kind in table.STATEMENT_LISTS
    mark = table.ANNOTATED.get(kind)
    idle = table.idle(kind, visit.parent, children)
    return [
        _Visit(
            child,
            kind,
            depth,
            opens and child.is_named and child.type not in comments,
            visit.matters and index not in idle,
            visit.is_annotation or (mark is not None and child.type in ("type", mark)),
        )
        for index, child in enumerate(children)
    ]
