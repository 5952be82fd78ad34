"""What an edit says: the identifiers it adds and takes away, its words, the words of where it stands.

All of it is read from the text of changed lines, so it is there for every file, with or without a grammar.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile, Edit
from scoper.scope.words import stems
from scoper.text import LineRange, split_lines

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*")  # without a sigil, of ASCII, so it is all the same how the rest is decoded
_HEADING = re.compile(rb"^[A-Za-z_$#]")
_SHORT = 4  # identifiers this short are shared by accident
_MAX_LINES = 400  # of one side of one edit; more of the same text says little more
_MAX_LINE = 2_000  # bytes of one line
_MAX_FILE = 2_000_000  # bytes; a larger file gives no background
_WINDOW = 30  # lines that count as one document of the background


class Evidence(NamedTuple):
    """One edit's own words. ``gained`` and ``lost`` are the identifiers that occur more and less often after it; ``removed``
    and ``added`` are its lines, cut where they are too many or too long."""

    edit: Edit
    gained: frozenset[str]
    lost: frozenset[str]
    changed_words: frozenset[str]  # stems of gained and lost identifiers
    words: frozenset[str]  # stems of all changed lines
    place_words: frozenset[str]  # stems of its symbol, or of the heading above it
    path_words: frozenset[str]
    removed: tuple[bytes, ...]
    added: tuple[bytes, ...]

    @property
    def touched(self) -> frozenset[str]:
        return self.gained | self.lost


class Background(NamedTuple):
    """How usual names and words are where the diff is. A document is a window of the base text of a changed file."""

    documents: int
    identifiers: Counter[str]
    words: Counter[str]
    born: frozenset[str]  # identifiers that no changed file had before the diff
    gone: frozenset[str]  # identifiers that no changed file has after it

    def rarity(self, identifier: str) -> float:
        """Inverse document frequency; names that the diff brings into the world or takes out of it count double."""
        weight = log(1 + (1 + self.documents) / (1 + self.identifiers[identifier]))
        if len(identifier) <= _SHORT:
            weight /= 2
        return 2 * weight if identifier in self.born or identifier in self.gone else weight

    def word_rarity(self, word: str) -> float:
        return log(1 + (1 + self.documents) / (1 + self.words[word]))


def gather(change: Change) -> tuple[tuple[Evidence, ...], Background]:
    """Evidence per edit, in the order of ``change.edits``, and the background that it is weighed against."""
    files = {file.change.path: _Sides(file) for file in change.files}
    evidence = tuple(_evidence(edit, files.get(edit.path), files) for edit in change.edits)
    return evidence, _background(files.values())


class _Sides:
    """The lines of both sides of one file, split once."""

    def __init__(self, file: ChangedFile) -> None:
        self.path = file.change.path
        self.base_path = file.change.base_path
        self.base = _lines(file.base_text)
        self.head = _lines(file.head_text)
        self._headings = {"base": _headings(self.base), "head": _headings(self.head)}

    def heading(self, edit: Edit) -> bytes:
        """The last line above the edit that starts in the first column with a letter, as git's hunk headers have it."""
        side, ranges = ("head", edit.after) if edit.after else ("base", edit.before)
        lines = self.head if side == "head" else self.base
        numbers = self._headings[side]
        if not ranges or not numbers:
            return b""
        at = bisect_right(numbers, ranges[0].start - 1)
        return lines[numbers[at - 1] - 1] if at else b""


def _lines(text: bytes | None) -> list[bytes]:
    return split_lines(text) if text and len(text) <= _MAX_FILE else []


def _headings(lines: Sequence[bytes]) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if _HEADING.match(line)]


def _evidence(edit: Edit, sides: _Sides | None, files: dict[str, _Sides]) -> Evidence:
    base_lines, head_lines, heading = [], [], b""
    if sides is not None:
        heading = sides.heading(edit)
        base_lines = _cut(_base_of(edit, sides, files), edit.before)
        head_lines = _cut(sides.head, edit.after)
    before, after = _identifiers(base_lines), _identifiers(head_lines)
    gained = frozenset(name for name in after if after[name] > before[name] and _tells(name))
    lost = frozenset(name for name in before if before[name] > after[name] and _tells(name))
    place = (edit.symbol or "").partition("::")[2] or heading[:200].decode(errors="replace")
    return Evidence(
        edit=edit,
        gained=gained,
        lost=lost,
        changed_words=stems(" ".join(gained | lost)),
        words=stems(b"\n".join(base_lines + head_lines).decode(errors="replace")),
        place_words=stems(place),
        path_words=stems(edit.path),
        removed=tuple(base_lines),
        added=tuple(head_lines),
    )


@lru_cache(maxsize=1 << 16)
def _tells(name: str) -> bool:
    """Whether it is more than a keyword or another word that says nothing."""
    return len(name) > 2 and bool(stems(name))


def _base_of(edit: Edit, sides: _Sides, files: dict[str, _Sides]) -> list[bytes]:
    """The base lines of an edit; those of a definition that moved here stand in another changed file."""
    if edit.old_path in (None, sides.base_path):
        return sides.base
    for other in files.values():
        if other.base_path == edit.old_path:
            return other.base
    return []


def _cut(lines: Sequence[bytes], ranges: Iterable[LineRange]) -> list[bytes]:
    cut: list[bytes] = []
    for start, end in ranges:
        cut += lines[start - 1 : min(end, start - 1 + _MAX_LINES - len(cut))]
        if len(cut) >= _MAX_LINES:
            break
    return [line[:_MAX_LINE] for line in cut]


def _identifiers(lines: Iterable[bytes]) -> Counter[str]:
    return Counter(_IDENTIFIER.findall(b"\n".join(lines).decode("latin-1")))


def _background(files: Iterable[_Sides]) -> Background:
    identifiers: Counter[str] = Counter()
    words: Counter[str] = Counter()
    documents = 0
    before: set[str] = set()
    after: set[str] = set()
    for sides in files:
        for start in range(0, len(sides.base), _WINDOW):
            names = set(_identifiers(line[:_MAX_LINE] for line in sides.base[start : start + _WINDOW]))
            identifiers.update(names)
            words.update(stems(" ".join(names)))
            documents += 1
            before |= names
        after.update(_identifiers(line[:_MAX_LINE] for line in sides.head))
    return Background(documents, identifiers, words, frozenset(after - before), frozenset(before - after))
