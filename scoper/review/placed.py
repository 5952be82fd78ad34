"""Which parts of a change are in place already, where a run brought back some of them and left out others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.text import LineRange
from scoper.untangle.merge import lines_of

_Lines = Mapping[str, frozenset[int]]
"""Path → lines, 1-based."""


class _Placed(NamedTuple):
    """``missing`` are lines of the head that ``tree`` has not, ``gone`` those of the base that it has no more."""

    tree: Tree
    head: Tree
    missing: _Lines
    gone: _Lines


def in_place(repository: Repository, base: Tree, head: Tree, placed: Tree, parts: Change) -> set[int]:
    """The parts, by position in the change from ``base`` to ``head``, that ``placed`` holds, which is the base with some of
    them. Where a diff may be read in several ways it is what most lines of a part say."""
    known = _Placed(
        placed,
        head,
        {
            one.head_path: _lines((hunk.head_start, hunk.head_count) for hunk in one.hunks)
            for one in repository.diff(placed, head)
            if one.head_path is not None
        },
        {
            one.base_path: _lines((hunk.base_start, hunk.base_count) for hunk in one.hunks)
            for one in repository.diff(base, placed)
            if one.base_path is not None
        },
    )
    files = {file.change.path: file for file in parts.files}
    return {number for number, edit in enumerate(parts.edits) if _is_in_place(edit, files.get(edit.path), known)}


def _is_in_place(edit: Edit, file: ChangedFile | None, known: _Placed) -> bool:
    new, now = known.head.entries().get(edit.path), known.tree.entries().get(edit.path)
    if new == now or _is_move(edit):
        return now is not None or new is None
    old, added = (
        _told(ranges, text) for ranges, text in ((edit.before, file and file.base_text), (edit.after, file and file.head_text))
    )
    if old or added:
        gone, missing = known.gone.get(edit.base_path, frozenset()), known.missing.get(edit.path, frozenset())
        there = sum(line in gone for line in old) + sum(line not in missing for line in added)
        return there * 2 > len(old) + len(added)
    now = now or known.tree.entries().get(edit.base_path)
    if new is None or now is None:
        return False
    return new.mode == now.mode if edit.kinds == (EditKind.MODE,) else new.oid == now.oid


def _is_move(edit: Edit) -> bool:
    """Whether it gives a file another path. (So does what renames a definition, which has lines.)"""
    return edit.old_path is not None and (edit.symbol, edit.old_symbol) == (edit.path, edit.old_path)


def _told(ranges: Sequence[LineRange], text: bytes | None) -> list[int]:
    """Lines by which a part is known: not blank ones, of which there are many."""
    lines = lines_of(text or b"")
    listed = [line for one in ranges for line in range(one.start, one.end + 1)]
    return [line for line in listed if line <= len(lines) and lines[line - 1].strip()] or listed


def _lines(spans: Iterator[tuple[int, int]]) -> frozenset[int]:
    return frozenset(line for start, count in spans for line in range(start, start + count))
