"""Drift of strings: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

QUOTES = Rule(
    "ST308",
    "quote-drift",
    Severity.WARNING,
    "Strings are in other quotes than usual.",
    """
## What it does
Compares the quotes of added strings that could be in either. Where a formatter is configured that settles them, it is left
to it.

## Why it matters
It is the difference that every later diff of these lines has to undo.

## Example
94 of 95 strings of a file are in single quotes; the edit adds 6 in double quotes.

## What to do
Use the quotes of the file.
""",
)
FORMATTING = Rule(
    "ST309",
    "formatting-drift",
    Severity.WARNING,
    "Strings are put together in another way than usual.",
    """
## What it does
Tells f-strings, `format()`, `%`, templates and concatenation apart, and log messages that leave formatting to the logger
from those that do not.

## Why it matters
Log messages that are formatted early cannot be grouped, and cost time even when they are not shown.

## Example
`log.debug(f"got {x}")` in a repository of `log.debug("got %s", x)`.

## What to do
Do as the file does.
""",
)
RULES = (QUOTES, FORMATTING)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
