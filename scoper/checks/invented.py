"""Names that the diff made up: added code that takes from a module or a class of the repository what it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoper.change.model import ChangedFile
from scoper.checks.model import Review
from scoper.checks.ripple import Place, Sides, finding
from scoper.facts.model import FileFacts, Import, Reference, Role, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.members import Lacking
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.lang.paths import is_test_path
from scoper.text import nearest

INVENTED_NAME = Rule(
    "RF509",
    "invented-name",
    Severity.ERROR,
    "Added code uses something of this repository that does not exist.",
    """
## What it does
Reports imports, attributes and calls on added lines that take a name from a module or a class of this repository which has
no such name: none of its own, none inherited or passed on, none that a subclass brings, none that any code sets from outside.
Modules and classes that answer for names dynamically (`__getattr__`, `setattr`, a metaclass, a base class from outside of the
repository, a star import from there) may have anything, and are left alone.

## Why it matters
Code that is written from memory uses what could be there. It fails when it runs.

## Example
`shop/cart.py` has a class `Cart` with `add` and `remove`, and the added line says `cart.add_item(book)`.

## What to do
Use what is there; the message names what is spelled most like it. Or add what is missing.
""",
)
RULES = (INVENTED_NAME,)

_ASKING = frozenset({"hasattr", "getattr", "raises", "assertRaises", "assertRaisesRegex", "suppress"})
_MOST_HOLDERS = 200  # files that are looked through for code that sets an attribute from outside


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    for file in review.change.files:
        path = file.change.head_path
        facts = sides.readable(path) if path is not None else None
        if path is None or facts is None:
            continue
        for written in _added(path, facts, sides):
            lacking = _lacking(review.head_graph, path, written)
            if lacking is None or _was_lacking(review, file, written) or _is_excused(review, facts, written, lacking):
                continue
            place = Place(path, written.line, Certainty.EXACT)
            yield finding(review, INVENTED_NAME, place, _message(review.head_graph, lacking), ())


def _added(path: str, facts: FileFacts, sides: Sides) -> Iterator[Reference | Import]:
    yield from (item for item in facts.imports if sides.is_added(path, item.line))
    for one in facts.references:
        if one.role in (Role.CALL, Role.READ, Role.BASE, Role.TYPE, Role.DECORATOR) and sides.is_added(path, one.line):
            yield one


def _lacking(graph: Graph, path: str, written: Reference | Import) -> Lacking | None:
    if isinstance(written, Import):
        return graph.members.lacking_import(path, written)
    return graph.members.lacking(path, written) if "." in (written.path or written.dotted) else None


def _was_lacking(review: Review, file: ChangedFile, written: Reference | Import) -> bool:
    """Whether the files of the diff took the same from the same before, and in vain."""
    for one in review.change.files:
        path, facts = one.change.base_path, one.base_facts
        if path is None or facts is None:
            continue
        same: Iterable[Reference | Import]
        if isinstance(written, Import):
            same = (item for item in facts.imports if item.name == written.name)
        else:
            same = (item for item in facts.references if item.name == written.name and "." in (item.path or item.dotted))
        if any(_lacking(review.base_graph, path, item) is not None for item in same):
            return True
    return False


def _is_excused(review: Review, facts: FileFacts, written: Reference | Import, lacking: Lacking) -> bool:
    """Whether code asks first, a subclass may bring it, or something sets it from outside."""
    head, name = review.head_graph, lacking.name
    if isinstance(written, Import):
        others = [item for item in facts.imports if item.bound == written.bound and item != written]
        return bool(others) or any((one.name, one.parent) == (written.bound, written.scope) for one in facts.definitions)
    scope = written.scope
    if any(one.scope == scope and one.name in _ASKING for one in facts.references):
        return True
    if "::" in lacking.owner and head.overrides(f"{lacking.owner}.{name}"):
        return True
    holders = head.search([name])
    head.prefetch(holders[:_MOST_HOLDERS])
    return len(holders) > _MOST_HOLDERS or any(
        one.name == name and (one.role in (Role.WRITE, Role.DELETE) or is_test_path(path) and one.role is Role.KEYWORD)
        for path in holders
        for one in (head.facts(path) or FileFacts("")).references
    )


def _message(graph: Graph, lacking: Lacking) -> str:
    path, qualname = split_symbol(lacking.owner)
    own = [one.qualname for one in (graph.facts(path) or FileFacts("")).definitions]
    inside = [one.removeprefix(f"{qualname}.") for one in own if not qualname or one.startswith(f"{qualname}.")]
    near = nearest(lacking.name, [one for one in inside if "." not in one], limit=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"uses {lacking.name!r}, which {lacking.owner} does not have{hint}"
