"""What a change adds: observations on lines that the diff put there, less those that it takes away. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scoper.git.model import FileChange, Hunk
from scoper.style.model import Added
from scoper.style.observe import Measured
from scoper.style.profile import settle


class Sides(NamedTuple):
    """One changed file with what both sides show."""

    change: FileChange
    base: Measured
    head: Measured


def added_by(files: Iterable[Sides], roots: frozenset[str]) -> list[Added]:
    """What each file gains. What a hunk takes away and puts back is neither, and what goes in one file may come in another:
    moved code keeps its style."""
    gained: list[tuple[str, dict[str, list[int]]]] = []
    lost: Counter[str] = Counter()
    for file in files:
        head, taken = _difference(file.change.hunks, file.base, file.head)
        lost += taken
        if file.change.head_path is not None:
            gained.append((file.change.head_path, head))
    found = []
    for path, keys in gained:
        lines: dict[str, dict[str, tuple[int, ...]]] = {}
        for key, where in keys.items():
            moved = min(lost[key], len(where))
            lost[key] -= moved
            settled = settle(key, roots)
            if settled is not None and len(where) > moved:
                feature, _, value = settled.partition("=")
                before = lines.setdefault(feature, {}).get(value, ())
                lines[feature][value] = (*before, *where[moved:])
        if lines:
            found.append(Added(path, lines))
    return found


def _difference(hunks: Sequence[Hunk], base: Measured, head: Measured) -> tuple[dict[str, list[int]], Counter[str]]:
    """Lines of the head side that show something new, by key, and how often the base side showed what is gone."""
    of_base, of_head = _owners(hunks, is_head=False), _owners(hunks, is_head=True)
    gone: dict[str, Counter[int]] = {key: Counter(of_base[n] for n in lines if n in of_base) for key, lines in base.items()}
    found: dict[str, list[int]] = {}
    for key, lines in head.items():
        left = gone.get(key, Counter())
        for line in lines:
            if (hunk := of_head.get(line)) is None:
                continue
            if left[hunk] > 0:
                left[hunk] -= 1
            else:
                found.setdefault(key, []).append(line)
    return found, Counter({key: total for key, hunks_left in gone.items() if (total := hunks_left.total()) > 0})


def _owners(hunks: Sequence[Hunk], *, is_head: bool) -> Mapping[int, int]:
    """Line → the number of the hunk that holds it."""
    found: dict[int, int] = {}
    for number, hunk in enumerate(hunks):
        start, count = (hunk.head_start, hunk.head_count) if is_head else (hunk.base_start, hunk.base_count)
        found.update((line, number) for line in range(start, start + count))
    return found
