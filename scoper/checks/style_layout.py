"""Drift of layout, idioms, JSX and style sheets: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

LAYOUT = Rule(
    "ST315",
    "layout-drift",
    Severity.WARNING,
    "Code is laid out in another way than usual.",
    """
## What it does
Compares blank lines between statements, long lines, commas behind the last element and semicolons. Where a formatter is
configured that settles them, it is left to it.

## Why it matters
Layout that differs from its surroundings is the first thing that a reviewer sees, and the last that matters.

## Example
3 of 90 statements of a file stand behind a blank line; the edit adds 12 of 20 that do.

## What to do
Lay it out as the file does.
""",
)
IDIOMS = Rule(
    "ST316",
    "idiom-drift",
    Severity.WARNING,
    "Another way of saying the same than usual.",
    """
## What it does
Tells `const`, `let` and `var` apart, `===` from `==`, `??` from `||`, arrow functions from others, `await` from `then()`,
and the like in other languages.

## Why it matters
Each of them may be right; two of them in one file are a question to every reader.

## Example
`var x = 1` in a file of `const` and `let`.

## What to do
Say it as the file does.
""",
)
JSX = Rule(
    "ST317",
    "jsx-drift",
    Severity.WARNING,
    "JSX is written in another way than usual.",
    """
## What it does
Compares handlers that are written in place with named ones, `&&` with `?:`, and text in braces with quoted text.

## Why it matters
Components of one project should read alike.

## Example
`onClick={() => save()}` in a project of `onClick={handleSave}`.

## What to do
Write it as the file does.
""",
)
SHEETS = Rule(
    "ST318",
    "stylesheet-drift",
    Severity.WARNING,
    "Style sheets are written in another way than usual.",
    """
## What it does
Compares units, forms of colours and the order of properties.

## Why it matters
Lengths in two units and colours in two forms cannot be changed together.

## Example
`12px` in a project of `rem`.

## What to do
Write it as the sheet does.
""",
)
RULES = (LAYOUT, IDIOMS, JSX, SHEETS)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
