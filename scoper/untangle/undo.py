"""Taking back what trimming did: patches in the repository's git directory, newest first, and what they apply to."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from scoper.errors import UserError
from scoper.folder import remove_folder
from scoper.git.disk import DiskFile, read_file
from scoper.git.model import Entry
from scoper.git.repository import Repository
from scoper.git.tree import Tree

SCHEMA = "scoper.undo/1"
_STATE, _DISK, _INDEX = "state.json", "work-tree.patch", "index.patch"

Files = Mapping[str, DiskFile | None]
Entries = Mapping[str, Entry | None]


class Step(NamedTuple):
    """Files on disk and entries of the index, both by path, before and after."""

    disk_before: Files
    disk_after: Files
    index_before: Entries
    index_after: Entries


def save(repository: Repository, step: Step) -> str:
    """Write down how to get from after to before. The result is the folder that holds it."""
    folder = _next_folder(repository.git_dir)
    before, after = _disk_tree(repository, step.disk_before), _disk_tree(repository, step.disk_after)
    old, new = _index_tree(repository, step.index_before), _index_tree(repository, step.index_after)
    state = {
        "schema": SCHEMA,
        "disk": {path: after.entries().get(path) for path in step.disk_after},
        "index": {path: new.entries().get(path) for path in step.index_after},
    }
    contents = {
        _DISK: repository.patch(after, before),
        _INDEX: repository.patch(new, old),
        _STATE: json.dumps(state, indent=1).encode() + b"\n",
    }
    try:
        os.makedirs(folder)
        for name, content in contents.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        remove_folder(folder)
        raise UserError(f"cannot write the undo file in {folder}: {error.strerror}", "nothing was changed") from None
    return folder


def last(repository: Repository) -> tuple[str, Step]:
    """The newest step that can be taken back, and its folder. Raises :class:`UserError` where there is none, or where files
    changed since."""
    folders = _folders(repository.git_dir)
    if not folders:
        raise UserError("there is nothing to take back")
    folder = folders[-1]
    try:
        with open(os.path.join(folder, _STATE), "rb") as file:
            state = json.load(file)
        if state["schema"] != SCHEMA:
            raise ValueError(f"schema {state['schema']!r}")
        disk, index = (_entries(state[name]) for name in ("disk", "index"))
        patches = []
        for name in (_DISK, _INDEX):
            with open(os.path.join(folder, name), "rb") as file:
                patches.append(file.read())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"the undo file is damaged: {folder}: {error}") from None
    return folder, _step(repository, disk, index, *patches)


def forget(folder: str) -> None:
    """Remove a step, and the folders around it that hold nothing else."""
    remove_folder(folder)
    for outer in (os.path.dirname(folder), os.path.dirname(os.path.dirname(folder))):
        with suppress(OSError):  # something else is kept there
            os.rmdir(outer)


def _step(repository: Repository, disk: Entries, index: Entries, disk_patch: bytes, index_patch: bytes) -> Step:
    root = repository.root
    disk_now = {path: read_file(root, path) for path in disk} if root is not None else {}
    staged = repository.index().entries() if index else {}
    index_now = {path: staged.get(path) for path in index}
    tree = _disk_tree(repository, disk_now)
    changed = [path for path, entry in disk.items() if tree.entries().get(path) != entry]
    changed += [path for path, entry in index.items() if index_now[path] != entry]
    if changed:
        shown = ", ".join(sorted(set(changed))[:3])
        raise UserError(f"cannot take it back: {shown} changed since", "the patches are in " + _root(repository.git_dir))
    before = repository.apply(tree, disk_patch, "before") if disk_patch else tree
    contents = before.read_many(disk)
    entries = before.entries()
    old_disk = {path: DiskFile(entries[path].mode, contents[path]) if path in entries else None for path in disk}
    now = _index_tree(repository, index_now)
    old_index = (repository.apply(now, index_patch, "before") if index_patch else now).entries()
    return Step(disk_now, old_disk, index_now, {path: old_index.get(path) for path in index})


def _disk_tree(repository: Repository, files: Files) -> Tree:
    return repository.lay(repository.empty(), {path: (file.mode, file.content) for path, file in files.items() if file}, "disk")


def _index_tree(repository: Repository, entries: Entries) -> Tree:
    return repository.lay(repository.empty(), {path: entry for path, entry in entries.items() if entry is not None}, "index")


def _entries(document: Mapping[str, list[object] | None]) -> dict[str, Entry | None]:
    found: dict[str, Entry | None] = {}
    for path, value in document.items():
        if value is None:
            found[path] = None
            continue
        mode, oid = value
        if not isinstance(mode, int) or not isinstance(oid, str):
            raise ValueError(f"{path} has no mode and id")
        found[path] = Entry(mode, oid)
    return found


def _root(git_dir: str) -> str:
    return os.path.join(git_dir, "scoper", "undo")


def _folders(git_dir: str) -> list[str]:
    try:
        names = [name for name in os.listdir(_root(git_dir)) if name.isdecimal()]
    except FileNotFoundError:
        return []
    return [os.path.join(_root(git_dir), name) for name in sorted(names, key=int)]


def _next_folder(git_dir: str) -> str:
    folders = _folders(git_dir)
    number = int(os.path.basename(folders[-1])) + 1 if folders else 1
    return os.path.join(_root(git_dir), str(number))
