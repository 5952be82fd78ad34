"""Import statements → one record for each imported name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoper.facts.collect import Found, Mark
from scoper.facts.model import Import
from scoper.facts.scopes import Stretch, block_at
from scoper.facts.source import Source


def read_imports(source: Source, found: Found, places: Sequence[Stretch]) -> Iterator[Import]:
    """In file order. Lines are those of the whole statement."""
    for mark in found.imports:
        statement = mark.captures["import"][0]
        start, end = statement.start_byte, statement.end_byte
        module = _text(source, mark, "module") or mark.settings.get("module") or ""
        name = _text(source, mark, "imported") or mark.settings.get("name")
        bound = mark.settings.get("bound") or _text(source, mark, "bound") or name or module
        binds = mark.settings.get("binds")
        if binds is not None:
            bound = module.partition(".")[0] if binds == "head" else ""
        yield Import(module, name, bound, source.line(start), source.last_line(start, end), block_at(places, start))


def _text(source: Source, mark: Mark, capture: str) -> str | None:
    span = mark.span(capture)
    return "".join(source.text(*span).split()) if span else None
