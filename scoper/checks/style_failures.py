"""Drift of errors, output and assertions: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

ERRORS = Rule(
    "ST312",
    "error-handling-drift",
    Severity.WARNING,
    "Errors are handled in another way than usual.",
    """
## What it does
Compares broad with named exceptions, what becomes of caught ones (raised again, ignored, logged, a default value), how many
functions handle errors or test types, guards at their start, and how Go wraps errors and Rust passes them on.

## Why it matters
Defensive code that nobody asked for hides the failures that it was afraid of.

## Example
`except Exception: return None` in a repository where 0 of 80 caught exceptions are broad.

## What to do
Let errors pass, or handle them as the code around does.
""",
)
OUTPUT = Rule(
    "ST313",
    "output-drift",
    Severity.WARNING,
    "Something is printed where others log, or the other way round.",
    """
## What it does
Compares printing and writing to the console with the use of a logger.

## Why it matters
What is printed by a library cannot be switched off by its users.

## Example
`print("done")` in a package in which 0 of 37 outputs are prints.

## What to do
Use the logger of the module.
""",
)
ASSERTIONS = Rule(
    "ST314",
    "assertion-drift",
    Severity.WARNING,
    "Tests assert in another way than usual.",
    """
## What it does
Tells plain assertions from methods of the test case and from the functions of libraries.

## Why it matters
A test that fails otherwise than the others is slower to read.

## Example
`self.assertEqual(a, b)` in a suite of plain `assert`.

## What to do
Assert as the suite does.
""",
)
RULES = (ERRORS, OUTPUT, ASSERTIONS)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
