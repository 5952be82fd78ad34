"""A drawing of what leads to what: the symbols that a diff touches, from what was asked for to what follows from it, and apart
from them what nothing asked for and what was left behind.

Columns are steps of the proofs; within a column, what hangs together stands close. Positions are in pixels of an SVG.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scoper.checks.model import Report
from scoper.report.terminal import clean
from scoper.verdict.model import Relation, Verdict

MOST_NODES = 80
_CHARS = 30
_WIDTH, _HEIGHT, _GAP, _COLUMN, _TOP, _MARGIN = 264, 27, 12, 340, 36, 12
_TONES = ("target", "entailed", "stray", "behind", "unknown")


class Node(NamedTuple):
    """One symbol. ``tone`` is ``target``, ``entailed``, ``stray``, ``behind`` or ``unknown``; ``edit`` where a click leads."""

    name: str
    tone: str
    edit: str | None
    title: str
    text: str
    x: int = 0
    y: int = 0
    width: int = _WIDTH
    height: int = _HEIGHT


class Edge(NamedTuple):
    path: str
    arrow: str
    title: str


class Head(NamedTuple):
    x: int
    text: str


class Picture(NamedTuple):
    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    heads: tuple[Head, ...]
    left_out: int  # symbols that are not drawn


def tone_of(verdict: Verdict) -> str:
    if verdict.relation is Relation.UNKNOWN:
        return "unknown"
    if not verdict.in_scope:
        return "stray"
    return "target" if verdict.relation is Relation.TARGET else "entailed"


def draw(report: Report) -> Picture | None:
    """``None`` where there is nothing to tell: no edits, or none that was judged."""
    if all(verdict.relation is Relation.UNKNOWN for verdict in report.verdicts):
        return None
    nodes, columns = _nodes(report)
    ties = _ties(report, nodes)
    kept = _kept(nodes.values())
    placed = _placed({name: nodes[name] for name in nodes if name in kept}, columns, ties)
    drawn = [_edge(placed[one], placed[other], why) for (one, other), why in ties.items() if one in placed and other in placed]
    used = sorted({node.x for node in placed.values()})
    heads = tuple(Head(x, _heading(node.tone for node in placed.values() if node.x == x)) for x in used)
    width = max(node.x for node in placed.values()) + _WIDTH + _MARGIN
    height = max(node.y for node in placed.values()) + _HEIGHT + _MARGIN
    return Picture(width, height, tuple(placed.values()), tuple(drawn), heads, len(nodes) - len(placed))


def _nodes(report: Report) -> tuple[dict[str, Node], dict[str, int]]:
    """The symbols by name, and the column of each: steps from what was asked for; the last one holds what nothing leads to."""
    nodes: dict[str, Node] = {}
    depth: dict[str, int] = {}
    for verdict in report.verdicts:
        name, tone = _name(verdict), tone_of(verdict)
        known = nodes.get(name)
        if known is None or _rank(tone) > _rank(known.tone):
            nodes[name] = Node(name, tone, verdict.edit.id, clean(f"{name}: {verdict.why}"), _short(name))
        if verdict.in_scope and verdict.proof:
            depth[name] = min(depth.get(name, len(verdict.proof) - 1), len(verdict.proof) - 1)
    for finding in report.findings:
        name = finding.location.symbol or finding.location.path
        if finding.rule.family == "RF" and name not in nodes:
            nodes[name] = Node(name, "behind", None, clean(finding.message), _short(name))
    deepest = max(depth.values(), default=-1)
    outside = {"stray": deepest + 1, "unknown": deepest + 1, "behind": deepest + 1}
    return nodes, {name: depth.get(name, outside.get(node.tone, 0)) for name, node in nodes.items()}


def _kept(nodes: Iterable[Node]) -> set[str]:
    """The names of the nodes to draw, in turn from every tone, so that none hides another."""
    seen: Counter[str] = Counter()
    turns = []
    for node in nodes:
        seen[node.tone] += 1
        turns.append((seen[node.tone], _TONES.index(node.tone), node.name))
    return {name for _, _, name in sorted(turns)[:MOST_NODES]}


def _rank(tone: str) -> int:
    """Of the edits of one symbol, the stray one is what has to be seen."""
    return ("unknown", "entailed", "target", "stray").index(tone)


def _name(verdict: Verdict) -> str:
    return verdict.edit.symbol or verdict.edit.path


def _ties(report: Report, nodes: Mapping[str, Node]) -> dict[tuple[str, str], str]:
    """Which symbol leads to which, and why: the steps of all proofs, and from a changed symbol to what it left behind."""
    names = {verdict.edit.id: _name(verdict) for verdict in report.verdicts}
    ties: dict[tuple[str, str], str] = {}
    for verdict in report.verdicts:
        for one, other in zip(verdict.proof, verdict.proof[1:], strict=False):
            ties.setdefault((names.get(one.edit, ""), names.get(other.edit, "")), f"{other.relation.value}: {other.why}")
    for finding in report.findings:
        target = finding.location.symbol or finding.location.path
        if finding.rule.family == "RF" and finding.edit in names:
            ties.setdefault((names[finding.edit], target), finding.message)
    return {pair: clean(why) for pair, why in ties.items() if pair[0] != pair[1] and pair[0] in nodes and pair[1] in nodes}


def _placed(nodes: Mapping[str, Node], columns: Mapping[str, int], ties: Iterable[tuple[str, str]]) -> dict[str, Node]:
    """Column by column, each in the order of the mean height of what leads to its nodes (the barycentre heuristic)."""
    before: dict[str, list[str]] = {}
    for one, other in ties:
        before.setdefault(other, []).append(one)
    placed: dict[str, Node] = {}
    used = sorted({columns[name] for name in nodes})
    for number, column in enumerate(used):
        members = [name for name in nodes if columns[name] == column]
        wanted = {name: _mean([placed[one].y for one in before.get(name, ()) if one in placed]) for name in members}
        members.sort(key=lambda name: (wanted[name] is None, wanted[name] or 0, _TONES.index(nodes[name].tone)))
        for row, name in enumerate(members):
            x, y = _MARGIN + number * _COLUMN, _TOP + row * (_HEIGHT + _GAP)
            placed[name] = nodes[name]._replace(x=x, y=y)
    return placed


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _edge(one: Node, other: Node, why: str) -> Edge:
    y1, y2 = one.y + _HEIGHT // 2, other.y + _HEIGHT // 2
    if one.x < other.x:
        x1, x2, bend = one.x + _WIDTH, other.x - 7, (other.x - one.x - _WIDTH) // 2
        return Edge(f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}", _arrow(other.x, y2, -7), why)
    x1, x2 = one.x + _WIDTH, other.x + _WIDTH + 7
    bend = max(x1, x2) + 40
    return Edge(f"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}", _arrow(other.x + _WIDTH, y2, 7), why)


def _arrow(x: int, y: int, size: int) -> str:
    return f"M{x} {y}L{x + size} {y - 4}L{x + size} {y + 4}Z"


def _heading(tones: Iterable[str]) -> str:
    words = {
        "target": "asked for",
        "entailed": "follows from it",
        "stray": "not asked for",
        "behind": "left behind",
        "unknown": "not judged",
    }
    return ", ".join(words[tone] for tone in dict.fromkeys(sorted(tones, key=_TONES.index)))


def _short(name: str) -> str:
    """The end of a name says most."""
    path, _, qualname = name.partition("::")
    text = clean(f"{path.rpartition('/')[2]}::{qualname}" if qualname else path)
    return text if len(text) <= _CHARS else f"…{text[1 - _CHARS :]}"
