"""The order in which groups of edits can be made one after the other: what is needed comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

Needs = Mapping[int, Collection[int]]
"""For each edit those that have to be there with it or before it."""


def joined(groups: Iterable[Iterable[int]], ties: Iterable[Collection[int]]) -> list[list[int]]:
    """The groups, of which those that share a tie become one."""
    found = [set(group) for group in groups]
    for tie in ties:
        touched = [group for group in found if not group.isdisjoint(tie)]
        if len(touched) > 1:
            found = [group for group in found if group.isdisjoint(tie)]
            found.append(set().union(*touched))
    return sorted(sorted(group) for group in found)


def ordered(groups: Sequence[Sequence[int]], needs: Needs, first: Collection[int] = ()) -> list[list[int]]:
    """Groups behind all that they need; those that need each other become one. Where there is a choice, a group that holds an
    edit of ``first`` comes first, then the one with the first edit."""
    found = [list(group) for group in groups]
    while True:
        sorter = _sorter(found, needs)
        try:
            sorter.prepare()
        except CycleError as error:
            cycle = {number for at in error.args[1] for number in found[at]}
            found = joined(found, [cycle])
        else:
            break
    result: list[list[int]] = []
    ready: set[int] = set()
    while sorter.is_active():
        ready.update(sorter.get_ready())
        chosen = min(ready, key=lambda at: (set(found[at]).isdisjoint(first), found[at]))
        ready.remove(chosen)
        sorter.done(chosen)
        result.append(found[chosen])
    return result


def _sorter(groups: Sequence[Sequence[int]], needs: Needs) -> TopologicalSorter[int]:
    home = {number: at for at, group in enumerate(groups) for number in group}
    graph = {
        at: {home[other] for number in group for other in needs.get(number, ()) if home[other] != at}
        for at, group in enumerate(groups)
    }
    return TopologicalSorter(graph)
