"""scoper's part of a host's settings, put in and taken out again without touching anything else.

Pure: text in, text out. Every value of scoper's is known by the command in it, every block by its marks, so that it is found
again in a file that others changed since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoper.agent.hosts import jsonc
from scoper.agent.hosts.jsonc import Node, NotJson
from scoper.errors import UserError

_CALLS = ("command", "bash")  # keys that hold a command line
_BEGIN, _END = "scoper:begin", "scoper:end"


class Ours:
    """Tells what scoper put into the settings of one host from everything else."""

    def __init__(self, host: str) -> None:
        self._command = re.compile(rf"\bscoper['\"]? hook {re.escape(host)}\b")

    def wholly(self, value: object) -> bool:
        """Whether a value is there for scoper's commands and nothing else."""
        if isinstance(value, list):
            return bool(value) and all(self.wholly(item) for item in value)
        if not isinstance(value, dict):
            return False
        commands = [item for key, item in value.items() if key in _CALLS and isinstance(item, str)]
        inner = [item for item in value.values() if isinstance(item, list | dict)]
        return bool(commands or inner) and all(map(self._command.search, commands)) and all(map(self.wholly, inner))

    def partly(self, value: object) -> bool:
        """Whether one of scoper's commands is somewhere in it."""
        if isinstance(value, list):
            return any(self.partly(item) for item in value)
        if not isinstance(value, dict):
            return False
        commands = [item for key, item in value.items() if key in _CALLS and isinstance(item, str)]
        return any(map(self._command.search, commands)) or any(map(self.partly, value.values()))


def put(text: str, wanted: Mapping[str, object], ours: Ours, path: str) -> str:
    """A JSON text with these members: lists get the items that they lack, objects their members, other values only where there
    are none. What an older version of scoper left in a list makes room. Raises :class:`UserError` where the text does not allow
    that."""
    if not text.strip():
        text = f"{text}{{}}\n"
    _parse(text, path)
    for key in _lists(wanted):
        text = _prune(text, key, ours, wanted)
    return _put(text, (), wanted, path)


def take_out(text: str, ours: Ours, path: str) -> str:
    """The text without what is scoper's, and without what held nothing else."""
    while True:
        root = _parse(text, path)
        shorter = _without(text, root, ours)
        if shorter is None:
            return text
        text = shorter


def put_block(text: str, body: str, comment: tuple[str, str]) -> str:
    """The text with a block between two marks at its end, or in place of the one that it has."""
    opening, closing = comment
    block = f"{opening}{_BEGIN}{closing}\n{body.rstrip()}\n{opening}{_END}{closing}\n"
    if (match := _block(comment).search(text)) is not None:
        return text[: match.start()] + block + text[match.end() :]
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return text + gap + block


def take_out_block(text: str, comment: tuple[str, str]) -> str:
    match = _block(comment).search(text)
    if match is None:
        return text
    before = text[: match.start()]
    return (before[:-1] if before.endswith("\n\n") else before) + text[match.end() :]


def _block(comment: tuple[str, str]) -> re.Pattern[str]:
    opening, closing = map(re.escape, comment)
    return re.compile(rf"^{opening}{_BEGIN}{closing}\r?\n.*?^{opening}{_END}{closing}(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL)


def _parse(text: str, path: str) -> Node:
    try:
        root = jsonc.parse(text)
    except NotJson as error:
        raise UserError(f"{path} is not valid JSON: {error}", "mend it first; nothing was changed") from None
    if root.kind != "{":
        raise UserError(f"{path} holds no JSON object", "nothing was changed")
    return root


def _lists(wanted: Mapping[str, object], keys: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for key, value in wanted.items():
        if isinstance(value, Mapping):
            found += _lists(value, (*keys, key))
        elif isinstance(value, list):
            found.append((*keys, key))
    return found


def _at(root: Node, keys: tuple[str, ...]) -> Node | None:
    node: Node | None = root
    for key in keys:
        node = node.get(key) if node is not None and node.kind == "{" else None
    return node


def _prune(text: str, keys: tuple[str, ...], ours: Ours, wanted: Mapping[str, object]) -> str:
    """The text without items of a list that are scoper's and not what is wanted now."""
    value: object = wanted
    for key in keys:
        assert isinstance(value, Mapping)
        value = value[key]
    assert isinstance(value, list)
    while True:
        node = _at(jsonc.parse(text), keys) if text.strip() else None
        items = node.items if node is not None and node.kind == "[" else ()
        index = next((n for n, item in enumerate(items) if ours.wholly(item.value) and item.value not in value), None)
        if node is None or index is None:
            return text
        text = jsonc.remove(text, node, index)


def _put(text: str, keys: tuple[str, ...], wanted: Mapping[str, object], path: str) -> str:
    for key, value in wanted.items():
        here = _at(_parse(text, path), keys)
        assert here is not None
        found = here.get(key)
        if found is None:
            text = jsonc.append(text, here, value, key)
        elif isinstance(value, Mapping):
            _expect(found, "{", (*keys, key), path)
            text = _put(text, (*keys, key), value, path)
        elif isinstance(value, list):
            _expect(found, "[", (*keys, key), path)
            text = _put_items(text, (*keys, key), value, path)
    return text


def _put_items(text: str, keys: tuple[str, ...], items: list[object], path: str) -> str:
    for item in items:
        here = _at(_parse(text, path), keys)
        assert here is not None
        if not any(known.value == item for known in here.items):
            text = jsonc.append(text, here, item)
    return text


def _expect(node: Node, kind: str, keys: tuple[str, ...], path: str) -> None:
    if node.kind != kind:
        words = {"{": "an object", "[": "a list"}[kind]
        raise UserError(f"{path}: {'.'.join(keys)} is not {words}", "mend it first; nothing was changed")


def _without(text: str, node: Node, ours: Ours) -> str | None:
    """The text with the innermost whole thing of scoper's gone; ``None`` where there is none below this node."""
    for index, item in enumerate(node.items):
        is_call = isinstance(item.value, dict) and any(key in item.value for key in _CALLS)
        if ours.wholly(item.value) and (is_call or not jsonc.has_comment(text[item.start : item.end])):
            return jsonc.remove(text, node, index)
        if ours.partly(item.value) and (shorter := _without(text, item, ours)) is not None:
            return shorter
    return None
