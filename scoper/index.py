"""Reads a whole snapshot into the cache of facts, on all cores: what a first question would otherwise wait for.

Processes, not threads, as extraction holds the interpreter's lock. This is the only module besides the rooms that run git and
linters that starts any; they are copies of this one, and see nothing but the bytes of files.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from scoper.facts.codec import encode
from scoper.facts.load import facts_of
from scoper.facts.store import FactStore
from scoper.git.model import EXECUTABLE, REGULAR
from scoper.git.snapshot import Snapshot
from scoper.lang.registry import Language, is_installed, language_of

_BATCH_BYTES = 1_000_000  # of text that one worker gets at a time
_BATCH_FILES = 200
_READ_FILES = 1_000  # that are read ahead of the workers
_WORTH_IT = 60  # files below which starting processes costs more than it gives


class Indexed(NamedTuple):
    """What an index run came to, in files. ``degraded`` are those that were too large, too slow, or without a grammar."""

    known: int
    read: int
    degraded: int
    missing: int


class _File(NamedTuple):
    language: Language
    oid: str
    text: bytes


def build_index(
    snapshot: Snapshot,
    store: FactStore,
    *,
    max_file_bytes: int,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Indexed:
    """Facts of every file that is not in the store yet. ``progress`` gets the files done and the files to do."""
    wanted = _wanted(snapshot)
    known = {key for language in {one for one, _ in wanted} for key in _known(store, language, wanted)}
    todo = {key: path for key, path in wanted.items() if key not in known}
    done = read = degraded = 0
    progress(0, len(todo))
    count = workers or os.cpu_count() or 1
    with _Pool(count if len(todo) >= _WORTH_IT else 1, max_file_bytes) as pool:
        for results in pool.run(_batches(snapshot, todo)):
            kept = [(language, oid, data) for language, oid, data in results if data]
            store.put_encoded(kept)
            read, degraded, done = read + len(kept), degraded + len(results) - len(kept), done + len(results)
            progress(done, len(todo))
    return Indexed(len(wanted) - len(todo), read, degraded, len(todo) - done)


def _wanted(snapshot: Snapshot) -> dict[tuple[Language, str], str]:
    wanted: dict[tuple[Language, str], str] = {}
    for path, entry in snapshot.entries().items():
        language = language_of(path)
        if language is not None and is_installed(language) and entry.mode in (REGULAR, EXECUTABLE):
            wanted[language, entry.oid] = path
    return wanted


def _known(store: FactStore, language: Language, wanted: dict[tuple[Language, str], str]) -> Iterator[tuple[Language, str]]:
    oids = [oid for one, oid in wanted if one is language]
    yield from ((language, oid) for oid in store.known(language, oids))


def _batches(snapshot: Snapshot, todo: dict[tuple[Language, str], str]) -> Iterator[list[_File]]:
    keys = list(todo)
    batch: list[_File] = []
    size = 0
    for start in range(0, len(keys), _READ_FILES):
        chunk = keys[start : start + _READ_FILES]
        texts = snapshot.read_many(todo[key] for key in chunk)
        for key in chunk:
            text = texts.get(todo[key])
            if text is None:
                continue
            batch.append(_File(*key, text))
            size += len(text)
            if size >= _BATCH_BYTES or len(batch) == _BATCH_FILES:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


_Result = list[tuple[Language, str, bytes]]


class _Pool:
    """Workers, or none where one core has to do."""

    def __init__(self, count: int, max_file_bytes: int) -> None:
        self._max_file_bytes = max_file_bytes
        self._pool = multiprocessing.Pool(count) if count > 1 else None
        self._count = count

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()

    def run(self, batches: Iterator[list[_File]]) -> Iterator[_Result]:
        """Results as they come. Only a few batches are under way at a time, as a pool would read all of them at once."""
        if self._pool is None:
            yield from (_extract(self._max_file_bytes, batch) for batch in batches)
            return
        waiting: list[multiprocessing.pool.AsyncResult[_Result]] = []
        for batch in batches:
            waiting.append(self._pool.apply_async(_extract, (self._max_file_bytes, batch)))
            if len(waiting) > 2 * self._count:
                yield waiting.pop(0).get()
        for result in waiting:
            yield result.get()


def _extract(max_file_bytes: int, batch: Sequence[_File]) -> _Result:
    """Encoded facts by file; empty where there are none worth keeping."""
    found: _Result = []
    for language, oid, text in batch:
        facts = facts_of(language, text, max_file_bytes)
        found.append((language, oid, encode(facts) if facts.degraded is None else b""))
    return found
