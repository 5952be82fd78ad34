"""What a change does to code that it does not touch: lines found again, interfaces that changed, and how to say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import Aligned, Alignment, ChangedFile
from scoper.checks.model import Review
from scoper.checks.place import added_lines, symbol_at
from scoper.facts.model import CALLABLES, Definition, FileFacts, Kind, SymbolId, split_symbol, symbol_id
from scoper.finding import Confidence, Finding, Location, Rule, Severity
from scoper.graph.model import Certainty
from scoper.graph.signature import signature_of
from scoper.lang.registry import language_of
from scoper.lang.spec import Language

MOST_SYMBOLS = 200
"""Definitions of one diff that are followed into the rest of the tree."""

MOST_USES = 100
"""Uses of one definition that are reported one by one."""


class Place(NamedTuple):
    """A line of the head, and how sure it is that something is wrong there."""

    path: str
    line: int
    certainty: Certainty


class Rewritten(NamedTuple):
    """A definition on both sides, with all definitions of its qualified name there."""

    base: SymbolId
    head: SymbolId
    before: tuple[Definition, ...]
    after: tuple[Definition, ...]

    @property
    def is_same_interface(self) -> bool:
        """Whether every call that fitted still does, and every override still matches."""
        before, after = language_of(split_symbol(self.base)[0]), language_of(split_symbol(self.head)[0])
        if before is None or after is None:
            return True
        return [_interface(one, before) for one in self.before] == [_interface(one, after) for one in self.after]


class Sides:
    """Where lines of the base are on the head, and which lines of the head are new."""

    def __init__(self, review: Review) -> None:
        self.by_base = {file.change.base_path: file for file in review.change.files if file.change.base_path}
        self._by_head = {file.change.head_path: file for file in review.change.files if file.change.head_path}
        self._added: dict[str, frozenset[int]] = {}
        self._review = review

    def is_added(self, path: str, line: int) -> bool:
        """Whether a line of the head is one that the diff put there."""
        if path not in self._added:
            file = self._by_head.get(path)
            self._added[path] = frozenset(added_lines(file)) if file is not None else frozenset()
        return line in self._added[path]

    def head_place(self, path: str, line: int) -> tuple[str, int] | None:
        """Where an unchanged line of the base stands; ``None`` for one that the diff changed or removed."""
        file = self.by_base.get(path)
        if file is None:
            return path, line
        if file.change.head_path is None or (moved := _moved(file, line)) is None:
            return None
        return file.change.head_path, moved

    def readable(self, path: str) -> FileFacts | None:
        """The facts of a file of the head, where they are whole."""
        facts = self._review.head_graph.facts(path) if path in self._review.head.entries() else None
        return None if facts is None or facts.degraded or facts.problems else facts


def rewritten(review: Review) -> Iterator[Rewritten]:
    """Functions and methods that are on both sides and do not have the same header, nor the same decorators."""
    before, after = definitions(review, is_base=True), definitions(review, is_base=False)
    for item in dict.fromkeys(review.change.aligned):
        if item.base is None or item.head is None:
            continue
        old, new = (
            [one for one in found if one.kind in CALLABLES] for found in (before.get(item.base, ()), after.get(item.head, ()))
        )
        if old and new and [_header(one) for one in old] != [_header(one) for one in new]:
            yield Rewritten(item.base, item.head, tuple(old), tuple(new))


def definitions(review: Review, *, is_base: bool) -> Mapping[SymbolId, Sequence[Definition]]:
    """All definitions of one side of the changed files by symbol, in file order."""
    found: dict[SymbolId, list[Definition]] = {}
    for file in review.change.files:
        facts, path = (file.base_facts, file.change.base_path) if is_base else (file.head_facts, file.change.head_path)
        for one in facts.definitions if facts is not None and path is not None else ():
            found.setdefault(symbol_id(path or "", one.qualname), []).append(one)
    return found


def gone(review: Review) -> Iterator[tuple[Aligned, SymbolId, Definition]]:
    """Definitions that no longer stand where they stood. What is inside of a function is nobody else's, and left out."""
    before = definitions(review, is_base=True)
    for item in review.change.aligned:
        if item.base is None or item.base == item.head or item.how is Alignment.SAME or item.base not in before:
            continue
        is_local = any(one.kind in CALLABLES for one in before.get(owner_of(item.base), ()))
        first = before[item.base][0]
        if first.kind is not Kind.SECTION and not is_local and not review.head_graph.definitions_of(item.base):
            yield item, item.base, first


def owner_of(symbol: SymbolId) -> SymbolId:
    """The symbol around it; of what stands at the top of a file, that file."""
    path, qualname = split_symbol(symbol)
    return symbol_id(path, qualname.rpartition(".")[0])


def expect(review: Review, symbols: Iterable[SymbolId]) -> None:
    """Lets both graphs search for the names of these symbols at once."""
    words = {split_symbol(symbol)[1].rpartition(".")[2] or symbol for symbol in symbols}
    review.base_graph.expect(words)
    review.head_graph.expect(words)


def severity(certainty: Certainty) -> tuple[Severity, Confidence]:
    """What is proved is an error; what is likely, or was asked for though it is a guess, a warning."""
    if certainty is Certainty.EXACT:
        return Severity.ERROR, Confidence.HIGH
    return Severity.WARNING, Confidence.MEDIUM if certainty is Certainty.LIKELY else Confidence.LOW


def finding(review: Review, rule: Rule, place: Place, message: str, symbols: Iterable[SymbolId | None]) -> Finding:
    """A finding at a line, by the innermost symbol there. ``symbols`` are those whose edit is the cause."""
    where = symbol_at(place.path, review.head_graph.facts(place.path), place.line)
    grade, confidence = severity(place.certainty)
    location = Location(place.path, where, place.line, place.line, 1)
    return Finding(rule, grade, confidence, location, f"{where or place.path}: {message}", _cause(review, symbols))


def fate(how: Alignment, head: SymbolId | None) -> str:
    """What became of a definition, in words."""
    return {Alignment.RENAMED: f"renamed to {head}", Alignment.MOVED: f"moved to {head}"}.get(how, "removed")


def _cause(review: Review, symbols: Iterable[SymbolId | None]) -> str | None:
    names = set(symbols) - {None}
    edits = (edit.id for edit in review.change.edits if edit.symbol in names or edit.old_symbol in names)
    return next(edits, None)


def _header(one: Definition) -> tuple[object, ...]:
    return one.name, one.parameters, one.signature, one.is_async, one.decorators


def _interface(one: Definition, language: Language) -> tuple[object, ...]:
    return signature_of(one, language), one.decorators, one.is_async


def _moved(file: ChangedFile, line: int) -> int | None:
    """Where an unchanged line of the base stands in the head; ``None`` for a line that the diff changed."""
    shift = 0
    for hunk in file.change.hunks:
        if hunk.base_count and hunk.base_start <= line < hunk.base_start + hunk.base_count:
            return None
        end = hunk.base_start + hunk.base_count if hunk.base_count else hunk.base_start + 1
        if line >= end:
            shift += hunk.head_count - hunk.base_count
    return line + shift
