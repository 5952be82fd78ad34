"""Fits ``scoper/style/weights.py``: how far the chance of each feature can be trusted.

usage: python -m benchmarks.fit_style_weights --repo CLONE [--repo CLONE …] [--commits 40] [--before 2024-06-01]

Commits are drawn from before a day on which few were an agent's. People's commits ought to have no drift, or next to none: the
weight of a feature is the largest, up to a bound, with which no more than two of them have one.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.composed import git
from benchmarks.fit_style import gained
from scoper.errors import UserError
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.style.drift import CHANCE, candidates
from scoper.style.features import features
from scoper.style.governed import governed
from scoper.style.model import Drift
from scoper.style.profile import Profiler, is_own

_ALLOWED = 2  # commits with a drift in one feature
_MOST, _LEAST = 6.0, 0.001
_FEWEST = 100  # commits that add something to a feature, for a weight above 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=40, help="of each repository")
    parser.add_argument("--before", default="2024-06-01")
    args = parser.parse_args()
    store = FactStore.open()
    seen: Counter[str] = Counter()
    chances: dict[str, list[float]] = defaultdict(list)
    total = 0
    for clone in args.repo:
        listed = git(clone, "log", "--no-merges", "-n3000", f"--before={args.before}", "--format=%H").decode().split()
        for sha in random.Random(5).sample(listed, min(args.commits, len(listed))):
            try:
                added, drifts = of_commit(clone, sha, store)
            except UserError:
                continue
            total += 1
            seen.update(added)
            for feature, chance in least(drifts).items():
                chances[feature].append(chance)
        print(f"# read {clone.parent.name}", flush=True)
    store.close()
    print(f"# {total} commits")
    for feature in sorted(name for name in seen if features()[name].words):
        weight = fitted(chances[feature], seen[feature])
        if weight != 1:
            print(f'    "{feature}": {weight:.3g},')
    return 0


def of_commit(clone: Path, sha: str, store: FactStore) -> tuple[set[str], Sequence[Drift]]:
    """The features that a commit adds to, and what in it is rare around it."""
    with Repository.discover(clone) as repository:
        base, head = repository.commit(f"{sha}^"), repository.commit(sha)
        profiler = Profiler(base, store)
        added = [one for one in gained(repository, base, head, profiler, store) if is_own(one.path)]
        return {name for one in added for name in one.lines}, candidates(
            added, profiler, governed(base, [one.path for one in added])
        )


def least(drifts: Sequence[Drift]) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for drift in drifts:
        found[drift.feature] = min(drift.chance, found.get(drift.feature, drift.chance))
    return found


def fitted(chances: Sequence[float], seen: int) -> float:
    """The weight with which as many as are allowed have a chance below the threshold."""
    ordered = sorted(chances)
    most = _MOST if seen >= _FEWEST else 1.0
    if len(ordered) <= _ALLOWED:
        return most
    return max(_LEAST, min(most, ordered[_ALLOWED] / CHANCE))


if __name__ == "__main__":
    raise SystemExit(main())
