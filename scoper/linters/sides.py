"""Both sides on disk for the linters that need files: ``base/…`` and ``head/…`` in one temporary folder.

Where only files by themselves are linted, these are the changed files and the configuration around them; for a tool that looks
at the whole program, they are the whole trees. Both have the base side's configuration.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from posixpath import join
from typing import NamedTuple

from scoper.finding import Problem
from scoper.folder import make_folder, remove_folder
from scoper.git.model import EXECUTABLE, FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters.project import File
from scoper.linters.select import Selection, is_file, is_linted
from scoper.linters.settings import folders_above
from scoper.linters.workspace import BASE, HEAD, write_files

_BATCH = 1000  # contents that are in memory at once
_PACKAGES = "node_modules"


class Files(NamedTuple):
    """What is linted on each side: the path in the temporary folder → the path in the snapshot."""

    base: Mapping[str, str]
    head: Mapping[str, str]


def changed_files(
    changes: Sequence[FileChange], head: Snapshot, base: Snapshot, max_file_bytes: int, names: Collection[str] = ()
) -> Files:
    """The changed files, the base side's under their names of the head side (see ``project.plan``), but for those with one of
    these ``names``."""
    wanted = [change for change in changes if is_linted(change) and change.path.rpartition("/")[2] not in names]
    heads = _small(head, {c.path: c.head_path for c in wanted if c.head_path}, max_file_bytes)
    bases = _small(base, {c.path: c.base_path for c in wanted if c.base_path and is_file(c.base)}, max_file_bytes)
    return Files({path: own for path, own in bases.items() if path in heads}, heads)


def _small(snapshot: Snapshot, paths: Mapping[str, str], max_file_bytes: int) -> dict[str, str]:
    contents = snapshot.read_many(paths.values())
    return {path: own for path, own in paths.items() if own in contents and len(contents[own]) <= max_file_bytes}


def write_sides(
    base: Snapshot, head: Snapshot, files: Files, selection: Selection, root: str | None
) -> tuple[str, tuple[Problem, ...]]:
    """A new folder that holds both sides, and what could not be written."""
    folder = make_folder("scoper-tools-")
    try:
        whole = any(chosen.adapter.whole for chosen in selection.chosen)
        problems: list[Problem] = []
        for name, snapshot, own in ((BASE, base, files.base), (HEAD, head, files.head)):
            side = os.path.join(folder, name)
            os.mkdir(side)
            ruled = _ruled(selection) if whole else selection.configs.keys() - own.keys()
            problems += write_files(side, {path: File(selection.configs[path]) for path in ruled})
            problems += _write(side, snapshot, _whole(snapshot, ruled | _new_configs(selection, base)) if whole else own)
        for name, text in dict(fence for chosen in selection.chosen for fence in chosen.adapter.fences).items():
            with open(os.path.join(folder, name), "x", encoding="utf-8") as file:
                file.write(text)
        _link_packages(folder, root, [path for chosen in selection.chosen for path in chosen.paths])
    except BaseException:
        remove_folder(folder)
        raise
    return folder, tuple(dict.fromkeys(problems))


def _ruled(selection: Selection) -> set[str]:
    """Paths that only the base side's configuration may fill in whole trees. What a project also declares its dependencies
    in (``package.json``) is each side's own."""
    names = {name for chosen in selection.chosen for name in (*chosen.adapter.configs, *(f for f, _ in chosen.adapter.tables))}
    return {path for path in selection.configs if path.rpartition("/")[2] in names - {"package.json"}}


def _new_configs(selection: Selection, base: Snapshot) -> set[str]:
    """Where a configuration that the base side lacks would stand."""
    if not base.entries():
        return set()
    above = {folder for chosen in selection.chosen for path in chosen.paths for folder in folders_above(path)}
    names = {name for chosen in selection.chosen for name in chosen.adapter.configs}
    return {join(folder, name) for folder in above for name in names} - selection.configs.keys()


def _whole(snapshot: Snapshot, without: Iterable[str]) -> dict[str, str]:
    left_out = set(without)
    return {path: path for path, entry in snapshot.entries().items() if is_file(entry) and path not in left_out}


def _write(side: str, snapshot: Snapshot, paths: Mapping[str, str]) -> Iterator[Problem]:
    entries, listed = snapshot.entries(), list(paths.items())
    for first in range(0, len(listed), _BATCH):
        batch = listed[first : first + _BATCH]
        contents = snapshot.read_many(own for _, own in batch)
        yield from write_files(
            side, {path: File(contents[own], entries[own].mode == EXECUTABLE) for path, own in batch if own in contents}
        )


def _link_packages(folder: str, root: str | None, paths: Iterable[str]) -> None:
    """Let installed packages be found where they would be; they are in no snapshot."""
    if root is None:
        return
    for above in {above for path in paths for above in folders_above(path)}:
        packages = os.path.join(root, *above.split("/"), _PACKAGES) if above else os.path.join(root, _PACKAGES)
        if os.path.isdir(packages):
            for side in (BASE, HEAD):
                place = os.path.join(folder, side, *above.split("/")) if above else os.path.join(folder, side)
                link = os.path.join(place, _PACKAGES)
                if os.path.isdir(place) and not os.path.lexists(link):
                    os.symlink(packages, link)


def inside(side: str, folder: str, printed: str) -> str | None:
    """The path in the repository of what a tool printed, started in ``folder`` of a side; ``None`` where it leads outside."""
    path = printed.replace("\\", "/") if os.sep == "\\" else printed
    if not os.path.isabs(path):
        path = join(side, folder, path)
    path = os.path.normpath(path)
    prefix = os.path.join(side, "")
    return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None
