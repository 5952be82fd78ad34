"""The temporary folders of a run that works on a copy: written down before they are made, so that the next command finds and
removes those of a run that was killed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from scoper.agent.runs import Kept, Run, all_runs
from scoper.folder import folder_name, remove_folder

_RECORD, _LOCK = "folders.json", "folders.lock"
_PREFIX = "scoper-"


@contextmanager
def temporary_folder(run: Run, beside: Sequence[str]) -> Iterator[str]:
    """A new folder that lives as long as the block. ``beside`` are others that the process removes by itself, if it can."""
    import fcntl  # not every system has it, and other commands do without

    folder = folder_name(f"{_PREFIX}wrap-")
    lock = os.open(os.path.join(run.folder, _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go when this process ends, however that is
        run.keep(_RECORD, json.dumps([folder, *beside]).encode())
        os.mkdir(folder, 0o700)
        yield folder
    finally:
        remove_folder(folder)
        _forget(run.folder)
        os.close(lock)


def sweep(git_dir: str) -> list[str]:
    """Remove the folders of runs that were killed; those that there were."""
    removed: list[str] = []
    for kept in all_runs(git_dir):
        if os.path.exists(os.path.join(kept.folder, _RECORD)):
            removed += _sweep(kept)
    return removed


def _sweep(kept: Kept) -> Iterator[str]:
    import fcntl

    try:
        lock = os.open(os.path.join(kept.folder, _LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # it is going on
    else:
        for folder in _recorded(kept):
            if os.path.isdir(folder) and not os.path.islink(folder):
                remove_folder(folder)
                yield folder
        _forget(kept.folder)
    finally:
        os.close(lock)


def _recorded(kept: Kept) -> list[str]:
    """The folders that a run wrote down, as far as they can be ours."""
    try:
        with open(os.path.join(kept.folder, _RECORD), "rb") as file:
            listed: object = json.load(file)
    except (OSError, ValueError):
        return []
    folders = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    return [one for one in folders if os.path.isabs(one) and os.path.basename(one).startswith(_PREFIX)]


def _forget(folder: str) -> None:
    for name in (_RECORD, _LOCK):
        with suppress(OSError):
            os.unlink(os.path.join(folder, name))
