"""What is left behind by working: scratch files, and files whose every line changed for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoper.change.model import EditKind
from scoper.checks.layout import is_flipped
from scoper.checks.model import Review
from scoper.checks.words import listed
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.verdict.leftovers import left_behind
from scoper.verdict.model import Relation

SCRATCH_FILE = Rule(
    "IN610",
    "scratch-file-left",
    Severity.WARNING,
    "A file of somebody's way of working was left behind.",
    """
## What it does
Reports new files that look like leftovers: `*.orig`, `*.rej`, `*.bak`, `*.swp`, `tmp_*`, `scratch*`, `debug.log`, what is in a
folder `tmp` or `scratch`, patches in the root, `settings.local.json`, and notes that nobody asked for (`NOTES.md`,
`SUMMARY.md`, `CHANGES_SUMMARY.md`, `IMPLEMENTATION*.md`, `fix_plan.md` in the root). Silent where the request names the file,
and where it is reported as out of scope already, as it is where there is a request and no other file of the diff refers to it.

## Why it matters
They are committed by accident, confuse whoever comes next, and may hold what should not be public.

## Example
Asked to fix a bug, the diff also adds `tmp_test.py`, with which it was tried out.

## What to do
Delete the file.
""",
)
MASS_FLIP = Rule(
    "IN611",
    "mass-flip",
    Severity.WARNING,
    "Line endings or modes of whole files changed.",
    """
## What it does
Reports files whose line endings all changed, and file modes that changed in three files or more. Silent where the request
speaks of line endings or modes.

## Why it matters
Every line of such a file is in the diff, and none of them says anything; what else changed drowns in it.

## Example
An editor on another system saved the file, and 900 lines end in `\\r\\n` now.

## What to do
Put the old line endings or modes back; `.gitattributes` keeps them.
""",
)
RULES = (SCRATCH_FILE, MASS_FLIP)

_ENDINGS = r"(?i)\b(?:line[ -]?endings?|crlf|eol|newlines?|gitattributes|modes?|executable|permissions?|chmod|normali[sz]\w*)\b"
_MANY_MODES = 3


def check(review: Review) -> Iterator[Finding]:
    yield from _scratch(review)
    if not re.search(_ENDINGS, review.task.request or ""):
        yield from _flips(review)


def _scratch(review: Review) -> Iterator[Finding]:
    strays = {v.edit.path for v in review.verdicts if not v.in_scope and v.relation is not Relation.UNKNOWN}
    for path in sorted(left_behind(review.change, review.task.request or "") - strays):
        yield _finding(SCRATCH_FILE, [path], review, "looks like a leftover of the work, and nothing asked for it")


def _flips(review: Review) -> Iterator[Finding]:
    if flipped := [file.change.path for file in review.change.files if is_flipped(file)]:
        yield _finding(MASS_FLIP, flipped, review, "every line ends in another way than before")
    modes = [edit.path for edit in review.change.edits if EditKind.MODE in edit.kinds]
    if len(modes) >= _MANY_MODES:
        yield _finding(MASS_FLIP, modes, review, "the file mode changed")


def _finding(rule: Rule, paths: list[str], review: Review, words: str) -> Finding:
    edit = next((edit.id for edit in review.change.edits if edit.path == paths[0]), None)
    where = Location(paths[0], paths[0])
    return Finding(rule, Severity.WARNING, Confidence.HIGH, where, f"{listed(paths)}: {words}", edit, "trim")
