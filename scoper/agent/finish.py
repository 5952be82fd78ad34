"""Where an accepted change goes: into the work tree, a patch, a new branch, or a commit."""

from __future__ import annotations

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


def finish(repository: Repository, run: Run, base: Tree, after: Tree, way: Way, message: str) -> Done:
    """Put what changed from ``base`` to ``after`` in its place. Raises :class:`UserError`, and has then changed nothing."""
    if way.branch is not None:
        onto = repository.head_commit()
        return Done(None, repository.branch(way.branch, onto, [(_onto_head(repository, base, after), message)]))
    if not way.commit:
        return Done(bring_back(repository, run, base, after))
    target = _onto_head(repository, base, after)
    paths = differing_paths(base, after)
    head = repository.head() or repository.empty()
    _refuse_dirty(repository, head, paths)
    brought = bring_back(repository, run, base, after)
    repository.write_index({path: target.entries().get(path) for path in paths})
    return Done(brought, repository.commit_here([(target, message)]))


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
                f"{shown}: there are changes {what} that are not committed, which --commit would take along",
                "commit or stash them, or leave --commit out",
            )
