"""Recombining a whole change: any choice of its edits → the files to lay over the base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.change.slide import REACH
from scoper.git.model import EXECUTABLE, REGULAR, Entry, FileChange, Status
from scoper.text import LineRange
from scoper.untangle.merge import Line, Piece, Written, cut, lines_of, merge
from scoper.untangle.slide import slide

Content = tuple[int, bytes] | Entry | None
"""Mode and content, an entry as it is, or ``None`` for a file that is not there."""

_PLAIN = (REGULAR, EXECUTABLE)
_AS_THEY_ARE: Written = {}


class _File(NamedTuple):
    """One changed file. ``pieces`` is ``None`` where its content is taken from either side as a whole. ``move`` and ``mode``
    are the edits that rename the file and that change its mode; ``content`` are all others that touch it."""

    change: FileChange
    pieces: Sequence[Piece] | None
    base: Sequence[bytes]
    head: Sequence[bytes]
    content: frozenset[int]
    move: int | None
    mode: int | None


class Recombination:
    """A change, ready to be taken in part. Edits are named by their position in ``change.edits``.

    ``ties`` are sets of edits of which either all or none can be chosen: a binary file, a link, a file that has to make room
    for another one.
    """

    def __init__(self, change: Change) -> None:
        owners = _Owners(change.edits)
        self._files = {file.change.path: _file(file, owners) for file in change.files}
        self.ties = [group for group in self._ties() if len(group) > 1]

    def files(self, chosen: Collection[int], written: Written = _AS_THEY_ARE) -> dict[str, Content]:
        """What to lay over the base for these edits: none of them gives nothing, all of them give the head, but for those that
        are written anew."""
        laid: dict[str, Content] = {}
        for file in self._files.values():
            path, content = _laid(file, chosen, written)
            base_path = file.change.base_path
            if base_path is not None and path != base_path:
                laid.setdefault(base_path, None)
            if path is not None and (content != file.change.base or path != base_path):
                laid[path] = content
        return laid

    def lines(self, path: str, chosen: Collection[int]) -> list[Line] | None:
        """Where the lines of a changed file come from; ``None`` where it has none. ``path`` is as in the report."""
        file = self._files.get(path)
        if file is None or file.pieces is None:
            return None
        return merge(file.pieces, file.base, file.head, chosen)

    def closed(self, chosen: Iterable[int]) -> set[int]:
        """These edits with all that are tied to them."""
        found = set(chosen)
        size = -1
        while size != len(found):
            size = len(found)
            for group in self.ties:
                if not group.isdisjoint(found):
                    found |= group
        return found

    def _ties(self) -> Iterator[frozenset[int]]:
        for file in self._files.values():
            if file.pieces is None:
                is_typed = file.change.status in (Status.TYPE_CHANGED, Status.COPIED)
                yield _all_edits(file) if is_typed else file.content
        yield from self._room()

    def _room(self) -> Iterator[frozenset[int]]:
        """A file can only come where another one was, or where a folder was that held it, once that has gone."""
        left = {file.change.base_path: file for file in self._files.values() if file.change.base_path != file.change.head_path}
        folders: dict[str, list[_File]] = defaultdict(list)
        for path, file in left.items():
            for folder in _folders(path or ""):
                folders[folder].append(file)
        for file in self._files.values():
            path = file.change.head_path
            if path is None or path == file.change.base_path:
                continue
            blocking = [left[name] for name in (path, *_folders(path)) if name in left] + folders.get(path, [])
            for other in blocking:
                yield _all_edits(file) | _all_edits(other)


class _Owners:
    """The edits of a change by the files and lines that they touch."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.of_base: dict[str, list[int]] = defaultdict(list)
        self.of_head: dict[str, list[int]] = defaultdict(list)
        for number, edit in enumerate(edits):
            if edit.before or not edit.after:
                self.of_base[edit.base_path].append(number)
            if edit.after or not edit.before:
                self.of_head[edit.path].append(number)

    def touching(self, change: FileChange) -> list[int]:
        return sorted({*self.of_base.get(change.base_path or "", ()), *self.of_head.get(change.head_path or "", ())})

    def lines(self, numbers: Iterable[int], path: str | None, *, is_base: bool) -> dict[int, int]:
        owned: dict[int, int] = {}
        for number in numbers:
            edit = self.edits[number]
            if (edit.base_path if is_base else edit.path) == path:
                owned.update((line, number) for lines in (edit.before if is_base else edit.after) for line in _span(lines))
        return owned


def _file(file: ChangedFile, owners: _Owners) -> _File:
    change = file.change
    touching = owners.touching(change)
    move = next((n for n in touching if _is_move(owners.edits[n], change)), None)
    mode = next(
        (n for n in touching if owners.edits[n].kinds == (EditKind.MODE,) and owners.edits[n].path == change.path), None
    )
    content = [n for n in touching if n not in (move, mode)]
    base, head = lines_of(file.base_text or b""), lines_of(file.head_text or b"")
    if not _has_lines(file) or not content:
        return _File(change, None, base, head, frozenset(content), move, mode)
    old = owners.lines(content, change.base_path, is_base=True)
    new = owners.lines(content, change.head_path, is_base=False)
    pieces = cut(base, head, change.hunks, old, new, content[0])
    pieces = slide(pieces, base, head, _overhang(file, content, owners.edits))
    used = frozenset(piece.owner for piece in pieces if piece.owner is not None)
    return _File(change, pieces, base, head, used, move, mode)


def _overhang(file: ChangedFile, numbers: Iterable[int], edits: Sequence[Edit]) -> dict[int, int]:
    """By how many lines definitions that are new or gone are longer than their edits."""
    found: dict[int, int] = {}
    for number in numbers:
        is_new = EditKind.ADD in edits[number].kinds
        if not is_new and EditKind.DELETE not in edits[number].kinds:
            continue
        facts, ranges = (file.head_facts, edits[number].after) if is_new else (file.base_facts, edits[number].before)
        ends = [d.end_line for d in (facts.definitions if facts else ()) if any(d.name_line in lines for lines in ranges)]
        if ends and 0 < max(ends) - ranges[-1].end <= REACH:
            found[number] = max(ends) - ranges[-1].end
    return found


def _is_move(edit: Edit, change: FileChange) -> bool:
    is_moved = edit.kinds[:1] in ((EditKind.RENAME,), (EditKind.MOVE,)) or change.status is Status.COPIED
    return (
        change.status in (Status.RENAMED, Status.COPIED)
        and is_moved
        and edit.symbol == change.head_path
        and (edit.old_symbol == change.base_path or change.status is Status.COPIED)
    )


def _has_lines(file: ChangedFile) -> bool:
    """Whether the content can be taken line by line."""
    change = file.change
    if change.binary or change.status in (Status.TYPE_CHANGED, Status.COPIED) or not change.hunks:
        return False
    sides = ((change.base, file.base_text), (change.head, file.head_text))
    return all(entry is None or (entry.mode in _PLAIN and text is not None) for entry, text in sides)


def _laid(file: _File, chosen: Collection[int], written: Written) -> tuple[str | None, Content]:
    """Path and content of one file; no path where it is not there."""
    change = file.change
    base, head = change.base, change.head
    everything = _all_edits(file)
    is_anew = file.pieces is not None and any(number in written and number in chosen for number in file.content)
    if everything.issubset(chosen) and not is_anew:
        return change.head_path, head
    if everything.isdisjoint(chosen):
        return change.base_path, base
    if base is None or head is None:
        entry = base or head
        assert entry is not None and file.pieces is not None
        return change.path, (entry.mode, _text(file, chosen, written))
    path = change.head_path if file.move is None or file.move in chosen else change.base_path
    mode = head.mode if file.mode is None or file.mode in chosen else base.mode
    if file.pieces is not None:
        return path, (mode, _text(file, chosen, written))
    # Without lines of its own to choose, a file that was only moved has the content of both sides.
    is_new = not file.content.isdisjoint(chosen) if file.content else file.move is None or file.move in chosen
    return path, Entry(mode, (head if is_new else base).oid)


def _text(file: _File, chosen: Collection[int], written: Written) -> bytes:
    assert file.pieces is not None
    return b"".join(line.text for line in merge(file.pieces, file.base, file.head, chosen, written))


def _all_edits(file: _File) -> frozenset[int]:
    return file.content | {number for number in (file.move, file.mode) if number is not None}


def _folders(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _span(lines: LineRange) -> range:
    return range(lines.start, lines.end + 1)
