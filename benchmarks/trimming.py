"""What does `scoper trim` make of two commits in one diff, one of which was asked for?

usage: python -m benchmarks.trimming --mirror DIR --pairs FILE

Pairs and truth as in benchmarks.untangling; the request is the message of the first commit. That too little or too much goes is
up to the verdicts. What is measured here is what trimming adds: how often it refuses, how many edits it has to keep, and how
many Python files Python itself cannot compile any more.
"""

from __future__ import annotations

import argparse
import ast
import json
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from benchmarks.composed import clone_of, git, of_two
from scoper import gate
from scoper.change.model import Edit
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Task, TaskSource
from scoper.untangle.trim import Trimmed, Wanted, trim


class Outcome(NamedTuple):
    """``done`` is ``None`` where trimming was refused. Lines are foreign ones, and ones that were asked for."""

    done: Trimmed | None
    broken: int
    removed: tuple[int, int]
    total: tuple[int, int]
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mirror", required=True, type=Path)
    parser.add_argument("--pairs", required=True, type=Path)
    args = parser.parse_args()
    pairs = [json.loads(line) for line in args.pairs.read_text().splitlines()]
    found = [trim_pair(clone_of(args.mirror, pair["repo"]), pair["a"], pair["b"]) for pair in pairs]
    done = [outcome.done for outcome in found if outcome.done is not None]
    foreign, asked = (sum(o.removed[side] for o in found) / max(1, sum(o.total[side] for o in found)) for side in (0, 1))
    print(
        f"pairs {len(found)}  refused {len(found) - len(done)}  edits removed {sum(len(d.removed) for d in done)}"
        f"  edits kept after all {sum(len(d.kept) for d in done)}  Python files broken {sum(o.broken for o in found)}"
        f"  foreign lines removed {foreign:.3f}  asked-for lines removed {asked:.3f}"
        f"  seconds {median(o.seconds for o in found):.2f}"
    )
    return 0


def trim_pair(repo: Path, a: str, b: str) -> Outcome:
    with Repository.discover(repo) as repository:
        base, middle = repository.commit(f"{a}^"), repository.commit(a)
        head = repository.apply(middle, git(repo, "diff", "--binary", "--full-index", f"{b}^", b), "both")
        composed = of_two(repository, base, middle, head)
        config = gate.load_config(base, head)
        task = Task(repository.message(a), (), TaskSource.FLAG)
        report = gate.judge(repository, base, head, task, config)
        began = perf_counter()
        try:
            done = trim(repository, base, head, report, config, wanted=Wanted())
        except UserError:
            done = None
        seconds = perf_counter() - began
        broken = _broken(head, done.tree) if done is not None else 0

    def count(edits: list[Edit]) -> tuple[int, int]:
        shares = [composed.share(edit) for edit in edits]
        return sum(foreign for _, foreign in shares), sum(asked for asked, _ in shares)

    total = count([verdict.edit for verdict in report.verdicts])
    removed = count(list(done.removed)) if done is not None else (0, 0)
    return Outcome(done, broken, removed, total, seconds)


def _broken(head: Tree, after: Tree) -> int:
    entries, before = after.entries(), head.entries()
    changed = [path for path in entries if path.endswith(".py") and entries[path] != before.get(path)]
    old, new = head.read_many(changed), after.read_many(changed)
    return sum(not _compiles(content) and _compiles(old.get(path, b"")) for path, content in new.items())


def _compiles(content: bytes) -> bool:
    try:
        ast.parse(content)
    except (SyntaxError, ValueError):
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
