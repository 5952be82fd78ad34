"""Statements that were only spelled in another way, put in another order, wrapped, or that nothing ever reached.

The statements of one symbol around the changed lines are aligned by what they say (see ``forms``); what is left over on both
sides is a change of meaning, and not looked at. Works on one symbol at a time, and knows nothing of scope.
"""

from __future__ import annotations

import enum
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.change.forms import View, key
from scoper.change.hops import Gap, exact, hops, without
from scoper.change.lines import LineMap
from scoper.change.model import Change, ChangedFile, Edit, EditKind
from scoper.change.names import renamed_locals
from scoper.change.side import Side
from scoper.change.syntax import Unit
from scoper.change.wrappers import is_guard, opens_wrapper, wraps
from scoper.facts.model import SymbolId
from scoper.text import LineRange

_MOST_UNITS = 1_500  # of one symbol; aligning more takes too long
_MOST_FREE = 300  # statements of one symbol that found no equal; so many are no matter of spelling
_MOST_WRAPPED = 12  # statements of a gap in which a wrapper is looked for part by part
_MOST_WORDS = 8  # of what was put around code
_MOST_LINES = 60_000  # of one side
_LEAVING = (b"return", b"raise", b"continue", b"break")
_WHOLE = frozenset({EditKind.ADD, EditKind.DELETE, EditKind.MOVE, EditKind.TEXT, EditKind.BINARY, EditKind.MODE})
_QUOTES = re.compile(rb"[\\'\"`]|\b[uU](?=['\"])")
_TYPE_IMPORT = re.compile(rb"\s*from\s+(?:typing|typing_extensions|collections(?:\.abc)?)\s+import\b")


class Way(enum.StrEnum):
    """How statements may differ without new work being done."""

    RENAME = "rename"
    REORDER = "reorder"
    ANNOTATION = "annotation"
    IDIOM = "idiom"
    LITERAL = "literal"
    QUOTES = "quotes"
    WRAPPER = "wrapper"
    DEAD_CODE = "dead-code"


class Rewrite(NamedTuple):
    """Lines of one symbol that differ in one way; either side may have none. ``what`` names it: ``old → new`` of a name, the
    new words of a wrapper."""

    way: Way
    path: str
    symbol: SymbolId
    before: LineRange | None
    after: LineRange | None
    what: str = ""


def rewrites(change: Change, edits: Iterable[Edit]) -> Iterator[Rewrite]:
    """What was only rewritten in the symbols of these edits, in the order of files and lines."""
    wanted: dict[str, dict[SymbolId, SymbolId]] = defaultdict(dict)
    for edit in edits:
        if edit.symbol is not None and _WHOLE.isdisjoint(edit.kinds):
            wanted[edit.path][edit.symbol] = edit.old_symbol or edit.symbol
    for file in change.files:
        if (symbols := wanted.get(file.change.path)) and (sides := _sides(file)) is not None:
            base, head = sides
            olds, news = _by_symbol(base), _by_symbol(head)
            for new, old in symbols.items():
                yield from _in_symbol(base, head, new, olds.get(old, []), news.get(new, []))


def _sides(file: ChangedFile) -> tuple[Side, Side] | None:
    lines = LineMap(file.change.hunks)
    made = []
    for path, text, facts, windows in (
        (file.change.base_path, file.base_text, file.base_facts, lines.base_windows()),
        (file.change.head_path, file.head_text, file.head_facts, lines.head_windows()),
    ):
        if path is None or text is None or facts is None or facts.degraded or facts.problems:
            return None
        made.append(Side(path, text, facts, windows))
    if any(side.is_document or len(side.lines) > _MOST_LINES for side in made):
        return None
    return made[0], made[1]


def _by_symbol(side: Side) -> dict[SymbolId, list[Unit]]:
    """The statements of each symbol. Imports are paired elsewhere; only those of types may be a matter of idiom."""
    found: dict[SymbolId, list[Unit]] = defaultdict(list)
    for unit in side.syntax.units:
        start = unit.lines.start
        if unit.tokens and (start not in side.import_lines or _TYPE_IMPORT.match(side.line(start))):
            found[side.symbol(side.owner(start))].append(unit)
    return found


def _in_symbol(base: Side, head: Side, symbol: SymbolId, before: list[Unit], after: list[Unit]) -> Iterator[Rewrite]:
    if not before or not after or max(len(before), len(after)) > _MOST_UNITS:
        return
    pairs, gaps = _aligned([exact(unit) for unit in before], [exact(unit) for unit in after])
    yield from (
        Rewrite(way, head.path, symbol, before[i].lines, after[j].lines)
        for i, j in pairs
        if (way := _respelled(base, before[i], head, after[j])) is not None
    )
    if not gaps or sum(len(old) + len(new) for old, new in gaps) > _MOST_FREE:
        return
    reader = _Gaps(base, head, symbol, before, after)
    yield from reader.reordered(gaps) or reader.read(gaps)


def _aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[tuple[int, int]], list[Gap]]:
    if old == new:
        return [(n, n) for n in range(len(old))], []
    from difflib import SequenceMatcher  # 1 ms that many diffs can do without

    pairs: list[tuple[int, int]] = []
    gaps: list[Gap] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            gaps.append((range(a, b), range(c, d)))
    return pairs, gaps


def _respelled(base: Side, one: Unit, head: Side, two: Unit) -> Way | None:
    """The way in which two statements of the same tokens differ, where the layout is the same."""
    texts = [(a, b) for a, b in zip(one.tokens, two.tokens, strict=True) if a.text != b.text]
    if not texts or one.lines.end - one.lines.start != two.lines.end - two.lines.start:
        return None
    if all(a.text[:1].isdigit() for a, _ in texts):
        return Way.LITERAL
    lines = zip(_lines(base, one.lines), _lines(head, two.lines), strict=True)
    same = all(_QUOTES.sub(b"", old) == _QUOTES.sub(b"", new) for old, new in lines)
    return Way.QUOTES if same else None


def _lines(side: Side, lines: LineRange) -> list[bytes]:
    return side.lines[lines.start - 1 : lines.end]


class _Gaps(NamedTuple):
    """Reads the gaps of one symbol."""

    base: Side
    head: Side
    symbol: SymbolId
    before: Sequence[Unit]
    after: Sequence[Unit]

    def _found(self, way: Way, old: Sequence[int], new: Sequence[int], what: str = "") -> Rewrite:
        return Rewrite(way, self.head.path, self.symbol, _hull(self.before, old), _hull(self.after, new), what)

    def reordered(self, gaps: Sequence[Gap]) -> list[Rewrite]:
        """All gaps, where they hold the same statements in another order."""
        old = Counter(exact(self.before[i]) for gap in gaps for i in gap[0])
        new = Counter(exact(self.after[j]) for gap in gaps for j in gap[1])
        return [self._found(Way.REORDER, *gap) for gap in gaps] if old == new else []

    def read(self, gaps: Sequence[Gap]) -> Iterator[Rewrite]:
        hopped = hops(self.before, self.after, gaps)
        yield from (self._found(Way.REORDER, hop.before, hop.after) for hop in hopped)
        gaps = without(gaps, hopped)
        names = renamed_locals(
            self.base, self.head, [self.before[i] for g in gaps for i in g[0]], [self.after[j] for g in gaps for j in g[1]]
        )
        left: list[Gap] = []
        for old, new in gaps:
            pairs, rest = self._equals(old, new, names)
            for i, j in pairs:
                way, what = self._way(self.before[i], self.after[j], names)
                yield self._found(way, [i], [j], what)
            left += rest
        wrapped = self._wrapped(left)
        yield from wrapped
        if not wrapped:
            yield from (self._found(Way.DEAD_CODE, *gap) for gap in left if self._is_dead(*gap))

    def _equals(self, old: range, new: range, names: Mapping[str, str]) -> tuple[list[tuple[int, int]], list[Gap]]:
        if not old or not new:
            return [], [(old, new)]
        loose, plain = View(annotations=False, names=names), View(annotations=False)
        keys = [key(self.base, self.before[i], loose) for i in old], [key(self.head, self.after[j], plain) for j in new]
        pairs, gaps = _aligned(*keys)
        rest = [(old[a.start : a.stop], new[b.start : b.stop]) for a, b in gaps]
        return [(old[i], new[j]) for i, j in pairs], rest

    def _way(self, one: Unit, two: Unit, names: Mapping[str, str]) -> tuple[Way, str]:
        """The one thing that two statements differ by; of several, the one that says most."""
        used = {token.text.decode("utf-8", "replace") for token in one.tokens} & names.keys()
        tries = (
            (Way.LITERAL, View(idioms=False)),
            (Way.IDIOM, View()),
            (Way.ANNOTATION, View(idioms=False, annotations=False)),
        )
        if not used:
            for way, view in tries:
                if key(self.base, one, view) == key(self.head, two, view):
                    return way, ""
            return Way.IDIOM, ""
        return Way.RENAME, ", ".join(f"{old} → {names[old]}" for old in sorted(used))

    def _wrapped(self, gaps: Sequence[Gap]) -> list[Rewrite]:
        """Statements around or in front of which something was put: in one gap, from one to the next, or from the first to
        the last."""
        found = [wrapped for gap in gaps if (wrapped := self._wrapper(*gap)) is not None]
        if not found:
            pairs = [*zip(gaps, gaps[1:], strict=False), *([(gaps[0], gaps[-1])] if len(gaps) > 2 else [])]
            hulls = ((range(a[0].start, b[0].stop), range(a[1].start, b[1].stop)) for a, b in pairs)
            found = [hull for hull in hulls if self._wraps(*hull)][:1]
        fresh = self._bound(self.head, self.after) - self._bound(self.base, self.before)
        return [
            self._found(Way.WRAPPER, old, new, self._added_words(old, new))
            for old, new in found
            if not any(token.text in fresh for token in self.after[new.start].tokens)  # else it is part of new work
        ]

    def _bound(self, side: Side, units: Sequence[Unit]) -> set[bytes]:
        """The names that get a value in these statements."""
        lines = range(units[0].lines.start, units[-1].lines.end + 1)
        return {one.name.encode() for one in side.facts.bindings if one.line in lines}

    def _added_words(self, old: range, new: range) -> str:
        """What the first line of a guard, or the line that catches, says in names."""
        inner = {token.canonical for i in old for token in self.before[i].tokens}
        words = [token.canonical for j in new for token in self.after[j].tokens if token.canonical not in inner]
        names = dict.fromkeys(word.decode("utf-8", "replace") for word in words if word[:1].isalpha())
        return " ".join(list(names)[:_MOST_WORDS])

    def _wrapper(self, old: range, new: range) -> Gap | None:
        """The largest part of a gap that is code with something around it; beside it there may be other work."""
        if not old or len(old) > _MOST_WRAPPED or len(new) > _MOST_WRAPPED:
            return (old, new) if self._wraps(old, new) else None
        opens = [j for j in new if opens_wrapper(self.after[j].tokens[0].canonical)]
        for j in opens:
            for end in range(j + 1, new.stop + 1):
                if (
                    self._is_closed(j, end)
                    and (part := next((p for p in _parts(old) if self._wraps(p, range(j, end))), None)) is not None
                ):
                    return part, range(j, end)
        return None

    def _is_closed(self, start: int, end: int) -> bool:
        """Whether the block that is opened by the first of these statements ends with the last of them."""
        if end < len(self.after) and self.after[end].depth > self.after[start].depth:
            return False
        tokens = [token.canonical for j in range(start, end) for token in self.after[j].tokens]
        return tokens.count(b"{") <= tokens.count(b"}")

    def _wraps(self, old: range, new: range) -> bool:
        inner = [token.canonical for i in old for token in self.before[i].tokens]
        outer = [token.canonical for j in new for token in self.after[j].tokens]
        if inner:
            return wraps(inner, outer, len(self.after[new.start].tokens) if new else 0)
        return new.stop < len(self.after) and is_guard(outer)

    def _is_dead(self, old: range, new: range) -> bool:
        """Whether statements are gone that stood behind one that leaves their block. Only where indentation tells blocks."""
        if new or not old or old.start == 0 or not self.base.path.endswith((".py", ".pyi")):
            return False
        above = self.before[old.start - 1]
        return above.tokens[0].text in _LEAVING and all(self.before[i].depth >= above.depth for i in old)


def _parts(positions: range) -> Iterator[range]:
    """The runs of some positions, the longest first."""
    for size in range(len(positions), 0, -1):
        for start in range(positions.start, positions.stop - size + 1):
            yield range(start, start + size)


def _hull(units: Sequence[Unit], positions: Sequence[int]) -> LineRange | None:
    if not positions:
        return None
    return LineRange(units[positions[0]].lines.start, max(units[n].lines.end for n in positions))
