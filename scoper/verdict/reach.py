"""Reachability over the edit graph, strongest first.

Only an edit that is itself in scope lets others in, so every proof runs back to a seed and none in a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from scoper.verdict.links import Link
from scoper.verdict.seeds import Seed

THRESHOLD = 0.5
"""From this strength on an edit is in scope. Strengths are relative to the best seed, so it means "half as strong at least"."""

_SURE = 0.7  # of a proved relation: from here on what it leads to is in scope as well, only less certainly with each step
_GAIN = 1.2  # of weak and textual evidence beside a seed; chosen on composed pairs of commits, see docs/accuracy.md


class Reached(NamedTuple):
    """How strongly an edit is reached, and by which link (``None`` for a seed). ``inside`` says whether that is enough."""

    strength: float
    link: Link | None
    inside: bool


def reach(seeds: Sequence[Seed], links: Sequence[Link], *, weak_proves: bool) -> list[Reached]:
    """One result per edit, in order. Without ``weak_proves`` weak links never carry an edit over the threshold."""
    outgoing: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        outgoing[link.source].append(link)
    best = [Reached(seed.strength, None, False) for seed in seeds]
    queue = [(-seed.strength, number) for number, seed in enumerate(seeds) if seed.strength >= THRESHOLD]
    queue.sort()
    while queue:
        negative, number = heappop(queue)
        if best[number].inside or -negative < best[number].strength:
            continue
        best[number] = Reached(min(1.0, -negative), best[number].link, True)
        for link in outgoing[number]:
            strength = _carried(link, best[number].strength, seeds[link.target].strength, weak_proves=weak_proves)
            known = best[link.target]
            is_seed = known.link is None and known.strength >= THRESHOLD  # asked for by itself: no need of another reason
            if known.inside or is_seed or strength <= known.strength:
                continue
            best[link.target] = Reached(strength, link, False)
            if strength >= THRESHOLD:
                heappush(queue, (-strength, link.target))
    return best


def trace(beliefs: Sequence[float], seeds: Sequence[Seed], links: Sequence[Link]) -> list[Reached]:
    """What lets each edit in that is believed to be asked for: its own words, or the strongest link from one that is in before
    it. What is not believed gets the link that comes nearest to letting it in."""
    outgoing: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        outgoing[link.source].append(link)
    found = [Reached(belief, None, belief >= THRESHOLD) for belief in beliefs]
    told = {number for number, seed in enumerate(seeds) if found[number].inside and seed.strength >= THRESHOLD}
    told = told or {max(range(len(beliefs)), key=beliefs.__getitem__)} if beliefs else set()
    queue = [(-_pull(link), order, link) for order, link in enumerate(links) if link.source in told]
    heapify(queue)
    order = len(links)
    while queue:
        _, _, link = heappop(queue)
        number = link.target
        if number in told or found[number].link is not None:
            continue
        found[number] = found[number]._replace(link=link)
        if found[number].inside:
            told.add(number)
            for following in outgoing[number]:
                order += 1
                heappush(queue, (-_pull(following), order, following))
    return found


def _pull(link: Link) -> float:
    return link.strength / 2 if link.weak else link.strength


def _carried(link: Link, source: float, own: float, *, weak_proves: bool) -> float:
    """The strength that a link brings: a proved relation carries the source's own, textual evidence adds to the seed."""
    if not link.weak and link.relation.is_proof:
        return max(own, THRESHOLD + (source - THRESHOLD) * link.strength if link.strength >= _SURE else link.strength * source)
    total = own + _GAIN * link.strength * source
    return total if weak_proves or not link.weak else min(total, max(own, THRESHOLD * 0.9))
