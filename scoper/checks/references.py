"""Uses left behind: what named a definition that the diff removed, renamed or moved away, and names nothing now."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.change.model import Aligned, Alignment, ChangedFile
from scoper.checks.model import Review
from scoper.checks.place import symbol_at
from scoper.facts.model import CALLABLES, FileFacts, Kind, SymbolId, split_symbol
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.graph.model import Certainty, Edge
from scoper.graph.resolve import Graph

_MAX_SYMBOLS = 200  # definitions of one diff that are followed into the rest of the tree
_SHOWN = 20  # uses of one definition that are reported one by one

DANGLING_REFERENCE = Rule(
    "RF501",
    "dangling-reference",
    Severity.ERROR,
    "Something still uses a definition that is gone.",
    """
## What it does
Follows every definition that the diff removes, renames or moves to where it was used, in unchanged files too, and reports
the uses that mean nothing any more. A definition that is still reached under its old name (an alias, a re-export, an
inherited method) is not gone.

## Why it matters
A rename that misses one caller breaks it at run time; a linter that reads one file at a time cannot see it.

## Example
`parse` becomes `parse_line` in `shop/lines.py`, and `shop/pages.py` still imports `parse`.

## What to do
Change the use, or keep the old name as an alias.
""",
)
RULES = (DANGLING_REFERENCE,)


def check(review: Review) -> Iterator[Finding]:
    files = {file.change.base_path: file for file in review.change.files if file.change.base_path}
    for symbol, change in _gone(review):
        uses = review.base_graph.references_to(symbol)
        left = dict.fromkeys(place for edge in uses for place in _left_behind(edge, symbol, files, review))
        for path, line, certainty in list(left)[:_SHOWN]:
            yield _finding(review, symbol, change, path, line, certainty)


Place = tuple[str, int, Certainty]


def _gone(review: Review) -> Iterator[tuple[SymbolId, Aligned]]:
    """Definitions whose old name no longer stands in their module. What is inside of one that is gone goes with it."""
    kinds = {
        f"{file.change.base_path}::{definition.qualname}": definition.kind
        for file in review.change.files
        for definition in (file.base_facts.definitions if file.base_facts else ())
    }
    followed = 0
    for item in review.change.aligned:
        if item.base is None or item.how is Alignment.SAME or item.base == item.head or followed >= _MAX_SYMBOLS:
            continue
        outer = item.base.rpartition(".")[0]
        local = kinds.get(outer) in CALLABLES
        if kinds.get(item.base) in (Kind.ATTRIBUTE, Kind.SECTION) or local or review.head_graph.definitions_of(item.base):
            continue
        if "::" in outer and "." in split_symbol(item.base)[1] and not review.head_graph.definitions_of(outer):
            continue
        followed += 1
        yield item.base, item


def _left_behind(edge: Edge, symbol: SymbolId, files: dict[str, ChangedFile], review: Review) -> Iterator[Place]:
    head = review.head_graph
    if edge.certainty is Certainty.GUESS:
        return
    base_path = split_symbol(edge.source)[0]
    file = files.get(base_path)
    path = (file.change.head_path if file else base_path) or ""
    line = _map(file, edge.line) if file else edge.line
    facts = head.facts(path) if path in review.head.entries() else None
    if line is None or facts is None or facts.degraded or facts.problems:
        return
    name = split_symbol(symbol)[1].rpartition(".")[2]
    if not _still_means_something(head, path, facts, name, line):
        yield path, line, edge.certainty


def _still_means_something(head: Graph, path: str, facts: FileFacts, name: str, line: int) -> bool:
    """Whether any use of that name on that line resolves on the head side, or there is none."""
    references = [item for item in facts.references if item.line == line and item.name == name]
    imports = [item for item in facts.imports if item.line <= line <= item.end_line and item.name == name]
    if not references and not imports:
        return True
    if any(head.resolve(path, item) for item in references) or any(head.resolve_import(path, item) for item in imports):
        return True
    return _is_open(head, path, facts)


def _is_open(head: Graph, path: str, facts: FileFacts) -> bool:
    """A star import, or a module-level ``__getattr__`` of the file itself, may provide any name."""
    stars = [item for item in facts.imports if item.name == "*" and not head.resolve_import(path, item)]
    return bool(stars) or any(item.qualname == "__getattr__" for item in facts.definitions)


def _map(file: ChangedFile, line: int) -> int | None:
    """Where an unchanged line of the base stands in the head; ``None`` for a line that the diff changed."""
    shift = 0
    for hunk in file.change.hunks:
        if hunk.base_count and hunk.base_start <= line < hunk.base_start + hunk.base_count:
            return None
        end = hunk.base_start + hunk.base_count if hunk.base_count else hunk.base_start + 1
        if line >= end:
            shift = hunk.head_count - hunk.base_count + shift
    return line + shift


def _finding(review: Review, symbol: SymbolId, change: Aligned, path: str, line: int, certainty: Certainty) -> Finding:
    exact = certainty is Certainty.EXACT
    facts = review.head_graph.facts(path)
    fate = {Alignment.RENAMED: f"renamed to {change.head}", Alignment.MOVED: f"moved to {change.head}"}.get(
        change.how, "removed"
    )
    where = symbol_at(path, facts, line)
    name = split_symbol(symbol)[1]
    return Finding(
        DANGLING_REFERENCE,
        Severity.ERROR if exact else Severity.WARNING,
        Confidence.HIGH if exact else Confidence.MEDIUM,
        Location(path, where, line, line, 1),
        f"{where or path}: still uses {name}, which was {fate} ({symbol})",
        _cause(review, symbol, change),
    )


def _cause(review: Review, symbol: SymbolId, change: Aligned) -> str | None:
    names = {symbol, change.head} - {None}
    edits = (edit.id for edit in review.change.edits if edit.symbol in names or edit.old_symbol in names)
    return next(edits, None)
