"""The targets of a pack as candidates: whole, the frame around them, and their parts for when the whole does not fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from scoper.context.forms import Lines, options, source
from scoper.context.gather import Ground, is_nameable
from scoper.context.model import Candidate, Duty, Form, Option
from scoper.facts.model import CALLABLES, MODULE, TYPES, VALUES, Definition, FileFacts, split_symbol, symbol_id
from scoper.scope.model import Target

_ENTRY = 0.4  # the least relevance of a part of a target
_HEADER_VALUE = 0.7  # of the header of the class around a target, beside all that the class declares
_VALUE_SHARE = 0.5  # of that, for what only holds something


class Plan(NamedTuple):
    """``whole``: what is to be edited, in full. ``frame``: imports and the class around it. ``parts``: what is inside of it."""

    whole: tuple[Candidate, ...]
    frame: tuple[Candidate, ...]
    parts: tuple[Candidate, ...]


def plan(ground: Ground, targets: Sequence[Target]) -> Plan:
    """Targets whose files may not be shown are left out."""
    whole: dict[tuple[str, int, int], Candidate] = {}
    frame: dict[tuple[str, int], Candidate] = {}
    parts: dict[tuple[str, int], Candidate] = {}
    for target in targets:
        path, qualname = split_symbol(target.symbol)
        if path not in ground.texts:
            continue
        lines = Lines(ground.texts[path])
        facts = ground.graph.facts(path) or FileFacts("")
        for start, end in _spans(target, facts, qualname, lines):
            whole[path, start, end] = _candidate(target, target.symbol, 1.0, (source(start, end, lines),))
            if (start, end) != (1, len(lines)):
                frame.update(((path, one.options[0].start), one) for one in _frame(target, facts, path, start, lines))
            inside = [i for i, one in enumerate(facts.definitions) if start <= one.start_line and one.end_line <= end]
            for index in inside:
                if is_nameable(facts, facts.definitions[index]):
                    parts[path, index] = _part(ground, target, facts, index, lines)
    spans = _outermost(whole)
    return Plan(
        tuple(one for span, one in whole.items() if span in spans),
        tuple(one for one in frame.values() if not _is_inside(one, spans)),
        _ordered(parts.values()),
    )


def _outermost(spans: Collection[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    """Of spans inside of each other the largest: a method of a class that is a target as well is shown with it."""
    return {
        (path, start, end)
        for path, start, end in spans
        if not any(p == path and a <= start and end <= b and (a, b) != (start, end) for p, a, b in spans)
    }


def _is_inside(one: Candidate, spans: Collection[tuple[str, int, int]]) -> bool:
    start, end = one.options[0].start, one.options[-1].end
    return any(path == one.path and first <= start and end <= last for path, first, last in spans)


def _ordered(parts: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(parts, key=lambda one: (-one.score, one.path, one.options[0].start)))


def _spans(target: Target, facts: FileFacts, qualname: str, lines: Lines) -> list[tuple[int, int]]:
    if target.lines is not None:
        return [(target.lines.start, min(target.lines.end, len(lines)))]
    if not qualname:
        return [(1, len(lines))]
    found = [one for one in facts.definitions if one.qualname == qualname]
    return [(min(one.start_line, one.docstring_start or one.start_line), one.end_line) for one in found]


def _frame(target: Target, facts: FileFacts, path: str, start: int, lines: Lines) -> list[Candidate]:
    """The imports at the top of the file, and the header of each class around a line."""
    found = []
    top = [one for one in facts.imports if one.scope == MODULE and one.line < start]
    if top:
        first, last = top[0].line, max(one.end_line for one in top)
        if last - first < 80:
            found.append(_candidate(target, path, 0.8, (source(first, last, lines),), "imports of the target's file"))
    for index, one in enumerate(facts.definitions):
        if one.kind in TYPES and one.start_line < start <= one.end_line:
            outline = options(facts, index, lines)[1]._replace(value=1.0)
            head = outline._replace(form=Form.SIGNATURE, text=outline.text.split("\n")[0], value=_HEADER_VALUE)
            found.append(_candidate(target, symbol_id(path, one.qualname), 1.0, (head, outline), "the class around it"))
            found += [
                _candidate(target, symbol_id(path, other.qualname), 0.3, options(facts, place, lines)[:2], "beside the target")
                for place, other in enumerate(facts.definitions)
                if other.parent == index and other.kind in CALLABLES and other.start_line != start
            ]
    return found


def _part(ground: Ground, target: Target, facts: FileFacts, index: int, lines: Lines) -> Candidate:
    one = facts.definitions[index]
    score = (_ENTRY + (1 - _ENTRY) * _meets(ground, one, lines)) * (_VALUE_SHARE if one.kind in VALUES else 1)
    return _candidate(
        target, symbol_id(split_symbol(target.symbol)[0], one.qualname), score, options(facts, index, lines, Duty.TARGET)
    )


def _meets(ground: Ground, one: Definition, lines: Lines) -> float:
    """How well a definition meets the request, from 0 to 1."""
    best = sum(ground.words.weights.values())
    text = lines.text(one.start_line, min(one.end_line, one.start_line + 200)).encode()
    return min(1.0, (ground.words.name(one.name) + ground.words.text(text)) / best) if best else 0.0


def _candidate(target: Target, symbol: str, score: float, forms: Sequence[Option], why: str | None = None) -> Candidate:
    return Candidate(split_symbol(symbol)[0], symbol, Duty.TARGET, why or target.why, "exact", score, tuple(forms))
