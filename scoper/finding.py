"""What a check reports: rules, and findings that carry their rule, so that reporters need no access to checks."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scoper.text import Replacement

FIX = "check --fix"
"""What a finding names as its fix where ``scoper check --fix`` would make it."""


class Severity(enum.IntEnum):
    """How much it matters if it is true."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Confidence(enum.IntEnum):
    """How sure the check is. Independent of :class:`Severity`: a guess about something grave is still a guess."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        return self.name.lower()


class Rule(NamedTuple):
    """One thing that scoper can report.

    ``code`` is permanent, two capital letters (the family) and three digits. ``doc`` is Markdown with the headings
    "What it does", "Why it matters", "Example" and "What to do"; ``scoper rule CODE`` prints it.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    doc: str

    @property
    def family(self) -> str:
        return self.code[:2]


class Location(NamedTuple):
    """Where a finding is: the symbol identifies it, the lines (1-based, inclusive, of the head file) only show it."""

    path: str
    symbol: str | None = None
    line: int | None = None
    end_line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """``path:line``, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Source(NamedTuple):
    """The foreign tool behind a finding, and its own code for it."""

    tool: str
    code: str


class Mend(NamedTuple):
    """What the tool behind a finding would write instead: lines of the head file, in order, none twice. ``owned`` says whether
    nothing changes but lines that the diff put there."""

    changes: tuple[Replacement, ...]
    owned: bool


class Finding(NamedTuple):
    """One judgement. ``edit`` is the id of the edit that caused it, where one did; ``fix`` names what would mend it. ``edits``
    are the ids of all edits that it is about, where the check names them. ``fingerprint`` (32 hex digits, set by
    :mod:`scoper.checks.fingerprint`) tells it from every other one of its report, wherever its lines move.
    ``mend`` is the fix of a foreign tool that calls it safe."""

    rule: Rule
    severity: Severity
    confidence: Confidence
    location: Location
    message: str
    edit: str | None = None
    fix: str | None = None
    source: Source | None = None
    edits: tuple[str, ...] = ()
    fingerprint: str = ""
    mend: Mend | None = None

    @property
    def words(self) -> str:
        """The message, behind the name of the foreign tool that says it, where one does."""
        return f"{self.source.tool} {self.source.code}: {self.message}" if self.source else self.message

    @property
    def hedge(self) -> str:
        """What to put behind a finding of low confidence; nothing for a surer one."""
        return " (unsure)" if self.confidence is Confidence.LOW else ""


class Problem(NamedTuple):
    """Something that could not be checked, or only in part, and why. ``path`` is ``None`` where it concerns the whole run."""

    path: str | None
    reason: str
