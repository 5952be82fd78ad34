"""The edits of one side of a diff as its code sees them: which of them owns which line, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile, Edit
from scoper.facts.model import Definition, FileFacts, SymbolId
from scoper.graph.resolve import Graph
from scoper.text import LineRange


class Side(NamedTuple):
    """One snapshot's view: its graph, and which edit owns which line of which file."""

    graph: Graph
    facts: dict[str, FileFacts]
    owner: dict[tuple[str, int], int]
    is_head: bool


def side_of(change: Change, graph: Graph, *, is_head: bool) -> Side:
    facts: dict[str, FileFacts] = {}
    owner: dict[tuple[str, int], int] = {}
    for file in change.files:
        path, found = _of(file, is_head=is_head)
        if found is not None and path is not None and not found.degraded:
            facts[path] = found
    for number, edit in enumerate(change.edits):
        path = edit.path if is_head else edit.base_path
        if path in facts:
            ranges: Sequence[LineRange] = edit.after if is_head else edit.before
            owner.update(((path, line), number) for lines in ranges for line in range(lines.start, lines.end + 1))
    return Side(graph, facts, owner, is_head)


def _of(file: ChangedFile, *, is_head: bool) -> tuple[str | None, FileFacts | None]:
    change = file.change
    return (change.head_path, file.head_facts) if is_head else (change.base_path, file.base_facts)


def owners_of(definition: Definition, path: str, side: Side) -> list[int]:
    lines = range(definition.start_line, definition.end_line + 1)
    return sorted({side.owner[path, line] for line in lines if (path, line) in side.owner})


def label(edit: Edit) -> str:
    return name_of(edit.symbol) if edit.symbol and "::" in edit.symbol else edit.path


def name_of(symbol: SymbolId) -> str:
    return symbol.partition("::")[2] or symbol
