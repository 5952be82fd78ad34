"""How well does `scoper split` take two commits apart that stand in one diff, without knowing what was asked for?

usage: python -m benchmarks.untangling --mirror DIR --pairs FILE [--half even|odd]

FILE has a JSON object a line: repo (owner/name), kind, and two commits a and b. DIR has a bare clone of each repository in
owner+name/repo. The patch of b, laid on top of a, makes the diff. Truth for a line is the commit that added or removed it.

The protocol is that of the untangling literature (Herzig and Zeller 2013; Dias et al. 2015; Pârţachi et al. 2020): parts are
matched one to one with the two commits, so that as many changed lines as possible are in the right one; every other line is
wrong, also where it is in a part of its own. The number of parts is for the splitter to find. Accuracy is the share of lines
that are right, as the mean over pairs. The floor is to split nothing at all.

"Restored" has nothing to do with guessing: where no edit holds lines of both commits, the edits of a alone, laid over the base,
should be the tree of a, byte by byte.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import NamedTuple

from benchmarks.composed import Composed, clone_of, git, of_two
from scoper import gate
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.untangle.recombine import Recombination
from scoper.untangle.split import split

Counts = tuple[int, int]
"""Lines of one part that are of the one commit, and of the other."""


class Score(NamedTuple):
    """Shares of one pair. ``floor`` is the accuracy of no split at all; ``restored`` is ``None`` where edits hold both."""

    accuracy: float
    floor: float
    by_edits: float
    parts: int
    unsound: int
    restored: bool | None
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirror", required=True, type=Path)
    parser.add_argument("--pairs", required=True, type=Path)
    parser.add_argument("--half", choices=("even", "odd"), help="only pairs with such a number, counted from 0")
    args = parser.parse_args()
    scores: dict[str, list[Score]] = defaultdict(list)
    for number, line in enumerate(args.pairs.read_text().splitlines()):
        if args.half is None or number % 2 == (args.half == "odd"):
            pair = json.loads(line)
            score = score_pair(clone_of(args.mirror, pair["repo"]), pair["a"], pair["b"])
            scores[pair["kind"]].append(score)
            scores["all"].append(score)
    for kind, found in sorted(scores.items()):
        print(
            f"{kind:6} pairs {len(found):3}  lines in the right part {mean(s.accuracy for s in found):.3f}"
            f"  edits {mean(s.by_edits for s in found):.3f}  unsplit {mean(s.floor for s in found):.3f}"
            f"  restored {sum(s.restored is True for s in found)} of {sum(s.restored is not None for s in found)}"
            f"  parts {mean(s.parts for s in found):.2f}  unsound steps {sum(s.unsound for s in found)}"
            f"  seconds {median(s.seconds for s in found):.2f}"
        )
    return 0


def score_pair(repo: Path, a: str, b: str) -> Score:
    with Repository.discover(repo) as repository:
        base, middle = repository.commit(f"{a}^"), repository.commit(a)
        head = repository.apply(middle, git(repo, "diff", "--binary", "--full-index", f"{b}^", b), "both")
        composed = of_two(repository, base, middle, head)
        began = perf_counter()
        found = split(repository, base, head, Config(linters=()))
        seconds = perf_counter() - began
        restored = _is_restored(repository, composed, middle)
    counts = [[composed.share(edit) for edit in part.edits] for part in found.parts]
    parts = [_sum(part) for part in counts]
    by_edit = [_sum((one > other, other >= one) for one, other in part if one or other) for part in counts]
    unsound = sum(bool(part.flaws) for part in found.parts)
    return Score(accuracy(parts), accuracy([_sum(parts)]), accuracy(by_edit), len(parts), unsound, restored, seconds)


def _is_restored(repository: Repository, composed: Composed, middle: Tree) -> bool | None:
    with gate.open_change(repository, composed.base, composed.head, Config(linters=())) as compared:
        counts = [composed.share(edit) for edit in compared.change.edits]
        if any(one and other for one, other in counts):
            return None
        recombination = Recombination(compared.change)
        chosen = recombination.closed(number for number, (one, other) in enumerate(counts) if one or not other)
        return repository.lay(composed.base, recombination.files(chosen), "restored").id == middle.id


def accuracy(parts: Sequence[Counts]) -> float:
    """The share that is right under the best matching of two different parts with the two commits."""
    total = sum(sum(part) for part in parts)
    if not total:
        return 1.0
    best = max(max(part) for part in parts)
    for i, one in enumerate(parts):
        best = max([best, *(one[0] + other[1] for j, other in enumerate(parts) if i != j)])
    return best / total


def _sum(counts: Iterable[tuple[int, int]]) -> Counts:
    pairs = list(counts)
    return sum(one for one, _ in pairs), sum(other for _, other in pairs)


if __name__ == "__main__":
    raise SystemExit(main())
