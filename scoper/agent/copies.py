"""The temporary folders of a run that works on a copy: written down before they are made, so that the next command finds those
of a run that was killed, keeps what was done in the copy, and removes them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from scoper.agent.runs import Kept, Run, all_runs
from scoper.agent.session import read_beginning
from scoper.errors import UserError
from scoper.folder import folder_name, remove_folder
from scoper.git.copy import WorkCopy, held_in
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths

ALL = "all.patch"
"""The file of a run that holds all that was done in its copy."""

_RECORD, _LOCK = "folders.json", "folders.lock"
_PREFIX = "scoper-"


class _Left(NamedTuple):
    """What a run wrote down: its folders; and, once there is a copy, where it is, by which index it is told what it holds, when
    it was made, and which paths in it are links to what it shares."""

    folders: list[str]
    copy: tuple[str, str, int] | None = None
    links: tuple[str, ...] = ()


@contextmanager
def temporary_folder(run: Run, beside: Sequence[str]) -> Iterator[str]:
    """A new folder that lives as long as the block. ``beside`` are others that are there, and go with it."""
    import fcntl  # not every system has it, and other commands do without

    folder = folder_name(f"{_PREFIX}wrap-")
    lock = os.open(os.path.join(run.folder, _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with suppress(OSError):  # some file systems have no locks; what is left there is never found
            fcntl.flock(lock, fcntl.LOCK_EX)  # let go when this process ends, however that is
        _write(run, _Left([folder, *beside]))
        os.mkdir(folder, 0o700)
        yield folder
    finally:
        for one in (folder, *beside):
            remove_folder(one)
        _forget(run.folder)
        os.close(lock)


def remember(run: Run, folders: Sequence[str], copy: WorkCopy, links: Sequence[str]) -> None:
    """Write down where the copy is, so that what is done in it is not lost if this process is killed."""
    _write(run, _Left(list(folders), (copy.root, copy.index, copy.made), tuple(links)))


def without_links(repository: Repository, base: Tree, seen: Tree, links: Sequence[str]) -> Tree:
    """What a copy holds, without the links to what it shares."""
    known = base.entries()
    linked = [path for path in differing_paths(base, seen) if is_within(path, links)]
    return repository.lay(seen, {path: known.get(path) for path in linked}, seen.label)


def is_within(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def sweep(repository: Repository) -> list[str]:
    """Remove the folders of runs that were killed, after what their copies held was kept; the ids of runs where that was
    something."""
    kept = all_runs(repository.git_dir)
    return [run.id for run in kept if os.path.exists(os.path.join(run.folder, _RECORD)) and _sweep(repository, run)]


def _sweep(repository: Repository, kept: Kept) -> bool:
    import fcntl

    try:
        lock = os.open(os.path.join(kept.folder, _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False  # it is going on
    else:
        left = _read(kept)
        is_saved = _save(repository, kept, left)
        for folder in left.folders:
            remove_folder(folder)
        _forget(kept.folder)
        return is_saved
    finally:
        os.close(lock)


def _save(repository: Repository, kept: Kept, left: _Left) -> bool:
    """Keep what a copy holds, where it is there still and holds something that the base does not."""
    if left.copy is None or not any(left.copy[0].startswith(folder + os.sep) for folder in left.folders):
        return False
    if not os.path.isdir(left.copy[0]) or not os.path.exists(left.copy[1]):
        return False
    try:
        base = read_beginning(repository, kept).base
        patch = repository.patch(base, without_links(repository, base, held_in(repository, *left.copy), left.links))
        if patch:
            run = Run(kept)
            run.note("saved", file=run.keep(ALL, patch))
    except UserError:  # the run was killed before it began, or its base is gone
        return False
    return bool(patch)


def _write(run: Run, left: _Left) -> None:
    run.keep(_RECORD, json.dumps(left._asdict()).encode())


def _read(kept: Kept) -> _Left:
    """What a run wrote down, as far as it can be ours."""
    try:
        with open(os.path.join(kept.folder, _RECORD), "rb") as file:
            table: object = json.load(file)
    except (OSError, ValueError):
        return _Left([])
    listed, copy = (table.get("folders"), table.get("copy")) if isinstance(table, dict) else (None, None)
    folders = [one for one in listed if isinstance(one, str) and _is_ours(one)] if isinstance(listed, list) else []
    links = table.get("links") if isinstance(table, dict) else None
    shared = tuple(one for one in links if isinstance(one, str)) if isinstance(links, list) else ()
    match copy:
        case [str(root), str(index), int(made)]:
            return _Left(folders, (root, index, made), shared)
    return _Left(folders)


def _is_ours(folder: str) -> bool:
    is_named_so = os.path.isabs(folder) and os.path.basename(folder).startswith(_PREFIX)
    return is_named_so and os.path.isdir(folder) and not os.path.islink(folder)


def _forget(folder: str) -> None:
    for name in (_RECORD, _LOCK):
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
