"""Facts kept between runs: one SQLite file in the user's cache folder, keyed by language, extractor and blob.

It is a cache and nothing more. Whatever goes wrong with it is noted in :attr:`FactStore.problems` and costs time, never a run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from scoper.facts.codec import decode, encode
from scoper.facts.fingerprint import fingerprint
from scoper.facts.model import FileFacts
from scoper.lang.registry import Language

if TYPE_CHECKING:
    import sqlite3

FILE_NAME = "facts-1.sqlite"
"""The number is that of the schema: versions of scoper that differ in it do not meet."""

MAX_BYTES = 256 * 1024 * 1024
_APPLICATION_ID = 0x5C09E4  # tells our files from others that happen to have this name
_BUSY_SECONDS = 10.0  # others hold the file for milliseconds; on a loaded machine a process may sleep with it in its hand
_PAUSE_SECONDS = 0.01  # before another try: while a file is recovered or its log is folded in, SQLite does not wait by itself
_BATCH = 500  # placeholders in one statement; SQLite's oldest limit is 999
_DAY = 86_400

_README = """\
This folder belongs to scoper. It holds what scoper worked out about source files, so that it need not read them again.
Deleting it is safe at any time: it is made anew when needed.
"""
_CACHEDIR_TAG = """\
Signature: 8a477f597d28d172789f06886806bc55
# This file marks the folder as a cache, for backup tools. See https://bford.info/cachedir/
"""


def default_folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """``SCOPER_CACHE_DIR``, else the platform's cache folder for scoper; ``None`` (no cache) where the variable is empty."""
    folder = environ.get("SCOPER_CACHE_DIR")
    if folder is not None:
        return folder or None
    import platformdirs  # a few milliseconds that users of the variable do not pay

    return platformdirs.user_cache_dir("scoper", appauthor=False)


class FactStore:
    """The cache file in ``folder``, opened by the first use; ``None`` stands for a store that keeps nothing.

    Several processes may use one folder at the same time.
    """

    def __init__(self, folder: str | None) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._is_off = folder is None

    @classmethod
    def open(cls) -> FactStore:
        """The user's own store."""
        return cls(default_folder())

    def get_many(self, language: Language, oids: Iterable[str]) -> dict[str, FileFacts]:
        """The facts that are there, by object id."""
        decoded = ((oid, decode(data)) for oid, data in self.read(fingerprint(language), oids).items())
        return {oid: facts for oid, facts in decoded if facts is not None}

    def read(self, prefix: str, names: Iterable[str]) -> dict[str, bytes]:
        """What is kept under a prefix, by name, neither of which holds a colon."""
        wanted = list(names)
        rows: list[tuple[str, bytes]] = []
        if wanted:
            self._try(lambda connection: rows.extend(_select(connection, prefix, wanted)))
        return {key.rpartition(":")[2]: data for key, data in rows}

    def write(self, prefix: str, rows: Mapping[str, bytes]) -> None:
        """Keep bytes under a prefix, by name; all of them or, after a problem, none."""
        if rows and not self._is_off:
            today = _today()
            ready = [(f"{prefix}:{name}", today, data) for name, data in rows.items()]
            self._try(lambda connection: _insert(connection, ready))

    def has(self, prefix: str) -> bool:
        """Whether anything is kept under a prefix."""
        found: list[int] = []
        self._try(lambda connection: found.extend(_any(connection, prefix)))
        return bool(found)

    def put_many(self, language: Language, facts: Mapping[str, FileFacts]) -> None:
        """Keep these facts by object id; all of them or, after a problem, none."""
        self.write(fingerprint(language), {oid: encode(value) for oid, value in facts.items()} if not self._is_off else {})

    def put_encoded(self, rows: Iterable[tuple[Language, str, bytes]]) -> None:
        """Keep facts that were encoded elsewhere, by language and object id."""
        today = _today()
        ready = [(f"{fingerprint(language)}:{oid}", today, data) for language, oid, data in rows]
        if ready and not self._is_off:
            self._try(lambda connection: _insert(connection, ready))

    def known(self, language: Language, oids: Iterable[str]) -> set[str]:
        """Those of the object ids whose facts are there."""
        wanted, found = list(oids), set[str]()
        if wanted:
            prefix = fingerprint(language)
            self._try(lambda connection: found.update(_keys(connection, prefix, wanted)))
        return found

    def recall(self, key: str) -> bytes | None:
        """What :meth:`keep` kept under a key."""
        found: list[tuple[str, bytes]] = []
        prefix, _, name = key.partition(":")
        self._try(lambda connection: found.extend(_select(connection, prefix, [name])))
        return found[0][1] if found else None

    def keep(self, key: str, data: bytes) -> None:
        """Keep something else than facts, under a key ``kind-version:id``."""
        self._try(lambda connection: _insert(connection, [(key, _today(), data)]))

    def close(self) -> None:
        if self._connection is not None:
            self._try(_evict)
        self._disconnect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _try(self, use: Callable[[sqlite3.Connection], None]) -> None:
        """Use the database. A damaged file is made anew, once; after any other problem there is no cache in this run."""
        if self._is_off or self.folder is None:
            return
        import sqlite3

        deadline = time.monotonic() + _BUSY_SECONDS
        made_anew = False
        while True:
            try:
                self._connection = self._connection or connect(self.folder)
                use(self._connection)
                return
            except (OSError, sqlite3.Error) as error:
                self._disconnect()
                if _is_busy(error) and time.monotonic() < deadline:
                    time.sleep(_PAUSE_SECONDS)
                elif not made_anew and _is_damaged(error) and remove(self.folder):
                    made_anew = True
                    self.problems.append(f"the cache in {self.folder} was damaged and is made anew")
                else:
                    self._is_off = True
                    self.problems.append(f"the cache in {self.folder} cannot be used: {error}")
                    return


def connect(folder: str) -> sqlite3.Connection:
    """The database of a cache folder, created where it is missing, read-only where the folder is."""
    import sqlite3

    _make_folder(folder)
    path = os.path.join(folder, FILE_NAME)
    if not os.path.exists(path) and os.access(folder, os.W_OK):
        _create(path)
    try:
        return _open(path)
    except sqlite3.OperationalError:
        if os.access(folder, os.W_OK) or not os.path.exists(path):
            raise
    from urllib.parse import quote  # 2 ms that nobody else pays

    # Without write access there can be no lock file either; nobody else writes to a folder that we cannot write to.
    return sqlite3.connect(f"file:{quote(path)}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _open(path: str) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        if owner != _APPLICATION_ID:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.OperationalError("it is a database of another program")
            _prepare(connection)  # an empty file, left by a full disk or by hand
        return connection
    except sqlite3.Error:
        connection.close()
        raise


def _create(path: str) -> None:
    """Make the database under another name and put it in place whole: a process that opens it never meets a half-made one."""
    import sqlite3
    import tempfile

    with tempfile.TemporaryDirectory(prefix="new-", dir=os.path.dirname(path)) as folder:
        fresh = os.path.join(folder, FILE_NAME)
        connection = sqlite3.connect(fresh, isolation_level=None)
        try:
            _prepare(connection)
        finally:
            connection.close()
        try:
            with suppress(FileExistsError):  # another process was faster
                os.link(fresh, path)
        except OSError:  # a file system without links: here the slower process may take the place of the faster one
            os.replace(fresh, path)


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other
    connection.execute("CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, used INTEGER NOT NULL, data BLOB NOT NULL)")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def has_our_table(connection: sqlite3.Connection, schema: str = "main") -> bool:
    names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('facts', ?)", (schema,))]
    return names == ["key", "used", "data"]


def _make_folder(folder: str) -> None:
    if os.path.isdir(folder):
        return
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for name, text in (("README", _README), ("CACHEDIR.TAG", _CACHEDIR_TAG)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def _select(connection: sqlite3.Connection, prefix: str, oids: Sequence[str]) -> list[tuple[str, bytes]]:
    rows: list[tuple[str, bytes]] = []
    stale: list[str] = []
    today = _today()
    for start in range(0, len(oids), _BATCH):
        keys = [f"{prefix}:{oid}" for oid in oids[start : start + _BATCH]]
        places = ",".join("?" * len(keys))
        for key, used, data in connection.execute(f"SELECT key, used, data FROM facts WHERE key IN ({places})", keys):
            rows.append((key, data))
            if used < today:
                stale.append(key)
    if stale:
        _touch(connection, stale, today)
    return rows


def _any(connection: sqlite3.Connection, prefix: str) -> list[int]:
    return connection.execute("SELECT 1 FROM facts WHERE key > ? AND key < ? LIMIT 1", (f"{prefix}:", f"{prefix};")).fetchall()


def _keys(connection: sqlite3.Connection, prefix: str, oids: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(oids), _BATCH):
        keys = [f"{prefix}:{oid}" for oid in oids[start : start + _BATCH]]
        places = ",".join("?" * len(keys))
        rows = connection.execute(f"SELECT key FROM facts WHERE key IN ({places})", keys)
        yield from (key.rpartition(":")[2] for (key,) in rows)


def _touch(connection: sqlite3.Connection, keys: Sequence[str], today: int) -> None:
    """Note that rows are still of use, at most once a day for each."""
    import sqlite3

    with suppress(sqlite3.OperationalError):  # read-only or busy: what was read is good all the same
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("UPDATE facts SET used = ? WHERE key = ?", [(today, key) for key in keys])
        connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, rows: Sequence[tuple[str, int, bytes]]) -> None:
    import sqlite3

    if connection.execute("PRAGMA query_only").fetchone()[0]:
        return
    try:
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT OR REPLACE INTO facts (key, used, data) VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")
    except sqlite3.OperationalError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _evict(connection: sqlite3.Connection) -> None:
    """Drop the half that was not used for the longest time when the file has grown too large."""
    pages, free, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size <= MAX_BYTES:
        return
    connection.execute(
        "DELETE FROM facts WHERE rowid IN (SELECT rowid FROM facts ORDER BY used, rowid LIMIT (SELECT count(*) / 2 FROM facts))"
    )
    connection.execute("PRAGMA incremental_vacuum").fetchall()


def _is_busy(error: Exception) -> bool:
    """Whether another process has the file just now."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _is_damaged(error: Exception) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def remove(folder: str) -> bool:
    try:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                os.remove(os.path.join(folder, FILE_NAME + suffix))
    except OSError:
        return False
    return True


def _today() -> int:
    return int(time.time()) // _DAY
