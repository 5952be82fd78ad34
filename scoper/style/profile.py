"""Profiles: how a file, its folder and its repository are written, each file measured once and kept by its blob."""

from __future__ import annotations

import functools
import marshal
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname
from typing import NamedTuple
from zlib import crc32

from scoper.facts.fingerprint import fingerprint
from scoper.facts.store import FactStore
from scoper.git.model import EXECUTABLE, REGULAR
from scoper.git.snapshot import Snapshot
from scoper.lang.paths import is_test_path
from scoper.lang.registry import Language, language_of
from scoper.style.observe import Measured, is_read, observe

Profile = Mapping[str, Mapping[str, int]]
"""Feature → value → how often it was seen."""

OF_FOLDER, OF_REPOSITORY, SHOWN = 8, 20, 400
"""Files that stand for a folder and for a repository in a check, and for either in a profile that is shown, at most."""
_LARGEST = 200_000  # bytes
_FOREIGN = re.compile(
    r"(?:^|/)(?:vendor|vendored|_vendor|node_modules|third_party|thirdparty|external|dist|build|generated|__generated__|migrations)/"
    r"|[._](?:min|pb|pb2|generated|gen|bundle)\.\w+$|(?:^|/)\.\w"
)
_READING = ("comments.py", "lines.py", "observe.py")
_ABSOLUTE = "import-reach=absolute:"


class Levels(NamedTuple):
    """What surrounds added code, from near to far. Each holds what is in the ones before it."""

    file: Profile
    directory: Profile
    repository: Profile


class Profiler:
    """Measures files of one snapshot. ``store`` may be ``None``, for no cache; ``texts`` are known contents."""

    def __init__(self, snapshot: Snapshot, store: FactStore | None, texts: Mapping[str, bytes] | None = None) -> None:
        self._snapshot = snapshot
        self._store = store
        self._texts = texts or {}
        self._measured: dict[str, Measured] = {}  # by path

    def measure(self, paths: Iterable[str]) -> dict[str, Measured]:
        """What these files show; left out is what has no grammar, is too large or cannot be read."""
        entries = self._snapshot.entries()
        wanted: dict[Language, dict[str, str]] = {}
        for path in paths:
            language, entry = language_of(path), entries.get(path)
            if path in self._measured or language is None or not is_read(language):
                continue
            if entry is not None and entry.mode in (REGULAR, EXECUTABLE):
                wanted.setdefault(language, {})[path] = entry.oid
        for language, oids in wanted.items():
            self._fill(language, oids)
        return {path: self._measured[path] for path in paths if path in self._measured}

    def _fill(self, language: Language, oids: Mapping[str, str]) -> None:
        prefix = _key(language)
        kept = self._store.read(prefix, dict.fromkeys(oids.values())) if self._store is not None else {}
        missing = [path for path, oid in oids.items() if oid not in kept]
        fresh: dict[str, bytes] = {}
        unread = [path for path in missing if path not in self._texts]
        read = self._snapshot.read_many(unread) if unread else {}
        for path in missing:
            text = self._texts.get(path, read.get(path))
            if text is not None and len(text) <= _LARGEST:
                self._measured[path] = observe(language, text)
                fresh[oids[path]] = marshal.dumps(dict(self._measured[path]))
        if self._store is not None and fresh:
            self._store.write(prefix, fresh)
        for path, oid in oids.items():
            if oid in kept:
                self._measured[path] = marshal.loads(kept[oid])

    def of_file(self, path: str) -> Profile:
        return self._profile([path])

    def levels(self, path: str) -> Levels:
        """The profiles around a path, which need not exist. Folder and repository are samples of files of the same language and
        the same role (test or not), spread evenly over them."""
        peers = self._peers(path)
        folder = [peer for peer in peers if dirname(peer) == dirname(path)]
        near = _spread(folder, OF_FOLDER)
        far = dict.fromkeys([*near, *_spread(peers, OF_REPOSITORY)])
        self.measure([path, *far])
        own = [path]
        return Levels(self._profile(own), self._profile([*own, *near]), self._profile([*own, *far]))

    def repository(self, path: str) -> Profile:
        """The repository around a path, of as many files as a profile that is shown."""
        return self.of_paths([path, *_spread(self._peers(path), SHOWN)])

    def around(self, path: str) -> Iterator[tuple[Language, list[tuple[str, list[str]]]]]:
        """By language, the names and files of the levels around a file or folder (all levels but the repository's are left out
        for the empty path), the languages with most files first. Of many files an even sample is taken."""
        package = language.package if (language := language_of(path)) is not None and path in self._snapshot.entries() else None
        for own, paths in sorted(self._by_package.items(), key=lambda item: (-len(item[1]), item[0])):
            alike = [one for one in paths if package is None or is_test_path(one) == is_test_path(path)]
            folder = dirname(path) if package else path
            inside = [one for one in alike if one.startswith(f"{folder}/" if folder else "")]
            if not inside or package not in (None, own):
                continue
            spread = _spread(alike, SHOWN)
            levels = [("file", [path])] if package else []
            levels += [("directory", _spread(inside, SHOWN))] if folder else []
            first = language_of(path if package else inside[0])
            if first is not None:
                yield first, [*levels, ("repository", spread)]

    def of_paths(self, paths: Iterable[str]) -> Profile:
        """One profile of many files."""
        chosen = list(paths)
        self.measure(chosen)
        return self._profile(chosen)

    def _peers(self, path: str) -> list[str]:
        language, is_test = language_of(path), is_test_path(path)
        package = language.package if language is not None else ""
        return [other for other in self._by_package.get(package, ()) if other != path and is_test_path(other) == is_test]

    @functools.cached_property
    def _by_package(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._snapshot.entries():
            language = language_of(path)
            if language is not None and is_own(path) and is_read(language):
                found.setdefault(language.package, []).append(path)
        return {package: sorted(paths) for package, paths in found.items()}

    def _profile(self, paths: Iterable[str]) -> Profile:
        found: dict[str, dict[str, int]] = {}
        for path in dict.fromkeys(paths):
            for key, lines in self.measure([path]).get(path, {}).items():
                if (settled := settle(key, self.roots)) is not None:
                    feature, _, value = settled.partition("=")
                    values = found.setdefault(feature, {})
                    values[value] = values.get(value, 0) + len(lines)
        return found

    @functools.cached_property
    def roots(self) -> frozenset[str]:
        """What modules of the repository itself are called, at the top."""
        found: set[str] = set()
        for path in self._snapshot.entries():
            parts = path.split("/")
            start = 1 if parts[0] in ("src", "lib") else 0
            found.update(part.removesuffix(".py") for part in parts[start : start + 1])
        return frozenset(found)


def settle(key: str, roots: frozenset[str]) -> str | None:
    """A key as it counts: an absolute import only where it is one of the repository's own modules."""
    if not key.startswith(_ABSOLUTE):
        return key
    return "import-reach=absolute" if key[len(_ABSOLUTE) :] in roots else None


def is_own(path: str) -> bool:
    """Whether a file was written in this repository and by people: neither vendored nor generated, by its path."""
    return _FOREIGN.search(path) is None


def _spread(paths: Sequence[str], most: int) -> list[str]:
    """At most so many of them, evenly."""
    if len(paths) <= most:
        return list(paths)
    return [paths[index * len(paths) // most] for index in range(most)]


@functools.cache
def _key(language: Language) -> str:
    """Under what observations of a language are kept: it changes with whatever might change them."""
    folder = os.path.dirname(os.path.abspath(__file__))
    parts = [fingerprint(language).encode()]  # of the queries and extractors, too
    for name in _READING:
        with open(os.path.join(folder, name), "rb") as file:
            parts.append(file.read())
    return f"style-1-{crc32(b''.join(parts)):08x}"
