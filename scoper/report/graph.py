"""Answers about a graph as a tree for people, as JSON, and as pictures (DOT, Mermaid)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoper.graph.model import Certainty, Edge
from scoper.report.terminal import clean, paint

SCHEMA = "scoper.graph/1"


class Section(NamedTuple):
    """One question about a symbol: its title, and the edges or bare symbols that answer it.

    ``inward`` says that the interesting end of an edge is its source.
    """

    title: str
    edges: tuple[Edge, ...] = ()
    symbols: tuple[str, ...] = ()
    inward: bool = False
    is_complete: bool = True


class Answer(NamedTuple):
    """Everything that was asked about one symbol. ``signatures`` are those of its definitions, with their lines."""

    symbol: str
    signatures: tuple[tuple[int, str], ...]
    sections: tuple[Section, ...]


def as_text(answers: Sequence[Answer], *, colour: bool, most: int = 30) -> str:
    """A tree for people. Of a longer list the first ``most`` are shown, and the rest counted."""
    return "".join(f"{line}\n" for answer in answers for line in _lines(answer, colour=colour, most=most))


def as_json(answers: Sequence[Answer]) -> str:
    document = {
        "schema": SCHEMA,
        "symbols": [
            {
                "symbol": answer.symbol,
                "definitions": [{"line": line, "signature": signature} for line, signature in answer.signatures],
                **{section.title.replace(" ", "_"): _json(section) for section in answer.sections},
            }
            for answer in answers
        ],
    }
    return json.dumps(document, indent=1) + "\n"


def as_dot(answers: Sequence[Answer]) -> str:
    lines = ["digraph scoper {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for edge in _edges(answers):
        style = {Certainty.EXACT: "solid", Certainty.LIKELY: "dashed", Certainty.GUESS: "dotted"}[edge.certainty]
        lines.append(
            f"  {json.dumps(edge.source)} -> {json.dumps(edge.target)} [label={json.dumps(edge.role.value)}, style={style}];"
        )
    return "\n".join([*lines, "}"]) + "\n"


def as_mermaid(answers: Sequence[Answer]) -> str:
    names: dict[str, str] = {}
    lines = []
    for edge in _edges(answers):
        for symbol in (edge.source, edge.target):
            if symbol not in names:
                names[symbol] = f"n{len(names)}"
                lines.append(f'  {names[symbol]}["{_escaped(symbol)}"]')
        arrow = "-->" if edge.certainty is Certainty.EXACT else "-.->"
        lines.append(f"  {names[edge.source]} {arrow}|{edge.role.value}| {names[edge.target]}")
    return "\n".join(["flowchart LR", *lines]) + "\n"


def _lines(answer: Answer, *, colour: bool, most: int) -> Iterable[str]:
    yield paint(clean(answer.symbol), "bold", colour=colour)
    for line, signature in answer.signatures:
        yield f"  line {line}  {clean(signature)}"
    for section in answer.sections:
        rows = [_row(edge, section) for edge in section.edges] + [clean(symbol) for symbol in section.symbols]
        if not rows:
            yield paint(f"├─ {section.title}: none found", "dim", colour=colour)
            continue
        yield f"├─ {section.title} ({len(rows)}{'' if section.is_complete else ', cut at the bound'})"
        yield from (f"│  ├─ {row}" for row in rows[:most])
        if len(rows) > most:
            yield f"│  └─ and {len(rows) - most} more"


def _row(edge: Edge, section: Section) -> str:
    other = edge.source if section.inward else edge.target
    path = edge.source.partition("::")[0]
    return f"{clean(other)}  {edge.role} at {clean(path)}:{edge.line} [{edge.certainty.label}, {edge.rule}]"


def _json(section: Section) -> object:
    if section.symbols:
        return list(section.symbols)
    return [
        {
            "source": edge.source,
            "target": edge.target,
            "role": edge.role.value,
            "line": edge.line,
            "certainty": edge.certainty.label,
            "rule": edge.rule,
        }
        for edge in section.edges
    ]


def _edges(answers: Sequence[Answer]) -> Iterable[Edge]:
    """Each pair of symbols with one role once, by its surest edge."""
    best: dict[tuple[str, str, str], Edge] = {}
    for answer in answers:
        for section in answer.sections:
            for edge in section.edges:
                key = (edge.source, edge.target, edge.role)
                if key not in best or edge.certainty > best[key].certainty:
                    best[key] = edge
    return best.values()


def _escaped(text: str) -> str:
    return clean(text).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
