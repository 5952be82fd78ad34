"""Changed files made by hand: texts in, hunks by difflib, facts by the real extractor."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from textwrap import dedent

from scoper.change.build import build_change
from scoper.change.model import Change, ChangedFile, Edit
from scoper.facts.extract import extract
from scoper.facts.model import FileFacts
from scoper.git.model import REGULAR, Entry, FileChange, Hunk, Status
from scoper.lang.registry import language_of
from scoper.text import split_lines


def hunks(base: bytes, head: bytes) -> tuple[Hunk, ...]:
    """As git writes them with ``-U0``."""
    matcher = SequenceMatcher(None, split_lines(base), split_lines(head), autojunk=False)
    return tuple(
        Hunk(i1 + (i2 > i1), i2 - i1, j1 + (j2 > j1), j2 - j1)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def facts(path: str | None, text: bytes | None) -> FileFacts | None:
    language = language_of(path) if path is not None else None
    return extract(language, text) if language is not None and text is not None else None


def changed(
    base: str | bytes | None, head: str | bytes | None, *, path: str = "a.py", old_path: str | None = None, mode: int = REGULAR
) -> ChangedFile:
    """One changed file; a side that is ``None`` does not exist. Text is dedented, bytes are taken as they are."""
    old = dedent(base).encode() if isinstance(base, str) else base
    new = dedent(head).encode() if isinstance(head, str) else head
    status = Status.ADDED if old is None else Status.DELETED if new is None else Status.MODIFIED
    if old_path is not None:
        status = Status.RENAMED
    base_path = (old_path or path) if old is not None else None
    head_path = path if new is not None else None
    change = FileChange(
        status,
        base_path,
        head_path,
        Entry(REGULAR, "0" * 40) if old is not None else None,
        Entry(mode, "1" * 40) if new is not None else None,
        hunks(old or b"", new or b""),
    )
    return ChangedFile(change, old, new, facts(base_path, old), facts(head_path, new))


def change(*files: ChangedFile) -> Change:
    """Build, and hold every result to the contract of edits."""
    built = build_change(files)
    assert faults(built) == []
    return built


def faults(built: Change) -> list[str]:
    """How the edits break their contract: every changed line that is not blank in one edit, no line in two."""
    covered: Counter[tuple[str, str, int]] = Counter()
    for edit in built.edits:
        covered.update(("base", edit.base_path, n) for r in edit.before for n in range(r.start, r.end + 1))
        covered.update(("head", edit.path, n) for r in edit.after for n in range(r.start, r.end + 1))
    found = [f"{line} is in {count} edits" for line, count in covered.items() if count > 1]
    for file in built.files:
        change = file.change
        for side, path, text, changed_lines in (
            ("base", change.base_path, file.base_text, [(h.base_start, h.base_count) for h in change.hunks]),
            ("head", change.head_path, file.head_text, [(h.head_start, h.head_count) for h in change.hunks]),
        ):
            lines = split_lines(text) if text is not None else []
            numbers = (n for start, count in changed_lines for n in range(start, start + count))
            missing = (n for n in numbers if (side, path, n) not in covered)
            found += [f"{side} {path}:{n} is in no edit" for n in missing if n > len(lines) or lines[n - 1].strip()]
    return found


def brief(edit: Edit) -> str:
    """``symbol: kinds -before +after`` in one line; the path is left out of symbols of ``a.py``."""
    symbol = "text" if edit.symbol is None else edit.symbol.removeprefix("a.py::")
    old = f" (was {edit.old_symbol.removeprefix('a.py::')})" if edit.old_symbol else ""
    sides = [
        sign + ",".join(str(r.start) if r.start == r.end else f"{r.start}-{r.end}" for r in ranges)
        for sign, ranges in (("-", edit.before), ("+", edit.after))
        if ranges
    ]
    return " ".join([f"{symbol}{old}: {'+'.join(edit.kinds)}", *sides])


def briefs(base: str | None, head: str | None) -> list[str]:
    """The edits of one Python file."""
    return [brief(edit) for edit in change(changed(base, head)).edits]
