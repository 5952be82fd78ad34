"""Keeps what a tool answers within what agents' hosts take, and says in words what was cut.

Hosts cut a long answer of a tool anywhere, or refuse it (Claude Code: 25,000 tokens unless configured otherwise). A document
that is cut here still is one of its schema: lists lose what matters least.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Document = dict[str, Any]

LIMIT = 60_000
"""Characters of an answer, about 18,000 tokens of JSON."""

_SEVERITIES = ("error", "warning", "note")
_CONFIDENCES = ("high", "medium", "low")
_SHORTEST = 200  # characters to which texts are cut in the end


class _Cut(NamedTuple):
    """One way to make a document smaller: ``apply`` leaves at most so many items of a kind, and says how many it left out."""

    label: str
    apply: Callable[[Document, int], tuple[Document, int]]


def fit(document: Document, limit: int, more: str = "") -> Document:
    """The document itself, or a copy that takes at most ``limit`` characters of JSON and says so in its ``notices``. ``more``
    says where the rest can be had."""
    if _size(document) <= limit:
        return document
    room = limit - _SHORTEST * 2  # for the notice
    said = []
    for cut in _CUTS.get(str(document["schema"]), ()):
        if _size(document) <= room:
            break
        document, dropped = _smallest(document, cut, room)
        said += [f"{dropped} {cut.label}"] if dropped else []
    longest = limit
    while _size(document) > room and longest > _SHORTEST:
        longest //= 2
        document = _shortened(document, longest)
    said += [f"texts were cut to {longest} characters"] if longest < limit else []
    words = f"cut to {limit} characters, left out: {', '.join(said)}" + (f"; {more}" if more else "")
    return {**document, "notices": [*document.get("notices", ()), words]}


def fit_text(text: str, limit: int, more: str = "") -> str:
    """The text itself, or its first lines within ``limit`` characters and a line that says how many are left out."""
    if len(text) <= limit:
        return text
    kept = text[: limit - _SHORTEST].rpartition("\n")[0] or text[: limit - _SHORTEST]
    rest = text[len(kept) :].strip("\n").split("\n")
    return f"{kept}\n… cut to {limit} characters: {len(rest)} lines are left out" + (f"; {more}" if more else "") + "\n"


def _size(document: Document) -> int:
    return len(json.dumps(document, ensure_ascii=False))


def _smallest(document: Document, cut: _Cut, room: int) -> tuple[Document, int]:
    """What is left when as little as possible is cut this way."""
    best = cut.apply(document, 0)
    fewest, most = 0, _longest(document)
    while fewest < most:
        middle = (fewest + most + 1) // 2
        tried = cut.apply(document, middle)
        if _size(tried[0]) <= room:
            best, fewest = tried, middle
        else:
            most = middle - 1
    return best


def _longest(value: object) -> int:
    """The length of the longest list in a document."""
    if isinstance(value, Mapping):
        return max(map(_longest, value.values()), default=0)
    if isinstance(value, list):
        return max([len(value), *map(_longest, value)])
    return 0


def _shortened(value: Any, longest: int) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(item, longest) for key, item in value.items()}
    if isinstance(value, list):
        return [_shortened(item, longest) for item in value]
    if isinstance(value, str) and len(value) > longest:
        return value[: longest - 1] + "…"
    return value


def _list(key: str) -> Callable[[Document, int], tuple[Document, int]]:
    """Keeps the first items of a list, the more important ones."""

    def apply(document: Document, keep: int) -> tuple[Document, int]:
        items = document[key]
        return {**document, key: items[:keep]}, max(0, len(items) - keep)

    return apply


def _edits(is_one: Callable[[Document], bool]) -> Callable[[Document, int], tuple[Document, int]]:
    """Keeps the first edits of a kind that no finding is about."""

    def apply(document: Document, keep: int) -> tuple[Document, int]:
        edits = document["edits"]
        dropped = set([edit["id"] for edit in edits if not edit["findings"] and is_one(edit)][keep:])
        return {**document, "edits": [edit for edit in edits if edit["id"] not in dropped]}, len(dropped)

    return apply


def _findings(document: Document, keep: int) -> tuple[Document, int]:
    """Keeps the gravest, and of the edits with findings those that these are about, which go on to name the same ones."""
    found: Sequence[Document] = document["findings"]

    def grave(index: int) -> tuple[int, int]:
        return _SEVERITIES.index(found[index]["severity"]), _CONFIDENCES.index(found[index]["confidence"])

    kept = sorted(sorted(range(len(found)), key=grave)[:keep])
    number = {old: new for new, old in enumerate(kept)}
    edits = [
        {**edit, "findings": [number[old] for old in edit["findings"] if old in number]}
        for edit in document["edits"]
        if not edit["findings"] or any(old in number for old in edit["findings"])
    ]
    return {**document, "findings": [found[old] for old in kept], "edits": edits}, len(found) - len(kept)


def _ties(document: Document, keep: int) -> tuple[Document, int]:
    """As many of every section."""
    symbols = [{key: _first(value, keep) for key, value in symbol.items()} for symbol in document["symbols"]]
    return {**document, "symbols": symbols}, _count(document["symbols"]) - _count(symbols)


def _first(value: object, keep: int) -> object:
    return value[:keep] if isinstance(value, list) else value


def _count(symbols: Sequence[Mapping[str, object]]) -> int:
    return sum(len(value) for symbol in symbols for value in symbol.values() if isinstance(value, list))


def _levels(document: Document, keep: int) -> tuple[Document, int]:
    """The nearest levels of each language are kept."""
    languages = [{**one, "levels": one["levels"][:keep]} for one in document["languages"]]
    return {**document, "languages": languages}, sum(
        len(one["levels"]) - len(left["levels"]) for one, left in zip(document["languages"], languages, strict=True)
    )


def _lists(*names: str) -> Iterator[_Cut]:
    return (_Cut(name.replace("_", " "), _list(name)) for name in names)


_CUTS: Mapping[str, Sequence[_Cut]] = {
    "scoper.report/1": (
        _Cut("edits in scope", _edits(lambda edit: bool(edit["in_scope"]))),
        _Cut("edits without a finding", _edits(lambda edit: not edit["in_scope"])),
        *_lists("problems"),
        _Cut("findings with their edits", _findings),
    ),
    "scoper.context/1": tuple(_lists("left_out", "problems", "items")),
    "scoper.scope/1": tuple(_lists("rivals", "targets")),
    "scoper.graph/1": (_Cut("ties", _ties), *_lists("symbols")),
    "scoper.style/1": (_Cut("levels", _levels), *_lists("languages")),
}
