"""Drift of comments and characters: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

DENSITY = Rule(
    "ST301",
    "comment-density-drift",
    Severity.WARNING,
    "The added code has more comments than the code around it.",
    """
## What it does
Compares how many of the added lines are comments, and whether these stand behind code or on lines of their own, with the
file, its folder and the repository.

## Why it matters
Models narrate. Comments at every other line of a file that has none make it longer, and the few that matter are lost among
them.

## Example
A file has 4 comments in 300 lines; the edit adds 20 lines, 9 of which are comments.

## What to do
Drop the comments that say what the code says, and keep those that say why.
""",
)
KIND = Rule(
    "ST302",
    "comment-kind-drift",
    Severity.WARNING,
    "Comments of a kind that this code does not have.",
    """
## What it does
Reports comments that say again what the next line says, dividers (`# ------`), numbered steps, and code that was commented
out, where the code around has next to none of them.

## Why it matters
Such comments carry nothing, and grow stale with the first change of the line below.

## Example
`# Return the result` above `return result`, in a file that has no such comment.

## What to do
Delete them; where a stretch of code needs a heading, it may want to be a function.
""",
)
CHARACTERS = Rule(
    "ST303",
    "character-drift",
    Severity.WARNING,
    "Emoji or typographic characters where nobody uses them.",
    """
## What it does
Reports emoji, arrows, curly quotes and long dashes in comments and strings, where the code around has none.

## Why it matters
Logs, terminals and searches stumble over them, and they tell who wrote the code.

## Example
`log.info("✅ done")` in a repository of plain ASCII.

## What to do
Write it in plain characters.
""",
)
RULES = (DENSITY, KIND, CHARACTERS)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
