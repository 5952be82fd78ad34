"""Names that the diff made up: added code that takes from a module or a class of the repository what it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scoper.change.model import ChangedFile
from scoper.checks.model import Review
from scoper.checks.ripple import Place, Sides, finding
from scoper.facts.model import MODULE, FileFacts, Import, Kind, Reference, Role, SymbolId, split_symbol
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
Where only an annotation says of what class a Python object is, it is a warning.
Modules and classes that answer for names dynamically (`__getattr__`, `setattr`, a metaclass, a base class from outside of the
repository, a star import from there) may have anything, and are left alone, as are abstract classes and mixins, and functions
that ask for the type (`isinstance`, `match`) or for the name (`hasattr`).

## Why it matters
Code that is written from memory uses what could be there. It fails when it runs.

## Example
`shop/cart.py` has a class `Cart` with `add` and `remove`, and the added line says `cart.add_item(book)`.

## What to do
Use what is there; the message names what is spelled most like it. Or add what is missing.
""",
)
RULES = (INVENTED_NAME,)

_ASKING = frozenset({"hasattr", "getattr", "raises", "assertRaises", "assertRaisesRegex", "suppress", "AttributeError"})
_NARROWING = frozenset({"isinstance", "issubclass", "type", "cast", "instanceof"})
_SETTING = frozenset({"setattr", "delattr", "__dict__", "vars", "patch"})
_ABSTRACT = frozenset({"ABC", "Protocol"})
_MATCH = re.compile(r"\s*match\s.*:\s*(?:#.*)?$")
_WAIVED = re.compile(r"#\s*(?:type|pyright|ty|pyrefly)\s*:\s*ignore|@ts-(?:ignore|expect-error)")
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
            if lacking is None or _was_lacking(review, file, written) or _is_excused(review, path, written, lacking):
                continue
            place = Place(path, written.line, _certainty(facts, written))
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


def _certainty(facts: FileFacts, written: Reference | Import) -> Certainty:
    """What is made or imported there is proved; a Python annotation says what an object should be."""
    if isinstance(written, Import) or facts.language != "python":
        return Certainty.EXACT
    given = ((one.name, one.scope) for one in facts.bindings if one.annotation is not None)
    return Certainty.LIKELY if (written.dotted.partition(".")[0], written.scope) in given else Certainty.EXACT


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


def _is_excused(review: Review, path: str, written: Reference | Import, lacking: Lacking) -> bool:
    """Whether code asks first, a subclass may bring it, or something sets it from outside."""
    head, name = review.head_graph, lacking.name
    facts = head.facts(path) or FileFacts("")
    if isinstance(written, Import):
        others = [item for item in facts.imports if item.bound == written.bound and item != written]
        return bool(others) or any((one.name, one.parent) == (written.bound, written.scope) for one in facts.definitions)
    scope = written.scope
    if isinstance(written, Reference) and _is_rebound(review, path, facts, written) or _is_in_body(review, lacking):
        return True
    unsure = _ASKING | _NARROWING if "::" in lacking.owner else _ASKING
    if any(one.scope == scope and one.name in unsure for one in facts.references) or _is_waived(facts, written.line):
        return True
    if f"{split_symbol(lacking.owner)[0]}i" in review.head.entries():  # a stub may declare more
        return True
    if "::" in lacking.owner and _is_brought(head, lacking):
        return True
    holders = head.search([name])
    head.prefetch(holders[:_MOST_HOLDERS])
    return len(holders) > _MOST_HOLDERS or any(
        _may_set(one, name, lacking) or (one.name == name and is_test_path(path) and one.role is Role.KEYWORD)
        for path in holders
        for one in (head.facts(path) or FileFacts("")).references
    )


def _is_brought(head: Graph, lacking: Lacking) -> bool:
    """Whether an object of the class may be one that has it: an abstract class says little of what is really there, and the
    class below a mixin has what its other bases have."""
    ancestors = (one for cls in head.members.ancestors(lacking.owner) for one in head.definitions_of(cls))
    if any(base.partition("[")[0].rpartition(".")[2] in _ABSTRACT for one in ancestors for base in one.bases):
        return True
    below = head.descendants(lacking.owner)
    return bool(head.overrides(f"{lacking.owner}.{lacking.name}")) or any(
        head.members.is_open(one) or head.members.has(one, lacking.name) for one in below
    )


def _may_set(one: Reference, name: str, lacking: Lacking) -> bool:
    """Whether it sets the attribute, or is in a file that speaks of it and sets attributes of objects by their names."""
    if one.name == name and one.role in (Role.WRITE, Role.DELETE):
        return True
    return "::" in lacking.owner and not _SETTING.isdisjoint(one.dotted.split("."))


def _is_rebound(review: Review, path: str, facts: FileFacts, written: Reference) -> bool:
    """Whether the function makes something else of the name in front: another object, or in a ``match`` another type."""
    if written.scope == MODULE or facts.language != "python":
        return False
    around, first = facts.definitions[written.scope], written.dotted.partition(".")[0]
    inside = _lines(review, path)[around.start_line - 1 : around.end_line]
    given = [one for one in facts.bindings if (one.name, one.scope) == (first, written.scope)]
    is_lambda = re.compile(rf"\blambda\b[^:]*\b{re.escape(first)}\b")
    return len(given) > 1 or any(_MATCH.match(line) or is_lambda.search(line) for line in inside)


def _is_in_body(review: Review, lacking: Lacking) -> bool:
    """Whether the body of the class, or of one above, holds the name in another form: a loop, ``__slots__``."""
    if lacking.name == "mro":
        return True  # every class has it
    word = re.compile(rf"(?<!\.)\b{re.escape(lacking.name)}\b")
    owners = review.head_graph.members.ancestors(lacking.owner) if "::" in lacking.owner else ()
    return any(word.search(line) for owner in owners if owner for line in _body(review, owner))


def _body(review: Review, cls: SymbolId) -> list[str]:
    """The lines of a Python class without those of its methods."""
    path = split_symbol(cls)[0]
    facts, lines = review.head_graph.facts(path), _lines(review, path)
    if facts is None or facts.language != "python":
        return []
    own = review.head_graph.definitions_of(cls)
    kept = {number for one in own for number in range(one.start_line, one.end_line + 1)}
    for one in facts.definitions:
        if one.kind is Kind.METHOD:
            kept.difference_update(range(one.start_line, one.end_line + 1))
    return [lines[number - 1] for number in sorted(kept) if number <= len(lines)]


def _lines(review: Review, path: str) -> list[str]:
    return review.head.read_many([path]).get(path, b"").decode("utf-8", "replace").split("\n")


def _is_waived(facts: FileFacts, line: int) -> bool:
    """Whether a comment on the line tells a type checker that its author knows."""
    return any(one.start_line in (line - 1, line) and _WAIVED.search(one.text) for one in facts.comments)


def _message(graph: Graph, lacking: Lacking) -> str:
    path, qualname = split_symbol(lacking.owner)
    own = [one.qualname for one in (graph.facts(path) or FileFacts("")).definitions]
    inside = [one.removeprefix(f"{qualname}.") for one in own if not qualname or one.startswith(f"{qualname}.")]
    near = nearest(lacking.name, [one for one in inside if "." not in one], limit=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"uses {lacking.name!r}, which {lacking.owner} does not have{hint}"
