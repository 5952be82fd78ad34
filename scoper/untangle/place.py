"""Putting a trimmed or mended tree where the one that was judged is: in the work tree, or in the index.

Files are compared with what was judged before anything is written, the way back is written down first, and at the end the
repository has to hold exactly what was judged, or everything is put back.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from scoper.change.model import Change, Edit
from scoper.errors import UserError
from scoper.git.disk import DiskFile, read_file, write_files
from scoper.git.model import SUBMODULE, SYMLINK, Entry, Hunk
from scoper.git.repository import Repository
from scoper.git.tree import Tree, differing_paths
from scoper.text import LineRange
from scoper.untangle import undo

_CONVERTED = ("filter", "working-tree-encoding", "ident")  # attributes by which a file on disk is not what git stores


class Placed(NamedTuple):
    """``undo`` is the folder that says how to take it back; ``left`` are files on disk that hold more than what was staged."""

    undo: str
    left: tuple[str, ...]


def into_work_tree(repository: Repository, head: Tree, after: Tree) -> Placed:
    """Make the files of the work tree, of which ``head`` is the snapshot, be ``after``."""
    before, files = to_write(repository, head, after)
    return _place(repository, undo.Step(before, files, {}, {}), after, ())


def to_write(repository: Repository, head: Tree, after: Tree) -> tuple[dict[str, DiskFile | None], dict[str, DiskFile | None]]:
    """What :func:`into_work_tree` finds on disk, and what it would write, byte by byte."""
    return _on_disk(repository, head, after, differing_paths(head, after))


def into_index(repository: Repository, head: Tree, after: Tree) -> Placed:
    """Make the index, of which ``head`` is the snapshot, be ``after``; files on disk follow where they are as they were staged.
    Where they hold more than that, they are the user's and stay."""
    changed = differing_paths(head, after)
    index_before = {path: head.entries().get(path) for path in changed}
    index_after = {path: after.entries().get(path) for path in changed}
    if repository.root is None:
        return _place(repository, undo.Step({}, {}, index_before, index_after), None, ())
    on_disk = repository.work_tree().entries()
    unmoved = [path for path in changed if on_disk.get(path) == head.entries().get(path)]
    stuck = unwritable(repository, head, after, unmoved)
    before, files = _on_disk(repository, head, after, [path for path in unmoved if path not in stuck])
    left = tuple(path for path in changed if path not in files)
    return _place(repository, undo.Step(before, files, index_before, index_after), None, left)


def take_back(repository: Repository) -> list[str]:
    """Undo the last step; the paths that it was about."""
    folder, step = undo.last(repository)
    _write(repository, step)
    undo.forget(folder)
    return sorted({*step.disk_after, *step.index_after})


def held(
    repository: Repository,
    base: Tree,
    head: Tree,
    change: Change,
    since: float | None,
    earlier: Mapping[str, bytes] | None = None,
) -> dict[int, str]:
    """Edits of the work tree, by position, that are not for us to take out: what is staged, what is older than the task
    (declared at ``since``, in seconds, when files that were changed already held ``earlier``), and what cannot be written back
    byte by byte. Each with the reason."""
    reasons: dict[int, str] = {}
    paths = sorted({path for edit in change.edits for path in (edit.path, edit.base_path)})
    stuck = unwritable(repository, head, base, paths)
    staged = _Before(repository, base, head, repository.index())
    owned = _Before(repository, base, head, _as_it_was(repository, base, head, earlier or {}))
    for number, edit in enumerate(change.edits):
        if why := next((stuck[path] for path in (edit.path, edit.base_path) if path in stuck), None):
            reasons[number] = why
        elif staged.holds(edit):
            reasons[number] = "it is staged: --staged trims the index"
        elif since is not None and _is_older(repository, edit.path, since):
            reasons[number] = "it is older than the task"
        elif owned.holds(edit):
            reasons[number] = "some of it is older than the task"
    return reasons


def _as_it_was(repository: Repository, base: Tree, head: Tree, earlier: Mapping[str, bytes]) -> Tree:
    """``base`` with the contents that files had when the task was declared."""
    modes = {path: head.entries().get(path) or base.entries().get(path) for path in earlier}
    files = {
        path: (entry.mode, earlier[path]) for path, entry in modes.items() if entry is not None and entry.mode != SUBMODULE
    }
    return repository.lay(base, files, "before the task")


def unfixable(repository: Repository, head: Tree, paths: Collection[str], *, staged: bool) -> dict[str, str]:
    """The paths, of what ``head`` is the snapshot of, whose files must not be written, each with the reason. What is staged and
    what is on disk are changed together or not at all."""
    stuck = unwritable(repository, head, head, paths) if repository.root is not None else {}
    if staged and paths and repository.root is not None:
        on_disk = repository.work_tree().entries()
        parts = [path for path in paths if on_disk.get(path) != head.entries().get(path)]
        stuck |= dict.fromkeys(parts, "it is staged in part: the file on disk is not what is staged")
    return stuck


class _Before:
    """Which edits of the work tree are in an earlier state of it already, such as the index, in part at least."""

    def __init__(self, repository: Repository, base: Tree, head: Tree, index: Tree) -> None:
        self._index = index.entries()
        self._base = base.entries()
        self._nothing = index.id == base.id
        self._added: dict[str, list[LineRange]] = {}
        self._removed: dict[str, list[LineRange]] = {}
        if not self._nothing:
            for change in repository.diff(index, head):
                self._added.setdefault(change.path, []).extend(_ranges(change.hunks, is_base=False))
            for change in repository.diff(base, index):
                if change.base_path is not None:
                    self._removed.setdefault(change.base_path, []).extend(_ranges(change.hunks, is_base=True))

    def holds(self, edit: Edit) -> bool:
        known = self._index.get(edit.path)
        if self._nothing or (
            known == self._base.get(edit.path) and self._index.get(edit.base_path) == self._base.get(edit.base_path)
        ):
            return False
        if known is None and edit.after:
            return any(_meets(lines, self._removed.get(edit.base_path, ())) for lines in edit.before)
        if not edit.before and not edit.after:
            return True
        added, removed = self._added.get(edit.path, ()), self._removed.get(edit.base_path, ())
        return any(not _is_within(lines, added) for lines in edit.after) or any(_meets(lines, removed) for lines in edit.before)


def _ranges(hunks: Iterable[Hunk], *, is_base: bool) -> Iterator[LineRange]:
    for hunk in hunks:
        start, count = (hunk.base_start, hunk.base_count) if is_base else (hunk.head_start, hunk.head_count)
        if count:
            yield LineRange(start, start + count - 1)


def _is_within(lines: LineRange, ranges: Iterable[LineRange]) -> bool:
    return any(r.start <= lines.start and lines.end <= r.end for r in ranges)


def _meets(lines: LineRange, ranges: Iterable[LineRange]) -> bool:
    return any(lines.overlaps(r) for r in ranges)


def _is_older(repository: Repository, path: str, since: float) -> bool:
    try:
        return os.lstat(os.path.join(repository.root or "", path)).st_mtime < since
    except OSError:
        return False  # it was deleted, at a time that nobody knows


def unwritable(repository: Repository, head: Tree, after: Tree, paths: Iterable[str]) -> dict[str, str]:
    """The paths whose files in the work tree, of which ``head`` is the snapshot, cannot be made those of ``after`` byte by
    byte, each with the reason."""
    paths = list(paths)
    stuck: dict[str, str] = {}
    for path, attributes in repository.attributes(paths, _CONVERTED).items():
        stuck[path] = f"its attribute {next(iter(attributes))} makes git store it otherwise than it is on disk"
    contents = head.read_many(paths)
    for path in paths:
        if any(tree.entries().get(path, _NO_ENTRY).mode == SUBMODULE for tree in (head, after)):
            stuck[path] = "git has to move a submodule"
        elif path in contents and path not in stuck:
            file = read_file(repository.root or "", path)
            if file is not None and file.content != contents[path] and not _is_all_crlf(file.content):
                stuck[path] = "its lines end in different ways on disk"
    return stuck


_NO_ENTRY = Entry(0, "")


def _on_disk(
    repository: Repository, head: Tree, after: Tree, paths: Iterable[str]
) -> tuple[dict[str, DiskFile | None], dict[str, DiskFile | None]]:
    """What these files are on disk, and what they are to be. Raises :class:`UserError` where they are not what was judged."""
    assert repository.root is not None
    paths = list(paths)
    old, new = head.read_many(paths), after.read_many(paths)
    before: dict[str, DiskFile | None] = {}
    files: dict[str, DiskFile | None] = {}
    for path in paths:
        entry, found = head.entries().get(path), read_file(repository.root, path)
        is_crlf = found is not None and path in old and found.content != old[path] and _is_all_crlf(found.content)
        seen = found.content.replace(b"\r\n", b"\n") if found is not None and is_crlf else found.content if found else None
        if seen != old.get(path) or (entry is None) != (found is None):
            raise UserError(f"{path} is not what was judged", "it changed in the meantime, or git ignores it there")
        before[path] = found
        target = after.entries().get(path)
        if target is None:
            files[path] = None
        elif found is not None:
            content = new[path].replace(b"\n", b"\r\n") if is_crlf else new[path]
            files[path] = DiskFile(target.mode, content)
        else:
            content = new[path] if target.mode == SYMLINK else repository.checked_out(path, target.oid)
            files[path] = DiskFile(target.mode, content)
    return before, files


def _is_all_crlf(content: bytes) -> bool:
    return content.count(b"\n") == content.count(b"\r\n")


def _place(repository: Repository, step: undo.Step, after: Tree | None, left: tuple[str, ...]) -> Placed:
    """``after`` is what the work tree has to be in the end."""
    folder = undo.save(repository, step)
    try:
        _write(repository, step)
        if after is not None and repository.work_tree().id != after.id:
            _write(repository, _reversed(step))
            raise UserError(
                "the work tree is not what was judged, so everything was put back", "something else may be writing to it"
            )
    except BaseException:
        root = repository.root or ""
        if all(read_file(root, path) == file for path, file in step.disk_before.items()):
            undo.forget(folder)  # else it is the way back to what could not be put back
        raise
    return Placed(folder, left)


def _write(repository: Repository, step: undo.Step) -> None:
    if repository.root is not None:
        write_files(repository.root, step.disk_before, step.disk_after)
    if not step.index_after:
        return
    try:
        _check_index(repository, step.index_before)
        repository.write_index(step.index_after)
    except BaseException:
        if repository.root is not None:
            write_files(repository.root, step.disk_after, step.disk_before)
        raise


def _check_index(repository: Repository, expected: Mapping[str, Entry | None]) -> None:
    entries = repository.index().entries()
    if changed := [path for path, entry in expected.items() if entries.get(path) != entry]:
        raise UserError(f"what is staged of {changed[0]} changed in the meantime", "nothing was written; try again")


def _reversed(step: undo.Step) -> undo.Step:
    return undo.Step(step.disk_after, step.disk_before, step.index_after, step.index_before)
