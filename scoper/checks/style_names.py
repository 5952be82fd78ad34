"""Drift of imports and names: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

IMPORTS = Rule(
    "ST310",
    "import-drift",
    Severity.WARNING,
    "Imports are written in another way than usual.",
    """
## What it does
Compares relative with absolute imports of the project's own modules, imports inside of functions with those at the top, and
whole modules with names.

## Why it matters
Imports inside of functions hide dependencies, and two ways to name a module make it hard to search.

## Example
0 of 400 imports of a repository stand inside of functions; the edit adds 3 that do.

## What to do
Import as the file does.
""",
)
NAMING = Rule(
    "ST311",
    "naming-drift",
    Severity.WARNING,
    "Names are formed in another way than usual.",
    """
## What it does
Compares the case of names of functions, classes, variables and parameters, very long names, and private
helpers that only one place calls.

## Why it matters
A name in another case reads as if it came from elsewhere, and is misspelled by the next who uses it.

## Example
`getUserName` in a file of `snake_case` functions.

## What to do
Name things as the file does.
""",
)
RULES = (IMPORTS, NAMING)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
