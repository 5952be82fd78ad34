"""What a reply asks for, whatever format it is written in, and what came of it.

Text is held as lines without their terminators: how a file ends its lines, and in which encoding, is the file's own matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from scoper.git.model import Entry

KEEP, REMOVE, ADD = " ", "-", "+"


class Files(Protocol):
    """The part of a :class:`scoper.git.snapshot.Snapshot` that edits are applied to."""

    def entries(self) -> Mapping[str, Entry]: ...

    def read_many(self, paths: Iterable[str]) -> dict[str, bytes]: ...


class Line(NamedTuple):
    """One line of a hunk: ``op`` is :data:`KEEP`, :data:`REMOVE` or :data:`ADD`."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines to find, and what to make of them.

    ``anchors`` are lines that stand above, outermost first (``@@ class A``). ``start`` is the 1-based line of the base file
    that a unified diff states, ``None`` where it states none or its counts are wrong. ``at_end`` says that the last line to
    find is the last of the file. ``final_newline`` is what the hunk says about the end of the new file, if it says anything.
    ``row`` is the 1-based line of the reply; it is no part of the value.
    """

    lines: tuple[Line, ...]
    anchors: tuple[str, ...] = ()
    start: int | None = None
    at_end: bool = False
    final_newline: bool | None = None
    row: int = field(default=0, compare=False)

    @property
    def before(self) -> list[str]:
        return [line.text for line in self.lines if line.op != ADD]

    @property
    def after(self) -> list[str]:
        return [line.text for line in self.lines if line.op != REMOVE]


@dataclass(frozen=True, slots=True)
class Update:
    """Change a file, and perhaps move it.

    ``ordered`` says that the format lists hunks from top to bottom; ``marked`` that each line carries its ``op`` in its first
    column, which sloppy replies forget on lines that stay.
    """

    path: str
    hunks: tuple[Hunk, ...]
    move_to: str | None = None
    ordered: bool = False
    marked: bool = False
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Write:
    """A file's whole text, as lines. ``new`` says that the file must not exist yet."""

    path: str
    lines: tuple[str, ...]
    new: bool = False
    final_newline: bool = True
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Delete:
    path: str
    row: int = field(default=0, compare=False)


FileEdit = Update | Write | Delete


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a part of a reply cannot be applied, in words for the one who wrote it.

    ``row`` is the 1-based line of the reply, 0 if none is to blame. ``near`` are lines of the file to copy from, with their
    1-based numbers.
    """

    message: str
    path: str | None = None
    row: int = 0
    near: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edits:
    """What a reply asks for, in its order. With ``problems``, the reply could not be read as a whole and is not applied."""

    files: tuple[FileEdit, ...]
    problems: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """New contents by path, ``None`` for a file that is gone; files that end as they were are left out.

    ``changed`` is what :func:`scoper.git.overlay.overlay` takes. ``moved`` has the old path of each new one.
    """

    changed: Mapping[str, bytes | None]
    moved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Everything that is wrong with a reply. Nothing of it was applied; ``fitting`` edits and hunks would have."""

    complaints: tuple[Complaint, ...]
    fitting: int = 0
