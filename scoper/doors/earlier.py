"""What is changed in a work tree when a task is declared: it is somebody's own, and nothing that follows takes it out."""

from __future__ import annotations

from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import differing_paths

_MOST_BYTES = 8_000_000  # of all files together; what is beyond goes by the time of the file alone


def changed_before(repository: Repository) -> dict[str, bytes]:
    """The contents of the files that are not as they are committed."""
    if repository.root is None:
        return {}
    try:
        base = repository.commit("HEAD")
    except UserError:
        return {}  # nothing is committed yet, so every file is new
    now = repository.work_tree()
    contents = now.read_many(differing_paths(base, now))
    kept: dict[str, bytes] = {}
    left = _MOST_BYTES
    for path, content in sorted(contents.items(), key=lambda item: len(item[1])):
        left -= len(content)
        if left < 0:
            break
        kept[path] = content
    return kept
