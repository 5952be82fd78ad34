"""Calls that do not fit what they call: those left behind by a changed signature, and those that the diff adds."""

from __future__ import annotations

from collections.abc import Iterator

from scoper.change.model import ChangedFile
from scoper.checks.callables import Misfit, called, misfit_of
from scoper.checks.founded import calls_after
from scoper.checks.model import Review
from scoper.checks.ripple import MOST_SYMBOLS, MOST_USES, Place, Rewritten, Sides, expect, finding, owner_of, rewritten
from scoper.facts.model import FileFacts, Reference, Role, SymbolId, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Use
from scoper.graph.resolve import Graph

CALL_LEFT_BEHIND = Rule(
    "RF503",
    "call-left-behind",
    Severity.ERROR,
    "A call no longer fits the signature that the diff changed.",
    """
## What it does
Follows every function, method and constructor whose parameters the diff changes to its calls, in unchanged files too, and
reports those that fitted and fit no longer: too many or too few arguments, a keyword that is gone, a required argument that is
not given. Calls that unpack arguments are only held to the keywords they write out. A function whose decorators may change
its parameters gives a warning and no error.

## Why it matters
Every such call raises when it runs, which may be much later, and often in code without tests.

## Example
`send(message)` becomes `send(message, retries)`, and `jobs/mail.py` still calls `send(text)`.

## What to do
Change the call, or give the new parameter a default.
""",
)
CALL_MISFIT = Rule(
    "RF510",
    "added-call-misfit",
    Severity.ERROR,
    "An added call does not fit what it calls.",
    """
## What it does
Reports calls on lines that the diff adds whose arguments do not fit the function, method or constructor of this repository
that they call. What the same file called in the same way before is left alone, and so is what a test expects to fail.

## Why it matters
Code that is written from memory uses the interface as it is remembered, not as it is.

## Example
`shop/prices.py` has `def convert(amount, currency)`, and the added line says `convert(amount, to="EUR")`.

## What to do
Look at the definition, and call it as it is.
""",
)
RULES = (CALL_LEFT_BEHIND, CALL_MISFIT)

_EXPECTING = frozenset({"raises", "assertRaises", "assertRaisesRegex", "toThrow", "toThrowError", "expectException"})
_ABOVE = 3  # lines in front of a call where a test may say that it is to fail


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    changed = [item for item in rewritten(review) if not item.is_same_interface][:MOST_SYMBOLS]
    expect(review, [symbol for item in changed for symbol in _names(item)])
    for item in changed:
        yield from _left_behind(review, item, sides)
    for file in review.change.files:
        yield from _added(review, file, sides)


def _names(item: Rewritten) -> tuple[SymbolId, ...]:
    """A constructor is called by the name of its class."""
    return item.base, item.head, owner_of(item.head)


def _left_behind(review: Review, item: Rewritten, sides: Sides) -> Iterator[Finding]:
    head = review.head_graph
    name = split_symbol(item.head)[1]
    count = 0
    for use in calls_after(review, item.head):
        call = use.written
        if not isinstance(call, Reference) or sides.is_added(use.path, call.line):
            continue
        found = misfit_of(head, use.path, call, item.head, item.after)
        was = misfit_of(head, use.path, call, item.base, item.before)  # the call stands in the head
        if found is None or was is not None or _expects_failure(sides.readable(use.path), call) or count == MOST_USES:
            continue
        if not _is_sole_meaning(head, use, item.head):
            continue
        count += 1
        place = Place(use.path, call.line, min(found.certainty, use.edge.certainty))
        message = f"calls {name}, whose signature changed ({item.head}): {found.why}"
        yield finding(review, CALL_LEFT_BEHIND, place, message, (item.head, item.base))


def _is_sole_meaning(graph: Graph, use: Use, symbol: SymbolId) -> bool:
    """Whether nothing else that the call may mean would take its arguments."""
    call = use.written
    assert isinstance(call, Reference)
    others = {edge.target for edge in graph.resolve(use.path, call)} - {symbol, owner_of(symbol)}
    return all(_misfit(graph, use.path, call, other) is not None for other in others)


def _misfit(graph: Graph, path: str, call: Reference, symbol: SymbolId) -> Misfit | None:
    target = called(graph, symbol)
    return misfit_of(graph, path, call, *target) if target is not None else None


def _added(review: Review, file: ChangedFile, sides: Sides) -> Iterator[Finding]:
    path = file.change.head_path
    facts = sides.readable(path) if path is not None else None
    if path is None or facts is None:
        return
    before: set[tuple[object, ...]] | None = None
    for call in facts.references:
        if call.role is not Role.CALL or not sides.is_added(path, call.line):
            continue
        edges = [edge for edge in review.head_graph.resolve(path, call) if edge.role is Role.CALL]
        found = [_misfit(review.head_graph, path, call, edge.target) for edge in edges]
        wrong = [one for one in found if one is not None]
        if not wrong or len(wrong) < len(found) or _expects_failure(facts, call):
            continue
        before = _broken_before(review, file) if before is None else before
        if _shape(call) in before:
            continue
        place = Place(path, call.line, min(min(one.certainty for one in wrong), min(edge.certainty for edge in edges)))
        message = f"calls {split_symbol(edges[0].target)[1]} ({edges[0].target}): {wrong[0].why}"
        yield finding(review, CALL_MISFIT, place, message, ())


def _broken_before(review: Review, file: ChangedFile) -> set[tuple[object, ...]]:
    """How the files of the diff called already what did not take it."""
    found: set[tuple[object, ...]] = set()
    for one in review.change.files:
        path, facts = one.change.base_path, one.base_facts
        for call in facts.references if path is not None and facts is not None else ():
            if call.role is not Role.CALL or path is None:
                continue
            targets = [edge.target for edge in review.base_graph.resolve(path, call) if edge.role is Role.CALL]
            if any(_misfit(review.base_graph, path, call, target) for target in targets):
                found.add(_shape(call))
    return found


def _shape(call: Reference) -> tuple[object, ...]:
    return call.name, call.call_arity, call.keywords


def _expects_failure(facts: FileFacts | None, call: Reference) -> bool:
    """Whether a test says, on the lines around, that the call is to fail."""
    lines = range(call.line - _ABOVE, call.line + _ABOVE)
    return any(one.line in lines and one.name in _EXPECTING for one in facts.references) if facts is not None else False
