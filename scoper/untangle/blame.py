"""What broke, once edits were left out → which of them it takes to mend that."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property

from scoper.change.model import Change
from scoper.facts.model import FileFacts
from scoper.finding import Finding
from scoper.untangle.recombine import Recombination
from scoper.untangle.texts import EditTexts

_NAME = re.compile(r"[^\W\d]\w*")


class Blame:
    """Looks for the cause of a finding among edits that were left out."""

    def __init__(self, change: Change, recombination: Recombination) -> None:
        self._change = change
        self._edits = change.edits
        self._recombination = recombination

    def causes(self, finding: Finding, gone: Collection[int]) -> dict[int, str]:
        """The likeliest edits, by position, with the reason: what stands at the finding, else what defines or names the same
        thing, else what is in the same symbol or file; nothing where there is none of these."""
        place = finding.location
        here = self._at(finding, gone)
        spoken = set(_NAME.findall(finding.message.rpartition(":")[2]))
        ways: tuple[Callable[[int], bool], ...] = (
            lambda number: number in here,
            lambda number: not spoken.isdisjoint(self._defined[number]),
            lambda number: self._edits[number].path == place.path and not spoken.isdisjoint(self._names[number]),
            lambda number: place.symbol is not None and self._edits[number].symbol == place.symbol,
            lambda number: place.path in (self._edits[number].path, self._edits[number].base_path),
        )
        for is_cause in ways:
            if found := [number for number in sorted(gone) if is_cause(number)]:
                return dict.fromkeys(found, f"without it: {finding.message}")
        return {}

    def _at(self, finding: Finding, gone: Collection[int]) -> set[int]:
        """Edits whose lines stand again where the finding is."""
        start, end = finding.location.line, finding.location.end_line
        lines = self._recombination.lines(finding.location.path, set(range(len(self._edits))) - set(gone))
        if start is None or lines is None:
            return set()
        return {line.owner for line in lines[start - 1 : end or start] if line.owner is not None and line.owner in gone}

    @cached_property
    def _names(self) -> list[set[str]]:
        """The names in the changed lines of each edit."""
        texts = EditTexts(self._change)
        return [{*_NAME.findall(texts.before(n)), *_NAME.findall(texts.after(n))} for n in range(len(self._edits))]

    @cached_property
    def _defined(self) -> list[set[str]]:
        """The names that the added lines of each edit define, import or bind."""
        made = {file.change.head_path: list(_made(file.head_facts)) for file in self._change.files if file.head_facts}
        return [
            {name for name, line in made.get(edit.path, ()) if any(line in lines for lines in edit.after)}
            for edit in self._edits
        ]


def _made(facts: FileFacts) -> Iterator[tuple[str, int]]:
    yield from ((definition.name, definition.name_line) for definition in facts.definitions)
    yield from ((item.bound, item.line) for item in facts.imports)
    yield from ((binding.name, binding.line) for binding in facts.bindings)
