"""A reply as lines, and what stands around the edits in it: prose, fences, names of files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoper.edits.model import Complaint, Edits

_LARGEST = 16_000_000  # characters
_FENCE = re.compile(r"\s{0,12}(`{3,}|~{3,})\s*([^`]*)$")
_BARE = re.compile(r"[A-Z]\w*file|LICENSE|NOTICE|COPYING|README|CHANGES|CHANGELOG|AUTHORS|VERSION")  # names without a dot
_QUOTED = re.compile(r"`([^`\n]{1,400})`")
_NAMED = re.compile(r"(?:^|\s)(?:title|path|file|filename)=[\"']?([^\s\"']+)|^\w+:(\S+)$")
_DECORATION = re.compile(
    r"^(?:#+\s+|[-*+]\s+|\d+\.\s+|(?:\*\*)?(?:File(?:name)?|Path)\s*:\s*)*|(?<=\S)\s*:?\s*$", re.IGNORECASE
)


def rows(text: str) -> list[str]:
    """The lines of a reply, whatever ended them; a final newline opens no further line."""
    lines = [row[:-1] if row.endswith("\r") else row for row in text.removeprefix("\ufeff").split("\n")]
    return lines if lines[-1] else lines[:-1]


def too_large(text: str) -> Edits | None:
    if len(text) <= _LARGEST:
        return None
    return Edits((), (Complaint(f"it has {len(text)} characters; more than {_LARGEST} are not read"),))


def fence(row: str) -> tuple[str, str] | None:
    """The marks of a fence and what stands behind them, or ``None`` for a line that is none."""
    found = _FENCE.match(row) if "`" in row or "~" in row else None
    return (found[1], found[2].strip()) if found else None


def path_above(lines: Sequence[str], at: int, *, floor: int = 0, look: int = 3) -> str | None:
    """The path named closest above line ``at``, not above ``floor``: at a fence, alone on a line, or as all that is quoted."""
    seen = 0
    for row in range(at - 1, max(floor - 1, at - 1 - 2 * look), -1):
        text = lines[row].strip()
        mark = fence(lines[row])
        if mark is not None:
            named = _NAMED.search(mark[1])
            if named:
                return named[1] or named[2]
            if "/" in mark[1] or "." in mark[1].strip("."):
                return mark[1].rpartition(" ")[2]
            if not mark[1] and seen == 0 and row < at - 1:
                return None  # the end of a block further up
            continue
        if not text:
            continue
        if (path := as_path(text)) is not None:
            return path
        seen += 1
        if seen == look:
            break
    return None


def as_path(text: str) -> str | None:
    """The path that a line names: all of the line but for decoration, or its only quoted part."""
    if len(text) > 500:
        return None
    plain = _DECORATION.sub("", text).strip().strip("*").strip().rstrip(":").strip("*")
    if plain.count("`") == 2 and plain[0] == plain[-1] == "`" and plain[1:-1].strip():
        return plain[1:-1]
    quoted = [part for part in _QUOTED.findall(text) if _looks_like_path(part)]
    if len(quoted) == 1:
        return str(quoted[0])
    bare = plain.strip("`\"'")
    return bare if bare and not re.search(r"\s", bare) and _looks_like_path(bare) else None


def _looks_like_path(text: str) -> bool:
    if re.search(r"[()<>{}|=;,\n]", text) and not re.search(r"[/.]", text):
        return False
    return bool(re.search(r"[/\\]|\.\w+$|^\.\w", text) or _BARE.fullmatch(text))


def quote_path(path: str) -> str:
    """A path as a line that :func:`as_path` reads back. Raises :class:`ValueError` for one with backticks in it."""
    for line in (path, f"`{path}`"):
        if as_path(line) == path:
            return line
    raise ValueError(f"no line can name the path {path}")
