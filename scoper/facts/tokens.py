"""The tokens of a file, with what of them matters: enough to tell a new layout from a new meaning.

White space is no token. What may be left out, added or spelled otherwise without a change of meaning (a trailing comma,
parentheses around a whole expression, the kind of quotes) is a token whose ``canonical`` text is empty or the same. It does not
compare anything and knows nothing of diffs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoper.facts.found import Span
from scoper.facts.parse import late_after, parse
from scoper.facts.parts import Part, find_parts, parse_part
from scoper.facts.source import Source, covered
from scoper.lang.registry import Language, spelling
from scoper.text import LineRange

if TYPE_CHECKING:
    from tree_sitter import Node

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
    is_late = late_after(TIME_LIMIT)
    readable = covered(language, text)
    tree = parse(language, readable.text, is_late)
    if tree is None:
        return ()
    root = tree.root_node
    inner = {part.node: part for part in find_parts(language, root, text).parts if part.is_whole_node} if language.parts else {}
    found = _leaves(language, Source(text), root, inner, lines, is_late)
    aside = frozenset(text[start:end] for start, end in readable.set_aside)
    return tuple(one._replace(is_comment=False) if one.text in aside else one for one in found) if aside else found


class _Visit(NamedTuple):
    node: Node
    language: Language
    part: Part | None  # what it is in
    parent: str  # node type
    depth: int
    opens: bool
    matters: bool
    is_annotation: bool


def _leaves(
    language: Language,
    source: Source,
    root: Node,
    parts: Mapping[Span, Part],
    lines: Sequence[LineRange] | None,
    is_late: Callable[[], bool],
) -> tuple[Token, ...]:
    found: list[Token] = []
    stack = [_Visit(root, language, None, "", 0, False, True, False)]
    opens = False
    ends = [r.end for r in lines] if lines is not None else None
    first = next((child for child in root.children if child.type not in language.comments), None)
    while stack:
        visit = stack.pop()
        node = visit.node
        if visit.opens and lines is not None and ends is not None and node != first and not _touches(node, lines, ends):
            continue
        opens = opens or visit.opens
        part = parts.get((node.start_byte, node.end_byte)) if not node.child_count else None
        if part is not None and visit.part is None:
            tree, _ = parse_part(part, source, is_late)
            if tree is None:
                return ()
            stack.append(visit._replace(node=tree.root_node, language=part.language, part=part))
        elif node.child_count and node.type not in spelling(visit.language).WHOLE:
            stack.extend(reversed(_children(visit)))
        elif node.end_byte > node.start_byte and _is_written(visit):
            text = source.data[node.start_byte : node.end_byte]
            found.append(_token(visit, text, opens))
            opens = opens and found[-1].is_comment
        if not len(found) & 1023 and is_late():
            return ()
    return tuple(found)


def _is_written(visit: _Visit) -> bool:
    """Whether a leaf is in the file, and not in what was put around a part."""
    if visit.part is None:
        return True
    start, end = visit.part.span
    return start <= visit.node.start_byte and visit.node.end_byte <= end


def _touches(node: Node, lines: Sequence[LineRange], ends: Sequence[int]) -> bool:
    index = bisect_left(ends, node.start_point.row + 1)
    return index < len(lines) and lines[index].start <= node.end_point.row + 1


def _token(visit: _Visit, text: bytes, opens: bool) -> Token:
    node = visit.node
    is_comment = node.type in visit.language.comments
    start = node.start_point.row + 1
    end = start + text.count(b"\n") - text.endswith(b"\n")
    canonical = spelling(visit.language).canonical(node, text) if visit.matters else b""
    return Token(node.type, text, start, end, is_comment, visit.is_annotation, opens and not is_comment, visit.depth, canonical)


def _children(visit: _Visit) -> list[_Visit]:
    node, table = visit.node, spelling(visit.language)
    kind, children = node.type, node.children
    depth = visit.depth + (kind in table.BLOCKS)
    is_code = visit.part is None or visit.part.reads_as == "file"  # an expression is no statement, but in one
    opens = is_code and kind in table.STATEMENT_LISTS
    mark = table.ANNOTATED.get(kind)
    idle = table.idle(kind, visit.parent, children)
    return [
        _Visit(
            child,
            visit.language,
            visit.part,
            kind,
            depth,
            opens and child.is_named and child.type not in visit.language.comments,
            visit.matters and index not in idle,
            visit.is_annotation or (mark is not None and _is_type(node, index, child, mark)),
        )
        for index, child in enumerate(children)
    ]


def _is_type(node: Node, index: int, child: Node, mark: str) -> bool:
    return child.type in ("type", mark) or node.field_name_for_child(index) == "type"
