"""What one file shows of how it is written: its syntax tree, read once. Pure."""

from __future__ import annotations

import functools
import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module, util
from typing import TYPE_CHECKING, cast

from scoper.facts.parse import late_after, parse
from scoper.facts.source import covered
from scoper.lang import plainstyle
from scoper.lang.registry import Language, is_installed, query
from scoper.lang.seen import Reader, Seen, case_of, length_of, line_of, piece, yes_no
from scoper.style.comments import Remark, characters, kind_of, of_remark, remarks
from scoper.style.lines import of_lines

if TYPE_CHECKING:
    from tree_sitter import Node

Measured = Mapping[str, Sequence[int]]
"""``feature=value`` → the lines that show it, one for each observation, in order."""

SECONDS = 2.0
_WORD = re.compile(rb"[A-Za-z_]\w*")
_TEST_NAME = re.compile(r"(?i)^(?:test|it_|should|bench)")
_LEAVING = frozenset({"return_statement", "raise_statement", "throw_statement", "continue_statement", "return_expression"})
_FEWEST = 3  # statements of a function that may open with a guard, or have blank lines
_BLOCKS = ("body", "consequence")


@functools.cache
def is_read(language: Language) -> bool:
    """Whether there is anything to see in files of a language."""
    return is_installed(language) and os.path.exists(_path(language, "style.scm"))


def observe(language: Language, text: bytes) -> Measured:
    """What a file shows; empty where it cannot be read in time."""
    is_late = late_after(SECONDS)
    text = covered(language, text).text
    tree = parse(language, text, is_late)
    if tree is None:
        return {}
    import tree_sitter  # loaded by the parse

    found = tree_sitter.QueryCursor(query(language, "style")).captures(tree.root_node)
    seen: dict[str, list[int]] = {}
    for one in _all(language, text, found):
        seen.setdefault(f"{one.feature}={one.value}", []).append(one.line)
    return {key: sorted(lines) for key, lines in seen.items()}


def _all(language: Language, text: bytes, found: Mapping[str, Sequence[Node]]) -> Iterator[Seen]:
    reader = _reader(language)
    for capture, nodes in found.items():
        feature, _, value = capture.partition(".")
        if value:
            yield from (Seen(feature, value, line_of(node)) for node in nodes)
            continue
        for node in nodes:
            yield from reader.observe(capture, node, text)
    comments, lines = found.get("comment", ()), text.split(b"\n")
    yield from of_lines(language, lines, _commented(comments, lines))
    said = list(_remarks(comments, text, lines))
    for remark, kind in said:
        yield from of_remark(remark, kind)
    yield from _narration(found.get("function", ()), said)
    for node in (*comments, *found.get("string", ())):
        yield from (Seen("characters", value, line_of(node)) for value in characters(piece(node, text)))
    for kind in ("variable", "parameter"):
        yield from _names(kind, found.get(kind, ()), text)
    for node in found.get("function", ()):
        yield from _function(language, reader, node, text)
    for node in found.get("class", ()):
        yield from _definition("class", reader, node, text)
    yield from _helpers(reader, found.get("function", ()), text)


def _helpers(reader: Reader, functions: Iterable[Node], text: bytes) -> Iterator[Seen]:
    """Functions that only their own file uses: once, or more often."""
    named = {node: name for node in functions if (name := node.child_by_field_name("name")) is not None}
    hidden = {name: piece(name, text) for node, name in named.items() if not reader.is_public(node, piece(name, text), text)}
    if hidden:
        uses = Counter(_WORD.findall(text))
        for name, said in hidden.items():
            times = uses[said.encode()] - 1
            if times > 0:
                yield Seen("helper", "once" if times == 1 else "more", line_of(name))


def _names(kind: str, nodes: Iterable[Node], text: bytes) -> Iterator[Seen]:
    for node in nodes:
        name = piece(node, text)
        if case := case_of(name):
            yield Seen(f"case-of-{kind}", case, line_of(node))
        yield Seen(f"length-of-{kind}", length_of(name), line_of(node))


def _definition(kind: str, reader: Reader, node: Node, text: bytes) -> Iterator[Seen]:
    """The name and the documentation of a function or class."""
    named = node.child_by_field_name("name")
    name = piece(named, text) if named is not None else ""
    if not name:
        return
    yield from _names(kind, [named] if named is not None else [], text)
    audience = "test" if _TEST_NAME.match(name) else "public" if reader.is_public(node, name, text) else "private"
    doc = reader.documentation(node, text)
    yield Seen(f"documented-{audience}-{kind}", yes_no(doc is not None), line_of(doc or named or node))


def _function(language: Language, reader: Reader, node: Node, text: bytes) -> Iterator[Seen]:
    yield from _definition("function", reader, node, text)
    body = node.child_by_field_name("body")
    statements = [child for child in body.named_children if not child.type.endswith("comment")] if body is not None else []
    if language.docstrings and statements and reader.documentation(node, text) is not None:
        statements = statements[1:]
    if body is None or len(statements) < _FEWEST:
        return
    yield Seen("guard-clause", yes_no(_is_guard(statements[0])), line_of(statements[0]))
    before = None
    for child in body.named_children:
        if before is not None:
            gap = child.start_point[0] - before.end_point[0]
            if gap > 0:
                yield Seen("blank-line", yes_no(gap > 1), line_of(child) - (gap > 1))
        before = child


def _is_guard(statement: Node) -> bool:
    """Whether a statement only leaves early: a condition without another branch, at whose end the function ends."""
    if statement.type == "expression_statement" and statement.named_children:
        statement = statement.named_children[0]
    if not statement.type.startswith("if_") or statement.child_by_field_name("alternative") is not None:
        return False
    branch = next((found for name in _BLOCKS if (found := statement.child_by_field_name(name)) is not None), None)
    if branch is None:
        return False
    inner = branch.named_children if branch.type not in _LEAVING else [branch]
    last = inner[-1] if inner else None
    if last is not None and last.type == "expression_statement" and last.named_children:
        last = last.named_children[0]
    return last is not None and last.type in _LEAVING


def _is_first(node: Node, lines: Sequence[bytes]) -> bool:
    row, column = node.start_point
    return not lines[row][:column].strip()


def _commented(comments: Iterable[Node], lines: Sequence[bytes]) -> set[int]:
    """The lines that hold nothing but comments, from 0."""
    return {
        number
        for node in comments
        if _is_first(node, lines)
        for number in range(node.start_point[0], node.end_point[0] + (node.end_point[1] > 0))
    }


def _remarks(comments: Iterable[Node], text: bytes, lines: Sequence[bytes]) -> Iterator[tuple[Remark, str | None]]:
    """Comments, those on neighbouring lines as one, with their kinds."""
    found = []
    for node in sorted(comments, key=lambda node: node.start_byte):
        last = node.end_point[0] + (node.end_point[1] > 0)
        found.append(Remark(line_of(node), last, piece(node, text).rstrip("\n"), _is_first(node, lines)))
    for remark in remarks(found):
        where = remark.last if remark.is_own else remark.line - 1
        below = b"\n".join(lines[where : where + (2 if remark.is_own else 1)]).decode("utf-8", "replace")
        yield remark, kind_of(remark, below if remark.is_own else below.split(remark.text)[0])


def _narration(functions: Iterable[Node], found: Iterable[tuple[Remark, str | None]]) -> Iterator[Seen]:
    """Functions with a comment that says again what the code says, and without."""
    narrating = sorted(remark.line for remark, kind in found if kind == "narrating")
    for node in functions:
        first, last = line_of(node), node.end_point[0] + 1
        at = bisect_left(narrating, first)
        inside = at < len(narrating) and narrating[at] <= last
        yield Seen("narrated-function", yes_no(inside), narrating[at] if inside else first)


@functools.cache
def _reader(language: Language) -> Reader:
    if not os.path.exists(_path(language, "style.py")):
        return cast(Reader, plainstyle)
    return cast(Reader, import_module(f"scoper.lang.{language.package}.style"))


def _path(language: Language, name: str) -> str:
    spec = util.find_spec(f"scoper.lang.{language.package}")
    assert spec is not None and spec.origin is not None
    return os.path.join(os.path.dirname(spec.origin), name)
