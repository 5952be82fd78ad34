"""Takes a SCIP index into the cache: which definition of the tree each name means that it speaks of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from scoper.errors import UserError
from scoper.facts.load import FactLoader
from scoper.facts.model import FileFacts
from scoper.facts.store import FactStore
from scoper.git.snapshot import Snapshot
from scoper.lang.registry import language_of
from scoper.scip.read import Document, Occurrence, name_of, read_index, shorter_spellings
from scoper.scip.told import INDICES, FileRow, IndexRow, encode, prefix_of
from scoper.scip.told import name_of as row_name
from scoper.text import split_lines

_CODECS = {1: "utf-8", 2: "utf-16-le", 3: "utf-32-le"}
_WIDTHS = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}
_MOST_STRANGE = 0.1  # of its definitions; where more do not stand where they should, the index is of another content


class Taken(NamedTuple):
    """Files whose names are known now, files that changed since they were indexed, files that the tree does not have, and the
    uses that were taken in."""

    files: int
    changed: int
    missing: int
    uses: int


class _Seen(NamedTuple):
    """One occurrence, checked against the text. ``column`` is 1-based, in bytes; ``name`` is what stands there."""

    line: int
    column: int
    name: str
    symbol: str
    is_definition: bool


_Target = tuple[int, str]  # the number of a file, and a qualified name in it


def take_in(data: bytes, snapshot: Snapshot, loader: FactLoader, store: FactStore, *, under: str = "") -> Taken:
    """Keep what an index says of files of the snapshot. ``under`` is the folder that the index calls its root.

    Raises :class:`UserError` where the bytes are no index, name files outside of the repository, or none of the snapshot.
    """
    documents = _placed(read_index(data), under)
    entries = snapshot.entries()
    present = sorted(path for path in documents if path in entries and language_of(path) is not None)
    if not present:
        raise UserError(
            f"it speaks of {len(documents)} files, and none of them is code in {snapshot.label}",
            "`--under FOLDER` says which folder it calls its root",
        )
    texts, facts = snapshot.read_many(present), loader.load(snapshot, present)
    checked = ((path, _checked(documents[path], texts[path])) for path in present if path in texts and path in facts)
    seen = {path: found for path, found in checked if found is not None}
    targets = _targets(seen, facts)
    row = IndexRow(tuple(seen), tuple(entries[path].oid for path in seen), tuple(_leads(seen, targets)))
    digest = sha256(encode(row) + data).hexdigest()
    rows: dict[str, dict[str, bytes]] = {INDICES: {digest: encode(row)}}
    uses = 0
    for number, path in enumerate(seen):
        file = _file_row(digest, number, seen[path], targets)
        uses += len(file.lines)
        rows.setdefault(prefix_of(path), {})[row_name(path, entries[path].oid)] = encode(file)
    for prefix, named in rows.items():
        store.write(prefix, named)
    return Taken(len(seen), len(present) - len(seen), len(documents) - len(present), uses)


def _placed(documents: Iterable[Document], under: str) -> dict[str, Document]:
    placed: dict[str, Document] = {}
    for document in documents:
        path = posixpath.normpath(posixpath.join(under, document.path))
        if document.path.startswith(("/", "\\")) or path == ".." or path.startswith("../") or "\0" in path:
            raise UserError(f"it names {document.path!r}, which is outside of the repository")
        placed[path] = document
    return placed


def _checked(document: Document, text: bytes) -> list[_Seen] | None:
    """The occurrences, with their names where these stand as the index says; ``None`` where it speaks of another content."""
    lines = split_lines(text)
    found: list[_Seen] = []
    definitions = strange = 0
    for one in document.occurrences:
        name = name_of(one.symbol)
        column = _column(lines, one, name, document.encoding) if name is not None else 0
        if name is not None and one.is_definition:
            definitions += 1
            strange += not column
        if name is None or column or not one.is_definition:  # what has no name, or another one, still leads somewhere
            found.append(_Seen(one.line + 1, column, name if name and column else "", one.symbol, one.is_definition))
    return found if strange <= definitions * _MOST_STRANGE else None


def _column(lines: Sequence[bytes], one: Occurrence, name: str, encoding: int) -> int:
    """Where in its line a name stands, 1-based in bytes; 0 where it does not."""
    line = lines[one.line] if one.line < len(lines) else b""
    if line.isascii():
        return one.column + 1 if line[one.column : one.end_column] == name.encode() else 0
    text = line.decode("utf-8", "replace")
    for codec in [_CODECS[encoding]] if encoding in _CODECS else _CODECS.values():
        coded, width = text.encode(codec), _WIDTHS[codec]
        start, end = one.column * width, one.end_column * width
        if coded[start:end].decode(codec, "replace") == name:
            return len(coded[:start].decode(codec, "replace").encode()) + 1
    return 0


def _targets(seen: Mapping[str, Sequence[_Seen]], facts: Mapping[str, FileFacts]) -> dict[str, set[_Target]]:
    """What each symbol means: the definitions that stand where the index has it, and for a module its file."""
    found: dict[str, set[_Target]] = {}
    for number, (path, occurrences) in enumerate(seen.items()):
        by_place: dict[tuple[int, str], set[str]] = {}
        for definition in facts[path].definitions:
            by_place.setdefault((definition.name_line, definition.name), set()).add(definition.qualname)
        for one in occurrences:
            named = set(by_place.get((one.line, one.name), ())) if one.name else {""}
            if one.is_definition and len(named) == 1:
                found.setdefault(one.symbol, set()).add((number, named.pop()))
    shorter: dict[str, set[_Target]] = {}
    for symbol, targets in found.items():
        for spelling in shorter_spellings(symbol):
            shorter.setdefault(spelling, set()).update(targets)
    unique = {symbol: targets for symbol, targets in shorter.items() if len({number for number, _ in targets}) == 1}
    return unique | found


def _leads(seen: Mapping[str, Sequence[_Seen]], targets: Mapping[str, set[_Target]]) -> Iterator[tuple[int, ...]]:
    for occurrences in seen.values():
        yield tuple(sorted({number for one in occurrences for number, _ in targets.get(one.symbol, ())}))


def _file_row(source: str, number: int, occurrences: Iterable[_Seen], targets: Mapping[str, set[_Target]]) -> FileRow:
    names: dict[_Target, int] = {}
    uses = [
        (one.line, one.column, names.setdefault(target, len(names)))
        for one in occurrences
        if one.name and not one.is_definition
        for target in sorted(targets.get(one.symbol, ()))
        if target[1]
    ]
    lines, columns, numbers = zip(*uses, strict=True) if uses else ((), (), ())
    return FileRow(source, number, lines, columns, numbers, tuple(names))
