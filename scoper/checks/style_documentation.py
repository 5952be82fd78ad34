"""Drift of documentation: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

PRESENCE = Rule(
    "ST304",
    "documentation-drift",
    Severity.WARNING,
    "Functions or classes are documented where others are not, or the other way round.",
    """
## What it does
Compares whether added functions, tests and classes, public and private, have a docstring or a comment of documentation, with
what is usual for their kind.

## Why it matters
Documentation where nobody writes it is noise to review and maintain; none where everybody has it is a gap.

## Example
0 of 41 tests of a file have a docstring; the edit adds 3 tests, all of which have one.

## What to do
Do as the file does.
""",
)
FORM = Rule(
    "ST305",
    "documentation-format-drift",
    Severity.WARNING,
    "Docstrings in another format than the rest.",
    """
## What it does
Tells docstrings with Google sections, NumPy sections, Sphinx fields and tags apart, and those of one line from longer ones.

## Why it matters
Tools that build the documentation read one format, and readers know one.

## Example
`Args:` in a repository where parameters are told by `:param x:`.

## What to do
Write them in the format of the repository.
""",
)
RULES = (PRESENCE, FORM)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
