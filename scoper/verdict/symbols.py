"""Links that are read from resolved code: definition and use, signature and call, override, test, and the parts of a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scoper.change.model import Change, Edit, EditKind
from scoper.facts.model import CALLABLES, VALUES, FileFacts, Reference, SymbolId, split_symbol
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.lang.paths import is_test_mark, is_test_path
from scoper.lang.registry import language_of
from scoper.verdict.fitting import fits
from scoper.verdict.fixtures import fixture_links
from scoper.verdict.imports import import_links
from scoper.verdict.links import Link, gap_between, is_companion_path
from scoper.verdict.model import Relation
from scoper.verdict.sides import Side, label, name_of, side_of

_SURE = {Certainty.EXACT: 0.95, Certainty.LIKELY: 0.8, Certainty.GUESS: 0.3}
_VALUE_USE = 0.7  # a changed line that uses a constant whose value changed: most likely one follows from the other
_BODY_USE = 0.35  # calling something whose body changed is no reason to change; it is a hint
_TEST_OF_BODY = 0.75  # a changed test that calls the changed function is
_SAME_SYMBOL = 0.9
_SAME_SYMBOL_AFAR = 0.3
_NEAR = 60  # lines between two edits of one function, beyond which that says little: a function may be a whole program
_AROUND = 20  # edits of one function before and after, which each one is linked to
_NEW_CLASS = 0.95
_FITTING = 0.7  # a class that has all that an interface asks for, and does not name it
_INTERFACE = frozenset({EditKind.SIGNATURE, EditKind.RENAME, EditKind.MOVE, EditKind.DELETE, EditKind.DECORATOR})


def symbol_links(change: Change, base_graph: Graph, head_graph: Graph, *, same_symbol: bool) -> list[Link]:
    """All links between edits of files with a grammar. Without ``same_symbol`` edits of one function do not let each other in,
    which is what a scope of single lines asks for."""
    edits = change.edits
    head = side_of(change, head_graph, is_head=True)
    base = side_of(change, base_graph, is_head=False)
    links: list[Link] = []
    for side in (head, base):
        by_symbol = _by_symbol(edits, side)
        links += _uses(edits, side, by_symbol)
        links += import_links(edits, side, base if side is head else head)
    links += fixture_links(edits, head, _by_symbol(edits, head))
    links += _overrides(edits, head_graph)
    links += _new_classes(edits)
    if same_symbol:
        links += _same_symbols(edits, head, base)
    return links


def _by_symbol(edits: Sequence[Edit], side: Side) -> dict[SymbolId, list[int]]:
    """Which edits define or change a symbol; a constructor's edits count for its class too, since a call names the class."""
    found: dict[SymbolId, list[int]] = defaultdict(list)
    for number, edit in enumerate(edits):
        symbol = edit.symbol if side.is_head or edit.old_symbol is None else edit.old_symbol
        if symbol is None or "::" not in symbol:
            continue
        found[symbol].append(number)
        owner, _, name = symbol.rpartition(".")
        path, qualname = split_symbol(owner)
        language = language_of(path) if qualname else None
        if language is not None and name in language.constructors_of(qualname):
            found[owner].append(number)
    return found


def _uses(edits: Sequence[Edit], side: Side, by_symbol: dict[SymbolId, list[int]]) -> Iterator[Link]:
    """Changed lines (in tests: changed functions) that use a symbol which another edit touches."""
    names = {symbol.rpartition("::")[2].rpartition(".")[2] for symbol in by_symbol}
    for path, facts in side.facts.items():
        in_test = is_test_path(path)
        tests = _tests_inside(path, facts)
        tested = _test_lines(edits, side, path, facts) if in_test else {}
        for reference in facts.references:
            user = side.owner.get((path, reference.line), tested.get(reference.line))
            if user is None or reference.name not in names:
                continue
            direct = (path, reference.line) in side.owner
            for used, sure in _used(user, path, reference, side, by_symbol):
                is_test = in_test or any(reference.line in lines for lines in tests)
                yield from _use(edits, user, used, reference, sure, side, in_test=is_test, direct=direct)


def _tests_inside(path: str, facts: FileFacts) -> list[range]:
    """The tests that stand in the file of the code that they test, by their lines."""
    marked = (one for one in facts.definitions if any(map(is_test_mark, one.decorators)))
    return [] if is_test_path(path) else [range(one.start_line, one.end_line + 1) for one in marked]


def _used(
    user: int, path: str, reference: Reference, side: Side, by_symbol: dict[SymbolId, list[int]]
) -> Iterator[tuple[int, float]]:
    """The other edits that touch what a reference means, and how sure that is."""
    for edge in side.graph.resolve(path, reference):
        for number in by_symbol.get(edge.target, ()):
            if number != user:
                yield number, _SURE[edge.certainty]


def _test_lines(edits: Sequence[Edit], side: Side, path: str, facts: FileFacts) -> dict[int, int]:
    """Lines of a test function, changed or not, of which some were changed: what it calls there is what it tests."""
    lines: dict[int, int] = {}
    for definition in facts.definitions:
        if definition.kind in CALLABLES:
            span = range(definition.start_line, definition.end_line + 1)
            number = next((side.owner[path, line] for line in span if (path, line) in side.owner), None)
            if number is not None:
                lines.update(dict.fromkeys(span, number))
    return lines


def _use(
    edits: Sequence[Edit],
    user: int,
    used: int,
    reference: Reference,
    sure: float,
    side: Side,
    *,
    in_test: bool,
    direct: bool,
) -> Iterator[Link]:
    kinds = set(edits[used].kinds)
    name, path = reference.name, edits[user].path
    if not side.is_head:
        if EditKind.DELETE in kinds or EditKind.RENAME in kinds:
            yield Link(user, used, Relation.DEFINITION, sure, False, f"the last uses of {name} went with it")
            yield Link(used, user, Relation.USE, sure, False, f"used {name}, which is gone")
        return
    if EditKind.ADD in kinds:
        if direct:
            yield Link(user, used, Relation.DEFINITION, sure, False, f"defines {name}, which {label(edits[user])} uses")
        relation = Relation.TEST if in_test else Relation.USE
        yield Link(used, user, relation, sure, False, f"uses the new {name}")
    elif kinds & _INTERFACE and direct:
        yield Link(used, user, Relation.TEST if in_test else Relation.USE, sure, False, f"uses {name}, whose interface changed")
    elif in_test and not is_companion_path(path):
        strength = min(sure, _TEST_OF_BODY) if direct else min(sure, _TEST_OF_BODY) * 0.9
        yield Link(used, user, Relation.TEST, strength, False, f"tests {name}")
        yield Link(user, used, Relation.RELATED, _BODY_USE, True, f"is called by {label(edits[user])}")
    elif direct and _is_value(edits[used], side):
        yield Link(used, user, Relation.USE, min(sure, _VALUE_USE), False, f"uses {name}, whose value changed")
        yield Link(user, used, Relation.DEFINITION, min(sure, _VALUE_USE), False, f"is what {label(edits[user])} uses")
    elif direct:
        yield Link(used, user, Relation.RELATED, _BODY_USE, True, f"calls {name}")
        yield Link(user, used, Relation.RELATED, _BODY_USE, True, f"is called by {label(edits[user])}")


def _is_value(edit: Edit, side: Side) -> bool:
    """Whether the edit is of a constant, a variable or an attribute."""
    symbol = edit.symbol if side.is_head else edit.old_symbol or edit.symbol
    definitions = side.graph.definitions_of(symbol) if symbol and "::" in symbol else ()
    return bool(definitions) and definitions[0].kind in VALUES


def _overrides(edits: Sequence[Edit], graph: Graph) -> Iterator[Link]:
    """Overrides follow the method whose interface changed, and the other way round."""
    methods: dict[str, list[int]] = defaultdict(list)
    for number, edit in enumerate(edits):
        if edit.symbol and "." in split_symbol(edit.symbol)[1] and set(edit.kinds) & (_INTERFACE | {EditKind.ADD}):
            methods[edit.symbol.rpartition(".")[2]].append(number)
    for name, numbers in methods.items():
        symbols = {edits[number].symbol for number in numbers}
        if len(symbols) < 2:
            continue
        for other in numbers:
            symbol = edits[other].symbol
            assert symbol is not None
            under = set(graph.overridden_by(symbol))  # upwards, as to look for subclasses is to search the tree
            for number in numbers:
                above = edits[number].symbol or ""
                if above in under:
                    yield Link(number, other, Relation.OVERRIDE, 0.9, False, f"overrides {name}")
                    yield Link(other, number, Relation.OVERRIDE, 0.7, False, f"is overridden by {label(edits[other])}")
                elif fits(graph, symbol.rpartition(".")[0], above.rpartition(".")[0]):
                    yield Link(number, other, Relation.OVERRIDE, _FITTING, False, f"fits {name_of(above)}")
                    yield Link(other, number, Relation.OVERRIDE, _FITTING, False, f"is what {label(edits[other])} fits")


def _new_classes(edits: Sequence[Edit]) -> Iterator[Link]:
    """The parts of an added or a deleted class come and go together."""
    for kind in (EditKind.ADD, EditKind.DELETE):
        whole = {edit.symbol: number for number, edit in enumerate(edits) if kind in edit.kinds and edit.symbol}
        for symbol, number in whole.items():
            owner = symbol.rpartition(".")[0]
            if owner in whole and "::" in owner:
                yield Link(whole[owner], number, Relation.DEFINITION, _NEW_CLASS, False, f"is part of {name_of(owner)}")
                yield Link(number, whole[owner], Relation.DEFINITION, _NEW_CLASS, False, f"holds {name_of(symbol)}")


def _same_symbols(edits: Sequence[Edit], head: Side, base: Side) -> Iterator[Link]:
    """Edits inside one function belong together; those of one class or one module need not."""
    callables = {
        f"{path}::{definition.qualname}"
        for side in (head, base)
        for path, facts in side.facts.items()
        for definition in facts.definitions
        if definition.kind in CALLABLES
    }
    groups: dict[SymbolId, list[int]] = defaultdict(list)
    for number, edit in enumerate(edits):
        if edit.symbol in callables and edit.symbol is not None:
            groups[edit.symbol].append(number)
    for symbol, numbers in groups.items():
        for at, one in enumerate(numbers):
            for other in numbers[max(0, at - _AROUND) : at + _AROUND + 1]:
                if one != other:
                    near = (gap_between(edits[one], edits[other]) or 0) <= _NEAR
                    strength = _SAME_SYMBOL if near else _SAME_SYMBOL_AFAR
                    yield Link(one, other, Relation.TARGET, strength, not near, f"also inside {name_of(symbol)}")
