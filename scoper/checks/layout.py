"""New layout that is not held against a change: another rule names it, or the project's own formatter asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from scoper.change.model import ChangedFile, Edit
from scoper.change.rewrites import rewrites
from scoper.checks.model import Review
from scoper.text import LineRange, split_lines

_MOST = 0.9  # of all lines, from which a file has one kind of ending
_MOST_LINES = 20_000  # of one file; comparing more takes too long


def excused(review: Review, edits: Sequence[Edit]) -> set[str]:
    """Ids of the edits, all of them format-only, about which nothing is to be said."""
    flipped = {file.change.path for file in review.change.files if is_flipped(file)} if edits else set()
    found: dict[tuple[str, str | None], list[LineRange]] = {}
    for item in rewrites(review.change, edits):
        if item.after is not None:
            found.setdefault((item.path, item.symbol), []).append(item.after)
    named = {edit.id for edit in edits if edit.path in flipped or _is_named(edit, found.get((edit.path, edit.symbol), ()))}
    return named | _formatted(review, [edit for edit in edits if edit.id not in named])


def is_flipped(file: ChangedFile) -> bool:
    """Whether the lines of a file end in another way than before."""
    if not file.base_text or not file.head_text:
        return False
    old, new = (text.count(b"\r\n") / max(1, text.count(b"\n")) for text in (file.base_text, file.head_text))
    return (old <= 1 - _MOST and new >= _MOST) or (old >= _MOST and new <= 1 - _MOST)


def _is_named(edit: Edit, found: Sequence[LineRange]) -> bool:
    """Whether all of its lines only have other quotes, or literals in another spelling."""
    return bool(edit.after) and all(any(n in lines for lines in found) for r in edit.after for n in range(r.start, r.end + 1))


def _formatted(review: Review, edits: Sequence[Edit]) -> set[str]:
    """The edits that the formatter makes by itself, given all the rest of the change."""
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    files = {file.change.path: file for file in review.change.files if file.change.path in by_path}
    without = {path: text for path, file in files.items() if (text := _without(file, by_path[path])) is not None}
    done = review.formatter(without) if without else {}
    return {edit.id for path, text in done.items() for edit in _kept(files[path], text, by_path[path])}


def _without(file: ChangedFile, edits: Sequence[Edit]) -> bytes | None:
    """The head with these edits taken back; ``None`` where that cannot be said by hunks."""
    if file.base_text is None or file.head_text is None:
        return None
    base, head = split_lines(file.base_text), split_lines(file.head_text)
    if max(len(base), len(head)) > _MOST_LINES:
        return None
    for hunk in sorted(file.change.hunks, reverse=True):
        new = LineRange(hunk.head_start, hunk.head_start + hunk.head_count - 1)
        old = LineRange(hunk.base_start, hunk.base_start + hunk.base_count - 1)
        if any(new.overlaps(r) for e in edits for r in e.after) or any(old.overlaps(r) for e in edits for r in e.before):
            at = hunk.head_start - 1 if hunk.head_count else hunk.head_start
            head[at : at + hunk.head_count] = base[old.start - 1 : old.end] if hunk.base_count else []
    return b"\n".join(head) + b"\n"


def _kept(file: ChangedFile, text: bytes, edits: Sequence[Edit]) -> list[Edit]:
    """The edits whose lines stand in the formatted text as they do in the head."""
    from difflib import SequenceMatcher  # only where a formatter ran

    head = split_lines(file.head_text or b"")
    codes = SequenceMatcher(None, head, split_lines(text), autojunk=False).get_opcodes()
    same = [LineRange(a + 1, b) for tag, a, b, _, _ in codes if tag == "equal"]
    return [edit for edit in edits if edit.after and all(any(r.start in s and r.end in s for s in same) for r in edit.after)]
