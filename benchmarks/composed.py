"""How well does a verdict tell two commits apart that stand in one diff?

usage: python -m benchmarks.composed --repo PATH_OF_A_CLONE [--pairs 30] [--seed 1]

A pair is two small real commits of one repository: the message of the first is the request, the patch of the second, laid on
top of the first, is foreign. Truth for a line of the composed diff is the commit that added or removed it. Nothing but git
history is used, so any repository will do, and no figure depends on a data file.
"""

from __future__ import annotations

import argparse
import random
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scoper import gate
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.model import FileChange
from scoper.git.patch import apply_patch
from scoper.git.repository import Repository
from scoper.scope.model import Task, TaskSource

_LOOK_BACK, _NEAR, _MAX_LINES, _MAX_FILES = 3_000, 60, 150, 6
Line = tuple[str, str, int]  # "-" or "+", path, number


class Score(NamedTuple):
    """Lines: foreign and flagged, asked for and flagged, foreign in all, asked for in all."""

    caught: int = 0
    wronged: int = 0
    foreign: int = 0
    asked: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--pairs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    scores: list[Score] = []
    with Repository.discover(args.repo) as repository:
        for asked, foreign in candidates(args.repo, random.Random(args.seed)):
            score = judge_pair(repository, args.repo, asked, foreign)
            if score is not None:
                scores.append(score)
            if len(scores) == args.pairs:
                break
    total = Score(*(sum(values) for values in zip(*scores, strict=True)))
    recall, wrong = total.caught / max(1, total.foreign), total.wronged / max(1, total.asked)
    print(
        f"{args.repo}: {len(scores)} pairs; foreign lines flagged {recall:.3f}, asked-for lines flagged {wrong:.3f}, ", end=""
    )
    print(f"balanced accuracy {(recall + 1 - wrong) / 2:.3f}")
    return 0


def candidates(repo: Path, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Small commits in random order, each with a slightly newer one."""
    log = git(repo, "log", "--no-merges", f"-n{_LOOK_BACK}", "--format=%x01%H", "--numstat").decode(errors="replace")
    small = [commit for commit, rows in map(_numbers, log.split("\x01")[1:]) if _is_small(rows)]
    order = list(range(1, len(small)))
    chance.shuffle(order)
    for at in order:
        yield small[at], small[chance.randrange(max(0, at - _NEAR), at)]


def _numbers(block: str) -> tuple[str, list[list[str]]]:
    commit, *rows = block.strip().splitlines()
    return commit, [row.split("\t") for row in rows if row]


def _is_small(rows: list[list[str]]) -> bool:
    lines = sum(int(row[0]) + int(row[1]) for row in rows if row[0] != "-")
    return (
        1 <= len(rows) <= _MAX_FILES and 2 <= lines <= _MAX_LINES and all(row[0] != "-" and "=>" not in row[2] for row in rows)
    )


def judge_pair(repository: Repository, repo: Path, asked: str, foreign: str) -> Score | None:
    """``None`` where the second patch does not apply on the first."""
    base, middle = repository.commit(f"{asked}^"), repository.commit(asked)
    try:
        head = apply_patch(repository, middle, git(repo, "diff", "--no-renames", f"{foreign}^", foreign))
    except UserError:
        return None
    theirs = {line for line in lines(repository.diff(middle, head)) if line[0] == "+"}
    ours = {line for line in lines(repository.diff(base, middle)) if line[0] == "-"}
    task = Task(repository.message(asked), (), TaskSource.FLAG)
    report = gate.judge(repository, base, head, task, Config(linters=()), use_cache=False)
    score = Score()
    for verdict in report.verdicts:
        for line in covered(verdict.edit.base_path, verdict.edit.before, "-") | covered(
            verdict.edit.path, verdict.edit.after, "+"
        ):
            is_foreign = line in theirs if line[0] == "+" else line not in ours
            score = _count(score, is_foreign=is_foreign, is_flagged=not verdict.in_scope)
    return score


def lines(changes: Iterable[FileChange]) -> Iterator[Line]:
    for change in changes:
        for hunk in change.hunks:
            yield from (("-", change.base_path or "", hunk.base_start + offset) for offset in range(hunk.base_count))
            yield from (("+", change.head_path or "", hunk.head_start + offset) for offset in range(hunk.head_count))


def covered(path: str, ranges: Iterable[tuple[int, int]], sign: str) -> set[Line]:
    return {(sign, path, line) for start, end in ranges for line in range(start, end + 1)}


def _count(score: Score, *, is_foreign: bool, is_flagged: bool) -> Score:
    if is_foreign:
        return score._replace(foreign=score.foreign + 1, caught=score.caught + is_flagged)
    return score._replace(asked=score.asked + 1, wronged=score.wronged + is_flagged)


def git(repo: Path, *args: str) -> bytes:
    return subprocess.run(["git", *args], cwd=repo, check=True, capture_output=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
