"""Which findings of the head side are new? Pure: both sides' diagnostics and the diff in, what the diff introduced out.

A diagnostic of the head is old when a diagnostic of the base can be paired with it, each with one only. Pairs are sought in
rounds, the surest first: the same place on lines that the diff left alone; the same statement of the same definition,
wherever that stands now; the same words reported for the same fragment; the same after local names are set aside; the same
failure in a line that was edited in place; a statement that went from one definition to another. What finds no partner is
new, whether or not the diff touched its line.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence

from scoper.change.model import Aligned, ChangedFile
from scoper.linters.model import Diagnostic, NewDiagnostic
from scoper.linters.place import Place, Sight, base_sights, head_sights, unchanged

Key = Callable[[Place], Hashable | None]


def new_diagnostics(
    base: Sequence[Diagnostic],
    head: Sequence[Diagnostic],
    files: Sequence[ChangedFile],
    aligned: Sequence[Aligned],
) -> tuple[tuple[NewDiagnostic, ...], int]:
    """The new diagnostics of the head in order of place, and how many were there before.

    Diagnostics name files by the head's path, also those of the base side of a renamed file. In files that did not change,
    where whole-program tools find things too, every line is one that the diff left alone.
    """
    before = _places(base, base_sights(files, aligned))
    after = _places(head, head_sights(files))
    for key in _ROUNDS:
        before, after = _unpaired(before, after, key)
    after = [place for place in after if not _unknowable(place)]
    new = [NewDiagnostic(place.diagnostic, place.touched) for place in after]
    return tuple(sorted(new, key=lambda item: _order(item.diagnostic))), len(head) - len(new)


def _places(diagnostics: Sequence[Diagnostic], sights: dict[str, Sight]) -> list[Place]:
    return [(sights.get(item.path) or unchanged(item.path)).place(item) for item in sorted(diagnostics, key=_order)]


def _order(item: Diagnostic) -> tuple[str, int, int, str, str]:
    return item.path, item.line, item.column, item.code, item.message


def _unpaired(before: list[Place], after: list[Place], key: Key) -> tuple[list[Place], list[Place]]:
    """What is left of both sides once diagnostics with equal keys are paired, one to one.

    Untouched lines of the head are served first, then in order of lines, so that of two equal findings the added one stays.
    """
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for index, place in enumerate(before):
        if (value := key(place)) is not None:
            waiting[value].append(index)
    paired_before: set[int] = set()
    paired_after: set[int] = set()
    for index, place in sorted(enumerate(after), key=lambda item: (item[1].touched, item[0])):
        value = key(place)
        if value is not None and waiting.get(value):
            paired_before.add(waiting[value].popleft())
            paired_after.add(index)
    return (
        [place for index, place in enumerate(before) if index not in paired_before],
        [place for index, place in enumerate(after) if index not in paired_after],
    )


def _unknowable(place: Place) -> bool:
    """The base could not be parsed, so its linter said next to nothing: only changed lines can be held against the diff."""
    return place.base_broken and not place.touched


def _position(place: Place) -> Hashable | None:
    """The same column of a line that the diff left alone."""
    if place.kept_line is None:
        return None
    return place.diagnostic.path, place.diagnostic.code, place.kept_line, place.diagnostic.column


def _statement(place: Place) -> Hashable | None:
    """The same text of the line, in the same definition."""
    return (place.diagnostic.code, place.symbol, place.text) if place.text else None


def _fragment(place: Place) -> Hashable | None:
    """The same words said of the same piece of code, in the same definition."""
    if not place.fragment:
        return None
    return place.diagnostic.code, place.symbol, place.fragment, _words(place.diagnostic.message)


def _shape(place: Place) -> Hashable | None:
    """As the statement, with local names set aside: renaming a local makes no finding new."""
    if not place.text or not place.local_names:
        return None
    message = _without(place.local_names, place.diagnostic.message)
    return place.diagnostic.code, place.symbol, _without(place.local_names, place.text), _words(message)


def _in_place(place: Place) -> Hashable | None:
    """The same words said of a line that was edited in place."""
    if place.slot is None:
        return None
    return place.diagnostic.path, place.diagnostic.code, place.slot, _words(place.diagnostic.message)


def _moved(place: Place) -> Hashable | None:
    """A statement that was taken out of one definition and put into another. Statements of a module are too much alike
    (imports) to be followed."""
    if not (place.touched and place.text and place.in_definition):
        return None
    return place.diagnostic.code, place.text, _words(place.diagnostic.message)


_ROUNDS: tuple[Key, ...] = (_position, _statement, _fragment, _shape, _in_place, _moved)

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[^\W\d]\w*")


def _words(message: str) -> str:
    """Measured numbers and line numbers grow and shrink without a finding being another one."""
    return _NUMBER.sub("0", message)


def _without(names: frozenset[str], text: str) -> str:
    return _NAME.sub(lambda found: "§" if found[0] in names else found[0], text)
