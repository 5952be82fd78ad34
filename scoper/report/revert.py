"""What would take one edit back: the lines of the head to replace, and the lines of the base to put there.

Only what can be said in whole hunks of the diff is: an edit that shares a hunk with another one, a file whose text is not UTF-8
and a deleted or renamed file have no such answer here (``scoper trim`` takes those apart).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoper.change.model import ChangedFile, Edit
from scoper.git.model import Hunk
from scoper.text import LineRange, Replacement, lines_with_ends


def replacements(edit: Edit, files: Mapping[str, ChangedFile]) -> tuple[Replacement, ...]:
    """In the order of lines; empty where the edit cannot be taken back on its own by whole hunks."""
    file = files.get(edit.path)
    if file is None or file.base_text is None or file.head_text is None or file.change.base_path != file.change.head_path:
        return ()
    mine = [hunk for hunk in file.change.hunks if _touches(edit, hunk)]
    if not mine or not all(_covers(edit, hunk, file) for hunk in mine):
        return ()
    base = lines_with_ends(file.base_text)
    try:
        return tuple(_replacement(hunk, base) for hunk in mine)
    except UnicodeDecodeError:
        return ()


def widened(changes: Sequence[Replacement], file: ChangedFile) -> tuple[Replacement, ...]:
    """The same changes of the head file, each over a line at least: what is put between two lines replaces one of them that the
    diff added. Empty where there is none."""
    free = {n for hunk in file.change.hunks for n in range(hunk.head_start, hunk.head_start + hunk.head_count)}
    free -= {line for change in changes for line in range(change.start, change.start + change.lines)}
    lines = [line.decode("utf-8", "replace") for line in lines_with_ends(file.head_text or b"")]
    made = []
    for change in changes:
        above, below = change.start - 1, change.start
        if change.lines:
            made.append(change)
        elif above in free:
            made.append(Replacement(above, 1, lines[above - 1] + change.text))
        elif below in free:
            made.append(Replacement(below, 1, change.text + lines[below - 1]))
        else:
            return ()
        free -= {made[-1].start}
    return tuple(made)


def _replacement(hunk: Hunk, base: Sequence[bytes]) -> Replacement:
    start = hunk.head_start if hunk.head_count else hunk.head_start + 1
    first = hunk.base_start - 1 if hunk.base_count else hunk.base_start
    return Replacement(start, hunk.head_count, b"".join(base[first : first + hunk.base_count]).decode("utf-8"))


def _touches(edit: Edit, hunk: Hunk) -> bool:
    return any(_overlap(lines, hunk.base_start, hunk.base_count) for lines in edit.before) or any(
        _overlap(lines, hunk.head_start, hunk.head_count) for lines in edit.after
    )


def _overlap(lines: LineRange, start: int, count: int) -> bool:
    return lines.start < start + count and start <= lines.end


def _covers(edit: Edit, hunk: Hunk, file: ChangedFile) -> bool:
    """Whether every line of the hunk that is not blank is the edit's."""
    sides = (
        (edit.before, file.base_text, hunk.base_start, hunk.base_count),
        (edit.after, file.head_text, hunk.head_start, hunk.head_count),
    )
    return all(
        any(number in lines for lines in ranges) or not line.strip()
        for ranges, text, start, count in sides
        for number, line in enumerate(lines_with_ends(text or b"")[start - 1 : start - 1 + count] if count else (), start)
    )
