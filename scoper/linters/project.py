"""What ruff has to see of a repository so that it judges a few files as it would in the real tree.

Both sides are judged by one configuration, that of the base: a rule that the diff itself switches on or off must neither
create nor hide findings. Contents are chosen here, nothing is written (see ``workspace``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from posixpath import dirname, join, normpath
from typing import NamedTuple

from scoper.config import parse_toml
from scoper.finding import Problem
from scoper.git.model import EXECUTABLE, REGULAR, SYMLINK, Entry, FileChange
from scoper.git.snapshot import Snapshot

SUFFIXES = (".py", ".pyi", ".ipynb")
CONFIG_NAMES = ("pyproject.toml", "ruff.toml", ".ruff.toml")
_MAX_EXTENDS = 10
_SOURCE_ROOTS = (".", "src")
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)

Table = Mapping[str, object]


class File(NamedTuple):
    content: bytes
    executable: bool = False


class Plan(NamedTuple):
    """Files of both sides by the path to lint them under, and what has to stand around them.

    ``configured`` are the paths that a ruff configuration of the project governs.
    """

    base: dict[str, File]
    head: dict[str, File]
    configs: dict[str, File]
    base_placeholders: frozenset[str]
    head_placeholders: frozenset[str]
    configured: frozenset[str]
    problems: tuple[Problem, ...]


def plan(base: Snapshot, head: Snapshot, changes: Sequence[FileChange], max_file_bytes: int) -> Plan | None:
    """What to lint, ``None`` where no file of the diff is Python.

    The base content of a renamed file is linted under its *new* name: what only the name changes (per-file-ignores,
    implicit packages) is not the doing of any edited line.
    """
    wanted = [change for change in changes if _is_lintable(change)]
    if not wanted:
        return None
    base_files, base_problems = _sources(base, {c.path: c.base_path for c in wanted if _is_file(c.base)}, max_file_bytes)
    head_files, head_problems = _sources(head, {c.path: c.head_path for c in wanted if _is_file(c.head)}, max_file_bytes)
    paths = base_files.keys() | head_files.keys()
    ruling = base if base.entries() else head
    configs, tables = _configs(ruling, paths)
    problems = [*base_problems, *head_problems]
    if ruling is base and _rules_differ(tables, base, head, paths):
        problems.append(Problem(None, "the ruff configuration changes in this diff; both sides were judged with the base's"))
    roots = _source_roots(tables)
    return Plan(
        base_files,
        head_files,
        configs,
        _placeholders(base.entries(), base_files, roots),
        _placeholders(head.entries(), head_files, roots),
        _governed(paths, tables),
        tuple(dict.fromkeys(problems)),
    )


def _is_lintable(change: FileChange) -> bool:
    """A pure rename changes no line, so nothing in it is new whatever ruff says of the new place."""
    return change.path.endswith(SUFFIXES) and not (change.base and change.head and change.base.oid == change.head.oid)


def _is_file(entry: Entry | None) -> bool:
    return entry is not None and entry.mode in (REGULAR, EXECUTABLE)


def _sources(snapshot: Snapshot, paths: Mapping[str, str | None], max_file_bytes: int) -> tuple[dict[str, File], list[Problem]]:
    """Contents by the path to lint under. ``paths``: that path → the path in the snapshot."""
    contents = snapshot.read_many([path for path in paths.values() if path is not None])
    entries = snapshot.entries()
    files: dict[str, File] = {}
    problems = []
    for lint_path, path in paths.items():
        content = contents.get(path or "")
        if path is None or content is None:
            continue  # a missing blob is reported where the change is built
        if len(content) > max_file_bytes:
            problems.append(Problem(lint_path, f"not linted: larger than {max_file_bytes:,} bytes"))
        else:
            files[lint_path] = File(content, entries[path].mode == EXECUTABLE)
    return files, problems


def _configs(snapshot: Snapshot, paths: Iterable[str]) -> tuple[dict[str, File], dict[str, Table]]:
    """The configuration files of every ancestor folder, those that they extend inside the repository, and their settings."""
    wanted = _config_paths(paths)
    found: dict[str, File] = {}
    tables: dict[str, Table] = {}
    for _ in range(_MAX_EXTENDS):
        read = read_regular(snapshot, wanted - found.keys())
        if not read:
            break
        found.update(read)
        tables.update((path, _table(path, file.content)) for path, file in read.items())
        wanted = {target for path in read for target in _extended(path, tables[path])}
    return found, tables


def _config_paths(paths: Iterable[str]) -> set[str]:
    folders = {folder for path in paths for folder in ancestors(path)}
    return {join(folder, name) for folder in folders for name in CONFIG_NAMES}


def read_regular(snapshot: Snapshot, paths: Iterable[str]) -> dict[str, File]:
    """Contents of these paths, where a symbolic link inside the repository is followed once; nothing is ever a link again."""
    entries = snapshot.entries()
    present = [path for path in paths if path in entries]
    contents = snapshot.read_many(present)
    links = {path: _link_target(path, contents[path]) for path in contents if entries[path].mode == SYMLINK}
    targets = snapshot.read_many([target for target in links.values() if _is_file(entries.get(target))])
    found = {path: File(content) for path, content in contents.items() if path not in links}
    return found | {path: File(targets[target]) for path, target in links.items() if target in targets}


def _link_target(path: str, content: bytes) -> str:
    return normpath(join(dirname(path), content.decode("utf-8", "surrogateescape")))


def _table(path: str, content: bytes) -> Table:
    """The settings that make ruff what it is: its own table, and the Python version that it reads from the project's."""
    if path.endswith("pyproject.toml") and b"ruff" not in content and b"requires-python" not in content:
        return {}
    try:
        document: Table = dict(parse_toml(content.decode()))
    except (ValueError, RecursionError):
        return {"": content}  # ruff will say what is wrong with it
    if not path.endswith("pyproject.toml"):
        return {"ruff": document}
    settings: dict[str, object] = {}
    if (ruff := _get(document, "tool", "ruff")) is not None:
        settings["ruff"] = ruff
    if (version := _get(document, "project", "requires-python")) is not None:
        settings["requires-python"] = version
    return settings


def _get(document: object, *keys: str) -> object:
    for key in keys:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _extended(path: str, table: Table) -> set[str]:
    target = _get(table, "ruff", "extend")
    return {normpath(join(dirname(path), target))} if isinstance(target, str) else set()


def _rules_differ(tables: Mapping[str, Table], base: Snapshot, head: Snapshot, paths: Iterable[str]) -> bool:
    """Whether ruff would read other settings on the head side; a new dependency in pyproject.toml changes none."""
    possible = _config_paths(paths) | tables.keys()
    if all(base.entries().get(path) == head.entries().get(path) for path in possible):
        return False
    _, there = _configs(head, paths)
    return any(tables.get(path, {}) != there.get(path, {}) for path in tables.keys() | there.keys())


def _source_roots(tables: Mapping[str, Table]) -> frozenset[str]:
    """The folders in which ruff looks for first-party modules, ``""`` for the root."""
    roots = set()
    for path, table in tables.items():
        if "ruff" not in table:
            continue
        listed = _get(table, "ruff", "src")
        for root in listed if isinstance(listed, list) else _SOURCE_ROOTS:
            roots.add(normpath(join(dirname(path), str(root))))
    return frozenset("" if root == "." else root for root in roots if not root.startswith(("..", "/")))


def _placeholders(entries: Mapping[str, Entry], files: Mapping[str, File], roots: frozenset[str]) -> frozenset[str]:
    """Paths that only have to exist: ``__init__.py`` above each linted file, and first-party modules that they may import."""
    packages = {join(folder, "__init__.py") for path in files for folder in ancestors(path)}
    found = {path for path in packages if path in entries}
    if not roots:
        return frozenset(found - files.keys())
    imported = {name.decode() for file in files.values() for name in _IMPORT.findall(file.content)}
    folders = {name.partition(".")[0] for name in imported}
    for root in roots:
        prefix = f"{root}/" if root else ""
        there = {path[len(prefix) :].partition("/")[0] for path in entries if path.startswith(prefix)}
        found |= {f"{prefix}{folder}/.placeholder" for folder in folders & there}
        modules = (prefix + name.replace(".", "/") for name in imported)
        found |= {path for module in modules for path in (f"{module}.py", f"{module}/__init__.py") if path in entries}
    return frozenset(found - files.keys())


def _governed(paths: Iterable[str], tables: Mapping[str, Table]) -> frozenset[str]:
    folders = {dirname(path) for path, table in tables.items() if "ruff" in table}
    return frozenset(path for path in paths if not folders.isdisjoint(ancestors(path)))


def ancestors(path: str) -> list[str]:
    """Every folder above a path of the repository, nearest first, the root as ``""``."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts) - 1, -1, -1)]
