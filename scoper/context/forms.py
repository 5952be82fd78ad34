"""The forms of a definition: its name, its signature with the first line of documentation, and its source. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from scoper.context.model import Duty, Form, Option
from scoper.facts.model import TYPES, VALUES, Definition, FileFacts
from scoper.text import LineRange

_VALUES = {Duty.CONTRACT: (0.25, 0.85), Duty.TARGET: (0.2, 0.4)}
"""What a name and a signature are worth beside the source: of a contract the signature is nearly all that is needed, of what
is to be edited the source."""
_OTHERS = (0.35, 0.7)
_MOST_MEMBERS = 40  # fields of a class that are part of its signature
_LONGEST = 200  # characters of a signature or of a line of documentation
_LONGEST_SOURCE = 400  # lines of a definition that is shown whole without being the target
_QUOTES = re.compile(r'^[rRuUbB]{0,2}("""|\'\'\'|"|\')|("""|\'\'\'|"|\')$')
_LEADER = re.compile(r"^(///?!?|/?\*+/?|#+|--|;+)\s*")


class Lines:
    """A file's text by line."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")

    def __len__(self) -> int:
        return len(self._lines)

    def text(self, start: int, end: int) -> str:
        return "\n".join(self._lines[start - 1 : end])


def options(
    facts: FileFacts, index: int, lines: Lines, duty: Duty = Duty.COMPANION, spoken: AbstractSet[str] = frozenset()
) -> tuple[Option, ...]:
    """Name, signature (of a type, an outline) and source of a definition; of a variable, the signature is all there is.
    ``spoken`` are names that stand where the edit will be: of a type with many fields these are shown first."""
    one = facts.definitions[index]
    start, end = one.signature_start or one.name_line, max(one.signature_end, one.name_line)
    name_value, signature_value = _VALUES.get(duty, _OTHERS)
    form = Form.OUTLINE if one.kind in TYPES else Form.SIGNATURE
    found = (
        Option(Form.NAME, one.name_line, one.name_line, one.qualname, name_value),
        Option(form, start, end, signature(facts, index, lines, spoken), signature_value),
    )
    if one.kind in VALUES or one.end_line - one.start_line >= _LONGEST_SOURCE:
        return found
    return (*found, source(one.start_line, one.end_line, lines))


def source(start: int, end: int, lines: Lines) -> Option:
    return Option(Form.SOURCE, start, end, lines.text(start, end), 1.0)


def signature(facts: FileFacts, index: int, lines: Lines, spoken: AbstractSet[str] = frozenset()) -> str:
    """Header, documentation line, and for a type what it declares."""
    one = facts.definitions[index]
    owner = one.qualname.rpartition(".")[0]
    head = one.signature or one.qualname
    if one.kind in VALUES and one.value is not None:
        head = f"{head} = {one.value}"
    parts = [f"{owner}: {head}"[:_LONGEST] if owner else head[:_LONGEST]]
    if one.decorators:
        parts[0] += f"    # {' '.join(f'@{decorator}' for decorator in one.decorators)[:_LONGEST]}"
    if documentation := doc_line(one, lines):
        parts.append(f"    # {documentation}")
    if one.kind in TYPES:
        members = [other for other in facts.definitions if other.parent == index and other.kind in VALUES]
        first = sorted(range(len(members)), key=lambda at: (members[at].name not in spoken, at))[:_MOST_MEMBERS]
        for member in (members[at] for at in sorted(first)):
            value = f" = {member.value}" if member.value is not None else ""
            parts.append(f"    {member.signature or member.name}{value}"[:_LONGEST])
        if len(members) > _MOST_MEMBERS:
            parts.append(f"    … {len(members) - _MOST_MEMBERS} more")
    return "\n".join(parts)


def doc_line(one: Definition, lines: Lines) -> str:
    """The first line of a definition's documentation that says something."""
    if not one.docstring_start:
        return ""
    for line in lines.text(one.docstring_start, min(one.docstring_end, one.docstring_start + 4)).split("\n"):
        said = _QUOTES.sub("", _QUOTES.sub("", _LEADER.sub("", line.strip()))).strip()
        if said:
            return said[:_LONGEST]
    return ""


def call_lines(at: Sequence[int], one: Definition, lines: Lines) -> Option:
    """The first of some lines of a definition with one line around it, and how many more there are."""
    shown = LineRange(max(one.start_line, at[0] - 1), min(one.end_line, at[0] + 1))
    more = f"\n    … {len(at) - 1} more" if len(at) > 1 else ""
    return Option(Form.SOURCE, shown.start, shown.end, lines.text(*shown) + more, 0.9)
