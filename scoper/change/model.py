"""Edits, the unit of every verdict."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scoper.facts.model import FileFacts, SymbolId
from scoper.finding import Problem
from scoper.git.model import FileChange
from scoper.text import LineRange


class EditKind(enum.StrEnum):
    """What an edit does. The vocabulary is closed: later rooms switch on it."""

    BODY = "body"
    SIGNATURE = "signature"
    DOCSTRING = "docstring"
    COMMENT = "comment"
    FORMAT_ONLY = "format-only"
    IMPORT = "import"
    DECORATOR = "decorator"
    ANNOTATION_ONLY = "annotation-only"
    RENAME = "rename"
    MOVE = "move"
    REORDER = "reorder"
    ADD = "add"
    DELETE = "delete"
    MODE = "mode"
    BINARY = "binary"
    TEXT = "text"


class Alignment(enum.StrEnum):
    """How a definition of the base side relates to one of the head side."""

    SAME = "same"
    MOVED = "moved"
    RENAMED = "renamed"
    ADDED = "added"
    REMOVED = "removed"


class Aligned(NamedTuple):
    """One definition on both sides. ``base`` or ``head`` is ``None`` for an added or a removed one; a moved one may have
    changed its file, its enclosing definition, or both."""

    how: Alignment
    base: SymbolId | None
    head: SymbolId | None


class Edit(NamedTuple):
    """Changed lines that belong together: one region (signature, docstring, a run of the body, an import, …) of one symbol.

    ``before`` counts in the base file (``old_path`` where the file was renamed), ``after`` in the head file.
    ``symbol`` is the head's id of the innermost definition, the base's id where the definition is gone, the bare path for
    module-level code, and ``None`` where there is no grammar. ``old_symbol`` is set where the id changed.
    """

    id: str
    path: str
    old_path: str | None
    symbol: SymbolId | None
    old_symbol: SymbolId | None
    kinds: tuple[EditKind, ...]
    before: tuple[LineRange, ...]
    after: tuple[LineRange, ...]

    @property
    def base_path(self) -> str:
        return self.old_path if self.old_path is not None else self.path

    @property
    def size(self) -> int:
        """Lines of both sides."""
        return sum(lines.end - lines.start + 1 for lines in (*self.before, *self.after))


class ChangedFile(NamedTuple):
    """One changed file with what both sides say. ``None`` stands for a side that is not there, is binary or has no grammar."""

    change: FileChange
    base_text: bytes | None
    head_text: bytes | None
    base_facts: FileFacts | None
    head_facts: FileFacts | None


class Change(NamedTuple):
    """The aligned pair of snapshots. ``edits`` are in the order of paths and lines, with ids ``e1``, ``e2``, …"""

    files: tuple[ChangedFile, ...]
    aligned: tuple[Aligned, ...]
    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
