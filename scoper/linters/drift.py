"""Where a formatter would write otherwise what the diff added. Pure.

A formatter is run over whole files of both sides; what it would change is a diagnostic a place. One of the head counts where
nothing but lines of the diff would change, and where the base side kept to the formatter: a file that is laid out otherwise in
more than a few lines has a style of its own, and what goes in line with it is no drift.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.change.model import ChangedFile
from scoper.finding import Mend
from scoper.linters.mend import lines_of, mend, pieces_of
from scoper.linters.model import Diagnostic, FormatDrift, TextEdit
from scoper.text import LineRange, split_lines

CODE = "format"
_MOST = 0.05  # of the lines of the base side that are not blank: beyond, the file is not kept by the formatter


def rewritten(tool: str, path: str, before: bytes, after: bytes) -> Iterator[Diagnostic]:
    """What a formatter changed in one file, place by place."""
    try:
        old, new = (lines_of(text.decode("utf-8")) for text in (before, after))
    except UnicodeDecodeError:
        return
    for piece in pieces_of(old, new):
        text = "".join(new[piece.begin : piece.stop])
        edit = TextEdit(piece.start + 1, 1, piece.end + 1, 1, text)
        first = min(piece.start + 1, max(1, len(old)))
        yield Diagnostic(tool, CODE, "", path, first, max(first, piece.end), 1, None, True, edits=(edit,))


def applied(text: bytes, places: Sequence[Diagnostic]) -> bytes:
    """A text with all that :func:`rewritten` says of it."""
    if not places:
        return text
    lines = lines_of(text.decode("utf-8"))
    for edit in sorted((edit for item in places for edit in item.edits), reverse=True):
        lines[edit.line - 1 : edit.end_line - 1] = [edit.text]
    return "".join(lines).encode("utf-8")


def new_drifts(
    tool: str, base: Sequence[Diagnostic], head: Sequence[Diagnostic], files: Sequence[ChangedFile]
) -> Iterator[FormatDrift]:
    """What counts of the places of the head side, in order. Both sides name files by the head's path."""
    before, after = _by_path(base), _by_path(head)
    for file in files:
        path = file.change.path
        if path not in after:
            continue
        old = [_lines(item) for item in before.get(path, ())]
        lines = sum(1 for line in split_lines(file.base_text or b"") if line.strip())
        if sum(r.end - r.start + 1 for r in old) > _MOST * lines:
            continue
        for item in after[path]:
            mended = mend(file, item.edits)
            if mended is not None and mended.owned and not _was_there(file, mended, old):
                yield FormatDrift(tool, path, mended)


def _by_path(diagnostics: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for item in diagnostics:
        found.setdefault(item.path, []).append(item)
    return found


def _lines(item: Diagnostic) -> LineRange:
    return LineRange(item.line, item.end_line)


def _was_there(file: ChangedFile, mended: Mend, old: Sequence[LineRange]) -> bool:
    """Whether what the diff replaced, or what stands right beside it, was laid out otherwise before."""
    for change in mended.changes:
        end = change.start + max(change.lines, 1) - 1
        for hunk in file.change.hunks:
            first, last = hunk.head_start, hunk.head_start + hunk.head_count
            around = LineRange(max(1, hunk.base_start), hunk.base_start + max(hunk.base_count, 1))
            if first <= end and change.start <= last and any(around.overlaps(r) for r in old):
                return True
    return False
