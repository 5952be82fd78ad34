"""Reading how code is written: what the extractors of several languages share.

An extractor is the module ``style.py`` of a language's folder (see :class:`Reader`). It sees the nodes that ``style.scm``
captures under names that are no ``feature.value`` by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tree_sitter import Node

_SECTIONED = re.compile(
    r"^[ \t]*(?:\* )?(?:Args|Arguments|Parameters|Returns|Yields|Raises|Attributes|Examples?):[ \t]*$", re.M
)
_UNDERLINED = re.compile(
    r"^[ \t]*(?:Parameters|Returns|Yields|Raises|Attributes|Examples|Notes)[ \t]*\n[ \t]*-{3,}[ \t]*$", re.M
)
_FIELDS = re.compile(r"^[ \t]*:(?:param|returns?|raises?|type|rtype|ivar|arg)\b[^:\n]*:", re.M)
_TAGS = re.compile(r"^[ \t/*]*[@\\](?:param|returns?|throws|exception|type|brief)\b", re.M)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_OPENING_VERB = re.compile(
    r"(?i)(return|get|set|create|make|check|build|add|remove|load|parse|convert|send|read|write|find|call|handle|yield|generate|run"
    r"|compute|print|format|render|open|close|update|register|validate|test|resolve|apply|determine|raise|wrap|extract|start|stop)(s?)\b"
)
_WRAPPERS = frozenset({"export_statement", "lexical_declaration", "variable_declarator", "decorated_definition"})
_BETWEEN = frozenset({"attribute_item", "decorator", "attribute_list"})


class Seen(NamedTuple):
    """One observation: a feature, which of its values, and the 1-based line that shows it."""

    feature: str
    value: str
    line: int


class Reader(Protocol):
    """What a ``style.py`` offers."""

    def observe(self, capture: str, node: Node, text: bytes) -> Iterator[Seen]:
        """What one captured node says. ``text`` is the whole file."""
        ...

    def documentation(self, node: Node, text: bytes) -> Node | None:
        """What documents a function or class."""
        ...

    def is_public(self, node: Node, name: str, text: bytes) -> bool:
        """Whether others than its own file or class may use a function or class."""
        ...


def line_of(node: Node) -> int:
    return node.start_point[0] + 1


def piece(node: Node, text: bytes) -> str:
    """The text of a node."""
    return text[node.start_byte : node.end_byte].decode("utf-8", "replace")


def inside(node: Node, *kinds: str) -> Node | None:
    """The nearest node around it that is of one of these kinds."""
    around = node.parent
    while around is not None and around.type not in kinds:
        around = around.parent
    return around


def comment_above(node: Node, _: bytes) -> Node | None:
    """The comment that ends on the line above a definition, or above what is wrapped around it."""
    while node.parent is not None and node.parent.type in _WRAPPERS:
        node = node.parent
    before = node.prev_named_sibling
    while before is not None and before.type in _BETWEEN:
        node, before = before, before.prev_named_sibling
    if before is None or not before.type.endswith("comment"):
        return None
    ends = before.end_point[0] - (before.end_point[1] == 0)
    return before if ends >= node.start_point[0] - 1 else None


def child_of(node: Node, *kinds: str) -> Node | None:
    """Its first named child of one of these kinds."""
    return next((child for child in node.named_children if child.type in kinds), None)


def holds(node: Node, *kinds: str, limit: int = 200) -> bool:
    """Whether a node of one of these kinds is among the first ``limit`` below it."""
    waiting = [node]
    for _ in range(limit):
        if not waiting:
            return False
        one = waiting.pop()
        if one.type in kinds and one != node:
            return True
        waiting.extend(reversed(one.named_children))
    return False


def case_of(name: str) -> str | None:
    """``snake``, ``camel``, ``pascal``, ``upper`` or ``kebab``; ``None`` for a name that fits several: one lower-case word."""
    bare = name.strip("_$@#.?!")
    if "-" in bare:
        return "kebab"
    if not bare or not any(letter.isalpha() for letter in bare):
        return None
    if bare.isupper():
        return "upper" if len(bare) > 1 else None
    if "_" in bare:
        return "snake" if bare.islower() else None
    if bare.islower():
        return None
    return "pascal" if bare[0].isupper() else "camel"


def length_of(name: str) -> str:
    """The length of a name in characters, as a class."""
    length = len(name.strip("_$@"))
    return "1-2" if length <= 2 else "3-6" if length <= 6 else "7-12" if length <= 12 else "13-20" if length <= 20 else "21+"


def words_of(name: str) -> list[str]:
    """The words of a name or a text, in lower case."""
    return [word.lower() for word in _WORDS.findall(name)]


def documentation_format(text: str) -> str | None:
    """``numpy``, ``google``, ``sphinx`` or ``tags``; ``plain`` for several lines without any of them, ``None`` for one."""
    if _UNDERLINED.search(text):
        return "numpy"
    if _FIELDS.search(text):
        return "sphinx"
    if _TAGS.search(text):
        return "tags"
    if _SECTIONED.search(text):
        return "google"
    return "plain" if "\n" in text.strip() else None


def documentation_voice(text: str) -> Iterator[tuple[str, str]]:
    """How the text between the quotes of a docstring opens, how its first line ends, and how it marks code."""
    said = text.strip()
    if not said:
        return
    first = said.split("\n", 1)[0].rstrip()
    if "\n" in text:
        yield "documentation-opening", "below" if text.lstrip(" \t").startswith("\n") else "beside"
    yield "documentation-ending", "stop" if first.endswith(".") else "open"
    if opening := _OPENING_VERB.match(first):
        yield "documentation-mood", "told" if opening[2] else "asked"
    if "`" in text:
        yield "documentation-code", "double" if "``" in text else "single"


def quote_of(literal: str) -> str | None:
    """``double``, ``single`` or ``backtick``; ``None`` where the other one would have to be escaped, or nothing is written."""
    opening = literal[:1]
    if opening == "`":
        return "backtick" if "${" not in literal and "\n" not in literal else None
    if opening not in "\"'" or len(literal) < 2:
        return None
    other = "'" if opening == '"' else '"'
    if other in literal[1:-1] or "\\" + opening in literal:
        return None
    return "double" if opening == '"' else "single"


def ends_with_comma(closing: Node) -> bool | None:
    """Whether the last of several lines of a list ends in a comma; ``None`` where that is no choice."""
    before = closing.prev_sibling
    while before is not None and before.type.endswith("comment"):
        before = before.prev_sibling
    if before is None or before.end_point[0] == closing.start_point[0] or before.prev_sibling is None:
        return None
    return before.type == ","


def yes_no(value: bool) -> str:
    return "yes" if value else "no"
