"""Changes without meaning: format, comments and docstrings of code that the change has no business with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from scoper.change.model import Alignment, ChangedFile, Edit, EditKind
from scoper.checks.asked import asks_for
from scoper.checks.deadcode import is_code
from scoper.checks.layout import excused
from scoper.checks.model import Review
from scoper.checks.nearby import Work, is_near, texts
from scoper.checks.place import location
from scoper.checks.spoken import is_all_that_is_meant, is_spoken_of
from scoper.checks.words import listed
from scoper.facts.model import split_symbol
from scoper.finding import Confidence, Finding, Rule, Severity
from scoper.text import split_lines
from scoper.verdict.model import Relation

FORMAT_CHURN = Rule(
    "CH201",
    "format-only-churn",
    Severity.WARNING,
    "Code was only formatted differently.",
    """
## What it does
Reports lines whose code means the same as before (white space, line breaks, quotes, trailing commas), away from any line whose
meaning changes. Silent where the request asks for formatting, and where the project's formatter makes these lines of the rest
of the change. A diff that does nothing else, with no task to hold it against, gets a note.

## Why it matters
Reformatted lines look like changes to a reviewer and to `git blame`, and cause conflicts in other branches.

## Example
Asked to fix one function, the diff also wraps a call in another one over four lines.

## What to do
Take these lines back, or format in a commit of its own.
""",
)
COMMENT_CHURN = Rule(
    "CH202",
    "comment-churn",
    Severity.WARNING,
    "Only comments changed, next to code that did not.",
    """
## What it does
Reports comments that were added, reworded or removed in code that stays as it is. Silent about comments of new code, those next
to changed lines of the same symbol, those that name what the change renames or reworks, those whose new words the request says,
and directives such as `# noqa` with the reason for them.

## Why it matters
Comments hold what the code cannot say. Rewording or dropping them loses knowledge; narrating old code adds noise.

## Example
Asked to add a parameter to `save`, the diff removes the comment in `load` that explains an odd-looking wait.

## What to do
Put the comment back as it was, or ask for the rewording.
""",
)
DOCSTRING_CHURN = Rule(
    "CH203",
    "docstring-churn",
    Severity.WARNING,
    "Only a docstring changed, of code that did not.",
    """
## What it does
Reports docstrings that changed although neither the signature nor code beside them did, and that name nothing that the change
reworks. Silent where the request asks for documentation, speaks of the words that came or went, or names a symbol of which
nothing else changes.

## Why it matters
Docstrings are read as a contract. Rewording one without a reason costs a review and may promise something else.

## Example
Asked to fix a rounding error in `total`, the diff rewrites the docstring of `discount` in another style.

## What to do
Put the docstring back as it was, or ask for the documentation.
""",
)
COMMENT_LOST = Rule(
    "CH204",
    "comment-lost",
    Severity.WARNING,
    "A comment is gone, the code that it explains is still there.",
    """
## What it does
Reports comments that were removed, and stand nowhere else in the file now, although the code below them, or in front of them on
the same line, did not change. Silent about comments that name what the change renames or reworks, about directives such as
`# noqa`, and about code that was commented out (CH211).

## Why it matters
Models drop comments while they copy code. What a comment knew is in no test, and nobody notices that it is gone.

## Example
Asked to add a parameter, the diff rewrites the function around it, and `# the API counts from 1` is missing afterwards.

## What to do
Put the comment back.
""",
)
RULES = (FORMAT_CHURN, COMMENT_CHURN, DOCSTRING_CHURN, COMMENT_LOST)

_EMPTY_KINDS = frozenset({EditKind.FORMAT_ONLY, EditKind.COMMENT, EditKind.DOCSTRING})
_INTERFACE = frozenset({EditKind.SIGNATURE, EditKind.ADD, EditKind.DELETE, EditKind.RENAME, EditKind.MOVE, EditKind.DECORATOR})
_SYMBOLS_NAMED = 3  # findings of one kind in one file; where there would be more, the file gets one

_DIRECTIVE = (
    r"\s*(?:#|//|/\*)\s*(?:noqa|nosec|nosemgrep|NOLINT|noinspection|eslint|prettier-ignore|ts-(?:ignore|expect-error|nocheck)"
    r"|type: ?ignore|pragma|pylint|pyright|mypy|ruff|isort|fmt|yapf|scoper|-\*- coding|flake8|pyre|cspell|spell-?checker)\b.*$"
)


def check(review: Review) -> Iterator[Finding]:
    files = {file.change.path: file for file in review.change.files}
    judged = {verdict.edit.id: verdict for verdict in review.verdicts}
    work = Work(review.change, [edit for edit in review.change.edits if not _EMPTY_KINDS.issuperset(edit.kinds)])
    found: dict[tuple[Rule, str], list[Edit]] = {}
    for edit in review.change.edits:
        verdict = judged.get(edit.id)
        if not edit.kinds or not _EMPTY_KINDS.issuperset(edit.kinds):
            continue
        if verdict is not None and not verdict.in_scope and verdict.relation is not Relation.UNKNOWN:
            continue  # SC101 says it already
        rule = _rule(edit, files[edit.path])
        if rule is None or asks_for(_asked(rule, edit, files[edit.path]), review.task.request):
            continue
        if not _belongs(edit, rule, work, review, files[edit.path]):
            found.setdefault((rule, edit.path), []).append(edit)
    severity = Severity.NOTE if review.task.is_empty and not work.edits else Severity.WARNING
    _drop(found, excused(review, [edit for (rule, _), edits in found.items() if rule is FORMAT_CHURN for edit in edits]))
    for (rule, path), edits in found.items():
        yield from _findings(rule, path, edits, severity)


def _drop(found: dict[tuple[Rule, str], list[Edit]], excused: Collection[str]) -> None:
    """Take edits with these ids out."""
    for key, edits in list(found.items()):
        found[key] = [edit for edit in edits if edit.id not in excused]
        if not found[key]:
            del found[key]


def _asked(rule: Rule, edit: Edit, file: ChangedFile) -> str:
    """The code of the rule by whose words a request asks for it: the layout of a docstring is documentation."""
    definitions = file.head_facts.definitions if rule is FORMAT_CHURN and file.head_facts is not None else ()
    inside = any(
        one.docstring_start <= lines.start and lines.end <= one.docstring_end for one in definitions for lines in edit.after
    )
    return DOCSTRING_CHURN.code if inside else rule.code


def _rule(edit: Edit, file: ChangedFile) -> Rule | None:
    """``None`` for what another check is about."""
    if EditKind.DOCSTRING in edit.kinds:
        return DOCSTRING_CHURN
    if EditKind.COMMENT not in edit.kinds:
        return FORMAT_CHURN
    if not edit.after and is_code(edit.path, texts(edit, file)[0]):
        return None
    return COMMENT_LOST if _is_lost(edit, file) else COMMENT_CHURN


def _is_lost(edit: Edit, file: ChangedFile) -> bool:
    """Whether comments are only gone, and what they are about is not."""
    if file.base_facts is None or file.head_facts is None:
        return False
    kept = {_words_of(comment.text) for comment in file.head_facts.comments}
    if any(line in lines for comment in file.head_facts.comments for line in (comment.start_line,) for lines in edit.after):
        return False
    gone = [c for c in file.base_facts.comments if any(c.start_line in lines for lines in edit.before)]
    if not gone or any(_words_of(comment.text) in kept for comment in gone):
        return False
    return not gone[-1].own_line or _is_untouched(gone[-1].end_line + 1, file)


def _words_of(comment: str) -> tuple[str, ...]:
    return tuple(comment.strip("/*#-<!> \t").split())


def _is_untouched(line: int, file: ChangedFile) -> bool:
    """Whether the next line of the base that is not blank is still there."""
    lines = split_lines(file.base_text or b"")
    while line <= len(lines) and not lines[line - 1].strip():
        line += 1
    return line <= len(lines) and not any(h.base_start <= line < h.base_start + h.base_count for h in file.change.hunks)


def _belongs(edit: Edit, rule: Rule, work: Work, review: Review, file: ChangedFile) -> bool:
    """Whether the edit goes with a change of meaning."""
    is_beside = any(is_near(edit, other, file) for other in work.edits if other.path == edit.path)
    if is_beside and rule is not COMMENT_LOST:
        return True
    if rule is FORMAT_CHURN:
        return False
    if _is_new_code(edit, review):
        return True
    if rule is DOCSTRING_CHURN and any(_documents(edit, other) for other in work.edits):
        return True
    before, after = texts(edit, file)
    if rule in (COMMENT_CHURN, COMMENT_LOST) and _is_directive(before, after):
        return True
    if rule is DOCSTRING_CHURN and is_all_that_is_meant(edit, work.edits, review):
        return True
    if rule is not COMMENT_LOST and is_spoken_of(edit, before, after, review):
        return True
    return work.speaks_of(before + after)


def _is_new_code(edit: Edit, review: Review) -> bool:
    """Whether the symbol, or what holds it, came with this diff or moved in it."""
    path, qualname = split_symbol(edit.symbol or edit.path)
    outer = {f"{path}::{qualname[:end]}" for end in (*_dots(qualname), len(qualname)) if end}
    return any(pair.head in outer and pair.how in (Alignment.ADDED, Alignment.MOVED) for pair in review.change.aligned)


def _dots(qualname: str) -> list[int]:
    return [index for index, character in enumerate(qualname) if character == "."]


def _documents(edit: Edit, other: Edit) -> bool:
    """Whether a docstring belongs to a symbol whose interface, or whose parts' interface, the other edit changes."""
    if edit.path != other.path or not _INTERFACE.intersection(other.kinds) or edit.symbol is None or other.symbol is None:
        return False
    inside = edit.symbol + ("." if "::" in edit.symbol else "::")
    return other.symbol == edit.symbol or other.symbol.startswith(inside)


def _is_directive(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether nothing differs but words for a tool, and where these are new the reason for them on lines of its own."""
    plain = [[rest for line in lines if (rest := re.sub(_DIRECTIVE, "", line))] for lines in (before, after)]
    if plain[0] != plain[1] and any(re.search(_DIRECTIVE, line) for line in after):
        plain[1] = [line for line in plain[1] if line in plain[0] or not re.match(r"\s*(?:#|//)", line)]
    return plain[0] == plain[1]


def _findings(rule: Rule, path: str, edits: Sequence[Edit], severity: Severity) -> Iterator[Finding]:
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.symbol or path, []).append(edit)
    if len(groups) > _SYMBOLS_NAMED:
        names = [symbol.partition("::")[2] or "module level" for symbol in groups]
        yield _finding(rule, edits, path, f"{path}: {_WORDS[rule]} ({listed(names)})", severity)
        return
    for symbol, members in groups.items():
        yield _finding(rule, members, symbol, f"{symbol}: {_WORDS[rule]}", severity)


def _finding(rule: Rule, edits: Sequence[Edit], symbol: str, message: str, severity: Severity) -> Finding:
    return Finding(
        rule,
        severity,
        Confidence.MEDIUM,
        location(edits, symbol),
        message,
        edits[0].id,
        "trim",
        edits=tuple(e.id for e in edits),
    )


_WORDS: Mapping[Rule, str] = {
    COMMENT_LOST: "a comment is gone, the code that it explains is still there",
    FORMAT_CHURN: "only the format changed, the code means the same",
    COMMENT_CHURN: "only comments changed, the code they belong to did not",
    DOCSTRING_CHURN: "only the docstring changed, the code it documents did not",
}
