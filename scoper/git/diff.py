"""Two trees → what changed between them.

git runs in the private store, so neither the user's configuration nor attributes, textconv or external diff programs have
a say: the same two trees give the same changes everywhere.
"""

from __future__ import annotations

from scoper.git.model import SUBMODULE, FileChange
from scoper.git.overlay import lay
from scoper.git.rawdiff import parse, split
from scoper.git.run import GitError
from scoper.git.snapshot import Snapshot
from scoper.git.store import ObjectStore
from scoper.git.tree import Tree

_RAW = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--ignore-submodules=none")
_PATCH = (
    *_RAW,
    "--patch",
    "--unified=0",
    "--inter-hunk-context=0",
    "--diff-algorithm=histogram",
    "--indent-heuristic",
    "--find-renames=50%",
    "-l1000",
    "--no-textconv",
    "--no-ext-diff",
    "--no-color",
)
_FOR_GIT = (
    "diff-tree",
    "-r",
    "--patch",
    "--binary",
    "--full-index",
    "--diff-algorithm=histogram",
    "--indent-heuristic",
    "--find-renames=50%",
    "--no-textconv",
    "--no-ext-diff",
    "--no-color",
)
_EXACT_RENAMES = (*_RAW, "--find-renames=100%")


def diff(store: ObjectStore, base: Snapshot, head: Snapshot) -> tuple[FileChange, ...]:
    """Every changed file with its hunks, sorted by path.

    A file whose content is not in the object store comes without hunks, and is noted in ``missing()`` of its snapshot.
    """
    if base.id == head.id:
        return ()
    try:
        changes = parse(store.git(*comparison(base, head)).out)
    except GitError:
        changes = _diff_what_is_there(store, base, head)
    return tuple(sorted(changes, key=lambda change: change.path))


def comparison(base: Snapshot, head: Snapshot) -> tuple[str, ...]:
    """The git command whose output :func:`diff` is made of."""
    return *_PATCH, base.id, head.id


def patch(store: ObjectStore, base: Snapshot, head: Snapshot) -> bytes:
    """The difference as a patch with which ``git apply`` turns ``base`` into ``head``, byte by byte."""
    return store.git(*_FOR_GIT, base.id, head.id).out


def _diff_what_is_there(store: ObjectStore, base: Snapshot, head: Snapshot) -> list[FileChange]:
    """The same where blobs are missing: git reads none to compare names and ids, then the files that are whole are compared."""
    changes, _ = split(store.git(*_EXACT_RENAMES, base.id, head.id).out)
    lost = _lost(store, changes)
    broken = [change for change in changes if any(side and side.oid in lost for side in (change.base, change.head))]
    base_paths = {change.base_path: change.base for change in broken if change.base_path is not None}
    head_paths = {change.head_path: change.head for change in broken if change.head_path is not None}
    for snapshot, paths in ((base, base_paths), (head, head_paths)):
        if isinstance(snapshot, Tree):
            snapshot.note_missing(path for path, side in paths.items() if side is not None and side.oid in lost)
    whole_base = lay(store, base, dict.fromkeys(base_paths), base.label)
    whole_head = lay(store, head, dict.fromkeys(head_paths), head.label)
    if whole_base.id == whole_head.id:
        return broken
    return broken + parse(store.git(*_PATCH, whole_base.id, whole_head.id).out)


def _lost(store: ObjectStore, changes: list[FileChange]) -> set[str]:
    """The ids among these changes whose content cannot be read."""
    sides = [side for change in changes for side in (change.base, change.head) if side is not None]
    oids = {side.oid for side in sides if side.mode != SUBMODULE}
    return oids - store.contents(oids).keys()
