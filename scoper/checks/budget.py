"""Limits that the task sets: how much may change, and what must stay as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.change.model import Alignment, Edit, EditKind
from scoper.checks.model import Review
from scoper.checks.words import listed, subject
from scoper.facts.model import CONTAINERS, MODULE, Definition, FileFacts, split_symbol
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.verdict.manifests import dependencies

OVER_BUDGET = Rule(
    "IN612",
    "over-budget",
    Severity.ERROR,
    "More changed than the task allows.",
    """
## What it does
Counts added and removed lines and changed files, and reports where they are more than `max-lines` or `max-files` allow
(`--max-lines`, `--max-files`, or the configuration).

## Why it matters
Small changes are reviewed well and large ones are not. Whoever set the limit meant it.

## Example
With `--max-files 3`, the diff changes five files.

## What to do
Do less at once, or raise the limit.
""",
)
FROZEN = Rule(
    "IN613",
    "frozen-part-changed",
    Severity.ERROR,
    "Something changed that the task froze.",
    """
## What it does
Reports what `freeze` (`--freeze`, or the configuration) rules out: `tests` (any change of a test), `api` (the name, parameters
or existence of what others may use), `dependencies` (a package that no manifest named before).

## Why it matters
A frozen part is a promise to others; an edit there is wrong however good it looks.

## Example
With `--freeze api`, a public method gets another parameter.

## What to do
Take the edit back, or lift the freeze.
""",
)
RULES = (OVER_BUDGET, FROZEN)

_INTERFACE = frozenset({EditKind.SIGNATURE, EditKind.RENAME, EditKind.DELETE, EditKind.ANNOTATION_ONLY})


def check(review: Review) -> Iterator[Finding]:
    config = review.config
    lines = sum(hunk.base_count + hunk.head_count for file in review.change.files for hunk in file.change.hunks)
    for count, most, what in ((lines, config.max_lines, "lines"), (len(review.change.files), config.max_files, "files")):
        if most and count > most:
            first = review.change.files[0].change.path
            message = f"{count:,} {what} changed, the task allows {most:,}"
            yield Finding(OVER_BUDGET, Severity.ERROR, Confidence.HIGH, Location(first), message)
    if "tests" in config.freeze:
        yield from _frozen([e for e in review.change.edits if is_test_path(e.path)], "the tests are frozen")
    if "api" in config.freeze:
        yield from _frozen(_interfaces(review), "the public interface is frozen")
    if "dependencies" in config.freeze:
        yield from _new_dependencies(review)


def _frozen(edits: Sequence[Edit], words: str) -> Iterator[Finding]:
    groups: dict[str, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(subject(edit), []).append(edit)
    for name, members in groups.items():
        after = [lines for edit in members for lines in edit.after]
        start = min((lines.start for lines in after), default=None)
        where = Location(members[0].path, members[0].symbol, start, start, None if start is None else 1)
        yield Finding(FROZEN, Severity.ERROR, Confidence.HIGH, where, f"{name}: {words}", members[0].id, "trim")


def _interfaces(review: Review) -> list[Edit]:
    """Edits of what others may use: its header changed, or it is gone."""
    files = {file.change.path: file for file in review.change.files}
    moved = {pair.base for pair in review.change.aligned if pair.how is Alignment.REMOVED}
    found = []
    for edit in review.change.edits:
        file = files[edit.path]
        if edit.symbol is None or "::" not in edit.symbol or is_test_path(edit.path) or _INTERFACE.isdisjoint(edit.kinds):
            continue
        facts = file.base_facts
        name = split_symbol(edit.old_symbol or edit.symbol)[1]
        is_gone = EditKind.DELETE not in edit.kinds or edit.symbol in moved
        if facts is not None and is_gone and _is_public(facts, name, edit.path):
            found.append(edit)
    return found


def _is_public(facts: FileFacts, qualname: str, path: str) -> bool:
    index = next((n for n, one in enumerate(facts.definitions) if one.qualname == qualname), MODULE)
    while index != MODULE:
        one = facts.definitions[index]
        if _is_hidden(one, path) or (one.parent != MODULE and facts.definitions[one.parent].kind not in CONTAINERS):
            return False
        index = one.parent
        qualname = ""
    return not qualname


def _is_hidden(one: Definition, path: str) -> bool:
    language = language_of(path)
    is_private = one.name.startswith("_") and not one.name.startswith("__")
    return one.visibility != "" or is_private or (language is not None and language.document)


def _new_dependencies(review: Review) -> Iterator[Finding]:
    known: set[str] = set()
    named: dict[str, set[str]] = {}
    for file in review.change.files:
        known |= dependencies(file.change.base_path or "", file.base_text or b"")
        named[file.change.path] = dependencies(file.change.path, file.head_text or b"")
    for path, names in named.items():
        if new := sorted(names - known):
            edit = next((edit.id for edit in review.change.edits if edit.path == path), None)
            message = f"{path}: names {listed(new)}, and dependencies are frozen"
            yield Finding(FROZEN, Severity.ERROR, Confidence.HIGH, Location(path, path), message, edit, "trim")
