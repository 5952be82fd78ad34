"""Keeping what is in scope: the edits that findings would have taken back are left out, as far as the rest can do without.

What is left has to parse, resolve and lint no worse than what was there: it is judged again. Where leaving an edit out breaks
something, the edit stays, with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from scoper import gate
from scoper.change.model import Change, Edit
from scoper.checks.formatter import FORMATTER_DRIFT
from scoper.checks.model import Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Finding, Severity
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.untangle.blame import Blame
from scoper.untangle.needs import needed_by
from scoper.untangle.recombine import Recombination

_SCOPE, _CHURN = "SC", "CH"
_SOUND = ("IN", "LN", "RF")  # the families that say whether code still parses, lints and resolves
_MAX_ROUNDS = 8  # of judging again what is left; a diff that needs more is too much of one piece
_MAX_SPARED = 6  # edits that are tried once more, one by one, once the rest is sound
_NUMBER = re.compile(r"\d+")

Held = Callable[[Change], Mapping[int, str]]
"""Which edits, by position, must stay, each with the reason."""


class Kept(NamedTuple):
    """An edit that would have been left out, and why it was not."""

    edit: Edit
    why: str


class Trimmed(NamedTuple):
    """``tree`` is the head without the edits ``removed``; ``after`` is the report on it."""

    tree: Tree
    removed: tuple[Edit, ...]
    kept: tuple[Kept, ...]
    after: Report


class Choice(Protocol):
    """What to leave out, by ids of edits."""

    def edits(self, report: Report) -> set[str]: ...


class Wanted(NamedTuple):
    """What findings say should go: edits out of scope, also where that is less than sure, and churn inside the scope."""

    unsure: bool = True
    churn: bool = False

    def edits(self, report: Report) -> set[str]:
        """Ids of the edits to leave out. Findings decide, so that what is excluded or suppressed stays."""
        families = {_SCOPE, _CHURN} if self.churn else {_SCOPE}
        return {
            edit
            for finding in report.findings
            if finding.rule.family in families and finding.fix == "trim"
            if self.unsure or finding.severity is Severity.ERROR or finding.rule.family == _CHURN
            for edit in finding.edits or (finding.edit,)
            if edit is not None
        }


def trim(
    repository: Repository,
    base: Tree,
    head: Tree,
    report: Report,
    config: Config,
    *,
    wanted: Choice,
    held: Held = lambda _: {},
    use_cache: bool = True,
) -> Trimmed:
    """The head without what is ``wanted`` gone; ``report`` is on the same two snapshots. Raises :class:`UserError` where no
    part of that was found without which the rest is sound."""
    names = wanted.edits(report)
    with gate.open_change(repository, base, head, config, use_cache=use_cache) as compared:
        change = compared.change
        trial = _Trial(repository, base, change, report, config, use_cache=use_cache)
        gone = {number for number, edit in enumerate(change.edits) if edit.id in names}
        trial.keep(gone, held(change) if gone else {})
        trial.keep(gone, needed_by(compared, gone) if gone else {})
        if not gone:
            return Trimmed(head, (), trial.kept(), report)
        after = trial.settle(gone)
    removed = tuple(change.edits[number] for number in sorted(gone))
    return Trimmed(trial.tree(gone), removed, trial.kept(), after)


class _Trial:
    """Leaving edits out of one change until what is left is sound."""

    def __init__(
        self, repository: Repository, base: Tree, change: Change, before: Report, config: Config, *, use_cache: bool
    ) -> None:
        self._repository = repository
        self._base = base
        self._change = change
        self._before = before
        self._config = config
        self._use_cache = use_cache
        self._recombination = Recombination(change)
        self._why: dict[int, str] = {}

    def keep(self, gone: set[int], reasons: Mapping[int, str]) -> None:
        """Take edits out of ``gone``, with those that are tied to an edit that stays."""
        for number in gone & reasons.keys():
            self._why[number] = reasons[number]
        gone.difference_update(reasons)
        stays = self._recombination.closed(set(range(len(self._change.edits))) - gone)
        for number in gone & stays:
            self._why[number] = "is of one piece with what stays"
        gone.difference_update(stays)

    def kept(self) -> tuple[Kept, ...]:
        return tuple(Kept(self._change.edits[number], why) for number, why in sorted(self._why.items()))

    def tree(self, gone: Collection[int]) -> Tree:
        files = self._recombination.files(set(range(len(self._change.edits))) - set(gone))
        return self._repository.lay(self._base, files, "what is left")

    def settle(self, gone: set[int]) -> Report:
        """Keep the edits without which the rest is broken. The report is on what is left."""
        blame = Blame(self._change, self._recombination)
        spared: dict[int, str] = {}
        for _ in range(_MAX_ROUNDS):
            after = self._judge(gone) if gone else self._before
            broken = worse(self._before, after)
            if not broken:
                return self._without_excess(gone, spared, after)
            reasons = {number: why for finding in broken for number, why in blame.causes(finding, gone).items()}
            reasons = reasons or dict.fromkeys(gone, f"without it: {broken[0].message}")
            spared.update(reasons)
            self.keep(gone, reasons)
        raise UserError("what is not asked for cannot be told apart from what is", *dict.fromkeys(list(spared.values())[-3:]))

    def _judge(self, gone: Collection[int]) -> Report:
        tree = self.tree(gone)
        return gate.judge(self._repository, self._base, tree, self._before.task, self._config, use_cache=self._use_cache)

    def _without_excess(self, gone: set[int], spared: Mapping[int, str], after: Report) -> Report:
        """Of the edits that were kept together for one reason, leave out those that it does not take."""
        if len(spared) < 2:
            return after
        everything = set(range(len(self._change.edits)))
        for number in list(spared)[:_MAX_SPARED]:
            fewer = gone | {number}
            if not self._recombination.closed(everything - fewer).isdisjoint(fewer):
                continue
            report = self._judge(fewer)
            if not worse(self._before, report):
                gone.add(number)
                self._why.pop(number, None)
                after = report
        return after


def worse(before: Report, after: Report) -> list[Finding]:
    """What the second report has against soundness that the first one has not: lines may have moved, numbers say nothing."""
    known = Counter(_key(finding) for finding in before.findings)
    sound = [finding for finding in after.findings if finding.rule.family in _SOUND and finding.rule is not FORMATTER_DRIFT]
    return list(_beyond(known, sound))


def _beyond(known: Counter[tuple[object, ...]], findings: Sequence[Finding]) -> Iterator[Finding]:
    for finding in findings:
        key = _key(finding)
        known[key] -= 1
        if known[key] < 0:
            yield finding


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule.code, finding.source, finding.location.path, _NUMBER.sub("#", finding.message)
