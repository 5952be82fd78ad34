"""Making the fixes of linters, as far as they keep to the lines of the diff.

What comes out is judged again: it parses, resolves and lints no worse than before, or the fix that is to blame is left out,
with the reason. Fixes that meet in a line are made one after the other, the first by position first. What comes up only then,
and has a fix of its own, is fixed too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper import gate
from scoper.checks.model import Report
from scoper.config import Config
from scoper.finding import Finding
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.text import Replacement, replace_lines
from scoper.untangle.trim import worse

OUTSIDE = "it would change lines that the diff does not add"
_MAX_ROUNDS = 20  # of judging; fixes that bring up others for longer than that go round in circles

Held = Callable[[Collection[str]], Mapping[str, str]]
"""Which of these paths must stay as they are, each with the reason."""


class Left(NamedTuple):
    """A finding that has a safe fix, and why that was not made."""

    finding: Finding
    why: str


class Fixed(NamedTuple):
    """``tree`` is the head with the fixes of the findings ``made``; ``after`` is the report on it."""

    tree: Tree
    made: tuple[Finding, ...]
    left: tuple[Left, ...]
    after: Report


def fix(
    repository: Repository,
    base: Tree,
    head: Tree,
    report: Report,
    config: Config,
    *,
    held: Held = lambda _: {},
    use_cache: bool = True,
) -> Fixed:
    """The head with the fixes that the findings of ``report`` (of the same two snapshots) come with."""
    trial = _Trial(held({finding.location.path for finding in report.findings if _is_open(finding)}))
    good = now = Fixed(head, (), (), report)
    for _ in range(_MAX_ROUNDS):
        chosen = trial.choose(now.after.findings)
        if not chosen:
            break
        tree = repository.overlay(now.tree, dict(_texts(now.tree, chosen)), "what linters make of it")
        after = gate.judge(repository, base, tree, report.task, config, use_cache=use_cache)
        if broken := [finding for finding in worse(now.after, after) if not _is_open(finding)]:
            trial.refuse(chosen, broken[0])
            continue
        trial.accept()
        now = Fixed(tree, (*now.made, *chosen), (), after)
        if not worse(report, after):
            good = now
    for finding in now.made[len(good.made) :]:
        trial.refuse([finding], worse(report, now.after)[0])
    return good._replace(left=tuple(trial.left(good.after.findings)))


class _Trial:
    """Which fixes to make next: as many as there are, and fewer at a time where one of several did harm."""

    def __init__(self, held: Mapping[str, str]) -> None:
        self._held = held
        self._refused: dict[tuple[object, ...], str] = {}
        self._most = 0  # 0 for no limit

    def choose(self, findings: Sequence[Finding]) -> list[Finding]:
        chosen: list[Finding] = []
        taken: dict[str, list[Replacement]] = {}
        for finding in sorted(filter(_is_open, findings), key=_place):
            path, changes = finding.location.path, finding.mend.changes if finding.mend else ()
            if path in self._held or _key(finding) in self._refused:
                continue
            others = taken.setdefault(path, [])
            if not any(_meet(change, other) for change in changes for other in others):
                others += changes
                chosen.append(finding)
            if len(chosen) == self._most:
                break
        return chosen

    def accept(self) -> None:
        self._most *= 2

    def refuse(self, chosen: Sequence[Finding], broken: Finding) -> None:
        """Leave out a fix after which something new is found; of several, half are tried next."""
        if len(chosen) == 1:
            self._refused[_key(chosen[0])] = f"after it: {broken.words}"
        else:
            self._most = len(chosen) // 2

    def left(self, findings: Sequence[Finding]) -> Iterator[Left]:
        for finding in findings:
            if finding.mend is not None and not finding.mend.owned:
                yield Left(finding, OUTSIDE)
            elif _is_open(finding):
                why = self._held.get(finding.location.path) or self._refused.get(_key(finding))
                yield Left(finding, why or "one fix brought up the other for too long")


def _is_open(finding: Finding) -> bool:
    return finding.mend is not None and finding.mend.owned


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.location.path, finding.location.line or 0, finding.location.column or 0


def _key(finding: Finding) -> tuple[object, ...]:
    """What a fix is known by in the next round, when its lines may have moved."""
    texts = tuple(change.text for change in finding.mend.changes) if finding.mend else ()
    return finding.location.path, finding.source, finding.message, texts


def _meet(one: Replacement, other: Replacement) -> bool:
    """Whether two changes touch the same lines, or lines side by side."""
    return one.start <= other.start + other.lines and other.start <= one.start + one.lines


def _texts(tree: Tree, chosen: Sequence[Finding]) -> Iterator[tuple[str, bytes]]:
    by_path: dict[str, list[Replacement]] = {}
    for finding in chosen:
        by_path.setdefault(finding.location.path, []).extend(finding.mend.changes if finding.mend else ())
    for path, text in tree.read_many(by_path).items():
        yield path, replace_lines(text, by_path[path])
