"""Facts of the files of a snapshot: from memory, from the cache, or extracted now. The rest of the room reads no files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.facts.store import FactStore
from scoper.finding import Problem
from scoper.git.model import EXECUTABLE, REGULAR
from scoper.git.snapshot import Snapshot
from scoper.lang.registry import Language, is_installed, language_of

_AT_ONCE = 500  # files


class FactLoader:
    """Loads facts, each blob once. Files larger than ``max_file_bytes`` are not read as code but reported as degraded."""

    def __init__(self, store: FactStore | None, *, max_file_bytes: int) -> None:
        self.store = store
        self.max_file_bytes = max_file_bytes
        self._memory: dict[tuple[str, str], FileFacts] = {}  # by name of the language and object id

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong with the cache so far."""
        return tuple(Problem(None, reason) for reason in (self.store.problems if self.store is not None else ()))

    def load(self, snapshot: Snapshot, paths: Iterable[str]) -> dict[str, FileFacts]:
        """Facts by path. Left out are paths without a language, and what is no regular file or cannot be read."""
        entries = snapshot.entries()
        wanted: dict[str, tuple[Language, str]] = {}
        for path in paths:
            language, entry = language_of(path), entries.get(path)
            if language is not None and entry is not None and entry.mode in (REGULAR, EXECUTABLE):
                wanted[path] = (language, entry.oid)
        self._recall(wanted.values())
        missing = {key: path for path, key in wanted.items() if _key(*key) not in self._memory}
        self._extract(snapshot, missing)
        found = {path: self._memory.get(_key(*key)) for path, key in wanted.items()}
        return {path: facts for path, facts in found.items() if facts is not None}

    def _recall(self, keys: Iterable[tuple[Language, str]]) -> None:
        by_language: dict[Language, list[str]] = {}
        for language, oid in keys:
            if _key(language, oid) not in self._memory:
                by_language.setdefault(language, []).append(oid)
        for language, oids in by_language.items():
            if self.store is not None:
                kept = self.store.get_many(language, dict.fromkeys(oids))
                self._memory.update((_key(language, oid), facts) for oid, facts in kept.items())

    def _extract(self, snapshot: Snapshot, missing: dict[tuple[Language, str], str]) -> None:
        """Batch by batch: what is done is kept though somebody ends it, and few texts are in memory."""
        keys = list(missing)
        for start in range(0, len(keys), _AT_ONCE):
            self._extract_some(snapshot, {key: missing[key] for key in keys[start : start + _AT_ONCE]})

    def _extract_some(self, snapshot: Snapshot, missing: Mapping[tuple[Language, str], str]) -> None:
        texts = snapshot.read_many(missing.values())
        fresh: dict[Language, dict[str, FileFacts]] = {}
        for (language, oid), path in missing.items():
            text = texts.get(path)
            if text is None:
                continue
            facts = facts_of(language, text, self.max_file_bytes)
            self._memory[_key(language, oid)] = facts
            if facts.degraded is None:  # the limits that degrade are those of this run
                fresh.setdefault(language, {})[oid] = facts
        for language, kept in fresh.items():
            if self.store is not None:
                self.store.put_many(language, kept)


def facts_of(language: Language, text: bytes, max_file_bytes: int) -> FileFacts:
    """The facts of one file, degraded where it is too large, takes too long, or its grammar is not installed."""
    if not is_installed(language):
        return _without_grammar(language)
    if len(text) > max_file_bytes:
        return FileFacts(language.name, degraded=f"too large: {len(text)} bytes")
    return extract(language, text)


def _without_grammar(language: Language) -> FileFacts:
    wanted = f"scoper[{language.extra}]" if language.extra else language.grammar_module.replace("_", "-")
    return FileFacts(language.name, degraded=f"the grammar of {language.name} is missing: pip install '{wanted}'")


def _key(language: Language, oid: str) -> tuple[str, str]:
    return language.name, oid
