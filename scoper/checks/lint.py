"""Findings of foreign linters that the diff introduced, and linters that said nothing. ``linters/`` decides which are new."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.integrity import broken_files
from scoper.checks.model import Review
from scoper.checks.place import edit_at, symbol_at
from scoper.finding import FIX, Confidence, Finding, Location, Mend, Rule, Severity, Source
from scoper.linters import ruff
from scoper.linters.mend import mend
from scoper.linters.model import Diagnostic, NewDiagnostic

NEW_LINT = Rule(
    "LN401",
    "new-lint",
    Severity.ERROR,
    "A linter finds something that it did not find before the change.",
    """
## What it does
Runs ruff, and every other linter that the project configures and that may be run, with the configuration of the base side over
both sides, and reports what the head side has and the base side had not. Findings whose lines only moved, were re-indented or
went to another file are old. A finding in a line or a file that the diff did not touch is new where the change caused it. Where
the project does not configure ruff, its default rules are used and findings are warnings. Which linters there are, and which of
them take `--trust` or `--lint full`: docs/linters.md.

## Why it matters
Blame for old findings makes people switch linters off; findings outside the changed lines (an import whose last use went away)
slip through every tool that only looks at those.

## Example
The last use of `os` is removed, and `import os` at the top of the file stays: `ruff F401`.

## What to do
Mend it as the linter says, or suppress it in the linter's own way.
""",
)
NOT_CHECKED = Rule(
    "LN403",
    "lint-not-checked",
    Severity.NOTE,
    "A linter that the project configures said nothing about the change.",
    """
## What it does
Names every linter that applies to the diff and was not run, or whose run cannot be believed, with the reason: it is missing, it
crashed, took too long or printed something else than it should, a plugin is not there, or it would run code of the repository
and nobody said that it may.

## Why it matters
Silence of a linter that did not run looks like a pass.

## Example
`eslint.config.mjs` is a program, so eslint is not run on an unknown repository: `--trust base` runs it.

## What to do
Install the tool or its plugin, or say `--trust base` where you would run the project's linters by hand too. Take it out of
`linters` if it is not wanted. With `--require-lint` this is an error.
""",
)
RULES = (NEW_LINT, NOT_CHECKED)


def check(review: Review) -> Iterator[Finding]:
    yield from _new(review)
    severity = Severity.ERROR if review.config.require_lint else Severity.NOTE
    for item in review.lint.unchecked:
        place = Location(item.path, item.path)
        source = Source(item.tool, NOT_CHECKED.name)
        yield Finding(NOT_CHECKED, severity, Confidence.HIGH, place, f"{item.tool} was not run: {item.reason}", source=source)


def _new(review: Review) -> Iterator[Finding]:
    files = {file.change.path: file for file in review.change.files}
    broken = broken_files(review)
    said: dict[tuple[str, int, str], str] = {}
    for new in sorted(review.lint.new, key=lambda new: _is_unasked(new, review)):
        found = new.diagnostic
        if found.code == ruff.SYNTAX and found.path in broken:
            continue  # one syntax error is one finding, and that is IN601
        if said.setdefault((found.path, found.line, found.code), found.tool) != found.tool:
            continue  # tools that share their codes, as ruff and flake8 do, need not say it twice
        edit = edit_at(review.change.edits, found.path, found.line) if new.on_changed_line else None
        file = files.get(found.path)
        where = symbol_at(found.path, file.head_facts if file else None, found.line)
        mended = mend(file, found.edits) if file else None
        yield Finding(
            NEW_LINT,
            _severity(new, review),
            Confidence.HIGH,
            Location(found.path, where, found.line, found.end_line, found.column),
            _message(new),
            edit.id if edit else None,
            _fix(found, mended),
            Source(found.tool, found.code),
            mend=mended,
        )


def _fix(found: Diagnostic, mended: Mend | None) -> str | None:
    if mended is not None and mended.owned:
        return FIX
    return "ruff check --fix" if found.fixable and found.tool == ruff.TOOL else None


def _severity(new: NewDiagnostic, review: Review) -> Severity:
    """As the tool says; where the project did not ask for ruff, no more than a warning."""
    return Severity.WARNING if _is_unasked(new, review) else new.diagnostic.severity


def _is_unasked(new: NewDiagnostic, review: Review) -> bool:
    return new.diagnostic.tool == ruff.TOOL and new.diagnostic.path not in review.lint.configured


def _message(new: NewDiagnostic) -> str:
    words = new.diagnostic.message
    return words if new.on_changed_line else f"{words} (caused by this change, in a line that it does not touch)"
