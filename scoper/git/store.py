"""A private object store over the repository's own: objects are read through it, and what scoper makes is written to it.

It is a git directory of its own in the temporary folder, with the repository's objects as alternates. Commands that only need
objects run inside it, where there are no attributes, configuration, replace refs, hooks or remotes that could change what they
say; commands that must see the user's repository write their objects here. It is removed when the repository is closed.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from scoper.folder import make_folder, remove_folder
from scoper.git.objects import ObjectReader
from scoper.git.run import Output, end, finish, run, start

if TYPE_CHECKING:
    import subprocess

MAX_BLOB_BYTES = 100_000_000  # a larger blob is treated as one that cannot be read
_CACHE_BYTES = 64_000_000
_MAX_DAMAGED = 50  # damaged objects that one call steps over

# Both are built into git and need not be in any store.
_EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class ObjectStore:
    """Reads and writes objects for one repository.

    ``objects`` are the object directories of the repository; ``env`` is an environment already cleaned.
    """

    def __init__(self, objects: Sequence[str], object_format: str, env: Mapping[str, str]) -> None:
        self._begun: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
        self.git_dir = make_folder("scoper-")
        self._env = _isolated(env, self.git_dir)
        self._reader = ObjectReader(cwd=self.git_dir, env=self._env, limit=MAX_BLOB_BYTES)
        self._close = weakref.finalize(self, _abandon, self._reader, self._begun, self.git_dir)
        self.objects = os.path.join(self.git_dir, "objects")
        self.object_format = object_format
        self.empty_tree = _EMPTY_TREES[object_format]
        self._cache: dict[str, bytes] = {}
        self._cached_bytes = 0
        self._files = 0
        _populate(self.git_dir, objects, object_format)

    def git(self, *args: str, stdin: bytes = b"", ok: Sequence[int] = (0,), index: str | None = None) -> Output:
        """Run a command that needs nothing but objects, and perhaps a temporary index."""
        if (begun := self._begun.pop(args, None)) is not None:
            return finish(args, begun, stdin=stdin, ok=ok)
        env = self._env if index is None else {**self._env, "GIT_INDEX_FILE": index}
        return run(args, cwd=self.git_dir, env=env, stdin=stdin, ok=ok)

    def begin(self, *args: str) -> None:
        """Start a command that :meth:`git` will be called with, so that git works while we do something else."""
        if args not in self._begun:
            self._begun[args] = start(args, cwd=self.git_dir, env=self._env)

    def contents(self, oids: Iterable[str]) -> dict[str, bytes]:
        """Contents by object id, without those that are missing, damaged, or larger than :data:`MAX_BLOB_BYTES`."""
        found: dict[str, bytes] = {}
        wanted: list[str] = []
        for oid in dict.fromkeys(oids):
            if (content := self._cache.get(oid)) is None:
                wanted.append(oid)
            else:
                found[oid] = content
        for _ in range(_MAX_DAMAGED):
            if not wanted:
                break
            answered = self._read(wanted, found)
            # The object that git gave up at is lost; those behind it are asked for again.
            wanted = wanted[answered + 1 :]
        return found

    def temporary(self, name: str) -> str:
        """A path for a new file that lives as long as the store."""
        self._files += 1
        return os.path.join(self.git_dir, f"{name}.{self._files}")

    def close(self) -> None:
        """Remove the store's folder. Also done when the store is collected, and at exit."""
        self._cache.clear()
        self._cached_bytes = 0
        self._close()

    def _read(self, oids: Sequence[str], found: dict[str, bytes]) -> int:
        answered = 0
        for oid, content in self._reader.read(oids):
            answered += 1
            if content is not None:
                found[oid] = content
                self._remember(oid, content)
        return answered

    def _remember(self, oid: str, content: bytes) -> None:
        self._cache[oid] = content
        self._cached_bytes += len(content)
        while self._cached_bytes > _CACHE_BYTES:
            self._cached_bytes -= len(self._cache.pop(next(iter(self._cache))))


def _abandon(reader: ObjectReader, begun: dict[tuple[str, ...], subprocess.Popen[bytes]], git_dir: str) -> None:
    """End all processes of a store, then remove its folder."""
    reader.close()
    for process in begun.values():
        end(process)
    begun.clear()
    remove_folder(git_dir)


def _isolated(env: Mapping[str, str], git_dir: str) -> dict[str, str]:
    """An environment in which git reads no configuration or attributes but those of the store."""
    kept = {name: value for name, value in env.items() if not name.startswith("GIT_CONFIG_")}
    return kept | {
        "GIT_DIR": git_dir,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "HOME": git_dir,
        "XDG_CONFIG_HOME": git_dir,
    }


def _populate(git_dir: str, objects: Sequence[str], object_format: str) -> None:
    version = 0 if object_format == "sha1" else 1
    files = {
        "HEAD": "ref: refs/heads/none\n",
        # A name that is unfit for another system would be left out in silence; nothing is ever checked out from here.
        "config": f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n\tbigFileThreshold = {MAX_BLOB_BYTES}\n"
        "\tprotectNTFS = false\n\tprotectHFS = false\n"
        + (f"[extensions]\n\tobjectFormat = {object_format}\n" if version else ""),
        "objects/info/alternates": "".join(f"{alternate_line(path)}\n" for path in objects),
    }
    for folder in ("refs", "objects", "objects/info"):
        os.mkdir(os.path.join(git_dir, folder))
    for name, text in files.items():
        with open(os.path.join(git_dir, name), "wb") as file:
            file.write(os.fsencode(text))


def alternate_line(path: str) -> str:
    """A folder of objects as a line of ``info/alternates``."""
    if "\n" not in path:
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
