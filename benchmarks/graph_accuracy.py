"""How right are call edges? Compared, call by call, with what a compiler says: a SCIP index, or a table of calls.

usage: python -m benchmarks.graph_accuracy --repo CHECKOUT (--scip INDEX.scip [--under FOLDER/] | --calls CALLS.tsv) [--ext .py]

A call whose target the index knows to be in the tree counts; one whose symbol is not named like the token does not (scip-python
gives such calls the symbol of another declaration). ``precision`` is over edges that the index has an opinion on.

A table has a line for each call, and each place where its target is declared: ``path line column target_path target_line
interface``, with tabs in between, counted from 1, in bytes, the column that of the name which is called; the target is
empty where it lies outside of the tree, and the interface (a trait that has the method) may be left out.
``benchmarks/go_calls.go`` and ``benchmarks.rustdoc_calls`` write such tables. There, a call that scoper does not even see
is a missed one. Compilers name the method of the trait where scoper names what implements it for the type in question: that
is right, too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from scoper import gate
from scoper.config import Config
from scoper.facts.model import MODULE, Role, split_symbol
from scoper.git.repository import Repository
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph
from scoper.scip.read import Document, read_index, shorter_spellings

Place = tuple[str, int]


class Meaning(NamedTuple):
    """What a compiler says of one name; it has no target outside of the tree. ``is_call`` where it is known to be one."""

    symbol: str
    targets: frozenset[Place]
    is_call: bool
    interface: str = ""


Truth = Mapping[str, Mapping[tuple[int, int], Meaning]]
"""Path → line and column, both from 1 → meaning."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--scip", type=Path)
    source.add_argument("--calls", type=Path)
    parser.add_argument("--under", default="", help="what the index calls its root, where that is a folder of the checkout")
    parser.add_argument("--ext", default=".py", help="suffixes of files whose calls count, with commas")
    parser.add_argument("--wrong", type=int, default=0, help="print that many wrong and missed calls")
    args = parser.parse_args()
    truth = read_calls(args.calls) if args.calls else of_index(read_index(args.scip.read_bytes()), args.under)
    with Repository.discover(args.repo) as repository:
        snapshot = repository.commit("HEAD")
        with gate.open_graph(snapshot, Config(), use_cache=False) as (graph, _):
            report(score(graph, truth, tuple(args.ext.split(",")), args.wrong))
    return 0


def of_index(documents: Iterable[Document], under: str) -> Truth:
    definitions: dict[str, Place] = {}
    uses: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for path, one in ((under + document.path, one) for document in documents for one in document.occurrences):
        if one.is_definition:
            for symbol in (one.symbol, *shorter_spellings(one.symbol)):
                definitions.setdefault(symbol, (path, one.line + 1))
        else:
            uses[path][one.line + 1, one.column + 1] = one.symbol
    known = {symbol: frozenset({place}) for symbol, place in definitions.items()}
    return {
        path: {at: Meaning(symbol, known.get(symbol, frozenset()), False) for at, symbol in found.items()}
        for path, found in uses.items()
    }


def read_calls(table: Path) -> Truth:
    truth: dict[str, dict[tuple[int, int], Meaning]] = defaultdict(dict)
    for row in table.read_text(encoding="utf-8").splitlines():
        path, line, column, target, target_line, *rest = row.split("\t")
        at = int(line), int(column)
        known = truth[path][at].targets if at in truth[path] else frozenset()
        targets = known | {(target, int(target_line))} if target else known
        truth[path][at] = Meaning("", targets, True, rest[0] if rest else "")
    return truth


def score(graph: Graph, truth: Truth, suffixes: tuple[str, ...], wrong: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    paths = sorted(path for path in truth if path.endswith(suffixes))
    graph.prefetch(paths)
    for path in paths:
        _score_file(graph, path, truth[path], counts, wrong)
    return counts


def _score_file(graph: Graph, path: str, truth: Mapping[tuple[int, int], Meaning], counts: Counter[str], wrong: int) -> None:
    facts = graph.facts(path)
    unseen = {at: one for at, one in truth.items() if one.is_call and one.targets}
    for reference in facts.references if facts is not None else ():
        meaning = truth.get((reference.line, reference.column))
        if reference.role is not Role.CALL or meaning is None or (meaning.symbol and not _is_callee(meaning, reference.name)):
            continue
        unseen.pop((reference.line, reference.column), None)
        edges = graph.resolve(path, reference)
        best = max((edge.certainty for edge in edges), default=None)
        label = best.label if best is not None else "none"
        right = any(_is_right(graph, edge.target, meaning) for edge in edges)
        counts["in the tree"] += bool(meaning.targets)
        if edges:
            counts[f"{label} edges"] += 1
            counts[f"{label} right"] += right
        if not right and (edges or meaning.targets) and counts["printed"] < wrong:
            counts["printed"] += 1
            said = ", ".join(f"{edge.target} ({edge.certainty.label}, {edge.rule})" for edge in edges)
            print(f"{path}:{reference.line} {reference.dotted}: {sorted(meaning.targets)} but {said or 'nothing'}")
    counts["in the tree"] += len(unseen)
    for line, column in sorted(unseen)[: max(0, wrong - counts["printed"])]:
        counts["printed"] += 1
        print(f"{path}:{line}:{column}: {sorted(unseen[line, column].targets)} but it is no call")


def _is_callee(meaning: Meaning, name: str) -> bool:
    """Whether the symbol is named like the token, and is no parameter: that it is called says nothing of what it holds."""
    return _is_named(meaning.symbol, name) and not meaning.symbol.endswith(")")


def report(counts: Counter[str]) -> None:
    total = counts["in the tree"]
    print(f"calls with a target in the tree: {total}")
    found = 0
    for certainty in sorted(Certainty, reverse=True):
        edges, right = counts[f"{certainty.label} edges"], counts[f"{certainty.label} right"]
        found += right
        precision, recall = right / max(1, edges), found / max(1, total)
        print(f"  {certainty.label:6}  edges {edges:6}  precision {precision:.3f}  recall so far {recall:.3f}")


def _is_named(symbol: str, name: str) -> bool:
    """Whether the last descriptor of a SCIP symbol is this name."""
    last = symbol.rstrip("#.():/`").replace("`", "")
    return last.endswith(name) and not last[: -len(name)][-1:].isalnum()


def _is_right(graph: Graph, symbol: str, meaning: Meaning) -> bool:
    if not meaning.targets:
        return bool(meaning.interface) and _implements(graph, symbol, meaning.interface)
    places = (_place(graph, one) for one in (symbol, *graph.overridden_by(symbol)))
    return any(target[0] == where and target[1] in lines for where, lines in places for target in meaning.targets)


def _implements(graph: Graph, symbol: str, interface: str) -> bool:
    """Whether a method stands where a class says that it implements an interface."""
    facts = graph.facts(split_symbol(symbol)[0])
    parents = {one.parent for one in graph.definitions_of(symbol)} - {MODULE}
    bases = (base for parent in parents for base in (facts.definitions[parent].bases if facts is not None else ()))
    return any(re.search(rf"\b{re.escape(interface)}\b", base) for base in bases)


def _place(graph: Graph, symbol: str) -> tuple[str, tuple[int, ...]]:
    path, qualname = split_symbol(symbol)
    lines = tuple(one.name_line for one in graph.definitions_of(symbol)) if qualname else (1,)
    return path, lines


if __name__ == "__main__":
    raise SystemExit(main())
