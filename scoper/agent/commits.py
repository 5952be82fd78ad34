"""The commits that an agent made in its copy, each without what was not asked for, to be made again on the user's branch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.agent.decide import decide
from scoper.agent.model import Measure
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths

_SUBJECT = "Edit"


def replayed(
    repository: Repository, measure: Measure, commits: Sequence[tuple[Tree, str]], after: Tree, accepted: Tree
) -> Iterator[tuple[Tree, str]]:
    """What of each commit is left, on top of the measure's base, and its message. Commits of which nothing is left are dropped.

    ``after`` is what the copy held in the end and ``accepted`` what was left of that: a file that is already as it was in the
    end is taken as it was accepted, so that no commit holds what the whole may not."""
    last = measure.base.id
    known = [repository.head() or repository.empty(), repository.index()]
    final, wanted = after.entries(), accepted.entries()
    for tree, message in commits:
        own = _own(repository, tree, measure.base, known)
        kept = accepted
        if own.id != after.id:
            decided = decide(repository, measure, own).tree
            entries = own.entries()
            ended = [path for path in differing_paths(decided, accepted) if entries.get(path) == final.get(path)]
            kept = repository.lay(decided, {path: wanted.get(path) for path in ended}, "a commit")
        if kept.id != last:
            last = kept.id
            yield kept, message.strip() + "\n" if message.strip() else f"{_SUBJECT}\n"


def _own(repository: Repository, tree: Tree, base: Tree, known: Sequence[Tree]) -> Tree:
    """A commit as it would be if what the user had not committed had been there before: files that are as in the user's commit
    or index are no doing of the agent's."""
    entries, before = tree.entries(), base.entries()
    others = [one.entries() for one in known]
    theirs = [path for path in differing_paths(base, tree) if any(entries.get(path) == one.get(path) for one in others)]
    return repository.lay(tree, {path: before.get(path) for path in theirs}, "a commit")
