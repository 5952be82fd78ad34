"""Uses left behind: what named a definition or a module that the diff removed, renamed or moved, and names nothing now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from posixpath import basename, splitext
from typing import NamedTuple

from scoper.change.model import Aligned, Alignment
from scoper.checks.founded import uses_before
from scoper.checks.model import Review
from scoper.checks.ripple import MOST_SYMBOLS, MOST_USES, Place, Sides, definitions, expect, fate, finding, gone, owner_of
from scoper.facts.model import Definition, FileFacts, Import, Kind, Reference, Role, SymbolId, split_symbol
from scoper.finding import Finding, Rule, Severity
from scoper.graph.model import Certainty, Use
from scoper.graph.resolve import Graph
from scoper.text import split_identifier

DANGLING_REFERENCE = Rule(
    "RF501",
    "dangling-reference",
    Severity.ERROR,
    "Something still uses a definition that is gone.",
    """
## What it does
Follows every definition that the diff removes, renames or moves to where it was used, in unchanged files too, and reports
the uses that mean nothing any more: names, attributes, methods, base classes. A definition that is still reached under its
old name (an alias, a re-export, an inherited method, a `__getattr__`) is not gone.

## Why it matters
A rename that misses one caller breaks it at run time; a linter that reads one file at a time cannot see it.

## Example
`Cart.total` becomes `Cart.sum`, and `shop/pages.py` still calls `cart.total()`.

## What to do
Change the use, or keep the old name as an alias.
""",
)
DANGLING_IMPORT = Rule(
    "RF502",
    "dangling-import",
    Severity.ERROR,
    "An import names something that is gone.",
    """
## What it does
Reports imports, in unchanged files too, of a name or a module that the diff removed, renamed or moved, and that nothing
offers under its old name any more. That includes names which a module only passed on: an import that the diff removed.

## Why it matters
The whole importing file fails, and with it whatever imports that.

## Example
`parse` becomes `parse_line` in `shop/lines.py`, and `shop/pages.py` still says `from shop.lines import parse`.

## What to do
Change the import, or keep the old name as an alias or a re-export.
""",
)
RULES = (DANGLING_REFERENCE, DANGLING_IMPORT)

_MEMBERS = frozenset({Kind.METHOD, Kind.ATTRIBUTE})


class _Gone(NamedTuple):
    """A symbol that no longer stands where it stood, what became of it, and the uses that it had."""

    symbol: SymbolId
    how: Alignment
    head: SymbolId | None
    uses: tuple[Use, ...]


def check(review: Review) -> Iterator[Finding]:
    sides = Sides(review)
    seen: set[tuple[str, int, str]] = set()
    for lost in (*_definitions(review), *_modules(review), *_passed_on(review)):
        left = _left_behind(lost, sides, review)
        for count, (place, use) in enumerate(left):
            name = use.written.name or lost.symbol
            if count < MOST_USES and (place.path, place.line, name) not in seen:
                seen.add((place.path, place.line, name))
                yield _finding(review, lost, place, use, len(left) - MOST_USES if count + 1 == MOST_USES else 0)


def _finding(review: Review, lost: _Gone, place: Place, use: Use, unsaid: int) -> Finding:
    is_import = isinstance(use.written, Import)
    name = split_symbol(lost.symbol)[1] or lost.symbol
    verb = "imports" if is_import else "uses"
    more = f"; {unsaid} more uses are not listed" if unsaid > 0 else ""
    message = f"still {verb} {name}, which was {fate(lost.how, lost.head)} ({lost.symbol}){more}"
    rule = DANGLING_IMPORT if is_import else DANGLING_REFERENCE
    return finding(review, rule, place, message, (lost.symbol, lost.head))


def _definitions(review: Review) -> Iterator[_Gone]:
    """Definitions whose old name no longer stands in their module. What is inside of one that is gone goes with it."""
    before = definitions(review, is_base=True)
    found = [one for one in gone(review) if not _went_with(review, owner_of(one[1]), before)]
    missed = [one for one in found if not _is_there_still(review, *one)][:MOST_SYMBOLS]
    expect(review, [symbol for _, symbol, _ in missed])
    for item, symbol, definition in missed:
        uses = tuple(use for use in uses_before(review, symbol) if use.edge.role is not Role.STRING)
        if definition.kind in _MEMBERS and review.head_graph.members.may_inherit(owner_of(symbol)):
            uses = tuple(_at_most_likely(use) for use in uses)
        yield _Gone(symbol, item.how, item.head, uses)


def _went_with(review: Review, owner: SymbolId, before: Mapping[SymbolId, Sequence[Definition]]) -> bool:
    """Whether what is around a definition is gone, too, which says it all."""
    return owner in before and not review.head_graph.definitions_of(owner)


def _is_there_still(review: Review, item: Aligned, symbol: SymbolId, definition: Definition) -> bool:
    """Whether a name may be had where it was: from a hook, or, of a member, from a class above or below, or one from outside.
    Who uses it, which takes longer to find, is no matter then."""
    owner, name = owner_of(symbol), symbol.rpartition(".")[2]
    members = review.head_graph.members
    if members.has_hook(owner):
        return True
    if definition.kind not in _MEMBERS:
        return False
    if members.may_inherit(owner) and item.how is not Alignment.RENAMED and len(split_identifier(name)) < 2:
        return True  # an override of something that is still there, as likely as not
    return members.has(owner, name) or bool(review.head_graph.overrides(symbol))


def _at_most_likely(use: Use) -> Use:
    return use._replace(edge=use.edge._replace(certainty=min(use.edge.certainty, Certainty.LIKELY)))


def _modules(review: Review) -> Iterator[_Gone]:
    """Files that are gone, as modules that others import."""
    there = review.head.entries()
    files = [file for file in review.change.files if file.base_facts is not None and file.change.base_path not in there]
    review.base_graph.expect(splitext(basename(file.change.base_path or ""))[0] for file in files[:MOST_SYMBOLS])
    for file in files[:MOST_SYMBOLS]:
        path, head_path = file.change.base_path, file.change.head_path
        if path is None:
            continue
        how = Alignment.MOVED if head_path else Alignment.REMOVED
        uses = tuple(use for use in review.base_graph.uses_of(path) if isinstance(use.written, Import))
        yield _Gone(path, how, head_path, uses)


def _passed_on(review: Review) -> Iterator[_Gone]:
    """Names that a file imported for others to take, and imports no longer. What they mean is still there."""
    for file in review.change.files:
        path = file.change.base_path
        if path is None or file.change.head_path != path or file.base_facts is None or file.head_facts is None:
            continue
        kept = {item.bound for item in file.head_facts.imports} | {one.name for one in file.head_facts.definitions}
        kept |= {one.name for one in file.head_facts.bindings}
        lost = [item for item in file.base_facts.imports if item.scope < 0 and item.bound not in kept][:MOST_SYMBOLS]
        if not lost or any(one.bound == "*" for one in file.head_facts.imports):
            continue
        importers = frozenset(review.base_graph.may_import(path)) - {path}
        review.base_graph.expect({item.bound for item in lost} if importers else ())
        for item in lost if importers else ():
            for edge in review.base_graph.resolve_import(path, item):
                yield _Gone(
                    edge.target, Alignment.REMOVED, None, tuple(_taken_from(review, path, importers, item.bound, edge.target))
                )


def _taken_from(review: Review, path: str, importers: AbstractSet[str], name: str, symbol: SymbolId) -> Iterator[Use]:
    """The imports of some files that take a name from the module of a file, and thereby mean a symbol."""
    graph = review.base_graph
    for other in sorted(importers & {*graph.search([name])}):
        facts = graph.facts(other)
        for item in facts.imports if facts is not None else ():
            if item.name == name and any(edge.target == path for edge in graph.resolve_import(other, _whole(item))):
                yield from (Use(edge, other, item) for edge in graph.resolve_import(other, item) if edge.target == symbol)


def _whole(item: Import) -> Import:
    """The import of the module that a name is taken from."""
    return item._replace(name=None, bound="")


def _left_behind(lost: _Gone, sides: Sides, review: Review) -> list[tuple[Place, Use]]:
    left: dict[tuple[str, int, str], tuple[Place, Use]] = {}
    for use in lost.uses:
        line = use.written.line
        place = sides.head_place(use.path, line)
        facts = sides.readable(place[0]) if place is not None else None
        if place is None or facts is None or _still_means_something(review, place[0], facts, use, place[1]):
            continue
        left.setdefault((*place, use.written.name or ""), (Place(*place, use.edge.certainty), use))
    return list(left.values())


def _still_means_something(review: Review, path: str, facts: FileFacts, use: Use, line: int) -> bool:
    """Whether the use on that line resolves on the head side, or is not there."""
    head = review.head_graph
    written = use.written
    if isinstance(written, Import):
        imports = [item for item in facts.imports if item.line == line and item[:3] == written[:3]]
        if not imports or any(head.resolve_import(path, item) for item in imports):
            return True
        others = [item for item in facts.imports if item.bound == written.bound and item not in imports]
        return bool(others) or any((one.name, one.parent) == (written.bound, written.scope) for one in facts.definitions)
    references = [item for item in facts.references if item.line == line and item.dotted == written.dotted]
    guesses = use.edge.certainty is Certainty.GUESS
    if not references or any(head.resolve(path, item, include_guesses=guesses) for item in references):
        return True
    return _is_provided(review, path, facts, written)


def _is_provided(review: Review, path: str, facts: FileFacts, reference: Reference) -> bool:
    """Whether a star import, a module-level ``__getattr__`` of the file itself, or an import of that name may provide it."""
    head = review.head_graph
    first = reference.dotted.partition(".")[0]
    if "." not in reference.dotted:
        stars = [item for item in facts.imports if item.name == "*" and not head.resolve_import(path, item)]
        return bool(stars) or head.members.has_hook(path)
    second = reference.dotted.split(".")[1]
    imported = (edge.target for item in facts.imports if item.bound == first for edge in head.resolve_import(path, item))
    return any(head.members.has_hook(target) and not _binds(head, target, second) for target in imported)


def _binds(graph: Graph, path: str, name: str) -> bool:
    """Whether a module imports the name itself, so that it fails before anybody can ask it for what it does not have."""
    facts = graph.facts(path)
    return facts is not None and any(item.bound == name and item.scope < 0 for item in facts.imports)
