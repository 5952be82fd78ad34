"""What scoper was asked to write into the user's repository: entries of the index, objects, a branch.

Nothing else in the house does, and nothing here is called but by a command that says so. Each step is one that git makes
whole or not at all: an index under its lock, a branch only where it still points to what was seen.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from scoper.errors import UserError
from scoper.git.discover import Place
from scoper.git.model import Entry
from scoper.git.run import GitError, run
from scoper.git.store import ObjectStore


def publish_objects(place: Place, store: ObjectStore, env: Mapping[str, str], oids: Sequence[str]) -> None:
    """Copy objects, with all that they refer to, from the private store into the repository's own."""
    listed = "".join(f"{oid}\n" for oid in dict.fromkeys(oids)).encode()
    pack = store.git("pack-objects", "--revs", "--stdout", "--local", "-q", stdin=listed).out
    run(("unpack-objects", "-q"), cwd=place.git_dir, env=_own_objects(env), stdin=pack)


def publish_commits(
    place: Place, store: ObjectStore, env: Mapping[str, str], ref: str, parent: str | None, tip: str, *, is_new: bool
) -> None:
    """Let a reference point to commits that were made in the private store on top of ``parent``, where it pointed to that
    one or, with ``is_new``, to none. Raises :class:`UserError` where it points elsewhere; it then stays as it is."""
    known = f"{tip}\n" + (f"^{parent}\n" if parent is not None else "")
    pack = store.git("pack-objects", "--revs", "--stdout", "--local", "-q", stdin=known.encode()).out
    env = _own_objects(env)
    run(("unpack-objects", "-q"), cwd=place.git_dir, env=env, stdin=pack)
    expected = "0" * len(tip) if is_new or parent is None else parent
    try:
        run(("update-ref", "-m", "scoper split", ref, tip, expected), cwd=place.git_dir, env=env)
    except GitError as error:
        if "cannot lock ref" not in error.stderr:
            raise
        name = ref.removeprefix("refs/heads/")
        reason = f"there is a branch {name} already, or one in its place" if is_new else f"{name} moved in the meantime"
        raise UserError(reason, "choose another name" if is_new else "nothing was changed; try again") from None


def write_index(place: Place, env: Mapping[str, str], entries: Mapping[str, Entry | None]) -> None:
    """Set these entries of the index, or remove them. Raises :class:`UserError` where somebody else is writing it."""
    gone = "0" * (40 if place.object_format == "sha1" else 64)
    removed = [f"0 {gone}\t{path}\0" for path, entry in entries.items() if entry is None]
    lines = removed + [f"{entry.mode:o} {entry.oid}\t{path}\0" for path, entry in entries.items() if entry is not None]
    env = {**_own_objects(env), "GIT_INDEX_FILE": place.index_file}
    try:
        stdin = os.fsencode("".join(lines))
        run(("update-index", "--add", "-z", "--index-info"), cwd=place.root or place.git_dir, env=env, stdin=stdin)
    except GitError as error:
        if "index.lock" in error.stderr:
            raise UserError("the index is being written by another git process", "try again when it has ended") from None
        raise


def _own_objects(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name != "GIT_OBJECT_DIRECTORY"}
