"""Puts the facts of a file and of its parts together: one file, in which a template uses what a script defines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.facts.found import Found, Span
from scoper.facts.model import MODULE, Definition, FileFacts, Kind, Reference, Role
from scoper.facts.parts import Part
from scoper.facts.scopes import Stretches
from scoper.facts.source import Source
from scoper.lang.registry import Language, language_called

MOST_PROBLEMS = 50
"""Of one file; a file with more of them is not in this language."""

_BINDING = frozenset({"binding", "parameter", "target", "aliased"})
_ARGUMENT = re.compile(r"[:.].*", re.DOTALL)


class Placed(NamedTuple):
    """Facts, and which of their definitions holds a byte."""

    facts: FileFacts
    places: Stretches


class Inner(NamedTuple):
    """What the parts of a file say: each that reads like a file with the byte it starts at, and all expressions together."""

    files: Sequence[tuple[int, FileFacts]]
    uses: FileFacts | None
    locals: Mapping[str, Sequence[Span]]  # name → where it is no name of the file
    components: Sequence[Span]


def embed(language: Language, source: Source, host: Placed, inner: Inner) -> FileFacts:
    """The facts of all of a file. What a part defines is inside of the section that holds the part, if there is one."""
    pieces = [(MODULE, host.facts), *((host.places.block_at(start), _own(facts)) for start, facts in inner.files)]
    definitions, moved = _merged(pieces)
    scoped = [
        _rescoped(facts, positions, _at(moved[0], around)) for (around, facts), positions in zip(pieces, moved, strict=True)
    ]
    names = {item.bound for facts in scoped for item in facts.imports if item.scope == MODULE}
    names.update(one.name for one in definitions if one.parent == MODULE and one.kind is not Kind.SECTION)
    used = [*_uses(source, inner, host.places), *_components(language, source, inner.components, host.places, names)]
    placed = [one._replace(scope=_at(moved[0], one.scope)) for one in used]
    written = [*placed, *(one for facts in scoped for one in facts.references)]
    references = [_resubscribed(language, one, names) for one in written]
    every = [*scoped, inner.uses] if inner.uses is not None else scoped
    return FileFacts(
        language=language.name,
        definitions=tuple(definitions),
        references=tuple(sorted(references, key=lambda one: (one.line, one.column))),
        imports=tuple(sorted((one for facts in scoped for one in facts.imports), key=lambda one: one.line)),
        bindings=tuple(sorted((one for facts in scoped for one in facts.bindings), key=lambda one: one.line)),
        receivers=tuple(sorted(one for facts in every for one in facts.receivers)),
        comments=tuple(sorted((one for facts in every for one in facts.comments), key=lambda one: one.start_line)),
        problems=tuple(sorted((one for facts in every for one in facts.problems), key=lambda one: one.line)[:MOST_PROBLEMS]),
    )


def local_names(source: Source, found: Found, pieces: Sequence[Part]) -> dict[str, list[Span]]:
    """The names that expressions and elements of a template bind, each with the stretches where it stands for that."""
    local: dict[str, list[Span]] = {}
    for (start, end), mark in found.marks.items():
        if mark.kind in _BINDING:
            piece = pieces[bisect_right(pieces, start, key=lambda one: one.span[0]) - 1]
            local.setdefault(source.text(start, end), []).append(piece.scope)
    return local


def _own(facts: FileFacts) -> FileFacts:
    """Without names where these are no names of the file: those of a style sheet."""
    is_document = language_called(facts.language).document
    return facts._replace(references=(), imports=(), bindings=()) if is_document else facts


def _merged(pieces: Sequence[tuple[int, FileFacts]]) -> tuple[list[Definition], list[list[int]]]:
    """The definitions of all pieces in file order, and for those of each piece where they are now."""
    entries = [
        (one.start_line, -one.end_line, number, index)
        for number, (_, facts) in enumerate(pieces)
        for index, one in enumerate(facts.definitions)
    ]
    moved = [[MODULE] * len(facts.definitions) for _, facts in pieces]
    merged: list[Definition] = []
    for _, _, number, index in sorted(entries):
        around, facts = pieces[number]
        one = facts.definitions[index]
        parent = _at(moved[number], one.parent) if one.parent != MODULE else _at(moved[0], around)
        qualname = one.qualname if around == MODULE else f"{pieces[0][1].definitions[around].qualname}.{one.qualname}"
        moved[number][index] = len(merged)
        merged.append(one._replace(parent=parent, qualname=qualname))
    return merged, moved


def _at(moved: Sequence[int], index: int) -> int:
    return moved[index] if index != MODULE else MODULE


def _rescoped(facts: FileFacts, moved: Sequence[int], around: int) -> FileFacts:
    def at(scope: int) -> int:
        return moved[scope] if scope != MODULE else around

    return facts._replace(
        references=tuple(one._replace(scope=at(one.scope)) for one in facts.references),
        imports=tuple(one._replace(scope=at(one.scope)) for one in facts.imports),
        bindings=tuple(one._replace(scope=at(one.scope)) for one in facts.bindings),
    )


def _uses(source: Source, inner: Inner, places: Stretches) -> Iterator[Reference]:
    """What expressions use, without their own names; of these, members are those of an expression."""
    for one in inner.uses.references if inner.uses is not None else ():
        byte = source.line_starts[one.line - 1] + one.column - 1
        head, dot, rest = one.dotted.partition(".")
        if any(start <= byte < end for start, end in inner.locals.get(head, ())):
            if not dot:
                continue
            one = one._replace(dotted=f"?.{rest}")
        yield one._replace(scope=places.block_at(byte))


def _components(
    language: Language, source: Source, spans: Sequence[Span], places: Stretches, names: Collection[str]
) -> Iterator[Reference]:
    for start, end in spans:
        dotted = _component_name(language, source.text(start, end), names)
        if dotted is not None:
            line, scope = source.line(start), places.block_at(start)
            column = start - source.line_starts[line - 1] + 1
            head, _, name = dotted.rpartition(".")
            if head:
                yield Reference(head.rpartition(".")[2], head, Role.READ, line, column, scope, -1, ())
            yield Reference(name, dotted, Role.CALL, line, column, scope, -1, ())


def _component_name(language: Language, text: str, names: Collection[str]) -> str | None:
    """What a tag or directive is called in the script; ``None`` where it is one of the platform's, or nobody says."""
    if not language.kebab_components:
        return text
    if text.startswith("v-"):
        text = _ARGUMENT.sub("", text)
    head, dot, rest = text.partition(".")
    if "-" not in head and not head[:1].isupper():
        return None
    pascal = "".join(word[:1].upper() + word[1:] for word in head.split("-"))
    camel = pascal[:1].lower() + pascal[1:]
    known = next((name for name in (head, camel, pascal) if name in names), head)
    return None if "-" in known else known + dot + rest


def _resubscribed(language: Language, one: Reference, names: Collection[str]) -> Reference:
    """``$count`` reads what is in ``count``, unless it is a name of its own."""
    mark = language.subscription
    head, dot, rest = one.dotted.partition(".")
    if not mark or not head.startswith(mark) or head in names or head.removeprefix(mark) not in names:
        return one
    bare = head.removeprefix(mark)
    return one._replace(name=one.name if dot else bare, dotted=bare + dot + rest)
