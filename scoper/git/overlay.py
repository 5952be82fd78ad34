"""Files laid over a snapshot, in memory as far as the repository is concerned."""

from __future__ import annotations

import os
from collections.abc import Mapping

from scoper.errors import UserError
from scoper.git.loose import write_blob, write_tree
from scoper.git.model import REGULAR, SUBMODULE, Entry
from scoper.git.snapshot import Snapshot
from scoper.git.store import ObjectStore
from scoper.git.tree import Tree


def overlay(store: ObjectStore, base: Snapshot, edits: Mapping[str, bytes | None], label: str) -> Tree:
    """``base`` with these contents; ``None`` removes a file. Modes of existing files are kept.

    Raises :class:`UserError` for a path that no repository can hold, or that needs a file to be a folder too.
    """
    files: dict[str, tuple[int, bytes] | Entry | None] = {}
    for path, content in edits.items():
        known = base.entries().get(path)
        mode = known.mode if known is not None and known.mode != SUBMODULE else REGULAR
        files[path] = None if content is None else (mode, content)
    return lay(store, base, files, label)


def lay(store: ObjectStore, base: Snapshot, files: Mapping[str, tuple[int, bytes] | Entry | None], label: str) -> Tree:
    """``base`` with these files: mode and content, an entry that is known already, or ``None`` to remove it."""
    if not files:
        return Tree(store, base.id, label)
    _check(base, files)
    entries = _write(store, files)
    tree = write_tree(store, base.id, {path: entries.get(path) for path in files})
    listed = {path: entry for path, entry in base.entries().items() if path not in files} | entries
    return Tree(store, tree, label, entries=dict(sorted(listed.items(), key=lambda item: os.fsencode(item[0]))))


def check_path(path: str) -> None:
    """Raise :class:`UserError` for a path that leads out of the repository, or into its git directory."""
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.lower() == ".git" for part in parts) or "\0" in path:
        raise UserError(f"not a path inside the repository: {path!r}")


def _check(base: Snapshot, files: Mapping[str, object]) -> None:
    entries = base.entries()
    after = (entries.keys() - {path for path, file in files.items() if file is None}) | {p for p, f in files.items() if f}
    folders = {folder for path in after for folder in _folders(path)} if any(files.values()) else set()
    for path, file in files.items():
        check_path(path)
        clash = next((folder for folder in _folders(path) if folder in after), path if path in folders else None)
        if file is not None and clash is not None:
            raise UserError(f"{clash} cannot be both a file and a folder")


def _folders(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _write(store: ObjectStore, files: Mapping[str, tuple[int, bytes] | Entry | None]) -> dict[str, Entry]:
    """The files as entries, their contents written as blobs."""
    entries = {}
    for path, file in files.items():
        if file is not None:
            entries[path] = file if isinstance(file, Entry) else Entry(file[0], write_blob(store, file[1]))
    return entries
