"""Editing JSON with comments in place: what is not asked for stays as it is, byte by byte.

Comments (``//`` and ``/* */``) and a comma behind the last item are allowed, as in the settings of editors and agents. A text
is scanned for where its values stand; edits are cuts and insertions in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = re.compile(r"(?:[ \t\r\n\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_SCALAR = re.compile(r'"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null')
_REST = re.compile(r"[ \t]*\r?\n")  # what may stand behind an item that ends its line
_DEEPEST = 200


class NotJson(ValueError):
    """The text is no JSON, with comments or without."""


class Node(NamedTuple):
    """A value with its place, ``text[start:end]``. ``items`` are the values inside of it, ``keys`` their keys in an object."""

    start: int
    end: int
    kind: str  # "{", "[" or "" for what holds nothing
    value: object
    items: tuple[Node, ...] = ()
    keys: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()  # where each item starts, its key included
    comma: int | None = None  # where a comma stands behind the last item

    def get(self, key: str) -> Node | None:
        """The value of a key; the last one where there are several, as every reader takes it."""
        return next((item for name, item in reversed(list(zip(self.keys, self.items, strict=False))) if name == key), None)


def parse(text: str) -> Node:
    """The one value of a text. Raises :class:`NotJson`."""
    node = _value(text, _skip(text, 0), 0)
    if _skip(text, node.end) != len(text):
        raise NotJson(f"something follows the end, in line {_line(text, node.end)}")
    return node


def append(text: str, container: Node, value: object, key: str | None = None) -> str:
    """``text`` with one more item at the end of an object or a list, laid out like its neighbours."""
    written = "" if key is None else f"{json.dumps(key, ensure_ascii=False)}: "
    end = "\r\n" if "\r\n" in text else "\n"
    close = container.end - 1
    if not container.items:
        inner = _indent(text, container.start) + _unit(text)
        body = _dump(value, inner, _unit(text), end)
        if text[container.start + 1 : close].strip():  # a comment stands there
            before = text[:close].rstrip(" \t")
            gap = "" if before.endswith("\n") else end
            return f"{before}{gap}{inner}{written}{body}{end}{_indent(text, container.start)}{text[close:]}"
        rest = f"{end}{inner}{written}{body}{end}{_indent(text, container.start)}{text[close:]}"
        return text[: container.start + 1] + rest
    last = container.items[-1]
    at = last.end if container.comma is None else container.comma + 1
    comma, trailing = (",", "") if container.comma is None else ("", ",")
    if "\n" not in text[container.start : container.starts[-1]]:
        return f"{text[:at]}{comma} {written}{json.dumps(value, ensure_ascii=False)}{trailing}{text[at:]}"
    inner = _indent(text, container.starts[-1])
    return f"{text[:at]}{comma}{end}{inner}{written}{_dump(value, inner, _unit(text), end)}{trailing}{text[at:]}"


def remove(text: str, container: Node, index: int) -> str:
    """``text`` without one item of an object or a list, and without the comma that it needed. Comments stay."""
    start, end = container.starts[index], container.items[index].end
    is_last = index == len(container.items) - 1
    behind = container.comma if is_last else text.index(",", _skip(text, end))
    end = end if behind is None else behind + 1
    line = text.rfind("\n", 0, start) + 1
    tail = _REST.match(text, end)
    if not text[line:start].strip() and tail is not None:  # it has its lines for itself
        start, end = line, tail.end()
    elif not is_last:
        end += len(text) - end - len(text[end:].lstrip(" "))
    before, after = text[:start], text[end:]
    if is_last and index and behind is None:  # the comma in front of it separates nothing any more
        comma = text.index(",", _skip(text, container.items[index - 1].end))
        gap = before[comma + 1 :]
        before = before[:comma] + ("" if not gap.strip(" ") else gap)
    return before + after


def has_comment(text: str) -> bool:
    """Whether somebody wrote a comment into a valid text."""
    bare = _SCALAR.sub("", text)
    return "//" in bare or "/*" in bare


def _value(text: str, at: int, depth: int) -> Node:
    if depth > _DEEPEST:
        raise NotJson("it is nested too deeply")
    if text[at : at + 1] in ("{", "["):
        return _container(text, at, depth)
    match = _SCALAR.match(text, at)
    if match is None:
        raise NotJson(f"no value in line {_line(text, at)}")
    try:
        return Node(at, match.end(), "", json.loads(match[0], strict=False))
    except ValueError:
        raise NotJson(f"no value in line {_line(text, at)}") from None


def _container(text: str, at: int, depth: int) -> Node:
    opening, closing = text[at], "}" if text[at] == "{" else "]"
    items: list[Node] = []
    keys: list[str] = []
    starts: list[int] = []
    comma: int | None = None
    here = _skip(text, at + 1)
    while text[here : here + 1] != closing:
        if items and comma is None:
            raise NotJson(f"a comma is missing in line {_line(text, here)}")
        starts.append(here)
        if opening == "{":
            key = _value(text, here, _DEEPEST)
            here = _skip(text, key.end)
            if not isinstance(key.value, str) or text[here : here + 1] != ":":
                raise NotJson(f"no key in line {_line(text, here)}")
            keys.append(key.value)
            here = _skip(text, here + 1)
        items.append(_value(text, here, depth + 1))
        here = _skip(text, items[-1].end)
        comma = here if text[here : here + 1] == "," else None
        here = here if comma is None else _skip(text, here + 1)
    values = [item.value for item in items]
    value: object = dict(zip(keys, values, strict=True)) if opening == "{" else values
    return Node(at, here + 1, opening, value, tuple(items), tuple(keys), tuple(starts), comma)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _indent(text: str, at: int) -> str:
    """The white space that opens the line of a place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _unit(text: str) -> str:
    """One step of indentation, as the text has it first."""
    return next(_units(text), "  ")


def _units(text: str) -> Iterator[str]:
    return (match[1] for match in re.finditer(r"^([ \t]+)[\"{\[]", text, re.MULTILINE))


def _dump(value: object, indent: str, unit: str, end: str) -> str:
    lines = json.dumps(value, indent=unit, ensure_ascii=False).split("\n")
    return f"{end}{indent}".join(lines)
