"""What the project's own formatter makes of a text: ruff's, configured as ``[tool.ruff.format]`` or ``[tool.black]`` say."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from posixpath import dirname

from scoper.folder import remove_folder
from scoper.git.snapshot import Snapshot
from scoper.linters import process, workspace
from scoper.linters.project import SUFFIXES, File, Plan, Table, ancestors, configs_of
from scoper.linters.ruff import environment, find_binary

_COMMAND = ("format", "--no-cache", "--quiet", "--no-respect-gitignore")
_BLACK_LENGTH = 88
_SCRIPTS = tuple(suffix for suffix in SUFFIXES if suffix != ".ipynb")


def formatted(base: Snapshot, texts: Mapping[str, bytes], timeout: float) -> dict[str, bytes]:
    """These texts of Python files as the formatter would leave them, by path; those that no formatter is configured for on the
    base side, and all where it fails, are left out. ``timeout`` is in seconds."""
    configs, tables = configs_of(base, [path for path in texts if path.endswith(_SCRIPTS)])
    governed = {path: text for path, text in texts.items() if path.endswith(_SCRIPTS) and _table(path, tables) is not None}
    binary = find_binary() if governed else None
    if binary is None:
        return {}
    files = {path: File(text) for path, text in governed.items()}
    plan = Plan({}, files, configs, frozenset(), frozenset(), frozenset(), ())
    root, problems = workspace.create(plan)
    try:
        command = [binary, *_COMMAND, *_like_black(tables.values()), workspace.HEAD]
        ended = process.finish(process.start(command, root, environment(os.environ), timeout))
        unread = {problem.path for problem in problems}
        return {path: _read(root, path) for path in governed if path not in unread} if ended.failure is None else {}
    except OSError:
        return {}
    finally:
        remove_folder(root)


def _table(path: str, tables: Mapping[str, Table]) -> Table | None:
    """The nearest configuration of a formatter above a path."""
    folders = ancestors(path)
    above = [table for place, table in tables.items() if table and dirname(place) in folders]
    return above[0] if above else None


def _like_black(tables: Iterable[Table]) -> list[str]:
    """Options that stand for black's own, where nothing says how ruff should format."""
    found = [table for table in tables if table]
    if not found or "format" in found[0]:
        return []
    black = found[0]["black"]
    assert isinstance(black, dict)
    length = black.get("line-length")
    options = ["--line-length", str(length if isinstance(length, int) else _BLACK_LENGTH)]
    if black.get("skip-string-normalization") is True:
        options += ["--config", "format.quote-style='preserve'"]
    return options


def _read(root: str, path: str) -> bytes:
    with open(os.path.join(root, workspace.HEAD, *path.split("/")), "rb") as file:
        return file.read()
