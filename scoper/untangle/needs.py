"""Which edits cannot go, because code that stays needs what they make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from scoper.change.model import Change, Edit, EditKind
from scoper.facts.model import split_symbol
from scoper.gate import Compared
from scoper.untangle.texts import EditTexts
from scoper.verdict.links import Link
from scoper.verdict.model import Relation
from scoper.verdict.symbols import symbol_links

_MAX_CALL = 2_000  # characters of a call that are compared
_MAX_EDITS = 3_000  # of a diff whose links are looked for
_SURE = 0.75  # strength from which on a link says that code would break
_INTERFACE = frozenset({EditKind.SIGNATURE, EditKind.RENAME, EditKind.MOVE})


def needs(links: Iterable[Link], change: Change) -> dict[int, dict[int, str]]:
    """For each edit the others without which it would break, or break others, each with the reason."""
    texts = EditTexts(change)
    found: dict[int, dict[int, str]] = {}
    for link in links:
        if not link.weak and link.strength >= _SURE:
            for who, what in _directions(link, change.edits, texts):
                subject = "it" if what == link.target else "that"
                why = f"{_name(change.edits[who])} needs it: {subject} {link.why}"
                found.setdefault(who, {}).setdefault(what, why)
    return found


def _directions(link: Link, edits: Sequence[Edit], texts: EditTexts) -> Iterator[tuple[int, int]]:
    """A link says what belongs together; this is who of the two cannot do without the other."""
    source, target = edits[link.source], edits[link.target]
    there, back = (link.source, link.target), (link.target, link.source)
    is_other_interface = not _INTERFACE.isdisjoint(source.kinds)
    if link.relation is Relation.DEFINITION and EditKind.DELETE not in target.kinds:
        yield there
    elif link.relation in (Relation.USE, Relation.TEST):
        if EditKind.DELETE in source.kinds:
            yield there
        elif is_other_interface and _speaks_otherwise(texts.before(link.target), texts.after(link.target), source):
            yield from (there, back)
    elif link.relation is Relation.OVERRIDE and is_other_interface:
        yield there
    elif link.relation is Relation.IMPORT and source.path != target.path:
        if is_other_interface or EditKind.DELETE in source.kinds:
            yield there
    elif link.relation is Relation.IMPORT:
        if target.after:
            yield there
        if target.before:
            yield back


def _speaks_otherwise(before: str, after: str, used: Edit) -> bool:
    """Whether the lines use a symbol in a way that they did not before: a call that reads as it did says nothing about what has
    become of the interface."""
    symbol = used.symbol or used.path
    names = {split_symbol(symbol)[1].rpartition(".")[2], split_symbol(symbol)[1].rpartition(".")[0].rpartition(".")[2]} - {""}
    return any(Counter(_uses(after, name)) - Counter(_uses(before, name)) for name in names)


def _uses(text: str, name: str) -> Iterator[str]:
    """Each mention of a name, with what stands in the parentheses behind it."""
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
        yield "".join(_arguments(text[found.end() : found.end() + _MAX_CALL]).split())


def _arguments(text: str) -> str:
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth <= 0 and (at or character != "("):
            return text[: at + 1] if at else ""
    return text


def needed_by(compared: Compared, gone: Collection[int]) -> dict[int, str]:
    """Those edits of ``gone``, by position, that the others need, directly or through one another, each with the reason."""
    edits = compared.change.edits
    if len(edits) > _MAX_EDITS:
        return {}  # what breaks is found out by judging what is left
    found = needs(symbol_links(compared.change, compared.base_graph, compared.head_graph, same_symbol=False), compared.change)
    reasons: dict[int, str] = {}
    waiting = [number for number in range(len(edits)) if number not in gone]
    while waiting:
        for target, why in found.get(waiting.pop(), {}).items():
            if target in gone and target not in reasons:
                reasons[target] = why
                waiting.append(target)
    return reasons


def _name(edit: Edit) -> str:
    return edit.symbol or edit.path
