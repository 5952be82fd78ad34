"""Statements that went over others which stay as they are, within one block: an order that was changed beside other work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from scoper.change.syntax import Unit

_FEWEST = 3  # tokens of a statement that can be told from others
_KEYWORD_BLOCKS = frozenset({b"end", b"do", b"then", b"begin", b"fi", b"done", b"esac"})
_LEAVING = frozenset({b"return", b"raise", b"throw", b"continue", b"break", b"pass"})

Gap = tuple[range, range]
"""Positions of statements on both sides that stand for each other, and are not equal."""


def exact(unit: Unit) -> tuple[int, tuple[bytes, ...]]:
    return unit.depth, tuple(token.canonical for token in unit.tokens)


class Hop(NamedTuple):
    """The positions of a statement that went over others, and on both sides of all of them together."""

    gone: int
    come: int
    before: range
    after: range


def hops(before: Sequence[Unit], after: Sequence[Unit], gaps: Sequence[Gap]) -> list[Hop]:
    """Statements that are gone in one place and there in another, with nothing new or gone in between."""
    if len(gaps) < 2:
        return []
    gone: dict[object, list[tuple[int, int]]] = defaultdict(list)
    for old, new in gaps:
        for i in old:
            gone[exact(before[i])].append((i, new.start))
    levels = _levels(after)
    free_old, free_new = {i for old, _ in gaps for i in old}, {j for _, new in gaps for j in new}
    found: dict[int, list[Hop]] = defaultdict(list)
    for j in sorted(free_new):
        places = gone.get(exact(after[j]), ())
        if len(places) != 1 or not _is_simple(j, after, levels):
            continue
        i, at = places[0]
        hop = (
            Hop(i, j, range(i - (at - j - 1), i + 1), range(j, at))
            if at > j
            else Hop(i, j, range(i, i + j - at + 1), range(at, j + 1))
        )
        is_alone = {i} == free_old & set(hop.before) and {j} == free_new & set(hop.after)
        if is_alone and len(hop.after) > 1 and all(_is_passed(n, j, levels, after) for n in hop.after if n != j):
            found[i].append(hop)
    return [only[0] for only in found.values() if len(only) == 1]


def without(gaps: Sequence[Gap], hopped: Sequence[Hop]) -> list[Gap]:
    """The gaps without these statements, which end the part of a gap that they stand in."""
    olds, news = {hop.gone for hop in hopped}, {hop.come for hop in hopped}
    left: list[Gap] = []
    for old, new in gaps:
        old_runs, new_runs = _runs(old, olds), _runs(new, news)
        runs = max(len(old_runs), len(new_runs))
        old_runs += [range(old.stop, old.stop)] * (runs - len(old_runs))
        new_runs += [range(new.stop, new.stop)] * (runs - len(new_runs))
        left += ((a, b) for a, b in zip(old_runs, new_runs, strict=True) if a or b)
    return left


def _runs(positions: range, taken: set[int]) -> list[range]:
    cuts = [positions.start - 1, *(n for n in positions if n in taken), positions.stop]
    runs = [range(one + 1, other) for one, other in zip(cuts, cuts[1:], strict=False)]
    return [run for run in runs if run] or [range(positions.start, positions.start)]


def _levels(units: Sequence[Unit]) -> list[int]:
    """How deep each statement stands: by indentation where that tells, else by the brackets before it."""
    opened = [sum((token.canonical == b"{") - (token.canonical == b"}") for token in unit.tokens) for unit in units]
    return [unit.depth + before for unit, before in zip(units, accumulate(opened, initial=0), strict=False)]


def _is_simple(j: int, units: Sequence[Unit], levels: Sequence[int]) -> bool:
    """Whether a statement holds no others, and would mean the same wherever it stood in its block."""
    words = [token.canonical for token in units[j].tokens]
    is_alone = j + 1 == len(units) or levels[j + 1] <= levels[j]
    return len(words) >= _FEWEST and is_alone and words[0] not in _LEAVING and words.count(b"{") == words.count(b"}")


def _is_passed(n: int, j: int, levels: Sequence[int], units: Sequence[Unit]) -> bool:
    """Whether another statement is in the same block, or in one inside of it."""
    return levels[n] >= levels[j] and _KEYWORD_BLOCKS.isdisjoint(token.canonical for token in units[n].tokens)
