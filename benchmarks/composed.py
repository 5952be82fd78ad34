"""How well does a verdict tell two commits apart that stand in one diff?

usage: python -m benchmarks.composed --repo PATH_OF_A_CLONE [--repo …] [--pairs 30] [--seed 1]

A pair is two small real commits of one repository: the message of the first is the request, the patch of the second, laid on
top of the first, is foreign. Truth for a line of the composed diff is the commit that added or removed it. Nothing but git
history is used, so any repository will do, and no figure depends on a data file. Below the score stands how often verdicts of
each confidence were right, by lines.
"""

from __future__ import annotations

import argparse
import io
import random
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scoper import gate
from scoper.change.model import Edit
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.model import FileChange
from scoper.git.patch import apply_patch
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.scope.model import Task, TaskSource

_LOOK_BACK, _NEAR, _MAX_LINES, _MAX_FILES = 3_000, 60, 150, 6
Line = tuple[str, str, int]  # "-" or "+", path, number


class Score(NamedTuple):
    """Lines: foreign and flagged, asked for and flagged, foreign in all, asked for in all."""

    caught: int = 0
    wronged: int = 0
    foreign: int = 0
    asked: int = 0

    def __str__(self) -> str:
        recall, wrong = self.caught / max(1, self.foreign), self.wronged / max(1, self.asked)
        return (
            f"foreign lines flagged {recall:.3f}, asked-for lines flagged {wrong:.3f}, "
            f"balanced accuracy {(recall + 1 - wrong) / 2:.3f}"
        )


class Judged(NamedTuple):
    """One verdict, and how many of its edit's lines were asked for and how many were foreign."""

    in_scope: bool
    confidence: float
    asked: int
    foreign: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--pairs", type=int, default=30, help="of each repository")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    everything: list[Judged] = []
    for repo in args.repo:
        pairs: list[list[Judged]] = []
        with Repository.discover(repo) as repository:
            for asked, foreign in candidates(repo, random.Random(args.seed)):
                judged = judge_pair(repository, repo, asked, foreign)
                if judged is not None:
                    pairs.append(judged)
                if len(pairs) == args.pairs:
                    break
        mine = [one for pair in pairs for one in pair]
        everything += mine
        print(f"{repo}: {len(pairs)} pairs; {total(mine)}")
    print(f"all: {total(everything)}")
    print("\n".join(reliability(everything)))
    return 0


def total(judged: Iterable[Judged]) -> Score:
    score = Score()
    for one in judged:
        flagged = not one.in_scope
        score = Score(
            score.caught + one.foreign * flagged,
            score.wronged + one.asked * flagged,
            score.foreign + one.foreign,
            score.asked + one.asked,
        )
    return score


def reliability(judged: Iterable[Judged]) -> Iterator[str]:
    """For each tenth of stated confidence, how many lines it was said of and for how many it was right."""
    tenths: dict[tuple[bool, int], list[tuple[int, int]]] = {}
    for one in judged:
        right, wrong = (one.asked, one.foreign) if one.in_scope else (one.foreign, one.asked)
        tenths.setdefault((one.in_scope, min(9, int(one.confidence * 10))), []).append((right, right + wrong))
    for (in_scope, tenth), counts in sorted(tenths.items()):
        right, lines = (sum(values) for values in zip(*counts, strict=True))
        what = "in scope" if in_scope else "out of scope"
        said = f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}"
        yield f"{what}, said with {said}: right for {right / max(1, lines):.3f} of {lines} lines"


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


class Composed(NamedTuple):
    """A foreign patch on top of an asked-for commit, and which lines of the whole diff are whose."""

    base: Snapshot
    head: Snapshot
    request: str
    theirs: set[Line]  # added by the foreign patch
    ours: set[Line]  # removed by the asked-for commit

    def share(self, edit: Edit) -> tuple[int, int]:
        """The lines of an edit that were asked for, and those that are foreign."""
        before = covered(edit.base_path, edit.before, "-")
        after = covered(edit.path, edit.after, "+")
        foreign = len(after & self.theirs) + len(before - self.ours)
        return len(before) + len(after) - foreign, foreign


def compose(repository: Repository, repo: Path, asked: str, foreign: str) -> Composed | None:
    """``None`` where the second patch does not apply on the first."""
    base, middle = repository.commit(f"{asked}^"), repository.commit(asked)
    try:
        head = apply_patch(repository, middle, git(repo, "diff", "--no-renames", f"{foreign}^", foreign))
    except UserError:
        return None
    return of_two(repository, base, middle, head, repository.message(asked))


def of_two(repository: Repository, base: Snapshot, middle: Snapshot, head: Snapshot, request: str = "") -> Composed:
    """Whose lines are whose where ``middle`` was asked for and what comes on top of it was not."""
    theirs = {line for line in lines(repository.diff(middle, head)) if line[0] == "+"}
    ours = {line for line in lines(repository.diff(base, middle)) if line[0] == "-"}
    return Composed(base, head, request, theirs, ours)


def judge_pair(repository: Repository, repo: Path, asked: str, foreign: str) -> list[Judged] | None:
    """``None`` where the second patch does not apply on the first."""
    composed = compose(repository, repo, asked, foreign)
    if composed is None:
        return None
    task = Task(composed.request, (), TaskSource.FLAG)
    report = gate.judge(repository, composed.base, composed.head, task, Config(linters=()), use_cache=False)
    return [Judged(one.in_scope, one.confidence, *composed.share(one.edit)) for one in report.verdicts]


def lines(changes: Iterable[FileChange]) -> Iterator[Line]:
    for change in changes:
        for hunk in change.hunks:
            yield from (("-", change.base_path or "", hunk.base_start + offset) for offset in range(hunk.base_count))
            yield from (("+", change.head_path or "", hunk.head_start + offset) for offset in range(hunk.head_count))


def covered(path: str, ranges: Iterable[tuple[int, int]], sign: str) -> set[Line]:
    return {(sign, path, line) for start, end in ranges for line in range(start, end + 1)}


def clone_of(mirror: Path, name: str) -> Path:
    """The clone of ``owner/name``: the folder ``owner+name`` of a mirror, or ``repo`` in it."""
    place = mirror / name.replace("/", "+")
    return place / "repo" if (place / "repo").is_dir() else place


def unpack(repo: Path, commit: str, folder: Path) -> Path:
    """The regular files of a commit on disk, without those whose blobs a partial clone lacks."""
    root = folder.resolve()
    rows = [row.split("\t", 1) for row in git(repo, "ls-tree", "-r", "-z", commit).decode(errors="replace").split("\0") if row]
    blobs = [(head.split()[2], path) for head, path in rows if head.startswith("100")]
    asked = "".join(f"{blob}\n" for blob, _ in blobs).encode()
    command = ["git", "cat-file", "--batch", "--buffer"]
    stream = io.BytesIO(subprocess.run(command, cwd=repo, input=asked, check=True, capture_output=True).stdout)
    for _, path in blobs:
        head = stream.readline().split()
        if head[-1] == b"missing":
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(stream.read(int(head[2])))
        stream.read(1)
    return root


def git(repo: Path, *args: str) -> bytes:
    return subprocess.run(["git", *args], cwd=repo, check=True, capture_output=True).stdout


if __name__ == "__main__":
    raise SystemExit(main())
