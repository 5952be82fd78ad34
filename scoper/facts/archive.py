"""The cache as a file that can be measured, cleared, taken along and brought in. Unlike the store, this fails loudly."""

from __future__ import annotations

import os
import sqlite3

from scoper.errors import UserError
from scoper.facts.store import FILE_NAME, connect, has_our_table, remove


def measure(folder: str) -> tuple[int, int]:
    """The number of blobs, and the bytes of their facts."""
    with _open(folder) as connection:
        count, size = connection.execute("SELECT count(*), coalesce(sum(length(data)), 0) FROM facts").fetchone()
        return int(count), int(size)


def clear(folder: str) -> bool:
    """Remove the cache file; whether there was one."""
    there = os.path.exists(os.path.join(folder, FILE_NAME))
    if not remove(folder):
        raise UserError(f"the cache in {folder} cannot be removed")
    return there


def export_to(folder: str, path: str) -> int:
    """Write a copy of the cache, whole or not at all; the number of blobs in it."""
    fresh = f"{path}.{os.getpid()}"
    try:
        with _open(folder) as connection:
            connection.execute("VACUUM INTO ?", (fresh,))
            os.replace(fresh, path)
            return int(connection.execute("SELECT count(*) FROM facts").fetchone()[0])
    except (OSError, sqlite3.Error) as error:
        if os.path.exists(fresh):
            os.unlink(fresh)
        raise UserError(f"the cache cannot be written to {path}: {error}") from None


def import_from(folder: str, path: str) -> int:
    """Add the rows of a file that :func:`export_to` wrote; the number of those that were not there."""
    if not os.path.isfile(path):
        raise UserError(f"no such file: {path}")
    try:
        with _open(folder) as connection:
            connection.execute("ATTACH ? AS other", (path,))
            if not has_our_table(connection, "other"):
                raise UserError(f"{path} is no cache of scoper", "`scoper cache export FILE` writes one")
            before = connection.total_changes
            connection.execute("INSERT OR IGNORE INTO facts SELECT key, used, data FROM other.facts")
            return connection.total_changes - before
    except sqlite3.Error as error:
        raise UserError(f"{path} cannot be imported: {error}", "`scoper cache export FILE` writes what can") from None


class _open:
    """The database, closed afterwards."""

    def __init__(self, folder: str) -> None:
        try:
            self._connection = connect(folder)
        except (OSError, sqlite3.Error) as error:
            raise UserError(f"the cache in {folder} cannot be used: {error}", "`scoper cache clear` removes it") from None

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()
