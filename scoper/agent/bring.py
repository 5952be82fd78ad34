"""Bringing back what was accepted: one change of the work tree, whole or not at all, that overwrites nothing of the user's.

Between taking the base and bringing back, the user may have gone on working. Files that they did not touch are written, files
that already are as they should be are left, and a file that both sides changed is merged line by line where that is possible;
where it is not, nothing is written at all.

Many files cannot be renamed at once, so what is about to be written is written down first. A process that is killed in between
leaves a journal, by which the next command completes the change; if that cannot be, it is taken back.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from scoper.agent.copies import sweep
from scoper.agent.runs import Kept, Run, all_runs
from scoper.errors import UserError
from scoper.folder import sweep_folders
from scoper.git.disk import DiskFile, read_file, write_files
from scoper.git.model import Entry
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.untangle.place import into_work_tree, to_write

JOURNAL = "writing.json"
SAVED = "saved"
_LEFTOVER = re.compile(r"\.scoper-[0-9a-f]{16}")
Files = dict[str, DiskFile | None]


class Brought(NamedTuple):
    """What was written: paths, those of them that were merged with what the user did meanwhile, and the folder with the way
    back (``None`` where nothing had to be written)."""

    paths: tuple[str, ...]
    merged: tuple[str, ...]
    undo: str | None


def bring_back(repository: Repository, run: Run, base: Tree, after: Tree) -> Brought:
    """Make the work tree, which was ``base`` once, hold what changed from there to ``after``.

    Raises :class:`UserError` that names the files where it cannot be done; the work tree is then as it was."""
    now = repository.work_tree()
    _root(repository)
    wanted, merged_paths = _planned(repository, base, after, now)
    if not wanted:
        return Brought((), (), None)
    target = repository.lay(now, wanted, "what was accepted")
    run.keep(JOURNAL, _journal(*to_write(repository, now, target)))
    try:
        placed = into_work_tree(repository, now, target)
    finally:
        run.drop(JOURNAL)  # it was written whole, or put back whole
    return Brought(tuple(sorted(wanted)), merged_paths, placed.undo)


class Recovered(NamedTuple):
    """What became of a change in whose writing a run was killed. ``how`` is ``untouched``, ``completed`` or ``put back``; or it
    is ``saved``, where a command was at work in a copy, and what it had done is kept with the run."""

    run: str
    how: str
    paths: tuple[str, ...]

    @property
    def words(self) -> str:
        if self.how == SAVED:
            return (
                f"run {self.run} was killed; what its command had done is kept: `scoper wrap --replay {self.run}` looks at it"
            )
        return f"run {self.run} was killed while it wrote; its change is now {self.how}"


def recover(repository: Repository) -> list[Recovered]:
    """Complete what was cut off, or take it back where the user changed the files since. What a killed run left in temporary
    folders is kept, and the folders are removed."""
    if repository.root is None:
        return []
    saved = [Recovered(run, SAVED, ()) for run in sweep(repository)]
    sweep_folders()
    return saved + [_recover(repository, kept) for kept in all_runs(repository.git_dir) if _has_journal(kept)]


def _has_journal(kept: Kept) -> bool:
    return os.path.exists(os.path.join(kept.folder, JOURNAL))


def _recover(repository: Repository, kept: Kept) -> Recovered:
    root = _root(repository)
    before, goal = _read_journal(kept)
    _sweep(root, goal)
    now = {path: read_file(root, path) for path in goal}
    done = {path for path in goal if now[path] == goal[path]}
    undone = {path for path in goal if path not in done and now[path] == before[path]}
    if not done:
        how = "untouched"
    elif done | undone == goal.keys():
        write_files(root, {path: now[path] for path in undone}, {path: goal[path] for path in undone})
        how = "completed"
    else:
        write_files(root, {path: now[path] for path in done}, {path: before[path] for path in done})
        how = "put back"
    run = Run(kept)
    run.note("recovered", how=how, paths=sorted(goal))
    run.drop(JOURNAL)
    return Recovered(kept.id, how, tuple(sorted(goal)))


def _sweep(root: str, paths: Mapping[str, object]) -> None:
    """Remove files that were written beside their place and not renamed into it."""
    for folder in {os.path.dirname(os.path.join(root, path)) for path in paths}:
        with suppress(OSError):
            for name in os.listdir(folder):
                if _LEFTOVER.fullmatch(name):
                    os.unlink(os.path.join(folder, name))


Laid = dict[str, tuple[int, bytes] | Entry | None]


def _planned(repository: Repository, base: Tree, after: Tree, now: Tree) -> tuple[Laid, tuple[str, ...]]:
    """What to lay over ``now``, and which paths of it are merged."""
    old, new, current = base.entries(), after.entries(), now.entries()
    wanted: Laid = {}
    touched = []
    for path in differing_paths(base, after):
        if current.get(path) == new.get(path):
            continue
        if current.get(path) == old.get(path):
            wanted[path] = new.get(path)
        else:
            touched.append(path)
    texts = [tree.read_many(touched) for tree in (base, after, now)]
    stuck = []
    for path in touched:
        sides = [text for side in texts if (text := side.get(path)) is not None]
        both = repository.merge_texts(sides[0], sides[2], sides[1]) if len(sides) == len(texts) else None
        if both is None:
            stuck.append(path)
        else:
            wanted[path] = (new[path].mode, both)
    if stuck:
        raise UserError(
            f"{', '.join(stuck[:3])} changed in the meantime, in the same place", "nothing was written; the patch is kept"
        )
    return wanted, tuple(touched)


def _journal(before: Mapping[str, DiskFile | None], goal: Mapping[str, DiskFile | None]) -> bytes:
    files = {path: {"before": _packed(before[path]), "after": _packed(goal[path])} for path in goal}
    return json.dumps({"schema": "scoper.writing/1", "files": files}).encode()


def _packed(file: DiskFile | None) -> list[object] | None:
    return None if file is None else [file.mode, base64.b64encode(file.content).decode()]


def _read_journal(kept: Kept) -> tuple[Files, Files]:
    try:
        files = json.loads(kept.read(JOURNAL))["files"]
        before = {path: _unpacked(sides["before"]) for path, sides in files.items()}
        return before, {path: _unpacked(sides["after"]) for path, sides in files.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"the journal of run {kept.id} is damaged: {error}", f"see {kept.folder}") from None


def _unpacked(value: list[object] | None) -> DiskFile | None:
    if value is None:
        return None
    mode, content = value
    if not isinstance(mode, int) or not isinstance(content, str):
        raise ValueError("a file has no mode and content")
    return DiskFile(mode, base64.b64decode(content))


def _root(repository: Repository) -> str:
    if repository.root is None:
        raise UserError("a bare repository has no work tree to write to", "--patch or --branch write elsewhere")
    return repository.root
