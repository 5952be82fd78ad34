"""Splitting a change by concern, into parts that follow one another and add up to the change, byte by byte.

What needs each other stays together, and what is needed comes first. Each step is judged: one that does not parse or resolve
takes in what it lacks, as far as that can be found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scoper import gate
from scoper.change.model import Change, Edit
from scoper.checks.model import Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.finding import Finding
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.lang.paths import is_test_path
from scoper.scope.model import Task
from scoper.untangle.blame import Blame
from scoper.untangle.cluster import clusters
from scoper.untangle.needs import needs
from scoper.untangle.order import joined, ordered
from scoper.untangle.recombine import Recombination
from scoper.untangle.trim import worse
from scoper.verdict.evidence import gather
from scoper.verdict.judge import links_between
from scoper.verdict.links import is_companion_path
from scoper.verdict.model import Relation

_MAX_JUDGED = 24  # steps that are judged, in all rounds together
_MAX_EDITS = 1_000  # of a diff whose steps are judged
_NAMED = 2  # symbols that a title names


class Part(NamedTuple):
    """One concern. ``tree`` is the change up to here; ``asked`` says whether it is what was asked for, where that is known, and
    ``requests`` by which of several requests, counted from 1. ``flaws`` say what does not parse or resolve in that tree."""

    title: str
    edits: tuple[Edit, ...]
    tree: Tree
    asked: bool | None
    requests: tuple[int, ...]
    flaws: tuple[str, ...]


class Split(NamedTuple):
    """Parts in the order in which they apply. ``judged`` is false where there were too many to judge each."""

    base: Tree
    parts: tuple[Part, ...]
    judged: bool


def split(
    repository: Repository, base: Tree, head: Tree, config: Config, *, report: Report | None = None, use_cache: bool = True
) -> Split:
    """The parts of a change. With a report on the same two snapshots, what was asked for is one part, or one for each of
    several requests, and comes first where it needs nothing of the rest."""
    with gate.open_change(repository, base, head, config._replace(linters=()), use_cache=use_cache) as compared:
        change = compared.change
        evidence, background = gather(change)
        links = links_between(change, evidence, background, compared.base_graph, compared.head_graph).every()
        groups = clusters(evidence, background, links)
        asked = _asked(change, report)
        if asked:
            served = [sorted(n for n in asked if asked[n] == request) for request in sorted(set(asked.values()))]
            groups = [*served, *(rest for group in groups if (rest := [n for n in group if n not in asked]))]
        needed = {who: set(what) for who, what in needs(links, change).items()}
    splitter = _Splitter(repository, base, head, change, config, use_cache=use_cache)
    first = set(asked)
    steps, flaws = splitter.steps(ordered(joined(groups, splitter.recombination.ties), needed, first), needed, first)
    parts = []
    done: set[int] = set()
    for at, step in enumerate(steps):
        done.update(step)
        edits = tuple(change.edits[number] for number in step)
        requests = tuple(sorted({asked[number] for number in step if number in asked}))
        is_asked = bool(requests) if asked else None
        wrong = flaws[at] if flaws is not None else ()
        parts.append(Part(title(edits), edits, splitter.tree(done), is_asked, requests, wrong))
    if parts and parts[-1].tree.id != head.id:
        raise UserError("the parts do not add up to the whole", "some content is missing from the object store")
    return Split(base, tuple(parts), flaws is not None)


def title(edits: Sequence[Edit]) -> str:
    """The symbols or files with most changed lines, code before tests and documents."""
    lines: Counter[tuple[bool, str]] = Counter()
    for edit in edits:
        is_aside = is_test_path(edit.path) or is_companion_path(edit.path)
        lines[is_aside, edit.symbol or edit.path] += 1 + sum(end - start + 1 for start, end in (*edit.before, *edit.after))
    names = [name for (_, name), _ in sorted(lines.items(), key=lambda item: (item[0][0], -item[1], item[0]))]
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest


def _asked(change: Change, report: Report | None) -> dict[int, int]:
    """Edits in scope, and the request that each serves: the first of several, 1 where there is one alone."""
    if report is None:
        return {}
    within = {v.edit.id for v in report.verdicts if v.in_scope and v.relation is not Relation.UNKNOWN}
    return {
        number: min(report.serves.get(edit.id, ()), default=1) for number, edit in enumerate(change.edits) if edit.id in within
    }


class _Splitter:
    """Trees of steps, and what is wrong with them."""

    def __init__(
        self, repository: Repository, base: Tree, head: Tree, change: Change, config: Config, *, use_cache: bool
    ) -> None:
        self._repository = repository
        self._base = base
        self._head = head
        self._change = change
        self._config = config._replace(linters=())
        self._use_cache = use_cache
        self.recombination = Recombination(change)
        self._blame = Blame(change, self.recombination)

    def tree(self, chosen: set[int]) -> Tree:
        return self._repository.lay(self._base, self.recombination.files(chosen), "a part")

    def steps(
        self, groups: list[list[int]], needed: dict[int, set[int]], first: set[int]
    ) -> tuple[list[list[int]], list[tuple[str, ...]] | None]:
        """The groups, joined until each step is sound, with what is wrong where nothing was found to mend it; ``None`` where
        there are too many to judge."""
        if len(groups) < 2:
            return groups, [()] * len(groups)
        if len(groups) > _MAX_JUDGED or len(self._change.edits) > _MAX_EDITS:
            return groups, None
        whole = self._judge(self._head)
        known: dict[str, list[Finding]] = {}
        flaws: list[tuple[str, ...]] = []
        while len(flaws) < len(groups) - 1 and len(known) < _MAX_JUDGED:
            done = {number for group in groups[: len(flaws) + 1] for number in group}
            tree = self.tree(done)
            broken = known[tree.id] = known[tree.id] if tree.id in known else worse(whole, self._judge(tree))
            culprits = self._culprits(broken, done)
            if culprits:
                groups = ordered(joined(groups, [culprits | set(groups[len(flaws)])]), needed, first)
                flaws.clear()  # what was judged already is known
            else:
                flaws.append(tuple(finding.message for finding in broken))
        is_judged = len(flaws) >= len(groups) - 1
        return groups, [*flaws, ()] if is_judged else None

    def _culprits(self, broken: Sequence[Finding], done: set[int]) -> set[int]:
        gone = set(range(len(self._change.edits))) - done
        return {number for finding in broken for number in self._blame.causes(finding, gone)}

    def _judge(self, tree: Tree) -> Report:
        return gate.judge(self._repository, self._base, tree, Task(), self._config, use_cache=self._use_cache)
