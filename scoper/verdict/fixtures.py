"""Links between changed tests and what gives them the values of their parameters: fixtures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from scoper.change.model import Edit
from scoper.facts.model import Definition, SymbolId
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.lang.spec import Language
from scoper.verdict.links import Link
from scoper.verdict.model import Relation
from scoper.verdict.sides import Side, label, owners_of

_ASKED = 0.9
_THROUGH = 0.7  # of a test that only sees what a fixture made of the changed code
_DEEPEST = 3  # fixtures that ask for fixtures


def fixture_links(edits: Sequence[Edit], head: Side, by_symbol: Mapping[SymbolId, Sequence[int]]) -> Iterator[Link]:
    """``by_symbol`` are the edits of each symbol."""
    yield from _changed_fixtures(edits, head)
    names = {symbol.rpartition("::")[2].rpartition(".")[2] for symbol in by_symbol}
    for path, facts in head.facts.items():
        language = language_of(path)
        if language is None or not language.injected or not is_test_path(path):
            continue
        for definition in facts.definitions:
            owners = owners_of(definition, path, head) if definition.name.startswith("test") and definition.parameters else []
            for name, used in _given(definition, path, language, head, names) if owners else ():
                for number in by_symbol.get(used, ()):
                    yield from (
                        Link(number, owner, Relation.TEST, _THROUGH, False, f"is given {name}, made by it")
                        for owner in owners
                        if owner != number
                    )


def _changed_fixtures(edits: Sequence[Edit], head: Side) -> Iterator[Link]:
    """A changed test asks for a changed fixture by parameter name."""
    fixtures: dict[str, list[int]] = defaultdict(list)
    askers: dict[str, list[int]] = defaultdict(list)
    for path, facts in head.facts.items():
        if is_test_path(path):
            for definition in facts.definitions:
                owners = owners_of(definition, path, head)
                if any("fixture" in decorator for decorator in definition.decorators):
                    fixtures[definition.name] += owners
                for parameter in definition.parameters:
                    askers[parameter.name] += owners
    for name, makers in fixtures.items():
        for maker in makers:
            for asker in askers.get(name, ()):
                if asker != maker:
                    yield Link(
                        asker, maker, Relation.DEFINITION, _ASKED, False, f"is the fixture {name} of {label(edits[asker])}"
                    )


def _given(
    definition: Definition, path: str, language: Language, head: Side, names: set[str]
) -> Iterator[tuple[str, SymbolId]]:
    """The name of each fixture that a test is given, and what of some names is used to make it."""
    asked = [(parameter.name, 0) for parameter in definition.parameters]
    for at, (name, depth) in enumerate(asked):
        if name in (earlier for earlier, _ in asked[:at]):
            continue
        where, fixture = _nearest(name, path, language, head) or (path, None)
        facts = head.graph.facts(where)
        if fixture is None or facts is None:
            continue
        lines = range(fixture.start_line, fixture.end_line + 1)
        for reference in facts.references:
            if reference.line in lines and reference.name in names:
                yield from ((name, edge.target) for edge in head.graph.resolve(where, reference))
        if depth < _DEEPEST:
            asked += [(parameter.name, depth + 1) for parameter in fixture.parameters]


def _nearest(name: str, path: str, language: Language, head: Side) -> tuple[str, Definition] | None:
    """The fixture of a name that serves a file, with the file that it stands in."""
    folder, places = path, [path]
    while folder:
        folder = folder.rpartition("/")[0]
        places.append(f"{folder}/{language.injects_from}".lstrip("/"))
    for place in places:
        facts = head.graph.facts(place)
        for one in facts.definitions if facts is not None else ():
            if one.name == name and any(language.injected in decorator for decorator in one.decorators):
                return place, one
    return None
