"""Where a diagnostic stands, in terms that survive a diff: the symbol, the normalised statement, the line that was kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import Aligned, ChangedFile
from scoper.facts.model import FileFacts, Kind, symbol_id
from scoper.git.model import Hunk
from scoper.linters.model import Diagnostic
from scoper.text import split_lines

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Place(NamedTuple):
    """One diagnostic and what pairs it across the diff.

    ``kept_line`` is the line's number on the base side where the diff left it alone, ``slot`` the head line that replaced or
    was replaced by it where as many lines came as went. ``symbol`` is the head's id on both sides.
    """

    diagnostic: Diagnostic
    symbol: str
    in_definition: bool
    text: str
    fragment: str
    local_names: frozenset[str]
    kept_line: int | None
    slot: int | None
    touched: bool
    base_broken: bool


class Sight(NamedTuple):
    """One side of one changed file. ``spans`` are (start, end, symbol, index of the definition), outer ones first;
    ``locals`` are the local names by definition."""

    lines: Sequence[bytes]
    spans: Sequence[tuple[int, int, str, int]]
    comments: Mapping[int, str]
    locals: Mapping[int, frozenset[str]]
    hunks: Sequence[Hunk]
    path: str
    is_head: bool
    base_broken: bool

    def place(self, diagnostic: Diagnostic) -> Place:
        line = diagnostic.line
        start, end, symbol, index = self._innermost(line)
        hunk = _hunk_at(self.hunks, line, is_head=self.is_head)
        return Place(
            diagnostic,
            symbol,
            bool(start),
            normalise(self._code(line)),
            self._fragment(diagnostic),
            self.locals.get(index, frozenset()),
            self._kept_line(line) if hunk is None else None,
            _slot(hunk, line, is_head=self.is_head) if hunk else None,
            _touches(self.hunks, line, diagnostic.end_line, is_head=self.is_head),
            self.base_broken,
        )

    def _kept_line(self, line: int) -> int:
        return _base_line(self.hunks, line) if self.is_head else line

    def _innermost(self, line: int) -> tuple[int, int, str, int]:
        holding = [span for span in self.spans if span[0] <= line <= span[1]]
        return max(holding, key=lambda span: (span[0], -span[1]), default=(0, 0, self.path, -1))

    def _code(self, line: int) -> str:
        """The line without its comment."""
        text = self._text(line).rstrip()
        return text.removesuffix(self.comments.get(line, ""))

    def _text(self, line: int) -> str:
        return self.lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(self.lines) else ""

    def _fragment(self, found: Diagnostic) -> str:
        """The reported piece of code; ``""`` where the linter names no end, or points between two characters."""
        if not found.end_column:
            return ""
        if found.line == found.end_line:
            return normalise(self._text(found.line)[found.column - 1 : found.end_column - 1])
        first, last = self._text(found.line)[found.column - 1 :], self._text(found.end_line)[: found.end_column - 1]
        between = [self._code(line) for line in range(found.line + 1, min(found.end_line, len(self.lines)))]
        return normalise("\n".join([first, *between, last]))


def normalise(code: str) -> str:
    """Code without what formatters change: white space, the kind of quotes, a trailing comma."""
    tokens = _TOKEN.findall(code.replace("'", '"'))
    while tokens and tokens[-1] == ",":
        tokens.pop()
    return " ".join(tokens)


def base_sights(files: Sequence[ChangedFile], aligned: Sequence[Aligned]) -> dict[str, Sight]:
    """The base side of every changed file by the path that its diagnostics carry."""
    names = {pair.base: pair.head for pair in aligned if pair.base is not None and pair.head is not None}
    sights = {}
    for file in files:
        own = file.change.base_path
        if own is not None and file.base_text is not None:
            sights[file.change.path] = _sight(file, own, file.base_text, file.base_facts, names, is_head=False)
    return sights


def head_sights(files: Sequence[ChangedFile]) -> dict[str, Sight]:
    sights = {}
    for file in files:
        own = file.change.head_path
        if own is not None and file.head_text is not None:
            sights[own] = _sight(file, own, file.head_text, file.head_facts, {}, is_head=True)
    return sights


def unchanged(path: str) -> Sight:
    """A file that both sides have alike; all that counts in it is the position."""
    return Sight((), (), {}, {}, (), path, is_head=True, base_broken=False)


def _sight(
    file: ChangedFile, path: str, text: bytes, facts: FileFacts | None, names: Mapping[str, str], *, is_head: bool
) -> Sight:
    definitions = facts.definitions if facts else ()
    spans = []
    for index, item in enumerate(definitions):
        if item.kind is Kind.ATTRIBUTE:
            continue  # a statement of the method or class that assigns it
        symbol = symbol_id(path, item.qualname)
        spans.append((item.start_line, item.end_line, names.get(symbol, _renamed(symbol, path, file.change.path)), index))
    comments = {item.start_line: item.text for item in (facts.comments if facts else ()) if not item.own_line}
    return Sight(
        split_lines(text),
        spans,
        comments,
        _locals(facts),
        file.change.hunks,
        file.change.path,
        is_head,
        bool(file.base_facts and (file.base_facts.problems or file.base_facts.degraded)),
    )


def _renamed(symbol: str, path: str, now: str) -> str:
    return now + symbol.removeprefix(path)


def _locals(facts: FileFacts | None) -> dict[int, frozenset[str]]:
    """Local names by the definition that binds them."""
    found: dict[int, set[str]] = {}
    for item in facts.bindings if facts else ():
        found.setdefault(item.scope, set()).add(item.name)
    return {index: frozenset(names) for index, names in found.items()}


def _hunk_at(hunks: Sequence[Hunk], line: int, *, is_head: bool) -> Hunk | None:
    """The hunk that holds this line."""
    starts = [hunk.head_start if is_head else hunk.base_start for hunk in hunks]
    index = bisect_right(starts, line) - 1
    while index >= 0:  # hunks that only add or only remove share a start with what stands next to them
        start, count = _side(hunks[index], is_head=is_head)
        if count:
            return hunks[index] if line < start + count else None
        index -= 1
    return None


def _side(hunk: Hunk, *, is_head: bool) -> tuple[int, int]:
    return (hunk.head_start, hunk.head_count) if is_head else (hunk.base_start, hunk.base_count)


def _base_line(hunks: Sequence[Hunk], line: int) -> int:
    """The base's number of a head line that no hunk holds."""
    shift = 0
    for hunk in hunks:
        if hunk.head_start + (0 if hunk.head_count else 1) > line:
            break
        shift += hunk.base_count - hunk.head_count
    return line + shift


def _slot(hunk: Hunk, line: int, *, is_head: bool) -> int | None:
    if hunk.base_count != hunk.head_count:
        return None
    return line if is_head else line - hunk.base_start + hunk.head_start


def _touches(hunks: Sequence[Hunk], start: int, end: int, *, is_head: bool) -> bool:
    sides = (_side(hunk, is_head=is_head) for hunk in hunks)
    return any(first <= end and start < first + count for first, count in sides if count)
