"""Findings of foreign linters that the diff introduced. Which are new is decided in ``linters/``."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.integrity import broken_files
from scoper.checks.model import Review
from scoper.checks.place import edit_at, symbol_at
from scoper.finding import Confidence, Finding, Location, Rule, Severity, Source
from scoper.linters.model import NewDiagnostic
from scoper.linters.ruff import SYNTAX

NEW_LINT = Rule(
    "LN401",
    "new-lint",
    Severity.ERROR,
    "A linter finds something that it did not find before the change.",
    """
## What it does
Runs ruff with the project's own configuration (that of the base side) over the changed files of both sides, and reports what
the head side has and the base side had not. Findings whose lines only moved, were re-indented or went to another file are old.
A finding in a line that the diff did not touch is new where the change caused it. Where the project does not configure
ruff, its default rules are used and findings are warnings.

## Why it matters
Blame for old findings makes people switch linters off; findings outside the changed lines (an import whose last use went away)
slip through every tool that only looks at those.

## Example
The last use of `os` is removed, and `import os` at the top of the file stays: `ruff F401`.

## What to do
Mend it as the linter says, or suppress it in the linter's own way.
""",
)
RULES = (NEW_LINT,)


def check(review: Review) -> Iterator[Finding]:
    facts = {file.change.path: file.head_facts for file in review.change.files}
    broken = broken_files(review)
    for new in review.lint.new:
        found = new.diagnostic
        if found.code == SYNTAX and found.path in broken:
            continue  # one syntax error is one finding, and that is IN601
        edit = edit_at(review.change.edits, found.path, found.line) if new.on_changed_line else None
        yield Finding(
            NEW_LINT,
            Severity.ERROR if found.path in review.lint.configured else Severity.WARNING,
            Confidence.HIGH,
            Location(
                found.path, symbol_at(found.path, facts.get(found.path), found.line), found.line, found.end_line, found.column
            ),
            _message(new),
            edit.id if edit else None,
            "ruff check --fix" if found.fixable else None,
            Source(found.tool, found.code),
        )


def _message(new: NewDiagnostic) -> str:
    words = new.diagnostic.message
    return words if new.on_changed_line else f"{words} (caused by this change, in a line that it does not touch)"
