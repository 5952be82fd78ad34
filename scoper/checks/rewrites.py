"""Statements that were only written in another way, put in another order, guarded or tidied up beside what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import ChangedFile, Edit, EditKind
from scoper.change.rewrites import Rewrite, Way, rewrites
from scoper.checks.asked import asks_for
from scoper.checks.deadcode import is_code
from scoper.checks.model import Review
from scoper.checks.nearby import Work, is_near, texts
from scoper.checks.words import listed
from scoper.facts.model import SymbolId
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.text import LineRange
from scoper.verdict.model import Relation

LOCAL_RENAME = Rule(
    "CH205",
    "local-rename",
    Severity.WARNING,
    "A local variable only has another name.",
    """
## What it does
Reports a local variable of a function whose every use has another name while the statements around it stay what they were.
Silent where the value that is bound to it changed too, about parameters, and where the request asks for a renaming.

## Why it matters
Each use is a changed line to review, and none of them does anything else than before.

## Example
Asked to round the total, the diff also renames `amount` to `total_amount` throughout the function.

## What to do
Put the old name back, or ask for the renaming.
""",
)
REORDER = Rule(
    "CH206",
    "reorder-churn",
    Severity.WARNING,
    "Statements or definitions only changed places.",
    """
## What it does
Reports the statements of a function, the members of a class or definitions of a file that are the same as before in another
order, beside other work. Silent where nothing else was done in the file: then the order may be the point.

## Why it matters
Moved code hides whether it was changed as well, and `git blame` forgets who wrote it.

## Example
Asked to fix `parse`, the diff also sorts the methods of its class.

## What to do
Put the old order back, or ask for the new one.
""",
)
QUOTE_FLIP = Rule(
    "CH207",
    "quote-flip",
    Severity.WARNING,
    "Only the quotes of strings changed.",
    """
## What it does
Reports lines that differ in nothing but the kind of quotes around strings.

## Why it matters
It is a matter of taste that touches every line with a string, and none of them means anything new.

## Example
Asked for a new option, the diff turns `'name'` into `"name"` in the lines above it.

## What to do
Put the quotes back, or leave them to a formatter in a commit of its own.
""",
)
ANNOTATION_CHURN = Rule(
    "CH208",
    "annotation-churn",
    Severity.WARNING,
    "Only type annotations changed, of code that did not.",
    """
## What it does
Reports annotations that were added, changed or removed in signatures and assignments that stay as they are otherwise. Silent
where the interface or the statements beside them change, and where the request speaks of types.

## Why it matters
Annotations are claims about code. Those of code that nobody looked at are guesses, and have to be checked by somebody.

## Example
Asked to fix a default of `load`, the diff annotates `save` as well.

## What to do
Take the annotations back, or ask for them.
""",
)
IMPORT_REORDER = Rule(
    "CH209",
    "import-reorder",
    Severity.WARNING,
    "Imports only changed places.",
    """
## What it does
Reports import statements that import the same as before in another order.

## Why it matters
Where imports are sorted by a tool, the tool does it for everybody; elsewhere their order may matter.

## Example
Asked to fix a function, the diff sorts the imports at the top of its file.

## What to do
Put the imports back, or sort them in a commit of their own.
""",
)
MODERNISED_IDIOM = Rule(
    "CH210",
    "modernised-idiom",
    Severity.WARNING,
    "Statements only use a newer spelling of the same thing.",
    """
## What it does
Reports statements that say the same in a more modern way. Python: `List[X]` and its like to `list[X]`, `Optional[X]` and
`Union[X, Y]` to `X | None` and `X | Y`, `%` and `.format` to f-strings, `super(C, self)` to `super()`, `class C(object)` to
`class C`, `set([…])` to `{…}`, `dict()` to `{}`, `open(f, "r")` to `open(f)`, `encode("utf-8")` to `encode()`, `str("…")` to
`"…"`, aliases of `OSError`, `lru_cache(maxsize=None)` to `cache`, `not x in y` to `x not in y`, quoted annotations.
JavaScript and TypeScript: `var` and `let` to `const`. Go: `interface{}` to `any`.

## Why it matters
Each of these is fine and none of them was asked for; some raise the oldest version that the code runs on.

## Example
Asked to strip a name, the diff turns `"%s-%s" % (a, b)` two lines further down into an f-string.

## What to do
Take the statements back, or ask for the modernisation, as a change of its own.
""",
)
DEAD_CODE = Rule(
    "CH211",
    "dead-code-removed",
    Severity.WARNING,
    "Code was removed that nothing ever reached, or that was commented out.",
    """
## What it does
Reports the removal of statements behind a `return`, `raise`, `continue` or `break` of their block, and of comments that hold
code, beside other work and away from lines that changed.

## Why it matters
Dead code may be there for a reason that its author knows. Whoever removes it should be asked to.

## Example
Asked to add a header, the diff also removes an old request that was commented out above.

## What to do
Put it back, or ask for the clean-up.
""",
)
DEFENSIVE_WRAPPER = Rule(
    "CH212",
    "defensive-wrapper",
    Severity.WARNING,
    "A `try` or a check for nothing was put around code that stays as it is.",
    """
## What it does
Reports a `try` with its handlers around unchanged statements, and a check for `None` (`null`, `nil`) around or in front of
unchanged statements, beside other work in the same file. Silent where the request speaks of errors or missing values.

## Why it matters
Models guard against what cannot happen. Each guard hides a failure that somebody would have wanted to see.

## Example
Asked to add a field to a record, the diff also wraps the call that saves it in `try: … except Exception: pass`.

## What to do
Take the guard away, or ask for it and say what can be missing.
""",
)
LITERAL_RESPELLED = Rule(
    "CH213",
    "literal-respelled",
    Severity.WARNING,
    "Numbers or strings are only written in another way.",
    """
## What it does
Reports literals of the same value in another spelling: digits grouped, hexadecimal digits in another case, characters of a
string escaped or not.

## Why it matters
It reads like a change of a value, and has to be checked digit by digit.

## Example
Asked to raise one limit from 1000 to 2000, the diff writes `60000` as `60_000` beside it.

## What to do
Put the literals back as they were.
""",
)
RULES = (
    *(LOCAL_RENAME, REORDER, QUOTE_FLIP, ANNOTATION_CHURN, IMPORT_REORDER, MODERNISED_IDIOM, DEAD_CODE, DEFENSIVE_WRAPPER),
    LITERAL_RESPELLED,
)

_BY_WAY: Mapping[Way, Rule] = {
    Way.RENAME: LOCAL_RENAME,
    Way.REORDER: REORDER,
    Way.QUOTES: QUOTE_FLIP,
    Way.ANNOTATION: ANNOTATION_CHURN,
    Way.IDIOM: MODERNISED_IDIOM,
    Way.DEAD_CODE: DEAD_CODE,
    Way.WRAPPER: DEFENSIVE_WRAPPER,
    Way.LITERAL: LITERAL_RESPELLED,
}
_DONE: Mapping[Rule, str] = {
    LOCAL_RENAME: "a local variable only has another name",
    REORDER: "the same as before in another order",
    QUOTE_FLIP: "only the quotes changed",
    ANNOTATION_CHURN: "only annotations changed, the code they belong to did not",
    IMPORT_REORDER: "the same imports in another order",
    MODERNISED_IDIOM: "the same in a more modern spelling",
    DEAD_CODE: "code that nothing reached was removed",
    DEFENSIVE_WRAPPER: "a guard was put around code that did not change",
    LITERAL_RESPELLED: "the same value in another spelling",
}
_EFFECTIVE = frozenset({REORDER, DEAD_CODE, DEFENSIVE_WRAPPER})  # may be the work itself, where nothing else was done
_EMPTY = frozenset({EditKind.FORMAT_ONLY, EditKind.COMMENT, EditKind.DOCSTRING})
_TELLING = 4  # letters of a word from which it tells something
_WORD = re.compile(r"[^\W\d]\w*")
_SYMBOLS_NAMED = 3  # findings of one kind in one file; where there would be more, the file gets one


class Spot(NamedTuple):
    """Lines of one edit that one rule is about."""

    rule: Rule
    edit: Edit
    symbol: SymbolId
    before: LineRange | None
    after: LineRange | None
    what: str


def check(review: Review) -> Iterator[Finding]:
    spots = _spots(review)
    worked = _worked(review, spots)
    done = _done(review, spots)
    groups: dict[tuple[Rule, str], list[Spot]] = {}
    for spot in spots:
        if not (spot.rule in _EFFECTIVE and spot.edit.path not in worked) and not _belongs(spot, review, done):
            groups.setdefault((spot.rule, spot.edit.path), []).append(spot)
    severity = Severity.NOTE if review.task.is_empty else Severity.WARNING
    for (rule, path), members in groups.items():
        if not asks_for(rule.code, review.task.request):
            yield from _findings(rule, path, members, severity)


def _spots(review: Review) -> list[Spot]:
    """What was found in edits that are not reported as out of scope already."""
    judged = [v.edit for v in review.verdicts if v.in_scope or v.relation is Relation.UNKNOWN]
    by_path: dict[str, list[Edit]] = {}
    for edit in judged:
        by_path.setdefault(edit.path, []).append(edit)
    files = {file.change.path: file for file in review.change.files}
    spots = []
    for found in rewrites(review.change, judged):
        met = next((edit for edit in by_path[found.path] if _meets(edit, found)), None)
        if met is not None:
            spots.append(Spot(_BY_WAY[found.way], met, found.symbol, found.before, found.after, found.what))
    for edit in judged:
        if (rule := _rule_of(edit, files[edit.path], by_path[edit.path])) is not None:
            spots.append(Spot(rule, edit, edit.symbol or edit.path, _hull(edit.before), _hull(edit.after), ""))
    return spots


def _meets(edit: Edit, found: Rewrite) -> bool:
    return any(found.after and lines.overlaps(found.after) for lines in edit.after) or any(
        found.before and lines.overlaps(found.before) for lines in edit.before
    )


def _rule_of(edit: Edit, file: ChangedFile, others: Sequence[Edit]) -> Rule | None:
    """The rule for an edit as a whole."""
    if edit.kinds == (EditKind.REORDER,):
        return IMPORT_REORDER if edit.symbol == edit.path else REORDER
    if edit.kinds == (EditKind.COMMENT,) and not edit.after and is_code(edit.path, texts(edit, file)[0]):
        beside = any(other is not edit and is_near(edit, other, file) for other in others)
        return None if beside else DEAD_CODE
    return None


def _worked(review: Review, spots: Sequence[Spot]) -> set[str]:
    """The files in which something in scope was done that is more than another way of writing."""
    covered: dict[str, set[int]] = {}
    for spot in spots:
        for lines, sign in ((spot.before, -1), (spot.after, 1)):
            if lines is not None:
                covered.setdefault(spot.edit.id, set()).update(_signed(lines, sign))
    return {
        verdict.edit.path
        for verdict in review.verdicts
        if verdict.in_scope
        and not _EMPTY.issuperset(verdict.edit.kinds)
        and not _numbers(verdict.edit) <= covered.get(verdict.edit.id, set())
    }


def _done(review: Review, spots: Sequence[Spot]) -> Work:
    """The edits in scope in which nothing was only rewritten."""
    rewritten = {spot.edit.id for spot in spots}
    inside = (v.edit for v in review.verdicts if v.in_scope or v.relation is Relation.UNKNOWN)
    return Work(review.change, [e for e in inside if e.id not in rewritten and not _EMPTY.issuperset(e.kinds)])


def _belongs(spot: Spot, review: Review, done: Work) -> bool:
    """Whether the request speaks of what is guarded against, or other edits of what is annotated now."""
    if spot.rule is DEFENSIVE_WRAPPER:
        request = (review.task.request or "").lower()
        return any(len(word) >= _TELLING and word.lower() in request for word in spot.what.split())
    if spot.rule is ANNOTATION_CHURN:
        file = next(file for file in review.change.files if file.change.path == spot.edit.path)
        before, after = texts(spot.edit, file)
        return done.speaks_of(sorted(set(_WORD.findall(" ".join(before))) ^ set(_WORD.findall(" ".join(after)))))
    return False


def _numbers(edit: Edit) -> set[int]:
    """The lines of an edit, those of the base side below 0."""
    return {n for sign, ranges in ((-1, edit.before), (1, edit.after)) for lines in ranges for n in _signed(lines, sign)}


def _findings(rule: Rule, path: str, spots: Sequence[Spot], severity: Severity) -> Iterator[Finding]:
    groups: dict[str, list[Spot]] = {}
    for spot in spots:
        groups.setdefault(spot.symbol, []).append(spot)
    if len(groups) > _SYMBOLS_NAMED:
        names = [symbol.partition("::")[2] or "module level" for symbol in groups]
        yield _finding(rule, spots, path, f"{path}: {_DONE[rule]} ({listed(names)})", severity)
        return
    for symbol, members in groups.items():
        whats = ", ".join(dict.fromkeys(spot.what for spot in members if spot.what))
        yield _finding(
            rule, members, symbol, f"{symbol}: {_DONE[rule]}{f' ({whats})' if whats and rule is LOCAL_RENAME else ''}", severity
        )


def _finding(rule: Rule, spots: Sequence[Spot], symbol: str, message: str, severity: Severity) -> Finding:
    after = [spot.after for spot in spots if spot.after]
    start, end = min((lines.start for lines in after), default=None), max((lines.end for lines in after), default=None)
    where = Location(spots[0].edit.path, symbol, start, end, None if start is None else 1)
    fix = "trim" if all(_covers(spot) for spot in spots) else None  # with the rest of the edit, work would go
    ids = tuple(dict.fromkeys(spot.edit.id for spot in spots))
    return Finding(rule, severity, Confidence.MEDIUM, where, message, ids[0], fix, edits=ids)


def _covers(spot: Spot) -> bool:
    """Whether an edit is nothing else than this."""
    found = {n for lines, sign in ((spot.before, -1), (spot.after, 1)) if lines for n in _signed(lines, sign)}
    return _numbers(spot.edit) <= found


def _signed(lines: LineRange, sign: int) -> Iterator[int]:
    return (sign * n for n in range(lines.start, lines.end + 1))


def _hull(ranges: Sequence[LineRange]) -> LineRange | None:
    return LineRange(ranges[0].start, ranges[-1].end) if ranges else None
