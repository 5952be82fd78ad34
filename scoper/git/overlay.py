"""Files laid over a snapshot, in memory as far as the repository is concerned."""

from __future__ import annotations

import os
from collections.abc import Mapping

from scoper.errors import UserError
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
    gone = "0" * len(store.empty_tree)
    # Removals come first: a file may make room for a folder of its name.
    lines = [f"0 {gone}\t{path}\0" for path, entry in files.items() if entry is None]
    lines += [f"{entry.mode:o} {entry.oid}\t{path}\0" for path, entry in entries.items()]
    index = store.temporary("index")
    store.git("read-tree", base.id, index=index)
    store.git("update-index", "--add", "-z", "--index-info", index=index, stdin=os.fsencode("".join(lines)))
    tree = store.git("write-tree", "--missing-ok", index=index).out.decode().strip()
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
    """Write the contents as blobs, in one process."""
    entries = {path: file for path, file in files.items() if isinstance(file, Entry)}
    contents = {path: file for path, file in files.items() if file is not None and not isinstance(file, Entry)}
    if not contents:
        return entries
    names = []
    for _, content in contents.values():
        names.append(store.temporary("blob"))
        with open(names[-1], "wb") as file:
            file.write(content)
    # Relative names: the temporary folder's own may hold what a list of lines cannot.
    stdin = "".join(f"{os.path.basename(name)}\n" for name in names).encode()
    oids = store.git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=stdin).out.decode().split()
    for name in names:
        os.unlink(name)
    modes = (mode for mode, _ in contents.values())
    return entries | {path: Entry(mode, oid) for path, mode, oid in zip(contents, modes, oids, strict=True)}
