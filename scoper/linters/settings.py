"""Where a project configures a linter: files by name, and tables in files that are shared. Pure: contents in, answers out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import NamedTuple

from scoper.config import parse_toml
from scoper.linters.adapter import HOOKS, Adapter

_HOOK = re.compile(rb"^[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)
_TOKEN = re.compile(rb"[\w@./-]+")
_SUFFIXES = ("", ".js", ".mjs", ".cjs", ".json", ".ts", "/index.js")
_MANIFESTS = ("package.json", "tsconfig.json", ".editorconfig", ".gitignore")
_IGNORES = (".eslintignore", ".stylelintignore", ".prettierignore", ".clang-format-ignore")


class Site(NamedTuple):
    """A folder in which a linter is configured, and the file that does it."""

    folder: str
    path: str


def site_of(adapter: Adapter, path: str, contents: Mapping[str, bytes]) -> Site | None:
    """The nearest place above ``path`` that configures the tool."""
    for folder in folders_above(path):
        for name in adapter.configs:
            if (place := join(folder, name)) in contents:
                return Site(folder, place)
        for name, keys in adapter.tables:
            place = join(folder, name)
            if place in contents and section(place, contents[place], keys) is not None:
                return Site(folder, place)
        for name in adapter.markers:
            if (place := join(folder, name)) in contents:
                return Site(folder, place)
        if adapter.hooks and (place := join(folder, HOOKS)) in contents and _runs(contents[place], adapter.hooks):
            return Site(folder, place)
    return None


def _runs(content: bytes, hooks: Iterable[str]) -> bool:
    """Whether a configuration of the pre-commit framework names one of these hooks."""
    return not {name.decode("utf-8", "replace") for name in _HOOK.findall(content)}.isdisjoint(hooks)


def folders_above(path: str) -> Iterator[str]:
    """The folder of a path and those above, innermost first; the root is ``""``."""
    folder = dirname(path)
    while folder:
        yield folder
        folder = dirname(folder)
    yield ""


def section(path: str, content: bytes, keys: tuple[str, ...]) -> object | None:
    """The table of a tool in a shared file, as a value that can be compared; ``None`` where there is none.

    A file that cannot be read holds what its text says, so that a mistake in it is the tool's to report.
    """
    if keys[-1].encode() not in content:
        return None
    try:
        document = _read(path, content)
    except (ValueError, RecursionError):
        return content
    if path.endswith((".cfg", ".ini")) and isinstance(document, dict):
        own = {
            name: table
            for name, table in document.items()
            if name == keys[0] or name.startswith((f"{keys[0]}:", f"{keys[0]}-"))
        }
        return own or None
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _read(path: str, content: bytes) -> object:
    text = content.decode("utf-8")
    if path.endswith(".toml"):
        return parse_toml(text)
    if path.endswith(".json"):
        return json.loads(text)
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(str(error)) from None
    return {name: dict(parser[name]) for name in parser.sections()}


def differs(adapter: Adapter, base: Mapping[str, bytes], head: Mapping[str, bytes]) -> bool:
    """Whether what configures a tool is another on the head side. Both map the same paths, where they exist."""
    tables = dict(adapter.tables)
    for path in base.keys() | head.keys():
        name = path.rpartition("/")[2]
        if name in adapter.configs and base.get(path) != head.get(path):
            return True
        if name in tables:
            old, new = (section(path, side[path], tables[name]) if path in side else None for side in (base, head))
            if old != new:
                return True
    return False


def wanted_names(adapters: Iterable[Adapter]) -> set[str]:
    """Names of files that stand around what is linted."""
    return {name for adapter in adapters for name in adapter.names()}.union(_MANIFESTS, _IGNORES)


def mentioned(path: str, content: bytes, known: Collection[str]) -> set[str]:
    """Files of the repository that a configuration names relative to its own folder (``extends``, an import, a word list)."""
    if len(content) > 200_000:
        return set()
    folder = dirname(path)
    words = {word.decode() for word in set(_TOKEN.findall(content)) if (b"." in word or b"/" in word) and word[:1] != b"/"}
    places = {normpath(join(folder, word)) for word in words}
    return {found for place in places for suffix in _SUFFIXES if (found := place + suffix) in known} - {path}
