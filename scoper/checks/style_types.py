"""Drift of declared types: what ``scoper.style`` found, said by rule."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.checks.drifts import reported
from scoper.checks.model import Review
from scoper.finding import Finding, Rule, Severity

PRESENCE = Rule(
    "ST306",
    "annotation-drift",
    Severity.WARNING,
    "Types are declared where they usually are not, or the other way round.",
    """
## What it does
Compares whether parameters, results and variables of added code have types with what is usual. What a type checker or linter
is configured to demand is left to it.

## Why it matters
Half-typed code gives readers and checkers a wrong idea of what is known.

## Example
2 of 60 parameters of a file are annotated; the edit adds 5 parameters with types.

## What to do
Do as the file does, or annotate it as a whole, in a change of its own.
""",
)
SPELLING = Rule(
    "ST307",
    "type-spelling-drift",
    Severity.WARNING,
    "Types are spelled in another way than usual.",
    """
## What it does
Tells `X | None` from `Optional[X]`, `list[X]` from `List[X]`, `T[]` from `Array<T>`, interfaces from type aliases, `any`
from `unknown`, and the like.

## Why it matters
Two spellings of one thing make a reader look for the difference.

## Example
`Optional[str]` in a repository of `str | None`.

## What to do
Use the spelling of the file.
""",
)
RULES = (PRESENCE, SPELLING)


def check(review: Review) -> Iterator[Finding]:
    yield from reported(review, RULES)
