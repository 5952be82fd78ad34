"""Blocks, the functions and classes of a file with their nesting, and which of them holds a byte."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoper.facts.found import Detail, Found, Mark, Span, span_of
from scoper.facts.model import MODULE, TYPES, Kind
from scoper.facts.sections import extent_of, reaches, section_name
from scoper.facts.source import Source
from scoper.lang.registry import Language


class Block(NamedTuple):
    """A function or class. ``opens`` is where code starts to belong to its scope: behind the header, which is evaluated
    outside, or at its type parameters."""

    name: str
    kind: Kind
    parent: int  # index of the block around it, or MODULE
    span: Span
    opens: int
    receiver: str | None  # what a method calls its object
    mark: Mark
    details: Sequence[Detail]

    @property
    def parameters(self) -> int:
        """The byte at which its parameter list starts, -1 where it has none."""
        nodes = self.mark.captures.get("parameters")
        return nodes[0].start_byte if nodes else -1


class Stretches(NamedTuple):
    """A file cut where its innermost block changes: where each piece starts, and its block."""

    starts: Sequence[int]
    blocks: Sequence[int]

    def block_at(self, byte: int) -> int:
        """The innermost block whose code holds a byte."""
        return self.blocks[bisect_right(self.starts, byte) - 1]


def nest(language: Language, source: Source, found: Found) -> list[Block]:
    """The blocks in file order, so that a parent's index is lower than those of its children."""
    blocks: list[Block] = []
    around: list[int] = []
    marks = [mark for mark in found.definitions.values() if mark.settings.get("level") != "0"]
    headings = reaches(marks, len(source.data))
    spaces = {source.text(*span) for span in found.spaces}
    for mark in sorted(marks, key=_outer_first):
        if spaces and any(source.text(*span_of(node)) in spaces for node in mark.captures.get("outer", ())):
            mark = mark._replace(captures={key: nodes for key, nodes in mark.captures.items() if key != "outer"})
        start, _ = span = extent_of(mark, headings)
        while around and blocks[around[-1]].span[1] <= start:
            around.pop()
        parent = around[-1] if around else MODULE
        details = found.details.get(start, ())
        kind = Kind(mark.kind.partition(".")[2])
        in_type = parent != MODULE and blocks[parent].kind in TYPES
        if kind is Kind.FUNCTION and (in_type or "outer" in mark.captures):
            kind = Kind.METHOD
        receiver = _receiver(language, source, found, mark, details) if kind is Kind.METHOD and in_type else None
        opens = min((d.span[0] for d in details if d.kind == "opens"), default=_opening(language, mark))
        name = _name(source, mark, kind)
        around.append(len(blocks))
        blocks.append(Block(name, kind, parent, span, opens, receiver, mark, details))
    return blocks


def _outer_first(mark: Mark) -> Span:
    start, end = span_of(mark.captures[mark.kind][0])
    return start, -end


def _name(source: Source, mark: Mark, kind: Kind) -> str:
    start, end = span_of(mark.captures["name"][0])
    if kind is not Kind.SECTION:
        name = source.text(start, end).removeprefix(mark.settings.get("opening") or "")
        until = mark.settings.get("until")
        return name.partition(until)[0].rstrip() if until else name
    return section_name(source.brief(start, header_end(mark) if mark.settings.get("named") == "header" else end))


def header_end(mark: Mark) -> int:
    """Where the header of a definition ends: behind its colon, in front of its body, or with all of it."""
    if "colon" in mark.captures:
        return mark.captures["colon"][0].end_byte
    return mark.captures["body"][0].start_byte if "body" in mark.captures else mark.captures[mark.kind][0].end_byte


def _opening(language: Language, mark: Mark) -> int:
    parameters = mark.captures.get("parameters") if language.parameters_inside else None
    return parameters[0].start_byte if parameters else header_end(mark)


def _receiver(language: Language, source: Source, found: Found, mark: Mark, details: Iterable[Detail]) -> str | None:
    if any(source.text(*d.span) in language.detached for d in details if d.kind == "decorator"):
        return None
    if language.this:
        return language.this[0]
    if "parameters" not in mark.captures:
        return None
    parameters = found.parameters.get(mark.captures["parameters"][0].start_byte, ())
    spans = [span_of(p.captures["parameter"][0]) for p in parameters if p.kind == "parameter" and p.settings["kind"] == ""]
    return source.text(*min(spans)) if spans else None


def stretches(blocks: Sequence[Block], size: int) -> Stretches:
    cuts: list[tuple[int, int]] = [(0, MODULE)]
    around: list[int] = []

    def leave(until: int) -> None:
        while around and blocks[around[-1]].span[1] <= until:
            end = blocks[around.pop()].span[1]
            cuts.append((end, around[-1] if around else MODULE))

    for index, block in enumerate(blocks):
        leave(block.span[0])
        around.append(index)
        cuts.append((block.opens, index))
    leave(size)
    return Stretches([start for start, _ in cuts], [block for _, block in cuts])


def is_inside(regions: Sequence[Span], byte: int) -> bool:
    """Whether one of the regions, which do not overlap and are in file order, holds a byte."""
    index = bisect_right(regions, (byte + 1,)) - 1
    return index >= 0 and byte < regions[index][1]


def outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that are inside of no other, in file order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
