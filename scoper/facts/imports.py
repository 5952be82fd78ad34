"""Import statements → one record for each imported name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from scoper.facts.found import Found, Mark, span_of
from scoper.facts.model import Definition, Import, namespaces_around
from scoper.facts.scopes import Stretches
from scoper.facts.source import Naming, Source, naming
from scoper.lang.spec import Language

_VERSION = re.compile(r"/v\d+$|\.v\d+$")

# What a statement binds that does not spell it: the first part of a dotted name, or the last of a path, without its version.
_BINDS: Mapping[str, Callable[[str], str]] = {
    "head": lambda module: module.partition(".")[0],
    "last": lambda module: _VERSION.sub("", module).rpartition("/")[2],
    "end": lambda module: module.rpartition(".")[2],
    "nothing": lambda module: "",
}


def read_imports(
    language: Language, source: Source, found: Found, places: Stretches, definitions: Sequence[Definition]
) -> Iterator[Import]:
    """In file order. Lines are those of the whole statement."""
    names = naming(language)
    binding = {span_of(mark.captures["module"][0]) for mark in found.imports if _binds(mark)}
    for mark in found.imports:
        if mark.settings.get("binds") == "nothing" and mark.span("module") in binding:
            continue  # ``const { a } = await import("b")`` is one import
        statement = mark.captures["import"][0]
        start, end = statement.start_byte, statement.end_byte
        scope = places.block_at(start)
        module = _module(names, source, mark) or mark.settings.get("module") or ""
        if language.outer_module is not None:
            module = _from_file(module, *language.outer_module, namespaces_around(definitions, scope))
        name = _text(source, mark, "imported") or mark.settings.get("name")
        bound = mark.settings.get("bound") or _text(source, mark, "bound") or name or module
        binds = mark.settings.get("binds")
        if binds is not None:
            bound = _BINDS[binds](module)
        yield Import(module, name, bound, source.line(start), source.last_line(start, end), scope)


def _binds(mark: Mark) -> bool:
    return "module" in mark.captures and mark.settings.get("binds") != "nothing"


def _from_file(module: str, around: str, itself: str, depth: int) -> str:
    """A path inside of namespaces as it would be outside of them, where the module around is not the file itself."""
    parts = module.split(".")
    count = next((number for number, part in enumerate(parts) if part != around), len(parts))
    if not depth or not count:
        return module
    rest = parts[min(depth, count) :]
    return ".".join(rest if rest[:1] == [around] else [itself, *rest])


def _module(names: Naming, source: Source, mark: Mark) -> str:
    """As it is written, but with dots where the language has something else between names; its parts may stand apart."""
    texts = ("".join(source.text(*span_of(node)).split()) for node in mark.captures.get("module", ()))
    return ".".join(names.chain(text) or text for text in texts)


def _text(source: Source, mark: Mark, capture: str) -> str | None:
    span = mark.span(capture)
    return "".join(source.text(*span).split()) if span else None
