"""Cutting edits into statements, so that a person can take a part of one.

The result is a change like any other, whose edits are smaller: what recombines edits recombines statements as well, and all of
them still add up to the head byte by byte.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from scoper.change.lines import LineMap
from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.change.syntax import Syntax, Unit, read_syntax
from scoper.facts.tokens import Token
from scoper.lang.registry import language_of
from scoper.text import LineRange, split_lines, to_ranges

_ALIKE = 0.5  # share of words that a statement has in common with the one that it became
_MOST = 60  # statements of one side of a hunk that are compared; beyond them the hunk is one part
_WORD = re.compile(rb"\w+|[^\w\s]")
_NAME = re.compile(rb"\w")
_OPENS, _CLOSES = frozenset({b"(", b"[", b"{"}), frozenset({b")", b"]", b"}"})
_GOES_ON = frozenset({b"else", b"elif", b"except", b"finally", b"catch", b"rescue", b"ensure", b"elsif"})
_WHOLE = frozenset({EditKind.ADD, EditKind.DELETE})

Lines = list[int]
Pair = tuple[Lines, Lines]
"""Lines of the base and of the head that are one part."""


class Parts(NamedTuple):
    """``change`` is the same change in statements. ``of`` says for each edit of the original which of them are its own, by
    position: they follow one another."""

    change: Change
    of: tuple[range, ...]


def cut(change: Change) -> Parts:
    """Every edit in as many parts as it has statements; one that cannot be read by line stays whole."""
    files = {file.change.base_path: _File(file) for file in change.files}
    files |= {file.file.change.head_path: file for file in files.values()}
    parts: list[Edit] = []
    of: list[range] = []
    for edit in change.edits:
        file = files.get(edit.path)
        first = len(parts)
        parts += _parts(edit, file) if file is not None and _can_be_cut(edit, file.file) else [edit]
        of.append(range(first, len(parts)))
    return Parts(change._replace(edits=tuple(parts)), tuple(of))


class _File:
    """One changed file, read once for all of its edits."""

    def __init__(self, file: ChangedFile) -> None:
        self.file = file

    @cached_property
    def lines(self) -> LineMap:
        return LineMap(self.file.change.hunks)

    @cached_property
    def base(self) -> Sequence[bytes]:
        return split_lines(self.file.base_text or b"")

    @cached_property
    def head(self) -> Sequence[bytes]:
        return split_lines(self.file.head_text or b"")

    @cached_property
    def syntax(self) -> tuple[Syntax, Syntax] | None:
        """The statements of both sides; ``None`` for what is not written in statements."""
        language = language_of(self.file.change.path)
        if language is None or language.document:
            return None
        sides = (self.file.base_text, self.lines.base_windows()), (self.file.head_text, self.lines.head_windows())
        base, head = (Syntax((), ()) if text is None else read_syntax(language, text, windows) for text, windows in sides)
        return base, head


def _can_be_cut(edit: Edit, file: ChangedFile) -> bool:
    """Not where its lines stand in two files, or where there are none."""
    is_here = edit.base_path == file.change.base_path or not edit.before
    return is_here and bool(file.change.hunks) and not file.change.binary and bool(edit.before or edit.after)


def _parts(edit: Edit, file: _File) -> list[Edit]:
    pairs = list(_pairs(edit, file))
    if len(pairs) < 2 or sum(len(side) for pair in pairs for side in pair) != edit.size:
        return [edit]
    kinds = (EditKind.BODY,) if _WHOLE.intersection(edit.kinds) else edit.kinds
    return [
        edit._replace(id=f"{edit.id}.{number}", kinds=kinds, before=to_ranges(old), after=to_ranges(new))
        for number, (old, new) in enumerate(pairs, 1)
    ]


def _pairs(edit: Edit, file: _File) -> Iterator[Pair]:
    for removed, added in zip(file.lines.base, file.lines.head, strict=True):
        old, new = _within(edit.before, removed), _within(edit.after, added)
        if old or new:
            yield from _of_hunk(old, new, file)


def _of_hunk(old: Lines, new: Lines, file: _File) -> Iterator[Pair]:
    if file.syntax is None:
        yield old, new
        return
    sides = (file.syntax[0], file.base, old), (file.syntax[1], file.head, new)
    before, after = (_statements(syntax, text, lines) for syntax, text, lines in sides)
    if len(before) <= 1 and len(after) <= 1:
        before, after = (_statements(syntax, text, lines, is_open=True) for syntax, text, lines in sides)
    yield from _paired(before, after, file.base, file.head)


class _Run(NamedTuple):
    """A statement without what closes the blocks that it is in, or such an end with what goes on there (``} else {``)."""

    lines: LineRange
    indent: int
    word: bytes  # the first one that is no punctuation

    @property
    def goes_on(self) -> bool:
        return not self.word or self.word in _GOES_ON


def _runs(unit: Unit, text: Sequence[bytes]) -> Iterator[_Run]:
    runs: list[list[Token]] = []
    depth = 0
    for token in unit.tokens:
        is_end = token.text in _CLOSES and depth == 0
        depth += (token.text in _OPENS) - (token.text in _CLOSES and not is_end)
        if is_end or not runs:
            runs.append([])
        runs[-1].append(token)
    for run in runs:
        line = text[run[0].line - 1]
        word = next((token.text for token in run if _NAME.match(token.text)), b"")
        yield _Run(LineRange(run[0].line, run[-1].end_line), len(line) - len(line.lstrip()), word)


def _statements(syntax: Syntax, text: Sequence[bytes], lines: Lines, *, is_open: bool = False) -> list[Lines]:
    """The lines of each statement with the block that it holds. With ``is_open`` a single one is taken apart: its header with
    what closes it, and the statements inside."""
    if not lines:
        return []
    span = LineRange(lines[0], lines[-1])
    group_at: dict[int, int] = {}  # line → group
    heads: list[_Run] = []
    for run in (run for unit in syntax.within(span).units for run in _runs(unit, text) if run.lines.overlaps(span)):
        group = group_at.get(run.lines.start)
        if group is None and heads and run.goes_on:
            group = 0 if is_open and run.indent <= heads[0].indent else len(heads) - 1
        elif group is None and heads and run.indent > heads[-1].indent and not (is_open and len(heads) == 1):
            group = len(heads) - 1
        elif group is None:
            group = len(heads)
            heads.append(run)
        for line in range(run.lines.start, run.lines.end + 1):
            group_at.setdefault(line, group)
    return _grouped(lines, group_at, text)


def _grouped(lines: Lines, group_at: dict[int, int], text: Sequence[bytes]) -> list[Lines]:
    """Lines that are no statement go with the next one, or with the last; blank ones with what is above them."""
    groups: dict[int, Lines] = {}
    waiting: Lines = []
    last: int | None = None
    for line in lines:
        group = group_at.get(line)
        if group is None and last is not None and not text[line - 1].strip():
            group = last
        if group is None:
            waiting.append(line)
            continue
        groups.setdefault(group, []).extend([*waiting, line])
        waiting, last = [], group
    if waiting:
        groups.setdefault(last if last is not None else 0, []).extend(waiting)
    return [sorted(group) for _, group in sorted(groups.items(), key=lambda item: item[1][0])]


def _paired(before: list[Lines], after: list[Lines], base: Sequence[bytes], head: Sequence[bytes]) -> Iterator[Pair]:
    """Statements and what each became, in order; what was replaced by something else altogether is one part with it."""
    if max(len(before), len(after)) > _MOST:
        yield [line for group in before for line in group], [line for group in after for line in group]
        return
    i = j = 0
    matches = _matches([_words(base, group) for group in before], [_words(head, group) for group in after])
    for old, new in [*matches, (len(before), len(after))]:
        if i < old and j < new:
            yield [n for group in before[i:old] for n in group], [n for group in after[j:new] for n in group]
        else:
            yield from ((group, []) for group in before[i:old])
            yield from (([], group) for group in after[j:new])
        if old < len(before):
            yield before[old], after[new]
        i, j = old + 1, new + 1


def _matches(old: Sequence[Counter[bytes]], new: Sequence[Counter[bytes]]) -> list[tuple[int, int]]:
    """Positions of statements that are alike, ascending on both sides, as alike in sum as can be."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(a, b) for b in new] for a in old]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            both = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    found = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= _ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _words(text: Sequence[bytes], lines: Lines) -> Counter[bytes]:
    return Counter(word for line in lines for word in _WORD.findall(text[line - 1]))


def _within(ranges: Sequence[LineRange], hunk: LineRange) -> Lines:
    return [n for one in ranges for n in range(max(one.start, hunk.start), min(one.end, hunk.end) + 1)]
