"""What imported indexes say of the files of one snapshot.

An index speaks of contents, not of paths: what it says of a file is *sure* while the file, and everything that it leads to, is
as it was indexed. It is kept as an opinion while the file and what the name meant are, and forgotten otherwise.

Two kinds of rows are in the cache. Of an index: its files with their blobs, and for each the files that it leads to. Of a file,
by path and blob: where names stand, and what they mean.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scoper.facts.fingerprint import fingerprint
from scoper.facts.model import symbol_id
from scoper.facts.store import FactStore
from scoper.git.snapshot import Snapshot
from scoper.graph.model import Meaning, Place
from scoper.lang.registry import language_of

INDICES = "scip"
"""The prefix of the rows of indexes. Those of files are under :func:`prefix_of`."""


class IndexRow(NamedTuple):
    paths: tuple[str, ...]
    oids: tuple[str, ...]
    leads: tuple[tuple[int, ...], ...]  # to which files, by their numbers


class FileRow(NamedTuple):
    """``source`` names its index. ``targets`` are numbers of ``names``, which are a file's number and a qualified name."""

    source: str
    number: int
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    targets: tuple[int, ...]
    names: tuple[tuple[int, str], ...]


class _Index(NamedTuple):
    row: IndexRow
    same: tuple[bool, ...]  # by number: whether the file is as it was indexed
    settled: frozenset[int]  # so are these, and all that they lead to


def prefix_of(path: str) -> str:
    """Symbols are named as the extractor names them, so what was imported before another one came does not count."""
    language = language_of(path)
    return f"{INDICES}-{fingerprint(language) if language is not None else ''}"


def name_of(path: str, oid: str) -> str:
    from hashlib import sha1  # 3 ms that a run without an index must not pay

    return f"{oid}-{sha1(path.encode('utf-8', 'surrogateescape'), usedforsecurity=False).hexdigest()}"


def encode(row: IndexRow | FileRow) -> bytes:
    return marshal.dumps(tuple(row))


class Told:
    def __init__(self, store: FactStore | None, snapshot: Snapshot) -> None:
        self._store = store
        self._snapshot = snapshot
        self._is_empty: bool | None = None
        self._indices: dict[str, _Index | None] = {}

    def __call__(self, path: str) -> Mapping[Place, Sequence[Meaning]]:
        """What names of a file mean, by where they stand."""
        row = self._row(path)
        index = self._index(row.source) if row is not None else None
        if row is None or index is None:
            return {}
        found: dict[Place, list[Meaning]] = {}
        for line, column, target in zip(row.lines, row.columns, row.targets, strict=True):
            number, qualname = row.names[target]
            if index.same[number]:
                meaning = Meaning(symbol_id(index.row.paths[number], qualname), row.number in index.settled)
                found.setdefault((line, column), []).append(meaning)
        return found

    def _row(self, path: str) -> FileRow | None:
        store, entry = self._store, self._snapshot.entries().get(path)
        if store is None or entry is None:
            return None
        if self._is_empty is None:
            self._is_empty = not store.has(INDICES)
        if self._is_empty:
            return None
        name = name_of(path, entry.oid)
        data = store.read(prefix_of(path), [name]).get(name)
        return FileRow(*marshal.loads(data)) if data is not None else None

    def _index(self, name: str) -> _Index | None:
        if name not in self._indices:
            data = self._store.read(INDICES, [name]).get(name) if self._store is not None else None
            self._indices[name] = self._compared(IndexRow(*marshal.loads(data))) if data is not None else None
        return self._indices[name]

    def _compared(self, row: IndexRow) -> _Index:
        entries = self._snapshot.entries()
        oids = ((entry.oid if (entry := entries.get(path)) is not None else None) for path in row.paths)
        same = tuple(now == then for now, then in zip(oids, row.oids, strict=True))
        return _Index(row, same, frozenset(_settled(row.leads, same)))


def _settled(leads: Sequence[Iterable[int]], same: Sequence[bool]) -> set[int]:
    """The files from which no way leads to one that changed."""
    led_from: dict[int, list[int]] = {}
    for source, targets in enumerate(leads):
        for target in targets:
            led_from.setdefault(target, []).append(source)
    queue = [number for number, is_same in enumerate(same) if not is_same]
    unsettled = set(queue)
    while queue:
        fresh = [source for source in led_from.get(queue.pop(), ()) if source not in unsettled]
        unsettled.update(fresh)
        queue += fresh
    return set(range(len(same))) - unsettled
