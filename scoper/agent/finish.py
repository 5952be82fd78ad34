"""Where an accepted change goes: into the work tree, a patch, a new branch, or a commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.agent.bring import Brought, bring_back
from scoper.agent.runs import Run
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths

_SUBJECT = 72  # characters


class Way(NamedTuple):
    """Where to, beside the work tree: a new branch, or a commit on the current one."""

    branch: str | None = None
    commit: bool = False


class Done(NamedTuple):
    """What was done. ``brought`` is ``None`` where the work tree was left alone; ``tip`` is the id of a new commit."""

    brought: Brought | None
    tip: str | None = None


def finish(repository: Repository, run: Run, base: Tree, after: Tree, way: Way, commits: Sequence[tuple[Tree, str]]) -> Done:
    """Put what changed from ``base`` to ``after`` in its place. ``commits`` are what is to be committed, where something is:
    each with all that came before it, and its message. Raises :class:`UserError`, and has then changed nothing."""
    if way.branch is not None:
        onto = repository.head_commit()
        made = [(_onto_head(repository, base, tree), message) for tree, message in commits]
        return Done(None, repository.branch(way.branch, onto, made))
    if not way.commit:
        return Done(bring_back(repository, run, base, after))
    made = [(_onto_head(repository, base, tree), message) for tree, message in commits]
    paths = sorted({path for tree, _ in commits for path in differing_paths(base, tree)})
    head = repository.head() or repository.empty()
    _refuse_dirty(repository, head, paths)
    brought = bring_back(repository, run, base, after)
    entries = made[-1][0].entries()
    repository.write_index({path: entries.get(path) for path in paths})
    return Done(brought, repository.commit_here(made))


def message_for(request: str | None, run: str) -> str:
    """A commit message: the request, whose first line is the subject, and the run that it is of."""
    lines = (request or "Edit").strip().splitlines()
    subject = lines[0].strip()
    rest = "\n".join(lines[1:]).strip()
    if len(subject) > _SUBJECT:
        cut = subject[:_SUBJECT].rpartition(" ")[0] or subject[:_SUBJECT]
        rest = f"{subject}\n\n{rest}".strip()
        subject = f"{cut} …"
    return "\n\n".join(part for part in (subject, rest, f"Scoper-Run: {run}") if part) + "\n"


def _onto_head(repository: Repository, base: Tree, after: Tree) -> Tree:
    """The current commit with the change, without what else the work tree held."""
    head = repository.head() or repository.empty()
    if head.id == base.id:
        return after
    try:
        return repository.apply(head, repository.patch(base, after), "the commit")
    except UserError:
        raise UserError(
            "the change builds on what is not committed, so it cannot be committed alone", "commit that first, or use --patch"
        ) from None


def _refuse_dirty(repository: Repository, head: Tree, paths: list[str]) -> None:
    for tree, what in ((repository.index(), "staged"), (repository.work_tree(), "in the work tree")):
        entries = tree.entries()
        if dirty := [path for path in paths if entries.get(path) != head.entries().get(path)]:
            shown = ", ".join(dirty[:3])
            raise UserError(
                f"{shown}: there are changes {what} that are not committed, which a commit would take along",
                "commit or stash them, or leave --commit and --keep-commits out",
            )
