"""Changed files → :class:`Change`: definitions aligned, edits cut, their kinds named. Pure; parsing is all it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scoper.change.align import Pair, Sides, align
from scoper.change.bodies import read_runs
from scoper.change.edits import MODULE_PAIR, Draft, Slot, cut
from scoper.change.kinds import Kinds, kinds_of_part, kinds_of_whole
from scoper.change.lines import LineMap
from scoper.change.model import Aligned, Alignment, Change, ChangedFile, Edit, EditKind
from scoper.change.pairing import Pairing, pairing
from scoper.change.plain import file_edits, text_edits
from scoper.change.side import Part, Side
from scoper.facts.model import MODULE, VALUES, FileFacts, SymbolId
from scoper.finding import Problem
from scoper.git.model import FileChange, Status
from scoper.text import LineRange, to_ranges

_RUN_PARTS = frozenset({Part.BODY, Part.LEAD, Part.DECORATOR})


def build_change(files: Sequence[ChangedFile], problems: Sequence[Problem] = ()) -> Change:
    """The aligned pair of snapshots, with edits that cover every changed line that is not blank exactly once.

    Files without facts on a side that exists, and those with degraded facts, are cut as text.
    """
    sides = [_sides(file) for file in files]
    paired = pairing(sides, align(sides))
    edits = list(_code_edits(files, sides, paired))
    for file, both in zip(files, sides, strict=True):
        if both.base is None and both.head is None:
            edits += text_edits(file)
    known = _by_path(edits)
    for file in files:
        paths = dict.fromkeys((file.change.base_path, file.change.head_path))
        edits += file_edits(file, [edit for path in paths for edit in known.get(path or "", ())])
    edits.sort(key=_order)
    numbered = (edit._replace(id=f"e{number}") for number, edit in enumerate(edits, 1))
    found = [*problems, *(problem for file in files for problem in _problems(file))]
    return Change(tuple(files), tuple(_aligned(files, sides, paired.pairs)), tuple(numbered), tuple(dict.fromkeys(found)))


def _by_path(edits: Iterable[Edit]) -> Mapping[str, Sequence[Edit]]:
    """The edits that a file has a part in, on either side."""
    found: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        for path in {edit.path, edit.base_path}:
            found[path].append(edit)
    return found


def _sides(file: ChangedFile) -> Sides:
    change = file.change
    lines = LineMap(change.hunks)
    base = _side(change.base_path, file.base_text, file.base_facts, lines.base_windows())
    head = _side(change.head_path, file.head_text, file.head_facts, lines.head_windows())
    is_whole = (base is not None or change.base is None) and (head is not None or change.head is None)
    return Sides(base, head, lines) if is_whole and not change.binary else Sides(None, None, lines)


def _side(path: str | None, text: bytes | None, facts: FileFacts | None, windows: Sequence[LineRange]) -> Side | None:
    if path is None or text is None or facts is None or facts.degraded is not None:
        return None
    return Side(path, text, facts, windows)


def _code_edits(files: Sequence[ChangedFile], sides: Sequence[Sides], paired: Pairing) -> Iterator[Edit]:
    wholes: dict[Slot, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, (file, both) in enumerate(zip(files, sides, strict=True)):
        if both.base is None and both.head is None:
            continue
        parts = []
        for draft in cut(number, both, paired):
            if draft.slot.part is not Part.WHOLE:
                parts.append(draft)
            elif draft.slot.pair == MODULE_PAIR:
                what = EditKind.ADD if both.base is None else EditKind.DELETE
                yield _edit(file.change, (file.change.path, None), (what,), draft)
            else:  # a definition that moved to another file has lines in two
                wholes[draft.slot][0].extend(draft.before)
                wholes[draft.slot][1].extend(draft.after)
        yield from _part_edits(file, both, paired.pairs, parts)
    for slot, (before, after) in wholes.items():
        yield _whole_edit(files, sides, paired, Draft(slot, before, after))


def _whole_edit(files: Sequence[ChangedFile], sides: Sequence[Sides], paired: Pairing, draft: Draft) -> Edit:
    number = draft.slot.pair
    pair = paired.pairs[number]
    place = pair.head or pair.base
    assert place is not None
    base = sides[pair.base.file].base if pair.base is not None else None
    head = sides[pair.head.file].head if pair.head is not None else None
    kinds = kinds_of_whole(paired.whole[number], pair, base, head)
    edit = _edit(files[place.file].change, _symbols(pair, base, head), kinds, draft)
    if base is not None and base.path != edit.path:
        edit = edit._replace(old_path=base.path)
    return edit


def _part_edits(file: ChangedFile, sides: Sides, pairs: Sequence[Pair], drafts: Sequence[Draft]) -> Iterator[Edit]:
    runs: dict[tuple[int, Part], list[Draft]] = defaultdict(list)
    for draft in drafts:
        pair = pairs[draft.slot.pair] if draft.slot.pair != MODULE_PAIR else None
        if draft.slot.part in _RUN_PARTS and not (draft.slot.part is Part.BODY and _is_value(pair, sides)):
            runs[draft.slot.pair, draft.slot.part].append(draft)
        else:
            yield _edit(file.change, _symbols_of(pair, sides, file), kinds_of_part(draft, pair, sides), draft)
    for (number, part), of_one in runs.items():
        pair = pairs[number] if number != MODULE_PAIR else None
        old = pair.base.position if pair is not None and pair.base is not None else MODULE
        new = pair.head.position if pair is not None and pair.head is not None else MODULE
        for kind, draft in read_runs(of_one, sides, old, new):
            is_decorator = part is Part.DECORATOR and kind is EditKind.BODY
            kinds = (EditKind.DECORATOR,) if is_decorator else (kind,)
            yield _edit(file.change, _symbols_of(pair, sides, file), kinds, draft)


def _is_value(pair: Pair | None, sides: Sides) -> bool:
    if pair is None:
        return False
    return any(
        side is not None and place is not None and side.facts.definitions[place.position].kind in VALUES
        for side, place in ((sides.base, pair.base), (sides.head, pair.head))
    )


_Symbols = tuple[SymbolId | None, SymbolId | None]
"""The symbol of an edit, and the one it had where that is another."""


def _symbols_of(pair: Pair | None, sides: Sides, file: ChangedFile) -> _Symbols:
    if pair is not None:
        return _symbols(pair, sides.base, sides.head)
    old = file.change.base_path
    return file.change.path, old if old != file.change.path else None


def _symbols(pair: Pair, base: Side | None, head: Side | None) -> _Symbols:
    old = base.symbol(pair.base.position) if base is not None and pair.base is not None else None
    new = head.symbol(pair.head.position) if head is not None and pair.head is not None else None
    return new or old, old if new is not None and old != new else None


def _edit(change: FileChange, symbols: _Symbols, kinds: Kinds, draft: Draft) -> Edit:
    path = change.path
    old_path = change.base_path if change.base_path != path else None
    return Edit("", path, old_path, *symbols, kinds, to_ranges(draft.before), to_ranges(draft.after))


def _order(edit: Edit) -> tuple[str, int, int]:
    first = edit.after or edit.before
    return edit.path, first[0].start if first else 0, not edit.after


def _aligned(files: Sequence[ChangedFile], sides: Sequence[Sides], pairs: Sequence[Pair]) -> Iterator[Aligned]:
    """Pairs by id, each once. Where one of several definitions of a name has a counterpart, the name is not new or gone."""
    found: dict[Aligned, None] = {}
    for pair in pairs:
        base = sides[pair.base.file].base if pair.base is not None else None
        head = sides[pair.head.file].head if pair.head is not None else None
        old = base.symbol(pair.base.position) if base is not None and pair.base is not None else None
        new = head.symbol(pair.head.position) if head is not None and pair.head is not None else None
        is_copy = pair.head is not None and files[pair.head.file].change.status is Status.COPIED
        if is_copy:
            found[Aligned(Alignment.ADDED, None, new)] = None
        else:
            is_elsewhere = pair.how is Alignment.SAME and old != new
            found[Aligned(Alignment.MOVED if is_elsewhere else pair.how, old, new)] = None
    kept_bases = {item.base for item in found if item.head is not None}
    kept_heads = {item.head for item in found if item.base is not None}
    for item in found:
        is_gone = item.head is None and item.base in kept_bases
        is_new = item.base is None and item.head in kept_heads
        if not is_gone and not is_new:
            yield item


def _problems(file: ChangedFile) -> Iterator[Problem]:
    for name, facts in (("base", file.base_facts), ("head", file.head_facts)):
        if facts is None:
            continue
        if facts.degraded is not None:
            yield Problem(file.change.path, f"{name} side: {facts.degraded}; its edits are cut as text")
        if facts.problems:
            first = facts.problems[0]
            yield Problem(file.change.path, f"{name} side, line {first.line}: {first.what}; edits near it may be coarse")
