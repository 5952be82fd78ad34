"""Edits that need no grammar: text in blocks, and what happens to a file as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoper.change.blocks import blocks
from scoper.change.model import ChangedFile, Edit, EditKind
from scoper.git.model import SUBMODULE, FileChange, Status
from scoper.text import LineRange, split_lines, to_ranges

_WHOLE_FILE = {Status.ADDED: EditKind.ADD, Status.DELETED: EditKind.DELETE, Status.COPIED: EditKind.ADD}


def text_edits(file: ChangedFile) -> list[Edit]:
    """The changed lines of a file that is cut as text."""
    change = file.change
    kind = _WHOLE_FILE.get(change.status, EditKind.TEXT) if change.status is not Status.COPIED else EditKind.TEXT
    return [
        _file_edit(change, (kind,), block.before, block.after)
        for block in blocks(change.hunks, file.base_text, file.head_text)
        if block.before or block.after
    ]


def file_edits(file: ChangedFile, edits: Sequence[Edit]) -> Iterator[Edit]:
    """What remains to be said of a file beside its lines. ``edits`` are those that are known already."""
    change = file.change
    if change.status in (Status.RENAMED, Status.COPIED):
        yield _relocation(file, edits)
    elif _is_submodule(change) and not change.hunks:
        yield _file_edit(change, (EditKind.TEXT,))
    elif change.binary:
        kind = _WHOLE_FILE.get(change.status)
        yield _file_edit(change, (kind, EditKind.BINARY) if kind else (EditKind.BINARY,))
    elif change.status in _WHOLE_FILE and not change.hunks:
        yield _file_edit(change, (_WHOLE_FILE[change.status],))
    if change.base is not None and change.head is not None and change.base.mode != change.head.mode:
        yield _file_edit(change, (EditKind.MODE,))
    elif change.status is Status.MODIFIED and not (change.hunks or change.binary or _is_submodule(change)):
        yield _file_edit(change, (EditKind.TEXT,))


def _relocation(file: ChangedFile, edits: Sequence[Edit]) -> Edit:
    """The renaming or copying of a file: one edit with all lines that no other one has."""
    change = file.change
    assert change.base_path is not None and change.head_path is not None
    if change.status is Status.COPIED:
        kind = EditKind.ADD
    else:
        same_folder = change.base_path.rpartition("/")[0] == change.head_path.rpartition("/")[0]
        kind = EditKind.RENAME if same_folder else EditKind.MOVE
    kinds = (kind, EditKind.BINARY) if change.binary else (kind,)
    before = _rest(file.base_text, (r for e in edits if e.base_path == change.base_path for r in e.before))
    after = _rest(file.head_text, (r for e in edits if e.path == change.head_path for r in e.after))
    is_rename = change.status is Status.RENAMED
    edit = _file_edit(change, kinds, before if is_rename else (), after)
    return edit._replace(symbol=change.head_path, old_symbol=change.base_path if is_rename else None)


def _rest(text: bytes | None, covered: Iterable[LineRange]) -> tuple[LineRange, ...]:
    if text is None:
        return ()
    taken = {number for r in covered for number in range(r.start, r.end + 1)}
    return to_ranges(n for n in range(1, len(split_lines(text)) + 1) if n not in taken)


def _is_submodule(change: FileChange) -> bool:
    return any(entry is not None and entry.mode == SUBMODULE for entry in (change.base, change.head))


def _file_edit(
    change: FileChange, kinds: tuple[EditKind, ...], before: tuple[LineRange, ...] = (), after: tuple[LineRange, ...] = ()
) -> Edit:
    old_path = change.base_path if change.base_path != change.path else None
    return Edit("", change.path, old_path, None, None, kinds, before, after)
