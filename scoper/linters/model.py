"""What a linter says, on one side and across both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scoper.finding import Mend, Problem, Severity

Texts = Mapping[str, bytes]
"""Contents of files by path."""


class TextEdit(NamedTuple):
    """A piece of a file and what a linter would have there. Lines and columns (in characters) from 1, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Diagnostic(NamedTuple):
    """One finding of a foreign linter in one file of one side. Lines and columns are 1-based, lines inclusive;
    ``end_column`` is exclusive, and 0 where the linter names none. ``edits`` are the linter's own safe fix."""

    tool: str
    code: str
    message: str
    path: str
    line: int
    end_line: int
    column: int
    url: str | None
    fixable: bool
    end_column: int = 0
    severity: Severity = Severity.ERROR
    edits: tuple[TextEdit, ...] = ()


class NewDiagnostic(NamedTuple):
    """A diagnostic of the head side that the base side did not have."""

    diagnostic: Diagnostic
    on_changed_line: bool


class FormatDrift(NamedTuple):
    """A place where a formatter would write what the diff added otherwise."""

    tool: str
    path: str
    mend: Mend


class Unchecked(NamedTuple):
    """A linter that applies and did not say anything, and why. ``path`` is what makes it apply."""

    tool: str
    path: str
    reason: str


class LintResult(NamedTuple):
    """``new`` is what the diff introduced; ``existing`` counts the findings of the head side that were there before.
    ``configured`` are the paths for which the project itself configures ruff; other tools run only where it does."""

    new: tuple[NewDiagnostic, ...]
    existing: int
    problems: tuple[Problem, ...]
    configured: frozenset[str] = frozenset()
    unchecked: tuple[Unchecked, ...] = ()
    drifts: tuple[FormatDrift, ...] = ()


def no_formatter(_: Texts) -> Texts:
    """A formatter that knows no file."""
    return {}
