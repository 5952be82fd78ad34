"""Parameters of a method that have another name in one that overrides it, and the calls that give them by name."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.checks.callables import is_replaced
from scoper.checks.model import Review
from scoper.facts.model import Definition, FileFacts, Reference, SymbolId, split_symbol
from scoper.graph.model import Certainty, Use
from scoper.graph.signature import Signature, signature_of
from scoper.lang.registry import language_of

_Sides = tuple[Sequence[Definition], Sequence[Definition]]


def renamed_apart(review: Review, symbol: SymbolId, above: _Sides, below: _Sides) -> str | None:
    """Why calls through the class above fail below, in words: they name a parameter that both had, and now one alone has.

    ``symbol`` is the method above on the head; the definitions of both are given for base and head. Only for Python.
    """
    path = split_symbol(symbol)[0]
    if not path.endswith(".py") or any(len(side) != 1 for side in (*above, *below)) or is_replaced(below[1]):
        return None
    signatures = [_signature(path, side[0]) for side in (*above, *below)]
    names = _apart(*signatures) if all(signatures) else frozenset()
    if not names:
        return None
    for use in review.head_graph.calls_of(symbol):
        given = names.intersection(use.written.keywords) if isinstance(use.written, Reference) else None
        if given and use.edge.certainty >= Certainty.LIKELY and _is_through_class(review, use):
            return f"it has no parameter {min(given)!r}, which {use.path}:{use.edge.line} gives by name"
    return None


def _signature(path: str, one: Definition) -> Signature | None:
    language = language_of(path)
    return signature_of(one, language) if language is not None else None


def _apart(*signatures: Signature | None) -> frozenset[str]:
    """The names above that were the same below at the same place, and that below no longer knows."""
    old_above, above, old_below, below = (one for one in signatures if one is not None)
    if below.by_name is None:
        return frozenset()
    rows = zip(old_above.positional, above.positional, old_below.positional, below.positional, strict=False)
    return frozenset(
        now for was, now, was_below, _ in rows if was == was_below and now in (above.by_name or ()) and now not in below.by_name
    )


def _is_through_class(review: Review, use: Use) -> bool:
    """Whether the object may be of the class below: it is that of a method, or an annotation says what it is. What is made by
    the name of the class is nothing else."""
    facts, call = review.head_graph.facts(use.path) or FileFacts(""), use.written
    if not isinstance(call, Reference) or review.head_graph.members.is_on_class(use.path, call):
        return False
    first, _, rest = call.dotted.partition(".")
    if first == "self":
        return rest == call.name
    return rest == call.name and any(
        (one.name, one.scope) == (first, call.scope) and one.annotation is not None and one.value is None
        for one in facts.bindings
    )
