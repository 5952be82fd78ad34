"""Reads a whole snapshot into the cache of facts, on all cores: what a first question would otherwise wait for.

Processes, not threads, as extraction holds the interpreter's lock. This is the only module besides the rooms that run git and
linters that starts any; they are copies of this one, and see nothing but the bytes of files.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
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
    known: set[tuple[Language, str]] = set()
    too_large: set[tuple[Language, str]] = set()
    for language in {one for one, _ in wanted}:
        oids = [oid for one, oid in wanted if one is language]
        known.update((language, oid) for oid in store.known(language, oids))
        marks = {_mark(oid, max_file_bytes): oid for oid in oids}
        too_large.update((language, marks[mark]) for mark in store.known(language, marks))
    todo = {key: path for key, path in wanted.items() if key not in known and key not in too_large}
    done = read = degraded = 0
    progress(0, len(todo))
    count = workers or os.cpu_count() or 1
    with _Pool(count if len(todo) >= _WORTH_IT else 1, max_file_bytes) as pool:
        for results in pool.run(_batches(snapshot, todo)):
            store.put_encoded((result.language, result.key, result.data) for result in results if result.data)
            whole = sum(result.is_whole for result in results)
            read, degraded, done = read + whole, degraded + len(results) - whole, done + len(results)
            progress(done, len(todo))
    return Indexed(len(wanted) - len(todo) - len(too_large), read, degraded + len(too_large), len(todo) - done)


def _wanted(snapshot: Snapshot) -> dict[tuple[Language, str], str]:
    wanted: dict[tuple[Language, str], str] = {}
    for path, entry in snapshot.entries().items():
        language = language_of(path)
        if language is not None and is_installed(language) and entry.mode in (REGULAR, EXECUTABLE):
            wanted[language, entry.oid] = path
    return wanted


def _mark(oid: str, max_file_bytes: int) -> str:
    """The key that says of a file that it has more bytes, so that it need not be read to be left out again."""
    return f"{oid}>{max_file_bytes}"


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


class _Result(NamedTuple):
    language: Language
    key: str
    data: bytes  # encoded facts; empty where they are not worth keeping
    is_whole: bool


class _Pool:
    """Workers, or none where one core has to do."""

    def __init__(self, count: int, max_file_bytes: int) -> None:
        self._max_file_bytes = max_file_bytes
        self._pool = multiprocessing.Pool(count, _leave_signals_to_parent) if count > 1 else None
        self._count = count

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()

    def run(self, batches: Iterator[list[_File]]) -> Iterator[list[_Result]]:
        """Results as they come. Only a few batches are under way at a time, as a pool would read all of them at once."""
        if self._pool is None:
            yield from (_extract(self._max_file_bytes, batch) for batch in batches)
            return
        waiting: list[multiprocessing.pool.AsyncResult[list[_Result]]] = []
        for batch in batches:
            waiting.append(self._pool.apply_async(_extract, (self._max_file_bytes, batch)))
            if len(waiting) > 2 * self._count:
                yield waiting.pop(0).get()
        for result in waiting:
            yield result.get()


def _leave_signals_to_parent() -> None:
    """An interruption from the keyboard reaches all processes; the first one ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _extract(max_file_bytes: int, batch: Sequence[_File]) -> list[_Result]:
    found: list[_Result] = []
    for language, oid, text in batch:
        facts = facts_of(language, text, max_file_bytes)
        is_whole, is_too_large = facts.degraded is None, len(text) > max_file_bytes
        key = _mark(oid, max_file_bytes) if is_too_large else oid
        found.append(_Result(language, key, encode(facts) if is_whole or is_too_large else b"", is_whole))
    return found
