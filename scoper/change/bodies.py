"""Runs of changed code inside of a body: what kind each is, and which of them are one edit.

A hunk may cut a statement in pieces, and pieces of code mean nothing. So a run is read together with the whole statements that
it touches, on both sides; runs that touch the same statement are read together. If their meaning did change, they stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scoper.change.align import Sides
from scoper.change.edits import Draft
from scoper.change.kinds import BY_DIFFERENCE, difference
from scoper.change.lines import LineMap
from scoper.change.model import EditKind
from scoper.change.side import Part, Side
from scoper.change.syntax import Unit
from scoper.text import LineRange

NEAR = 3
"""Runs of one kind with fewer unchanged lines than this between them are one edit."""

_ROUNDS = 8  # of widening; statements that keep pulling in others are not the same on both sides anyway


class Run(NamedTuple):
    """A draft with the ranges it stands for on both sides, one of which may be a gap."""

    draft: Draft
    kind: EditKind
    base: LineRange
    head: LineRange


def read_runs(drafts: Sequence[Draft], sides: Sides, old: int, new: int) -> list[tuple[EditKind, Draft]]:
    """The edits that these drafts of one body make. ``old`` and ``new`` are the definition's index on both sides."""
    base, head = sides.base, sides.head
    assert base is not None and head is not None
    reader = _Reader(base, head, sides.lines, base.extent(old), head.extent(new))
    runs: list[Run] = []
    for draft in sorted(drafts, key=lambda d: d.slot.run):
        before, after = reader.ranges(draft)
        runs.append(Run(draft, _comment_kind(draft, base, head) or EditKind.BODY, before, after))
    read = list(reader.read(runs))
    read.sort(key=lambda r: r.draft.slot.run)
    return [(run.kind, run.draft) for run in (read if head.is_document else _joined(read, base, head, old, new))]


class _Group(NamedTuple):
    """Runs, and the whole statements around them; without ranges where these could not be found."""

    runs: list[Run]
    base: LineRange | None
    head: LineRange | None


class _Reader(NamedTuple):
    base: Side
    head: Side
    lines: LineMap
    old: LineRange
    new: LineRange

    def ranges(self, draft: Draft) -> tuple[LineRange, LineRange]:
        before, after = _hull(draft.before), _hull(draft.after)
        base = _join(before, _clip(self.lines.to_base(after), self.old) if after else None)
        head = _join(after, _clip(self.lines.to_head(before), self.new) if before else None)
        return base, head

    def widened(self, base: LineRange, head: LineRange) -> tuple[LineRange, LineRange] | None:
        """Both ranges grown to whole statements; ``None`` where they do not settle."""
        for _ in range(_ROUNDS):
            old = _join(base, _clip(self.lines.to_base(head), self.old))
            new = _join(head, _clip(self.lines.to_head(base), self.new))
            old, new = _whole_units(self.base, old), _whole_units(self.head, new)
            if (old, new) == (base, head):
                return base, head
            base, head = old, new
        return None

    def read(self, runs: Sequence[Run]) -> Iterator[Run]:
        """Code runs grouped by the statements they touch; a group without change of meaning becomes one run.

        A diff may take the pieces of one statement for those of the next, so neighbours are tried together first.
        """
        yield from (run for run in runs if run.kind is not EditKind.BODY)
        for groups in self._neighbourhoods(self._groups(run for run in runs if run.kind is EditKind.BODY)):
            if len(groups) > 1 and (found := self._settled(_unite(groups))):
                yield found
                continue
            for group in groups:
                found = self._settled(group)
                yield from (found,) if found else (run._replace(kind=self._code_kind(run.draft)) for run in group.runs)

    def _groups(self, runs: Iterable[Run]) -> Iterator[_Group]:
        """Runs that touch the same statements on either side."""
        group: _Group | None = None
        for run in runs:
            wide = self.widened(run.base, run.head)
            new = _Group([run], *wide) if wide else _Group([run], None, None)
            if group is not None and _overlap(group, new):
                group = _unite([group, new])
                continue
            if group is not None:
                yield group
            group = new
        if group is not None:
            yield group

    def _neighbourhoods(self, groups: Iterable[_Group]) -> Iterator[list[_Group]]:
        """Groups with nothing between them."""
        near: list[_Group] = []
        for group in groups:
            if near and not self._adjoin(near[-1], group):
                yield near
                near = []
            near.append(group)
        if near:
            yield near

    def _adjoin(self, one: _Group, two: _Group) -> bool:
        if not (one.base and one.head and two.base and two.head):
            return False
        sides = ((self.base, one.base, two.base), (self.head, one.head, two.head))
        return all(side.is_blank(n) for side, first, second in sides for n in range(first.end + 1, second.start))

    def _settled(self, group: _Group) -> Run | None:
        """A group as one run, where its meaning is the same on both sides."""
        if group.base is None or group.head is None:
            return None
        merged = _merge(group.runs)
        found = difference(merged.draft, self.base, group.base, self.head, group.head)
        return merged._replace(kind=BY_DIFFERENCE[found]) if found in BY_DIFFERENCE else None

    def _code_kind(self, draft: Draft) -> EditKind:
        if self.head.is_document:
            return EditKind.BODY
        if _only_imports(draft, self.base, self.head):
            return EditKind.IMPORT
        units = [u for side, numbers in ((self.base, draft.before), (self.head, draft.after)) for u in _units_of(side, numbers)]
        are_strings = bool(units) and all([token.kind for token in unit.tokens] == ["string"] for unit in units)
        return EditKind.DOCSTRING if are_strings else EditKind.BODY  # a string that stands alone documents what is above it


def _overlap(one: _Group, two: _Group) -> bool:
    return any(a is not None and b is not None and a.overlaps(b) for a, b in ((one.base, two.base), (one.head, two.head)))


def _unite(groups: Sequence[_Group]) -> _Group:
    first, last = groups[0], groups[-1]
    runs = [run for group in groups for run in group.runs]
    return _Group(runs, _join(first.base, last.base), _join(first.head, last.head))


def _comment_kind(draft: Draft, base: Side, head: Side) -> EditKind | None:
    """What a draft is that holds nothing but comments of their own lines; ``None`` where it holds more, or only blank lines."""
    old = [n for n in draft.before if not base.is_blank(n)]
    new = [n for n in draft.after if not head.is_blank(n)]
    if not (old or new) or any(n not in base.own_comments for n in old) or any(n not in head.own_comments for n in new):
        return None
    same = [_comment_words(base.line(n)) for n in old] == [_comment_words(head.line(n)) for n in new]
    return EditKind.FORMAT_ONLY if same else EditKind.COMMENT


def _comment_words(line: bytes) -> list[bytes]:
    return line.strip().lstrip(b"#").split()


def _only_imports(draft: Draft, base: Side, head: Side) -> bool:
    return all(n in base.import_lines or base.is_blank(n) for n in draft.before) and all(
        n in head.import_lines or head.is_blank(n) for n in draft.after
    )


def _joined(runs: Sequence[Run], base: Side, head: Side, old: int, new: int) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind is run.kind
            and _is_near(base, last.base, run.base, old)
            and _is_near(head, last.head, run.head, new)
        ):
            joined[-1] = _merge([last, run])
        else:
            joined.append(run)
    return joined


def _is_near(side: Side, one: LineRange, two: LineRange, index: int) -> bool:
    between = range(one.end + 1, two.start)
    return len(between) < NEAR and all(side.owner(n) == index and side.part(n) is Part.BODY for n in between)


def _merge(runs: Sequence[Run]) -> Run:
    if len(runs) == 1:
        return runs[0]
    base, head = runs[0].base, runs[0].head
    for run in runs[1:]:
        base, head = _join(base, run.base), _join(head, run.head)
    before = sorted(n for run in runs for n in run.draft.before)
    after = sorted(n for run in runs for n in run.draft.after)
    return Run(Draft(runs[0].draft.slot, before, after), runs[0].kind, base, head)


def _units_of(side: Side, numbers: Sequence[int]) -> Sequence[Unit]:
    lines = _hull(numbers)
    return side.syntax.within(lines).units if lines else ()


def _whole_units(side: Side, lines: LineRange) -> LineRange:
    for unit in side.syntax.within(lines).units:
        lines = _join(lines, unit.lines)
    return lines


def _hull(numbers: Sequence[int]) -> LineRange | None:
    return LineRange(numbers[0], numbers[-1]) if numbers else None


def _join(one: LineRange | None, two: LineRange | None) -> LineRange:
    if one is None or two is None:
        known = one or two
        assert known is not None
        return known
    return LineRange(min(one.start, two.start), max(one.end, two.end))


def _clip(lines: LineRange, extent: LineRange) -> LineRange:
    """The part of a range inside of another, or the gap at the end that it is closest to."""
    if lines.start > extent.end:
        return LineRange(extent.end + 1, extent.end)
    if lines.end < extent.start:
        return LineRange(extent.start, extent.start - 1)
    return LineRange(max(lines.start, extent.start), min(lines.end, extent.end))
