"""Objects that scoper makes, written into the private store as git would write them, without starting it: what is laid over a
snapshot is a file or two, and three processes for each would take longer than all else that there is to do.

Format: ``gitformat-loose`` (zlib over ``<type> <size>\\0<content>``, named by its hash), and trees as ``git cat-file tree`` has
them (``<mode> <name>\\0<id>``, sorted as if folders ended in ``/``).
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Mapping

from scoper.git.model import Entry
from scoper.git.run import GitError
from scoper.git.store import ObjectStore

_FOLDER = b"40000"
Items = dict[bytes, tuple[bytes, bytes]]
"""The content of a tree: name → mode as it is written there, and id."""


def write_blob(store: ObjectStore, content: bytes) -> str:
    """Its id."""
    return _write(store, b"blob", content).hex()


def write_tree(store: ObjectStore, base: str, files: Mapping[str, Entry | None]) -> str:
    """The id of a tree like ``base`` but for these files, ``None`` for one that is removed. No path may be a file and a folder.

    Raises :class:`GitError` where a tree that has to be read is not in the store.
    """
    changed = {tuple(os.fsencode(path).split(b"/")): entry for path, entry in files.items()}
    found = _lay(store, bytes.fromhex(base), changed)
    return found.hex() if found is not None else store.empty_tree


def _lay(store: ObjectStore, base: bytes | None, files: Mapping[tuple[bytes, ...], Entry | None]) -> bytes | None:
    """The id of a folder with these files; ``None`` where nothing is left in it."""
    items = _read(store, base) if base is not None else {}
    before = dict(items)
    below: dict[bytes, dict[tuple[bytes, ...], Entry | None]] = {}
    for (name, *rest), entry in files.items():
        if rest:
            below.setdefault(name, {})[tuple(rest)] = entry
        elif entry is None and name in items and items[name][0] != _FOLDER:
            del items[name]
    for name, inside in below.items():
        mode, oid = items.get(name, (_FOLDER, None))
        if mode != _FOLDER:
            continue  # nothing is below a file, and so nothing to remove
        found = _lay(store, oid, inside)
        if found is not None:
            items[name] = (_FOLDER, found)
        else:
            items.pop(name, None)
    for (name, *rest), entry in files.items():
        if not rest and entry is not None:
            items[name] = (f"{entry.mode:o}".encode(), bytes.fromhex(entry.oid))
    if items == before:
        return base
    return _write(store, b"tree", _as_tree(items)) if items else None


def _read(store: ObjectStore, oid: bytes) -> Items:
    name = oid.hex()
    content = store.contents([name]).get(name)
    if content is None:
        raise GitError(("cat-file", "tree", name), f"tree {name} is missing from the object store")
    items: Items = {}
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, item = content[at:end].partition(b" ")
        at = end + 1 + len(oid)
        items[item] = (mode, content[end + 1 : at])
    return items


def _as_tree(items: Items) -> bytes:
    rows = sorted(items.items(), key=lambda row: row[0] + b"/" if row[1][0] == _FOLDER else row[0])
    return b"".join(b"%b %b\0%b" % (mode, name, oid) for name, (mode, oid) in rows)


def _write(store: ObjectStore, kind: bytes, content: bytes) -> bytes:
    header = b"%b %d\0" % (kind, len(content))
    found = hashlib.new(store.object_format, header, usedforsecurity=False)
    found.update(content)
    name = found.hexdigest()
    folder = os.path.join(store.objects, name[:2])
    path = os.path.join(folder, name[2:])
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        fresh = store.temporary("object")
        with open(fresh, "wb") as file:
            file.write(zlib.compress(header + content, 0))
        os.replace(fresh, path)  # who reads it sees all of it
    return found.digest()
