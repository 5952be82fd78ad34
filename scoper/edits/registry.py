"""The edit formats, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NamedTuple

from scoper.edits import pseudo_xml, search_replace, unified, v4a, whole
from scoper.edits.apply import apply
from scoper.edits.model import Applied, Edits, Files, Mismatch


class Format(NamedTuple):
    """``instructions`` tell a model how to write the format. ``parse`` never fails: what cannot be read is in its problems.
    ``render`` raises :class:`ValueError` for edits that the format cannot express. ``apply`` is the same for all."""

    name: str
    instructions: str
    parse: Callable[[str], Edits]
    render: Callable[[Edits], str]
    apply: Callable[[Edits, Files], Applied | Mismatch]


def _format(module: ModuleType) -> Format:
    return Format(module.NAME, module.INSTRUCTIONS, module.parse, module.render, apply)


EDIT_FORMATS: Mapping[str, Format] = {
    module.NAME: _format(module) for module in (v4a, search_replace, unified, whole, pseudo_xml)
}


def recognise(text: str) -> Format | None:
    """The format that a reply is written in, whichever was asked for; ``None`` if no edit can be found in it."""
    for name in (v4a.NAME, search_replace.NAME, pseudo_xml.NAME, unified.NAME, whole.NAME):
        edits = EDIT_FORMATS[name].parse(text)
        if edits.files or edits.problems:
            return EDIT_FORMATS[name]
    return None
