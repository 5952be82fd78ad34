"""Files that are no longer what they claim to be: broken syntax, placeholders instead of code, merge conflict markers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from scoper.change.model import ChangedFile
from scoper.checks.model import Review
from scoper.checks.place import added_lines, at_line, edit_at
from scoper.facts.elision import is_elision, may_hold_code, said_in_comments
from scoper.finding import Confidence, Finding, Rule, Severity
from scoper.lang.registry import language_of
from scoper.linters.ruff import SYNTAX
from scoper.text import split_lines

SYNTAX_ERROR = Rule(
    "IN601",
    "syntax-error-introduced",
    Severity.ERROR,
    "A file that could be parsed no longer can.",
    """
## What it does
Reports a file that has a syntax error on the head side and had none on the base side. For Python, the running interpreter's own
parser has to agree, so that syntax which is newer than scoper's grammar is no error.

## Why it matters
Nothing in such a file works any more, and no other check can say much about it.

## Example
A reply was cut off in the middle of a call, and its parenthesis is never closed.

## What to do
Mend the syntax at the line that is named, or one of the lines above it.
""",
)
ELISION = Rule(
    "IN602",
    "elision-placeholder",
    Severity.ERROR,
    "A placeholder was written where code should be.",
    """
## What it does
Reports an added comment, or a bare line, that stands for code which its author did not write out:
`# ... rest of the code unchanged ...`, `// existing code here`.

## Why it matters
Models shorten what they repeat. Written into a file, the placeholder replaces code that is then gone.

## Example
```
def total(self):
    # ... existing code ...
    return round(gross, 2)
```

## What to do
Put back the code that the placeholder stands for.
""",
)
CONFLICT_MARKER = Rule(
    "IN603",
    "conflict-marker",
    Severity.ERROR,
    "Markers of a merge conflict were added.",
    """
## What it does
Reports added lines with the three markers that git leaves where a merge needs a decision, `<<<<<<<`, `=======`, `>>>>>>>`, in
this order. A row of `=` alone is a heading.

## Why it matters
The file holds two versions at once and is valid as neither.

## Example
A rebase stopped, and the file was committed as it was.

## What to do
Keep one of the two versions, or what both mean together, and remove the markers.
""",
)
RULES = (SYNTAX_ERROR, ELISION, CONFLICT_MARKER)

_MARKERS = (re.compile(rb"<{7}(?: .*)?\r?"), re.compile(rb"={7}\r?"), re.compile(rb">{7}(?: .*)?\r?"))
_FENCE = re.compile(rb"[ \t]*(?:```|~~~)")
_PYTHON = (".py", ".pyi")


class Break(NamedTuple):
    """A syntax error that the diff introduced."""

    line: int
    what: str
    confidence: Confidence


def check(review: Review) -> Iterator[Finding]:
    broken = broken_files(review)
    for file in review.change.files:
        if file.head_text is None or not file.change.hunks:
            continue
        if (error := broken.get(file.change.path)) is not None:
            yield _finding(review, SYNTAX_ERROR, file, error.line, f"does not parse any more: {error.what}", error.confidence)
        for line, words in _elisions(file):
            yield _finding(review, ELISION, file, line, f"a placeholder stands where code should be: {words}")
        if (marker := _conflict(file)) is not None:
            yield _finding(review, CONFLICT_MARKER, file, marker, "holds an unresolved merge conflict from here on")


def _finding(
    review: Review, rule: Rule, file: ChangedFile, line: int, message: str, confidence: Confidence = Confidence.HIGH
) -> Finding:
    where = at_line(file, line)
    edit = edit_at(review.change.edits, file.change.path, line)
    about = f"{where.symbol or where.path}: {message}"
    return Finding(rule, rule.severity, confidence, where, about, edit.id if edit else None)


def broken_files(review: Review) -> dict[str, Break]:
    """The files that the diff made unparsable, by path."""
    refused = {new.diagnostic.path for new in review.lint.new if new.diagnostic.code == SYNTAX}
    found = {}
    for file in review.change.files:
        suspected = bool(file.head_facts and file.head_facts.problems) or file.change.path in refused
        if suspected and file.head_text is not None and (error := _break(file)) is not None:
            found[file.change.path] = error
    return found


def _break(file: ChangedFile) -> Break | None:
    if file.change.path.endswith(_PYTHON):
        return _python_break(file)
    if file.head_facts is None or not file.head_facts.problems or (file.base_facts and file.base_facts.problems):
        return None
    language = language_of(file.change.path)
    if file.base_facts is None and language is not None and language.templated:
        return None
    first = file.head_facts.problems[0]
    return Break(first.line, first.what, Confidence.MEDIUM)


def _python_break(file: ChangedFile) -> Break | None:
    """Where the base cannot be parsed either, the code may just be of another Python's syntax, and nothing is said."""
    error = python_error(file.head_text or b"")
    if error is None or (file.base_text is not None and python_error(file.base_text) is not None):
        return None
    if file.base_text is None and not (file.head_facts and file.head_facts.problems):
        return None
    return Break(error[0], error[1], Confidence.HIGH)


def python_error(text: bytes) -> tuple[int, str] | None:
    """Line and words of the interpreter's own complaint; ``None`` where it has none, or gives up. Nothing is executed."""
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return max(1, error.lineno or 1), error.msg
    except ValueError:
        return 1, "it holds null bytes"
    except (RecursionError, MemoryError):
        return None
    return None


def _elisions(file: ChangedFile) -> Iterator[tuple[int, str]]:
    """Added lines that stand for code, with their words; those that the base had already are only moved."""
    path = file.change.path
    if not may_hold_code(path) or file.head_text is None:
        return
    lines = split_lines(file.head_text)
    known = {line.strip() for line in split_lines(file.base_text or b"")}
    said = said_in_comments(path, lines, file.head_facts, added_lines(file))
    for line, words in said:
        if is_elision(words) and lines[line - 1].strip() not in known:
            yield line, lines[line - 1].decode("utf-8", "replace").strip()


def _conflict(file: ChangedFile) -> int | None:
    """The line of the first marker, where all three were added in order."""
    if file.head_text is None or b"<<<<<<<" not in file.head_text:
        return None
    language = language_of(file.change.path)
    refuses = language is not None and not language.accepts_all
    if refuses and file.head_facts is not None and not file.head_facts.problems and not file.head_facts.degraded:
        return None  # the file parses, so they are the contents of a string
    lines = split_lines(file.head_text)
    added = [line for line in added_lines(file) if line <= len(lines)]
    quoted = _fenced(lines) if file.change.path.endswith((".md", ".markdown")) else set()
    places: list[int] = []
    for line in added:
        if line not in quoted and _MARKERS[len(places)].fullmatch(lines[line - 1]):
            places.append(line)
            if len(places) == len(_MARKERS):
                return places[0]
    return None


def _fenced(lines: list[bytes]) -> set[int]:
    """The lines inside of fenced blocks of a Markdown file."""
    inside, found = False, set()
    for number, line in enumerate(lines, 1):
        if _FENCE.match(line):
            inside = not inside
        elif inside:
            found.add(number)
    return found
