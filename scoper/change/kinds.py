"""Says what kind of edit a draft is, part by part. Runs of code in bodies are read in ``bodies.py``."""

from __future__ import annotations

from scoper.change.align import Pair, Sides
from scoper.change.edits import Draft, Slot
from scoper.change.imports import kind_of_imports
from scoper.change.model import Alignment, EditKind
from scoper.change.side import Part, Side
from scoper.change.syntax import Difference, compare
from scoper.facts.model import Definition
from scoper.text import LineRange

Kinds = tuple[EditKind, ...]

BY_DIFFERENCE = {
    Difference.LAYOUT: EditKind.FORMAT_ONLY,
    Difference.COMMENT: EditKind.COMMENT,
    Difference.ANNOTATION: EditKind.ANNOTATION_ONLY,
}


def kinds_of_whole(what: EditKind, pair: Pair, base: Side | None, head: Side | None) -> Kinds:
    """A definition that is new, gone or somewhere else; the latter may have been renamed and changed as well."""
    if pair.base is None or pair.head is None or base is None or head is None:
        return (what,)
    old, new = base.facts.definitions[pair.base.position], head.facts.definitions[pair.head.position]
    if what is EditKind.BODY:
        return (_rewritten_kind(base, old, head, new),)
    kinds: list[EditKind] = [what]
    if old.name != new.name:
        kinds.append(EditKind.RENAME)
    if _words(base, old, new.name) != _words(head, new, new.name):
        kinds.append(EditKind.BODY)
    return tuple(dict.fromkeys(kinds))


def _rewritten_kind(base: Side, old: Definition, head: Side, new: Definition) -> EditKind:
    """All of a definition that a diff took out and put in again."""
    before, after = LineRange(old.start_line, old.end_line), LineRange(new.start_line, new.end_line)
    draft = Draft(Slot(0, Part.WHOLE), [*range(before.start, before.end + 1)], [*range(after.start, after.end + 1)])
    return BY_DIFFERENCE.get(difference(draft, base, before, head, after), EditKind.BODY)


def kinds_of_part(draft: Draft, pair: Pair | None, sides: Sides) -> Kinds:
    """A part of a definition that is on both sides (``pair``), or of the file; not for runs of code."""
    base, head = sides.base, sides.head
    if draft.slot.part is Part.IMPORT:
        return (kind_of_imports(base, head, draft.before, draft.after),)
    assert base is not None and head is not None
    if pair is None:
        return (_docstring_kind(base, base.module_docstring, head, head.module_docstring),)
    assert pair.base is not None and pair.head is not None
    old, new = base.facts.definitions[pair.base.position], head.facts.definitions[pair.head.position]
    if draft.slot.part is Part.DOCSTRING:
        return (_docstring_kind(base, _docstring(old), head, _docstring(new)),)
    if draft.slot.part is Part.SIGNATURE:
        return _signature_kinds(draft, pair.how, base, old, head, new)
    return _value_kinds(draft, pair.how, base, old, head, new)


def difference(draft: Draft, base: Side, old: LineRange, head: Side, new: LineRange) -> Difference:
    """What these ranges differ by. Anything that the grammar could not read counts as code."""
    found = compare(base.syntax.within(old), head.syntax.within(new))
    if found is Difference.CODE or (is_read(base, draft.before) and is_read(head, draft.after)):
        return found
    return Difference.CODE


def is_read(side: Side, numbers: list[int]) -> bool:
    """Whether the grammar made sense of all these lines."""
    if numbers and side.facts.problems and side.is_broken(LineRange(numbers[0], numbers[-1])):
        return False
    for number in numbers:
        touching = side.syntax.within(LineRange(number, number))
        if not (touching.units or touching.comments or side.is_blank(number)):
            return False
    return True


def _signature_kinds(draft: Draft, how: Alignment, base: Side, old: Definition, head: Side, new: Definition) -> Kinds:
    changed = (old.parameters, old.bases) != (new.parameters, new.bases)
    if how is Alignment.RENAMED:
        return (EditKind.RENAME, EditKind.SIGNATURE) if changed or old.returns != new.returns else (EditKind.RENAME,)
    ranges = (LineRange(d.signature_start, d.signature_end) for d in (old, new))
    found = difference(draft, base, next(ranges), head, next(ranges))
    if found is not Difference.CODE:
        return (BY_DIFFERENCE[found],)
    is_body = old.kind == new.kind and old.signature == new.signature  # ``def f(): return 1`` in one line
    return (EditKind.BODY,) if is_body else (EditKind.SIGNATURE,)


def _value_kinds(draft: Draft, how: Alignment, base: Side, old: Definition, head: Side, new: Definition) -> Kinds:
    if how is Alignment.RENAMED:
        return (EditKind.RENAME,)  # the value is the same, or it would not have been aligned
    ranges = (LineRange(d.start_line, d.end_line) for d in (old, new))
    found = difference(draft, base, next(ranges), head, next(ranges))
    return (BY_DIFFERENCE.get(found, EditKind.BODY),)


def _docstring_kind(base: Side, old: LineRange, head: Side, new: LineRange) -> EditKind:
    words = _docstring_words(base, old)
    return EditKind.FORMAT_ONLY if words and words == _docstring_words(head, new) else EditKind.DOCSTRING


def _docstring_words(side: Side, lines: LineRange) -> list[bytes]:
    text = b"\n".join(side.lines[max(0, lines.start - 1) : lines.end]).strip()
    return text.lstrip(b"rRuU").strip(b"\"'").split()


def _docstring(definition: Definition) -> LineRange:
    start, end = definition.docstring_start, definition.docstring_end
    return LineRange(start, end) if start else LineRange(1, 0)


def _words(side: Side, definition: Definition, name: str) -> list[bytes]:
    """The filled lines of a definition without indentation, its own name read as ``name``."""
    lines = [side.line(n).strip() for n in range(definition.start_line, definition.end_line + 1)]
    if definition.name != name:
        at = definition.name_line - definition.start_line
        lines[at] = lines[at].replace(definition.name.encode(), name.encode(), 1)
    return [line for line in lines if line]
