"""What the edits of a change say: their lines on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoper.change.model import Change
from scoper.text import LineRange, split_lines


class EditTexts:
    """The changed lines of each edit, by its position in ``change.edits``; nothing for a side that cannot be read."""

    def __init__(self, change: Change) -> None:
        self._edits = change.edits
        self._base = {file.change.base_path: split_lines(file.base_text or b"") for file in change.files}
        self._head = {file.change.head_path: split_lines(file.head_text or b"") for file in change.files}

    def before(self, number: int) -> str:
        edit = self._edits[number]
        return _joined(self._base.get(edit.base_path, ()), edit.before)

    def after(self, number: int) -> str:
        edit = self._edits[number]
        return _joined(self._head.get(edit.path, ()), edit.after)


def _joined(lines: Sequence[bytes], ranges: Iterable[LineRange]) -> str:
    return b"\n".join(line for start, end in ranges for line in lines[start - 1 : end]).decode("utf-8", "replace")
