"""Methods that override, or implement, what no longer is as they have it: another signature, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.change.model import Alignment
from scoper.checks.callables import is_replaced
from scoper.checks.keywords import renamed_apart
from scoper.checks.model import Review
from scoper.checks.ripple import (
    MOST_SYMBOLS,
    MOST_USES,
    Place,
    Rewritten,
    Sides,
    expect,
    fate,
    finding,
    gone,
    owner_of,
    rewritten,
)
from scoper.facts.model import Definition, Kind, Role, SymbolId, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.graph.signature import accepts, signature_of
from scoper.lang.registry import language_of

OVERRIDE_LEFT_BEHIND = Rule(
    "RF505",
    "override-left-behind",
    Severity.WARNING,
    "A method no longer matches the one that it overrides or implements.",
    """
## What it does
Follows every method whose signature the diff changes to the methods of subclasses that override it, and to those of base
classes and interfaces that it overrides or implements. Reports pairs of which the one below took every call that the one above
allows, and no longer does: it needs more arguments, takes fewer, or one of them alone is asynchronous. A parameter that has
another name in one of them is reported where a call through the class above gives it by name.

## Why it matters
Code that is written against the base class calls the method of the subclass, and fails there.

## Example
`Store.load(self, key)` becomes `Store.load(self, key, default)`, and `DiskStore` still has `load(self, key)`.

## What to do
Give both the same parameters.
""",
)
HOOK_GONE = Rule(
    "RF506",
    "hook-gone",
    Severity.WARNING,
    "A method overrides something that is gone, and nothing calls it any more.",
    """
## What it does
Reports methods of subclasses, in unchanged files too, whose counterpart in the base class the diff removed or renamed, where
nothing in the repository calls them now and no other base class has such a method. One that says that it overrides
(`@override`) is an error.

## Why it matters
The subclass believes that it is still asked. Nothing fails: its code is just never run again.

## Example
`Plugin.on_start` becomes `Plugin.started`, and `plugins/mail.py` still defines `on_start`.

## What to do
Rename the method as well, or remove it.
""",
)
RULES = (OVERRIDE_LEFT_BEHIND, HOOK_GONE)

_FREE = frozenset({"__init__", "__new__", "__init_subclass__", "__call__", "constructor", "initialize", "__construct"})
"""Methods that subclasses may have in another form, as nobody calls them without knowing the class."""

_SAYS_SO = frozenset({"override", "Override"})
_OVERLOADED = frozenset({"java", "csharp", "cpp"})
_IGNORING = frozenset({"javascript", "typescript", "tsx"})
"""Languages where a method may leave out parameters that it has no use for."""


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    methods = [item for item in rewritten(review) if item.after[0].kind is Kind.METHOD and not _is_free(item.after[0])]
    changed = [item for item in methods if not item.is_same_interface]
    removed = list(_gone(review))[:MOST_SYMBOLS]
    expect(review, [*(owner_of(item.head) for item in changed), *(owner_of(symbol) for symbol, _, _ in removed)])
    for item in changed[:MOST_SYMBOLS]:
        yield from _below(review, item, sides)
        yield from _above(review, item, sides)
    for symbol, how, head in removed:
        yield from _hooks(review, symbol, how, head, sides)


def _is_free(one: Definition) -> bool:
    return one.name in _FREE or one.name == one.qualname.rpartition(".")[0].rpartition(".")[2] or one.visibility == "private"


def _below(review: Review, item: Rewritten, sides: Sides) -> Iterator[Finding]:
    """Methods of subclasses that the diff left as they were."""
    for other in review.base_graph.overrides(item.base)[:MOST_USES]:
        new = review.head_graph.definitions_of(other)
        old = review.base_graph.definitions_of(other)
        if len(new) != 1 or len(old) != 1 or new[0].signature != old[0].signature:
            continue
        why = _mismatch(other, new, item.after) or renamed_apart(review, item.head, (item.before, item.after), (old, new))
        path = split_symbol(other)[0]
        if why is None or _mismatch(other, old, item.before) is not None or sides.readable(path) is None:
            continue
        message = f"no longer matches {split_symbol(item.head)[1]}, which it overrides and which changed ({item.head}): {why}"
        yield finding(
            review, OVERRIDE_LEFT_BEHIND, Place(path, new[0].name_line, Certainty.LIKELY), message, (item.head, item.base)
        )


def _above(review: Review, item: Rewritten, sides: Sides) -> Iterator[Finding]:
    """Methods that a changed one overrides, and that stayed as they were."""
    path = split_symbol(item.head)[0]
    for other in review.base_graph.overridden_by(item.base):
        new, old = review.head_graph.definitions_of(other), review.base_graph.definitions_of(other)
        if not new or [one.signature for one in new] != [one.signature for one in old] or sides.readable(path) is None:
            continue
        why = _mismatch(item.head, item.after, new) or renamed_apart(review, other, (old, new), (item.before, item.after))
        if why is None or _mismatch(item.base, item.before, old) is not None:
            continue
        message = f"no longer matches {split_symbol(other)[1]}, which it overrides ({other}): {why}"
        yield finding(
            review,
            OVERRIDE_LEFT_BEHIND,
            Place(path, item.after[0].name_line, Certainty.LIKELY),
            message,
            (item.head, item.base),
        )
        return


def _mismatch(symbol: SymbolId, below: Sequence[Definition], above: Sequence[Definition]) -> str | None:
    """Why the method below cannot stand in for the one above; ``None`` where it can, or where that cannot be told."""
    language = language_of(split_symbol(symbol)[0])
    if language is None or len(below) != 1 or len(above) != 1 or language.name in _OVERLOADED:
        return None
    if is_replaced(below) or is_replaced(above) or _form(below[0]) != _form(above[0]):
        return None
    one, other = signature_of(below[0], language), signature_of(above[0], language)
    if one is None or other is None:
        return None
    if below[0].is_async is not above[0].is_async and language.name == "python":
        return f"{'it' if below[0].is_async else 'the other'} is asynchronous"
    if language.name == "go" and len(one.positional) != len(other.positional):
        return f"it takes {len(one.positional)} arguments, and {len(other.positional)} are given"
    return accepts(one._replace(takes_any_count=True) if language.name in _IGNORING else one, other)


def _form(one: Definition) -> frozenset[str]:
    """Whether it is a plain method, one of the class, or no real one."""
    return frozenset(one.decorators) & {"staticmethod", "classmethod", "property", "cached_property"}


def _gone(review: Review) -> Iterator[tuple[SymbolId, Alignment, SymbolId | None]]:
    """Methods that are gone from a class which is still there."""
    for item, symbol, one in gone(review):
        if one.kind is Kind.METHOD and not _is_free(one) and review.head_graph.definitions_of(owner_of(symbol)):
            yield symbol, item.how, item.head


def _hooks(review: Review, symbol: SymbolId, how: Alignment, new: SymbolId | None, sides: Sides) -> Iterator[Finding]:
    head = review.head_graph
    below = review.base_graph.overrides(symbol)[:MOST_USES] if not head.members.may_inherit(owner_of(symbol)) else ()
    for other in below if below and _was_called(review.base_graph, symbol) else ():
        definitions = head.definitions_of(other)
        path = split_symbol(other)[0]
        if len(definitions) != 1 or sides.readable(path) is None or _is_needed(head, other):
            continue
        says_so = any(one.rpartition(".")[2] in _SAYS_SO for one in definitions[0].decorators)
        place = Place(path, definitions[0].name_line, Certainty.EXACT if says_so else Certainty.LIKELY)
        message = f"overrides {split_symbol(symbol)[1]}, which was {fate(how, new)} ({symbol}), and nothing calls it now"
        yield finding(review, HOOK_GONE, place, message, (symbol, new))


def _was_called(graph: Graph, symbol: SymbolId) -> bool:
    """Whether something calls the method of the base class: else subclasses have one of that name for themselves."""
    return any(edge.role is Role.CALL for edge in graph.references_to(symbol))


def _is_needed(graph: Graph, symbol: SymbolId) -> bool:
    """Whether something is called by its name, or it overrides something else, or may do so."""
    owner, _, name = symbol.rpartition(".")
    if graph.members.may_inherit(owner) or graph.overridden_by(symbol):
        return True
    found = (graph.facts(path) for path in graph.search([name]))
    return any(one.name == name for facts in found if facts is not None for one in facts.references)
