"""Added code that the project's formatter would write otherwise. ``linters/`` decides what counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.change.model import ChangedFile
from scoper.checks.asked import asks_for
from scoper.checks.model import Review
from scoper.checks.place import at_line, edit_at
from scoper.checks.words import listed
from scoper.finding import FIX, Confidence, Finding, Mend, Rule, Severity, Source
from scoper.linters.drift import CODE
from scoper.linters.model import FormatDrift
from scoper.text import LineRange

FORMATTER_DRIFT = Rule(
    "LN402",
    "formatter-drift",
    Severity.WARNING,
    "Added lines are not as the project's formatter writes them.",
    """
## What it does
Runs the formatter that the project configures (ruff format, black, biome, prettier, gofmt, rustfmt or clang-format) over both
sides of every changed file, with the configuration of the base side, and reports where nothing but lines of the diff would come
out otherwise. Silent about files that were laid out otherwise in more than a few lines before, about lines that replace such a
line or stand right beside one, and where the request asks for a layout.

## Why it matters
The next run of the formatter changes these lines in a commit about something else, or continuous integration stops here.

## Example
`[tool.black]` is configured, the file is as black leaves it, and the diff adds `x = {'a':1}`.

## What to do
`scoper check --fix` formats these places and nothing else. Running the formatter over the file is as good where that changes
nothing else.
""",
)
RULES = (FORMATTER_DRIFT,)

_PLACES_NAMED = 3  # in one file; where there would be more, the file gets one finding
_SHOWN = 60  # characters of a line


def check(review: Review) -> Iterator[Finding]:
    if not review.lint.drifts or asks_for(FORMATTER_DRIFT.code, review.task.request):
        return
    files = {file.change.path: file for file in review.change.files}
    by_path: dict[str, list[FormatDrift]] = {}
    for drift in review.lint.drifts:
        by_path.setdefault(drift.path, []).append(drift)
    for path, drifts in by_path.items():
        groups = [[drift] for drift in drifts] if len(drifts) <= _PLACES_NAMED else [drifts]
        yield from (_finding(review, files[path], group) for group in groups)


def _finding(review: Review, file: ChangedFile, drifts: Sequence[FormatDrift]) -> Finding:
    places = [_lines(drift.mend) for drift in drifts]
    first, last = places[0].start, places[0].end
    edit = edit_at(review.change.edits, file.change.path, first)
    where = at_line(file, first, last)
    return Finding(
        FORMATTER_DRIFT,
        Severity.WARNING,
        Confidence.HIGH,
        where if len(drifts) == 1 else where._replace(symbol=file.change.path),
        _message(drifts, places),
        edit.id if edit else None,
        FIX,
        Source(drifts[0].tool, CODE),
        mend=Mend(tuple(change for drift in drifts for change in drift.mend.changes), owned=True),
    )


def _lines(mend: Mend) -> LineRange:
    """The lines of the head that change; for what is only put in, the one before that."""
    first, last = mend.changes[0], mend.changes[-1]
    start = first.start if first.lines else max(1, first.start - 1)
    return LineRange(start, max(start, last.start + last.lines - 1))


def _message(drifts: Sequence[FormatDrift], places: Sequence[LineRange]) -> str:
    if len(drifts) > 1:
        lines = [str(place.start) if place.start == place.end else f"{place.start}–{place.end}" for place in places]
        return f"it would write {len(drifts)} places otherwise (lines {listed(lines)})"
    written = [line.strip() for change in drifts[0].mend.changes for line in change.text.splitlines()]
    line = next(filter(None, written), "")
    if not line:
        return "it would have more blank lines here" if written else "it would have fewer blank lines here"
    more = ", …" if sum(map(bool, written)) > 1 else ""
    return f"it would write `{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}`{more}"
