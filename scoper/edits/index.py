"""Finding blocks of lines in a file, on a rung of the ladder, within a budget of work that does not depend on a clock."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from scoper.edits.normal import Rung, key

MOST = 64  # places; a block that stands at more of them is ambiguous whatever its neighbours say
_PATIENCE = 40_000_000  # lines looked at for one file: some seconds


class TooMuchError(Exception):
    """A reply that takes more work to match than any honest one does."""


class Index:
    """The lines of one file, by their key on each rung. The tables of a rung are made when it is first asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self._spent = 0
        self._tables: dict[Rung, tuple[list[str], dict[str, list[int]]]] = {}

    def places(self, text: str, rung: Rung) -> Sequence[int]:
        """The 0-based lines that are the same as this one on this rung, ascending."""
        return self._table(rung)[1].get(key(text, rung), ())

    def find(self, block: Sequence[str], rung: Rung, low: int = 0) -> list[int]:
        """The first :data:`MOST` + 1 lines, 0-based, at or after ``low`` where all of this block stands.

        Raises :class:`TooMuchError`.
        """
        keys, places = self._table(rung)
        wanted = [key(line, rung) for line in block]
        self.spend(len(wanted))
        at, rarest = min(((at, places.get(line, [])) for at, line in enumerate(wanted)), key=lambda found: len(found[1]))
        first = bisect_left(rarest, low + at)
        if (len(rarest) - first) * len(wanted) > 64 * (len(keys) + len(wanted)):
            return self._scan(keys, wanted, low)
        found: list[int] = []
        for place in islice(rarest, first, None):
            start = place - at
            self.spend(1 + len(wanted) // 8)  # comparing slices is an eighth of the work of a step in Python
            if keys[start : start + len(wanted)] == wanted:
                found.append(start)
                if len(found) > MOST:
                    break
        return found

    def spend(self, work: int) -> None:
        self._spent += work
        if self._spent > _PATIENCE:
            raise TooMuchError

    def _scan(self, keys: list[str], wanted: list[str], low: int) -> list[int]:
        """Knuth, Morris and Pratt: linear where a block repeats itself over and over."""
        self.spend(len(keys) + len(wanted))
        borders = [0] * len(wanted)
        length = 0
        for at in range(1, len(wanted)):
            while length and wanted[at] != wanted[length]:
                length = borders[length - 1]
            length += wanted[at] == wanted[length]
            borders[at] = length
        found: list[int] = []
        length = 0
        for at in range(low, len(keys)):
            while length and (length == len(wanted) or keys[at] != wanted[length]):
                length = borders[length - 1]
            length += keys[at] == wanted[length]
            if length == len(wanted):
                found.append(at - length + 1)
                if len(found) > MOST:
                    break
        return found

    def _table(self, rung: Rung) -> tuple[list[str], dict[str, list[int]]]:
        if rung not in self._tables:
            keys = [key(line, rung) for line in self.lines]
            places: dict[str, list[int]] = {}
            for at, line in enumerate(keys):
                places.setdefault(line, []).append(at)
            self._tables[rung] = keys, places
        return self._tables[rung]
