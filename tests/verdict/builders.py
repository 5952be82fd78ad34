"""Small changes in memory: one edit a line of text, without a grammar."""

from __future__ import annotations

from collections.abc import Mapping

from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.git.model import Entry, FileChange, Status
from scoper.text import LineRange


def added_lines(files: Mapping[str, str], *, base: str = "") -> Change:
    """Every line of every file is one edit that adds it, after the lines of ``base``."""
    edits: list[Edit] = []
    changed = []
    offset = len(base.splitlines())
    for path, text in files.items():
        entry = Entry(0o100644, "0" * 40)
        changed.append(
            ChangedFile(
                FileChange(Status.MODIFIED, path, path, entry, entry), base.encode(), (base + text).encode(), None, None
            )
        )
        for number, _ in enumerate(text.splitlines(), offset + 1):
            line = (LineRange(number, number),)
            edits.append(Edit(f"e{len(edits) + 1}", path, None, None, None, (EditKind.TEXT,), (), line))
    return Change(tuple(changed), (), tuple(edits), ())
