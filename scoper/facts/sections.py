"""Sections of documents: what they are called, and how far a heading reaches.

A section's name is prose or a selector, not an identifier, so it is made to fit into qualified names, which dots join, and into
symbols, in which ``::`` ends the path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scoper.facts.found import Mark, Span, span_of

NAME_LIMIT = 60
"""Characters of a section's name."""

_CLOSING = re.compile(r"\s+#+\s*$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def section_name(text: str) -> str:
    """``"Release 2.0::beta"`` → ``Release 2·0:beta``: in one line, without quotes around it, dots raised, colons single."""
    name = " ".join(_CLOSING.sub("", _LINK.sub(r"\1", text).replace("`", "")).split())
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    while "::" in name:
        name = name.replace("::", ":")
    return name.replace(".", "·")[:NAME_LIMIT].strip() or "untitled"


def as_typed(qualname: str) -> str:
    """A qualified name as people type it who do not care which of its dots are raised."""
    return qualname.replace("·", ".")


def reaches(marks: Iterable[Mark], size: int) -> dict[int, Span]:
    """The extents of headings, by the byte they start at: each reaches to the next one of its level or a higher one."""
    found: dict[int, Span] = {}
    open_headings: list[tuple[int, int]] = []  # level and start
    headings = [(mark.captures[mark.kind][0].start_byte, level) for mark in marks if (level := mark.settings.get("level"))]
    for start, level in [*sorted(headings), (size, "0")]:
        while open_headings and open_headings[-1][0] >= int(level):
            begin = open_headings.pop()[1]
            found[begin] = (begin, start)
        open_headings.append((int(level), start))
    return found


def extent_of(mark: Mark, headings: dict[int, Span]) -> Span:
    """The bytes of a definition: those of its node, or all that a heading reaches."""
    span = span_of(mark.captures[mark.kind][0])
    return headings.get(span[0], span) if mark.settings.get("level") else span
