"""Checks and tests that were told to look away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from scoper.change.model import ChangedFile
from scoper.checks.model import Review
from scoper.checks.place import added_lines, at_line, edit_at
from scoper.checks.words import listed
from scoper.finding import Confidence, Finding, Rule, Severity
from scoper.text import split_lines

SUPPRESSION_ADDED = Rule(
    "IN605",
    "suppression-added",
    Severity.WARNING,
    "A comment or attribute that silences a checker was added.",
    """
## What it does
Reports `# noqa`, `# type: ignore`, `# pylint: disable`, `# nosec`, `# pragma: no cover`, `eslint-disable`, `@ts-ignore`,
`@ts-expect-error`, `//nolint`, `NOLINT`, `#[allow(…)]`, `@SuppressWarnings`, `rubocop:disable`, `scoper: ignore[…]` and
their like where a file has more of them than before. Silent about new files and where the request speaks of suppressing or
linting.

## Why it matters
A suppression makes a warning disappear and leaves its cause where it is.

## Example
Asked to fix a type error, the diff adds `# type: ignore` behind the line.

## What to do
Mend what the checker found; or say why it is wrong, and suppress that one rule.
""",
)
TEST_SKIPPED = Rule(
    "IN606",
    "test-skipped",
    Severity.WARNING,
    "A test was switched off.",
    """
## What it does
Reports `pytest.mark.skip`, `skipif`, `xfail`, `unittest.skip`, `it.skip`, `describe.only`, `xit`, `t.Skip`, `#[ignore]`,
`@Disabled`, `markTestSkipped`, `[Fact(Skip = …)]`, `DISABLED_`, `GTEST_SKIP` and their like where a file has more of them than
before. Silent about new files and where the request speaks of skipping.

## Why it matters
A skipped test passes whatever the code does, and tends to stay skipped.

## Example
Asked to make the tests pass, the diff marks the failing one with `@pytest.mark.skip`.

## What to do
Let it run and mend the code, or ask for the skip and say until when.
""",
)
RULES = (SUPPRESSION_ADDED, TEST_SKIPPED)

_SUPPRESSION = (
    rb"#\s*noqa\b|#\s*type:\s*ignore|#\s*pyright:\s*ignore|#\s*pylint:\s*disable|#\s*nosec\b|#\s*nosemgrep"
    rb"|#\s*pragma:\s*no ?cover|#\s*fmt:\s*(?:off|skip)|\beslint-disable\w*|@ts-(?:ignore|expect-error|nocheck)|//\s*nolint"
    rb"|\bNOLINT\w*|#!?\[allow\(|@SuppressWarnings|#pragma warning disable|rubocop:disable|phpcs:ignore|@phpstan-ignore"
    rb"|scoper:\s*ignore\[|istanbul ignore|\bc8 ignore|biome-ignore|prettier-ignore"
)
_SKIP = (
    rb"\bmark\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail)\(|\bunittest\.skip\w*|\bself\.skipTest\(|@skip\w*\("
    rb"|\b(?:it|test|describe|context|suite)\.(?:skip|only|todo|failing|fixme)\b|\bx(?:it|test|describe)\(|\bt\.Skip(?:f|Now)?\("
    rb"|#\[ignore\b|@Disabled\b|@Ignore\b|\[Ignore\b|\bx(?:it|test|describe|specify|context) ['\"]|(?<=['\"]), :?skip\b"
    rb"|(?m:^)\s*(?:skip|pending)(?: ['\"]|\(['\"])|\bmarkTest(?:Skipped|Incomplete)\(|\[(?:Fact|Theory|Test)\([^)\n]*\bSkip\b"
    rb"|\bDISABLED_\w|\bGTEST_SKIP\("
)
_ASKED = {
    SUPPRESSION_ADDED: r"(?i)\b(?:noqa|ignor\w*|suppress\w*|silenc\w*|disabl\w*|(?:re)?lint\w*|mypy|pyright|ruff|eslint|clippy"
    r"|warnings?|cover\w*|typ(?:e|es|ing|ed)|format\w*)\b",
    TEST_SKIPPED: r"(?i)\b(?:skip\w*|xfail\w*|disabl\w*|ignor\w*|flak\w*|mark\w*|unsupported|platforms?|windows|macos"
    r"|quarantin\w*)\b",
}


def check(review: Review) -> Iterator[Finding]:
    for rule, pattern in ((SUPPRESSION_ADDED, _SUPPRESSION), (TEST_SKIPPED, _SKIP)):
        if review.task.request and re.search(_ASKED[rule], review.task.request):
            continue
        for file in review.change.files:
            if file.base_text is not None and file.head_text is not None and file.head_facts is not None:
                yield from _in_file(rule, pattern, file, review)


def _in_file(rule: Rule, pattern: bytes, file: ChangedFile, review: Review) -> Iterator[Finding]:
    """One finding for all that a file has more of; comments that only moved are as many as before."""
    lines = split_lines(file.head_text or b"")
    at = [(n, m[0]) for n in added_lines(file) if n <= len(lines) and (m := re.search(pattern, lines[n - 1]))]
    if not at:
        return
    more = Counter(re.findall(pattern, file.head_text or b"")) - Counter(re.findall(pattern, file.base_text or b""))
    places = [n for n, text in at if more[text]]
    if not places:
        return
    where = at_line(file, places[0])
    edit = edit_at(review.change.edits, file.change.path, places[0])
    words = listed([f"`{text.decode('utf-8', 'replace').strip()}`" for text in dict.fromkeys(t for _, t in at if more[t])])
    what = "a test was switched off" if rule is TEST_SKIPPED else "a checker was silenced"
    message = f"{where.symbol or where.path}: {what}: {words}"
    yield Finding(rule, Severity.WARNING, Confidence.MEDIUM, where, message, edit.id if edit else None)
