"""A unified diff laid over a snapshot, without a work tree.

Context has to match exactly. A hunk may stand elsewhere than its header says, as with ``patch``, where there is just one such
place. Nothing is guessed beyond that: a patch that does not say clearly what it changes is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from scoper.errors import UserError
from scoper.git.model import EXECUTABLE, REGULAR, SUBMODULE, SYMLINK, Entry
from scoper.git.overlay import check_path, lay
from scoper.git.patchfile import Section, sections
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.git.tree import Tree

if TYPE_CHECKING:
    from unidiff.patch import Hunk

_TYPE = 0o170000
_MAX_PLACES = 4  # that a message names
_GITLINK = re.compile(rb"Subproject commit ([0-9a-f]{40,64})\n")
_OTHER_BASE = "was the patch made against another revision? name it with --base"


class _File(NamedTuple):
    mode: int
    content: bytes


class _Edit(NamedTuple):
    """One hunk: where it says it stands (0-based line of the base), and the lines it replaces with which."""

    number: int
    line: int
    at: int
    old: list[bytes]
    new: list[bytes]


def apply_patch(repository: Repository, base: Snapshot, text: bytes) -> Tree:
    """``base`` with a patch on top. Raises :class:`UserError` naming file, hunk and line where it is malformed or does not
    apply; paths that lead out of the repository are refused."""
    parts = sections(text)
    for part in parts:
        for path in (part.base_path, part.head_path):
            if path is not None:
                check_path(path)
    files = _Files(base, parts)
    for part in parts:
        files.apply(part)
    laid = {path: _laid(path, file) for path, file in files.after().items()}
    return lay(repository.store, base, laid, "the patch")


def _laid(path: str, file: _File | None) -> tuple[int, bytes] | Entry | None:
    if file is None or file.mode != SUBMODULE:
        return file
    link = _GITLINK.fullmatch(file.content)
    if link is None:
        raise UserError(f"malformed patch: {path}: a submodule needs the id of a commit")
    return Entry(SUBMODULE, link[1].decode("ascii"))


class _Files:
    """The files that a patch touches, while it is being applied.

    The source of a rename or copy is the file of the base, so that two files may swap their names; other sections see what
    earlier ones did, so that a deletion may be followed by a creation (a change of type is written so).
    """

    def __init__(self, base: Snapshot, parts: Sequence[Section]) -> None:
        self._base = base
        self._entries = base.entries()
        sources = [part.base_path for part in parts if part.base_path is not None and part.base_path in self._entries]
        self._contents = base.read_many(sources)
        self._leaving = {part.base_path for part in parts if not part.is_copy and part.base_path != part.head_path}
        self._written: dict[str, _File] = {}
        self._removed: set[str] = set()

    def after(self) -> dict[str, _File | None]:
        return {path: None for path in self._removed if path in self._entries} | self._written

    def apply(self, part: Section) -> None:
        moved = part.base_path is not None and part.head_path is not None and part.base_path != part.head_path
        edits = _parse(part)
        old = self._source(part, edits, moved=moved)
        path = part.head_path or part.base_path or ""
        content = _apply(edits, old.content, path)
        if part.base_path is not None and part.base_path != part.head_path and not part.is_copy:
            self._remove(part.base_path, old)
        if part.head_path is None:
            if content:
                raise UserError(f"patch does not apply: {path} (patch line {part.line}): deleted, but lines of it would remain")
            return
        if moved or part.base_path is None:
            self._make_room(part)
        mode = part.head_mode if part.head_mode is not None else old.mode
        if mode not in (REGULAR, EXECUTABLE, SYMLINK, SUBMODULE):
            raise UserError(f"malformed patch: {path} (patch line {part.line}): no such mode: {mode:o}")
        self._written[part.head_path] = _File(mode, content)

    def _source(self, part: Section, edits: list[_Edit], *, moved: bool) -> _File:
        if part.base_path is None:
            return _File(REGULAR, b"")
        found = self._find(part.base_path, original=moved)
        if found is None and part.base_path == part.head_path and len(edits) == 1 and edits[0].at == 0 and not edits[0].old:
            return _File(REGULAR, b"")  # diff(1) gives a new file its own name on both sides
        if found is None:
            reason = f"{part.base_path} does not exist in {self._base.label}"
            raise UserError(f"patch does not apply: {reason} (patch line {part.line})", _OTHER_BASE)
        if part.base_mode is not None and part.base_mode & _TYPE != found.mode & _TYPE:
            kinds = f"mode {found.mode:o} instead of {part.base_mode:o}"
            raise UserError(f"patch does not apply: {part.base_path} (patch line {part.line}): {kinds}", _OTHER_BASE)
        return found

    def _find(self, path: str, *, original: bool) -> _File | None:
        if path in self._written and not (original and path in self._entries):
            return self._written[path]
        if path not in self._entries or (path in self._removed and not original):
            return None
        entry = self._entries[path]
        if entry.mode == SUBMODULE:
            return _File(SUBMODULE, f"Subproject commit {entry.oid}\n".encode())
        if path not in self._contents:
            raise UserError(f"patch does not apply: the content of {path} is missing from the object store")
        return _File(entry.mode, self._contents[path])

    def _remove(self, path: str, file: _File) -> None:
        self._removed.add(path)
        if self._written.get(path) is file:
            del self._written[path]

    def _make_room(self, part: Section) -> None:
        path = part.head_path or ""
        if path in self._written or (path in self._entries and path not in self._leaving):
            raise UserError(f"patch does not apply: {path} exists already (patch line {part.line})", _OTHER_BASE)


def _parse(part: Section) -> list[_Edit]:
    """The hunks of one file. Latin-1 gives every byte a character of its own, and back."""
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    path = os.fsencode(part.head_path or part.base_path or "").decode("utf-8", "replace")
    hunks = part.hunks
    if not hunks:
        return []
    unread = iter(hunks)
    lines = chain(("--- file\n", "+++ file\n"), (line.decode("latin-1") for line in unread))
    try:
        (file,) = PatchSet(lines)
    except UnidiffParseError as error:
        read = len(hunks) - sum(1 for _ in unread)
        number = sum(line.startswith(b"@@ ") for line in hunks[:read])
        where = f"{path}, hunk {number}, line {part.hunks_at + read - 1}"
        raise UserError(f"malformed patch: {where}: {str(error).strip()}") from None
    starts = [part.hunks_at + offset for offset, line in enumerate(hunks) if line.startswith(b"@@ ")]
    return [_edit(number, line, hunk) for number, (line, hunk) in enumerate(zip(starts, file, strict=True), 1)]


def _edit(number: int, line: int, hunk: Hunk) -> _Edit:
    old: list[bytes] = []
    new: list[bytes] = []
    sides: tuple[list[bytes], ...] = ()
    for part in hunk:
        if part.line_type == "\\":  # "No newline at end of file", about the line before
            for side in sides:
                side[-1] = side[-1].removesuffix(b"\n")
            continue
        sides = {"-": (old,), "+": (new,)}.get(part.line_type, (old, new))
        for side in sides:
            side.append(part.value.encode("latin-1"))
    # Without lines to replace, the header names the line after which the new ones come.
    return _Edit(number, line, hunk.source_start - (hunk.source_length > 0), old, new)


def _apply(edits: Iterable[_Edit], content: bytes, path: str) -> bytes:
    if not edits:
        return content
    lines = content.split(b"\n")
    last = lines.pop()
    lines = [line + b"\n" for line in lines] + ([last] if last else [])
    result: list[bytes] = []
    done = shift = 0
    for edit in edits:
        at = _place(edit, lines, done, edit.at + shift, path)
        result += lines[done:at] + edit.new
        done, shift = at + len(edit.old), at - edit.at
    result += lines[done:]
    if any(not line.endswith(b"\n") for line in result[:-1]):
        raise UserError(f"patch does not apply: {path}: a line without a newline would not be the last one")
    return b"".join(result)


def _place(edit: _Edit, lines: list[bytes], done: int, expected: int, path: str) -> int:
    """Where a hunk belongs: where it is expected to, or the only other place with the same lines."""
    count = len(edit.old)
    if done <= expected <= len(lines) - count and lines[expected : expected + count] == edit.old:
        return expected
    places = list(islice(_places(edit.old, lines, done), _MAX_PLACES))
    if len(places) == 1:
        return places[0]
    where = f"{path}, hunk {edit.number} (patch line {edit.line})"
    if places:
        shown = ", ".join(str(at + 1) for at in places)
        raise UserError(f"patch does not apply: {where}: its lines are not at line {expected + 1}, but at {shown}", _OTHER_BASE)
    raise UserError(f"patch does not apply: {where}: {_mismatch(edit, lines, expected)}", _OTHER_BASE)


def _places(old: list[bytes], lines: list[bytes], done: int) -> Iterator[int]:
    """Every place behind ``done`` with these lines; a search in bytes, as a hostile patch would make one by lines quadratic."""
    if not old:
        return
    text, wanted = b"\n" + b"".join(lines[done:]), b"\n" + b"".join(old)
    at = text.find(wanted)
    while at >= 0:
        if wanted.endswith(b"\n") or at + len(wanted) == len(text):
            yield done + text.count(b"\n", 0, at)
        at = text.find(wanted, at + 1)


def _mismatch(edit: _Edit, lines: list[bytes], expected: int) -> str:
    for offset, wanted in enumerate(edit.old):
        at = expected + offset
        found = lines[at] if 0 <= at < len(lines) else None
        if found == wanted:
            continue
        if found is None:
            return f"line {at + 1} should be {_shown(wanted)}, but the file has {len(lines)} lines"
        return f"line {at + 1} should be {_shown(wanted)}, but is {_shown(found)}"
    return f"it belongs behind line {expected}, but the file has {len(lines)} lines"


def _shown(line: bytes) -> str:
    """A line for a message: quoted, so that its end and what cannot be seen are told apart."""
    text = line.removesuffix(b"\n").decode("utf-8", "replace")
    return repr(text[:60]) + (" without a newline" if not line.endswith(b"\n") else "")
