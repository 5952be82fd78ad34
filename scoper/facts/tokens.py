"""The tokens of a file, with what of them matters: enough to tell a new layout from a new meaning.

White space is no token. What may be left out, added or spelled otherwise without a change of meaning (a trailing comma,
parentheses around a whole expression, the kind of quotes) is a token whose ``canonical`` text is empty or the same. It does not
compare anything and knows nothing of diffs.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoper.lang.registry import Language, grammar
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
    return _leaves(text, tree.root_node, lines, deadline) if tree is not None else ()


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


def _leaves(text: bytes, root: Node, lines: Sequence[LineRange] | None, deadline: float) -> tuple[Token, ...]:
    found: list[Token] = []
    stack = [_Visit(root, "", 0, False, True, False)]
    opens = False
    ends = [r.end for r in lines] if lines is not None else None
    first = next((child for child in root.children if child.type not in _COMMENTS), None)
    while stack:
        visit = stack.pop()
        node = visit.node
        if visit.opens and lines is not None and ends is not None and node != first and not _touches(node, lines, ends):
            continue
        opens = opens or visit.opens
        if node.child_count and node.type not in _WHOLE:
            stack.extend(reversed(_children(visit)))
        elif node.end_byte > node.start_byte:
            found.append(_token(visit, text[node.start_byte : node.end_byte], opens))
            opens = opens and found[-1].is_comment
        if not len(found) & 1023 and time.monotonic() > deadline:
            return ()
    return tuple(found)


def _touches(node: Node, lines: Sequence[LineRange], ends: Sequence[int]) -> bool:
    index = bisect_left(ends, node.start_point.row + 1)
    return index < len(lines) and lines[index].start <= node.end_point.row + 1


def _token(visit: _Visit, text: bytes, opens: bool) -> Token:
    node = visit.node
    kind = node.type
    is_comment = kind in _COMMENTS
    start = node.start_point.row + 1
    end = start + text.count(b"\n") - text.endswith(b"\n")
    canonical = _canonical(node, text) if visit.matters else b""
    return Token(kind, text, start, end, is_comment, visit.is_annotation, opens and not is_comment, visit.depth, canonical)


# What follows is Python's. A further language brings a table and two functions of its own.

_COMMENTS = frozenset({"comment"})
_WHOLE = frozenset({"string"})
_STATEMENT_LISTS = frozenset({"module", "block", "decorated_definition"})
_ANNOTATED = {"typed_parameter": ":", "typed_default_parameter": ":", "assignment": ":", "function_definition": "->"}
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


def _children(visit: _Visit) -> list[_Visit]:
    node = visit.node
    kind, children = node.type, node.children
    depth = visit.depth + (kind == "block")
    opens = kind in _STATEMENT_LISTS
    mark = _ANNOTATED.get(kind)
    idle = _idle(kind, visit.parent, children)
    return [
        _Visit(
            child,
            kind,
            depth,
            opens and child.is_named and child.type not in _COMMENTS,
            visit.matters and index not in idle,
            visit.is_annotation or (mark is not None and child.type in ("type", mark)),
        )
        for index, child in enumerate(children)
    ]


def _idle(kind: str, parent: str, children: Sequence[Node]) -> set[int]:
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
    while last > 0 and children[last].type in _COMMENTS:
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


def _canonical(node: Node, text: bytes) -> bytes:
    kind = node.type
    if kind in (";", "line_continuation"):
        return b""
    if kind == "string":
        return _canonical_string(node, text)
    if kind in _COMMENTS:
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
