"""One side of a changed file, line by line: which definition a line belongs to, and to which part of it.

It knows one side only; what changed, and what the other side looks like, is not its concern.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from scoper.change.syntax import Syntax, read_syntax
from scoper.facts.model import MODULE, TYPES, VALUES, Definition, FileFacts, Kind, SymbolId, symbol_id
from scoper.lang.registry import language_of
from scoper.text import LineRange, split_lines


class Part(enum.Enum):
    """The parts of a definition, or of a file, that are judged apart."""

    LEAD = enum.auto()  # own-line comments directly above
    DECORATOR = enum.auto()
    SIGNATURE = enum.auto()
    DOCSTRING = enum.auto()
    IMPORT = enum.auto()
    BODY = enum.auto()
    WHOLE = enum.auto()  # all of a definition that is new, gone, or somewhere else


class ImportStatement(NamedTuple):
    """One statement with all it imports, as (module, name, bound)."""

    lines: LineRange
    names: tuple[tuple[str, str | None, str], ...]
    indent: int


class Side:
    """One version of a file with a grammar. ``windows`` are the lines whose syntax will be asked for, ascending."""

    def __init__(self, path: str, text: bytes, facts: FileFacts, windows: Sequence[LineRange]) -> None:
        self.path = path
        self.text = text
        self.facts = facts
        self.lines = split_lines(text)
        self.windows = windows

    def line(self, number: int) -> bytes:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else b""

    def is_blank(self, number: int) -> bool:
        return not self.line(number).strip()

    def symbol(self, index: int) -> SymbolId:
        return symbol_id(self.path, self.facts.definitions[index].qualname if index != MODULE else "")

    def owner(self, number: int) -> int:
        """The innermost definition that holds a line, and whose edits it belongs to."""
        return self._owners[number] if number < len(self._owners) else MODULE

    def extent(self, index: int) -> LineRange:
        """The lines of a definition, without comments above it."""
        if index == MODULE:
            return LineRange(1, max(1, len(self.lines)))
        definition = self.facts.definitions[index]
        return LineRange(definition.start_line, definition.end_line)

    def part(self, number: int) -> Part:
        index = self.owner(number)
        if index == MODULE:
            return self._module_part(number)
        return _part(self.facts.definitions[index], number)

    def _module_part(self, number: int) -> Part:
        if number in self.import_at:
            return Part.IMPORT
        return Part.DOCSTRING if number in self.module_docstring else Part.BODY

    def is_broken(self, lines: LineRange) -> bool:
        """Whether the grammar could not make sense of some of these lines."""
        return any(p.line <= lines.end and lines.start <= p.end_line for p in self.facts.problems)

    @cached_property
    def is_document(self) -> bool:
        """Whether it is edited in paragraphs, and what one section holds need not belong together."""
        language = language_of(self.path)
        return language is not None and language.document

    @cached_property
    def syntax(self) -> Syntax:
        language = language_of(self.path)
        return read_syntax(language, self.text, self.windows) if language is not None else Syntax((), ())

    @cached_property
    def module_docstring(self) -> LineRange:
        """Lines 1 to 0 where there is none."""
        language = language_of(self.path)
        first = self.syntax.units[0] if language is not None and language.docstrings and self.syntax.units else None
        is_string = first is not None and first.depth == 0 and [t.kind for t in first.tokens] == ["string"]
        return first.lines if first is not None and is_string else LineRange(1, 0)

    @cached_property
    def own_comments(self) -> frozenset[int]:
        """Lines that hold a comment and nothing else."""
        return frozenset(n for c in self.facts.comments if c.own_line for n in range(c.start_line, c.end_line + 1))

    @cached_property
    def imports(self) -> tuple[ImportStatement, ...]:
        """The import statements outside of functions and classes, in order."""
        statements: dict[LineRange, list[tuple[str, str | None, str]]] = {}
        for item in self.facts.imports:
            if self.owner(item.line) == MODULE:
                statements.setdefault(LineRange(item.line, item.end_line), []).append((item.module, item.name, item.bound))
        return tuple(
            ImportStatement(lines, tuple(names), indent_of(self.line(lines.start)))
            for lines, names in sorted(statements.items())
        )

    @cached_property
    def import_at(self) -> dict[int, int]:
        """Line → position in :attr:`imports`."""
        return {n: i for i, s in enumerate(self.imports) for n in range(s.lines.start, s.lines.end + 1)}

    @cached_property
    def import_lines(self) -> frozenset[int]:
        """Lines of any import, local ones included."""
        return frozenset(n for i in self.facts.imports for n in range(i.line, i.end_line + 1))

    @cached_property
    def _owners(self) -> list[int]:
        """For each line number; position 0 stands for no line."""
        owners = [MODULE] * (len(self.lines) + 2)
        definitions = self.facts.definitions
        scopes = [i for i, d in enumerate(definitions) if d.kind not in VALUES]
        for index in sorted(scopes, key=lambda i: (definitions[i].start_line, -definitions[i].end_line)):
            _paint(owners, definitions[index], index)
        for index, definition in enumerate(definitions):
            # attributes set inside of methods, and further targets of one statement, are no places of their own
            if definition.kind in VALUES and owners[min(definition.start_line, len(owners) - 1)] == definition.parent:
                _paint(owners, definition, index)
        for index in self.holders:
            _paint(owners, definitions[index], index)
        self._paint_leads(owners)
        return owners

    @cached_property
    def holders(self) -> dict[int, int]:
        """Methods of an object that is written out, with the variable whose value that is."""
        definitions = self.facts.definitions
        found: dict[int, int] = {}
        above: dict[int, int] = {}  # by the definition around it, the last variable so far of several lines
        for index, one in enumerate(definitions):
            holder = above.get(one.parent)
            if one.parent != MODULE and definitions[one.parent].kind in TYPES:
                continue
            if one.kind in VALUES and one.end_line > one.start_line:
                above[one.parent] = index
            elif one.kind is Kind.METHOD and holder is not None and _holds(definitions[holder], one):
                found[index] = holder
        return found

    def _paint_leads(self, owners: list[int]) -> None:
        # the lines of a block comment may be indented as they like: what counts is where it opens
        opens = {c.end_line: c.start_line for c in self.facts.comments if c.own_line}
        for index, definition in enumerate(self.facts.definitions):
            start = definition.start_line
            if start > len(self.lines) or owners[start] != index:
                continue
            indent = indent_of(self.line(start))
            above, around = start - 1, self.holders.get(index, definition.parent)
            while (first := opens.get(above)) is not None and owners[above] == around:
                if indent_of(self.line(first)) != indent:
                    break
                owners[first : above + 1] = [index] * (above + 1 - first)
                above = first - 1


def _holds(outer: Definition, inner: Definition) -> bool:
    """Whether one definition stands inside of another that does not start or end on its lines."""
    return outer.start_line < inner.start_line and inner.end_line < outer.end_line


def _paint(owners: list[int], definition: Definition, index: int) -> None:
    end = min(definition.end_line, len(owners) - 1)
    owners[definition.start_line : end + 1] = [index] * (end + 1 - definition.start_line)


def _part(definition: Definition, number: int) -> Part:
    if definition.docstring_start <= number <= definition.docstring_end:
        return Part.DOCSTRING
    if number < definition.start_line:
        return Part.LEAD
    if definition.kind in VALUES:
        return Part.BODY
    if number < definition.signature_start:
        return Part.DECORATOR
    return Part.SIGNATURE if number <= definition.signature_end else Part.BODY


def indent_of(line: bytes) -> int:
    """Bytes of white space in front of a line."""
    return len(line) - len(line.lstrip())
