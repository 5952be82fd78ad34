"""Edits that nothing asked for. ``verdict/`` has decided which; here they are put together into findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from scoper.change.model import Edit, EditKind
from scoper.checks.model import Review
from scoper.checks.paths import matcher
from scoper.checks.place import location
from scoper.checks.words import happened, listed
from scoper.facts.model import Kind, SymbolId, symbol_id
from scoper.finding import Confidence, Finding, Rule, Severity
from scoper.lang.registry import language_of
from scoper.scope.model import Spec, SpecKind
from scoper.verdict.model import Relation, Verdict
from scoper.verdict.seeds import covers

SURE, PROBABLE = 0.9, 0.6
"""From here on a verdict's confidence is called high, or medium."""

_NAMING = (SpecKind.PATH, SpecKind.FOLDER, SpecKind.SYMBOL, SpecKind.LINES)

OUT_OF_SCOPE_EDIT = Rule(
    "SC101",
    "out-of-scope-edit",
    Severity.ERROR,
    "A symbol was changed that the task did not ask for.",
    """
## What it does
Reports changed code that is not what the task names, and that nothing the task names leads to: it is no import, use, override,
test or companion of an edit that was asked for.

## Why it matters
Every unasked change has to be reviewed, can break something that worked, and hides the change that was asked for.

## Example
Asked to round the total in `Cart.total`, the diff also rewrites `slugify` in another file.

## What to do
Take the edit back (`scoper check` names it), or say that it is wanted: name the symbol in the request, or give it as a
scope with `--scope path::symbol`. Where scoper missed a connection, the request can name it.
""",
)
OUT_OF_SCOPE_FILE = Rule(
    "SC102",
    "out-of-scope-file",
    Severity.ERROR,
    "No edit of a changed file was asked for.",
    """
## What it does
Reports a file in which every edit is out of scope, once, instead of each of its symbols.

## Why it matters
A whole file that has nothing to do with the task is the usual form of scope creep: a helper module nobody uses, a summary
document, a configuration that was tidied up along the way.

## Example
Asked to fix a function, the diff also adds `NOTES.md` and reworks `setup.cfg`.

## What to do
Take the file back, or give it as a scope with `--scope path`.
""",
)
UNUSED_NEW_SYMBOL = Rule(
    "SC103",
    "unused-new-symbol",
    Severity.ERROR,
    "A new definition that nothing in scope uses.",
    """
## What it does
Reports a definition that the diff adds, that the task does not name, and that no edit in scope uses.

## Why it matters
Code without a user is code to maintain for nothing; models add helpers and options for a future that nobody asked about.

## Example
Asked to fix `parse`, the diff adds `parse_many`, which nothing calls.

## What to do
Remove it, use it from code that was asked for, or name it in the request or in a scope.
""",
)
PROTECTED_PATH = Rule(
    "SC104",
    "protected-path",
    Severity.ERROR,
    "Something changed that must not change.",
    """
## What it does
Reports every edit of a path that the configuration protects (`protect`) and that no scope names, and every edit of what a
negated scope (`!path`, `!path::symbol`) rules out.

## Why it matters
Generated files, migrations that have run, vendored code and licences have owners; an edit there is wrong however good it looks.

## Example
`protect = ["migrations/"]`, and the diff edits `migrations/0001_initial.py`.

## What to do
Take the edit back. Where it is wanted after all, name the path itself with `--scope`.
""",
)
RULES = (OUT_OF_SCOPE_EDIT, OUT_OF_SCOPE_FILE, UNUSED_NEW_SYMBOL, PROTECTED_PATH)


class _Group(NamedTuple):
    """Verdicts that become one finding."""

    symbol: str | None
    verdicts: list[Verdict]


def check(review: Review) -> Iterator[Finding]:
    protected, sections = _protected(review), _sections(review)
    by_path: dict[str, list[Verdict]] = {}
    for verdict in review.verdicts:
        by_path.setdefault(verdict.edit.path, []).append(verdict)
    for path, verdicts in by_path.items():
        guarded = [verdict for verdict in verdicts if verdict.edit.id in protected]
        if guarded:
            yield _protected_finding(path, guarded)
        free = [verdict for verdict in verdicts if verdict.edit.id not in protected]
        forbidden = [verdict for verdict in free if verdict.relation is Relation.FORBIDDEN]
        yield from (_forbidden_finding(group) for group in _groups(forbidden, sections))
        yield from _out_of_scope([v for v in free if v.relation is not Relation.FORBIDDEN], sections)


def _protected(review: Review) -> set[str]:
    """Ids of edits in protected paths that no scope names. A scope that merely covers the path (``src/``) names it not."""
    is_protected = matcher(review.config.protect)
    naming = [spec for spec in review.task.specs if not spec.negated and spec.kind in _NAMING and is_protected(spec.path or "")]
    return {
        edit.id
        for edit in review.change.edits
        if (is_protected(edit.path) or is_protected(edit.base_path)) and not _is_named(edit, naming)
    }


def _is_named(edit: Edit, specs: Sequence[Spec]) -> bool:
    return any(covers(spec, edit) for spec in specs)


def _sections(review: Review) -> set[SymbolId]:
    """What is called by its place in the head, and by nobody's code."""
    return {
        symbol_id(file.change.path, one.qualname)
        for file in review.change.files
        for one in (file.head_facts.definitions if file.head_facts is not None else ())
        if one.kind is Kind.SECTION
    }


def _out_of_scope(verdicts: Sequence[Verdict], sections: Collection[SymbolId]) -> Iterator[Finding]:
    out = [verdict for verdict in verdicts if not verdict.in_scope and verdict.relation is not Relation.UNKNOWN]
    groups = _groups(out, sections)
    if out and len(out) == len(verdicts) and (len(groups) > 1 or _is_all_of_a_document(groups[0])):
        yield _file_finding(out, groups)
        return
    for group in groups:
        rule = UNUSED_NEW_SYMBOL if _is_new(group.verdicts[0].edit, sections) else OUT_OF_SCOPE_EDIT
        yield _finding(rule, group)


def _is_all_of_a_document(group: _Group) -> bool:
    path = group.verdicts[0].edit.path
    return group.symbol is None or (group.symbol == path and _is_document(path))


def _groups(verdicts: Sequence[Verdict], sections: Collection[SymbolId]) -> list[_Group]:
    """One group per symbol, in order; what stands inside of a new symbol belongs to it."""
    new = {verdict.edit.symbol for verdict in verdicts if _is_new(verdict.edit, sections)}
    groups: dict[str | None, _Group] = {}
    for verdict in verdicts:
        symbol = verdict.edit.symbol
        outer = min((name for name in new if name and symbol and symbol.startswith(name + ".")), key=len, default=symbol)
        groups.setdefault(outer, _Group(outer, [])).verdicts.append(verdict)
    for group in groups.values():
        group.verdicts.sort(key=lambda verdict: verdict.edit.symbol != group.symbol)
    return list(groups.values())


def _is_new(edit: Edit, sections: Collection[SymbolId]) -> bool:
    """Whether it adds something that can be used: a section cannot."""
    if _is_document(edit.path) or edit.symbol in sections:
        return False
    return EditKind.ADD in edit.kinds and edit.old_symbol is None and edit.symbol is not None and "::" in edit.symbol


def _is_document(path: str) -> bool:
    language = language_of(path)
    return language is not None and language.document


def _finding(rule: Rule, group: _Group) -> Finding:
    edits = [verdict.edit for verdict in group.verdicts]
    surest = max(group.verdicts, key=lambda verdict: verdict.confidence)
    message = f"{group.symbol or edits[0].path}: {happened(edits)}; {surest.why}"
    return _make(rule, edits, group.symbol, message, surest.confidence)


def _file_finding(out: Sequence[Verdict], groups: Sequence[_Group]) -> Finding:
    edits = [verdict.edit for verdict in out]
    path = edits[0].path
    surest = max(out, key=lambda verdict: verdict.confidence)
    names = [group.symbol.partition("::")[2] for group in groups if group.symbol and "::" in group.symbol]
    inside = f" ({listed(names)})" if names else ""
    return _make(OUT_OF_SCOPE_FILE, edits, path, f"{path}: {happened(edits)}{inside}; {surest.why}", surest.confidence)


def _forbidden_finding(group: _Group) -> Finding:
    return _finding(PROTECTED_PATH, group)


def _protected_finding(path: str, verdicts: Sequence[Verdict]) -> Finding:
    edits = [verdict.edit for verdict in verdicts]
    message = f"{path}: {happened(edits)}; the configuration protects this path and no scope names it"
    return _make(PROTECTED_PATH, edits, path, message, 1.0)


def _make(rule: Rule, edits: Sequence[Edit], symbol: str | None, message: str, confidence: float) -> Finding:
    severity = Severity.ERROR if confidence >= SURE else Severity.WARNING
    return Finding(
        rule,
        severity,
        _label(confidence),
        location(edits, symbol),
        message,
        edits[0].id,
        "trim",
        edits=tuple(e.id for e in edits),
    )


def _label(confidence: float) -> Confidence:
    if confidence >= SURE:
        return Confidence.HIGH
    return Confidence.MEDIUM if confidence >= PROBABLE else Confidence.LOW
