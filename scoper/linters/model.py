"""What a linter says, on one side and across both."""

from __future__ import annotations

from typing import NamedTuple

from scoper.finding import Problem


class Diagnostic(NamedTuple):
    """One finding of a foreign linter in one file of one side. Lines and columns are 1-based, lines inclusive;
    ``end_column`` is exclusive, and 0 where the linter names none."""

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


class NewDiagnostic(NamedTuple):
    """A diagnostic of the head side that the base side did not have."""

    diagnostic: Diagnostic
    on_changed_line: bool


class LintResult(NamedTuple):
    """``new`` is what the diff introduced; ``existing`` counts the findings of the head side that were there before.
    ``configured`` are the linted paths for which the project itself configures the linter."""

    new: tuple[NewDiagnostic, ...]
    existing: int
    problems: tuple[Problem, ...]
    configured: frozenset[str] = frozenset()
