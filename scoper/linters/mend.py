"""What a tool would write instead, by lines, and whether that leaves alone what the diff left alone. Pure.

The measure is the text that comes out: every line of the head that is not the diff's own has to stand in it as before, in the
same order. So a fix may take apart, join or move lines that the diff added, and may sort them in between others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from scoper.change.model import ChangedFile
from scoper.finding import Mend
from scoper.linters.model import TextEdit
from scoper.text import Replacement

_BOM = "\ufeff"
_MOST_PAIRS = 1_000_000  # of lines to compare; beyond that a rewritten block is one piece


class Block(NamedTuple):
    """Lines of the head from ``first`` (1-based) on, each with its end, and what a tool would have there."""

    first: int
    old: Sequence[str]
    new: Sequence[str]


class Piece(NamedTuple):
    """``old[start:end]`` of a text becomes ``new[begin:stop]``."""

    start: int
    end: int
    begin: int
    stop: int


def head_lines(file: ChangedFile) -> list[str] | None:
    """The lines of the head side, each with its end; ``None`` where it is not UTF-8, or tools may count them otherwise."""
    try:
        text = (file.head_text or b"").decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if re.search(r"\r(?!\n)", text) else lines_of(text)


def lines_of(text: str) -> list[str]:
    parts = text.split("\n")
    return [*(f"{part}\n" for part in parts[:-1]), *filter(None, parts[-1:])]


def mend(file: ChangedFile, edits: Sequence[TextEdit]) -> Mend | None:
    """The edits of one fix by lines; ``None`` where there are none, or none that could be made."""
    lines = head_lines(file) if edits else None
    if not lines:
        return None
    try:
        return settled(file, list(_blocks(lines, sorted(edits))))
    except ValueError:
        return None


def settled(file: ChangedFile, blocks: Sequence[Block]) -> Mend | None:
    """Blocks that do not overlap as one fix; ``None`` where they change nothing."""
    added = {n for hunk in file.change.hunks for n in range(hunk.head_start, hunk.head_start + hunk.head_count)}
    changes: list[Replacement] = []
    is_owned = True
    for block in blocks:
        pieces = list(pieces_of(block.old, block.new))
        if not _is_owned(block, pieces, added):
            around = list(_around(block, added))
            is_owned &= bool(around) and _is_owned(block, around, added)
            pieces = around if is_owned else pieces
        changes += (
            Replacement(block.first + piece.start, piece.end - piece.start, "".join(block.new[piece.begin : piece.stop]))
            for piece in pieces
        )
    return Mend(tuple(changes), is_owned) if changes else None


def _blocks(lines: Sequence[str], edits: Sequence[TextEdit]) -> Iterator[Block]:
    """Edits that share lines are one block. Raises :class:`ValueError` for what overlaps, lies outside or cannot be written."""
    is_crlf = bool(lines) and all(line.endswith("\r\n") for line in lines[:-1] or lines)
    groups: list[list[TextEdit]] = []
    last = 0
    for edit in edits:
        if groups and edit.line <= last:
            groups[-1].append(edit)
        else:
            groups.append([edit])
        last = max(last, edit.end_line)
    for group in groups:
        first, end = group[0].line, max(edit.end_line for edit in group)
        if not 1 <= first <= len(lines) + 1:
            raise ValueError("a line that the text does not have")
        old = lines[first - 1 : end]
        text = _edited(old, first, group)
        text.encode("utf-8")  # a lone surrogate from some JSON
        yield Block(first, old, lines_of(re.sub(r"(?<!\r)\n", "\r\n", text) if is_crlf else text))


def _edited(old: Sequence[str], first: int, edits: Sequence[TextEdit]) -> str:
    """A block after its edits. A byte order mark counts for no column."""
    mark = _BOM if first == 1 and old and old[0].startswith(_BOM) else ""
    lines = [old[0].removeprefix(mark), *old[1:]] if mark else old
    text, made, at = "".join(lines), [mark], 0
    for edit in edits:
        start, end = (_offset(lines, first, *place) for place in (edit[:2], edit[2:4]))
        if not at <= start <= end:
            raise ValueError("edits overlap")
        made += [text[at:start], edit.text]
        at = end
    return "".join([*made, text[at:]])


def _offset(lines: Sequence[str], first: int, line: int, column: int) -> int:
    index = line - first
    room = len(lines[index]) if 0 <= index < len(lines) else 0
    if not 0 <= index <= len(lines) or not 0 <= column - 1 <= room:
        raise ValueError("a place that the text does not have")
    return sum(map(len, lines[:index])) + column - 1


def pieces_of(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Where two texts differ, by lines, in order."""
    head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    backwards = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = next((n for n, (a, b) in enumerate(backwards) if a != b), min(len(old), len(new)) - head)
    end, stop = len(old) - tail, len(new) - tail
    if (end - head) * (stop - head) > _MOST_PAIRS:
        yield Piece(head, end, head, stop)
        return
    from difflib import SequenceMatcher  # most runs have nothing to mend

    for tag, a, b, c, d in SequenceMatcher(None, old[head:end], new[head:stop], autojunk=False).get_opcodes():
        if tag != "equal":
            yield Piece(head + a, head + b, head + c, head + d)


def _around(block: Block, added: Collection[int]) -> Iterator[Piece]:
    """What stands between the lines that are not the diff's own; nothing where one of those is gone."""
    pieces, start, begin = [], 0, 0
    new = list(block.new)
    for index, line in enumerate(block.old):
        if block.first + index in added:
            continue
        if line not in new[begin:]:
            return
        stop = new.index(line, begin)
        pieces.append(Piece(start, index, begin, stop))
        start, begin = index + 1, stop + 1
    pieces.append(Piece(start, len(block.old), begin, len(new)))
    for piece in pieces:
        if block.old[piece.start : piece.end] != new[piece.begin : piece.stop]:
            yield piece


def _is_owned(block: Block, pieces: Sequence[Piece], added: Collection[int]) -> bool:
    """Whether only lines of the diff go, and what comes stands at one of them, or is one of them that moved."""
    gone = {block.old[index] for piece in pieces for index in range(piece.start, piece.end)}
    for piece in pieces:
        first, end = block.first + piece.start, block.first + piece.end
        if any(line not in added for line in range(first, end)):
            return False
        is_beside = first - 1 in added or end in added
        if first == end and not is_beside and not gone.issuperset(block.new[piece.begin : piece.stop]):
            return False
    return True
