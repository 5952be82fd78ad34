"""How right are call edges? Compared, call by call, with a SCIP index that a type checker wrote.

usage: python -m benchmarks.graph_accuracy --repo CHECKOUT --scip INDEX.scip [--under FOLDER/] [--ext py]

A call whose target the index knows to be in the tree counts; one whose symbol is not named like the token does not (scip-python
gives such calls the symbol of another declaration). ``precision`` is over edges that the index has an opinion on.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from benchmarks.scip import Occurrence, read_index
from scoper import gate
from scoper.config import Config
from scoper.facts.model import Role, split_symbol
from scoper.git.repository import Repository
from scoper.graph.model import Certainty
from scoper.graph.resolve import Graph

Place = tuple[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    parser.add_argument("--scip", required=True, type=Path)
    parser.add_argument("--under", default="", help="what the index calls its root, where that is a folder of the checkout")
    parser.add_argument("--ext", default=".py", help="suffixes of files whose calls count, with commas")
    parser.add_argument("--wrong", type=int, default=0, help="print that many wrong and missed calls")
    args = parser.parse_args()
    occurrences = list(read_index(args.scip, prefix=args.under))
    with Repository.discover(args.repo) as repository:
        snapshot = repository.commit("HEAD")
        with gate.open_graph(snapshot, Config(), use_cache=False) as (graph, _):
            report(score(graph, occurrences, tuple(args.ext.split(",")), args.wrong))
    return 0


def score(graph: Graph, occurrences: list[Occurrence], suffixes: tuple[str, ...], wrong: int) -> Counter[str]:
    definitions: dict[str, Place] = {}
    truth: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in occurrences:
        if one.is_definition:
            for symbol in _spellings(one.symbol):
                definitions.setdefault(symbol, (one.path, one.line + 1))
        else:
            truth[one.path][one.line + 1, one.column] = one.symbol
    counts: Counter[str] = Counter()
    paths = sorted(path for path in truth if path.endswith(suffixes))
    graph.prefetch(paths)
    for path in paths:
        _score_file(graph, path, truth[path], definitions, counts, wrong)
    return counts


def _score_file(
    graph: Graph,
    path: str,
    truth: Mapping[tuple[int, int], str],
    definitions: Mapping[str, Place],
    counts: Counter[str],
    wrong: int,
) -> None:
    facts = graph.facts(path)
    for reference in facts.references if facts is not None else ():
        symbol = truth.get((reference.line, reference.column - 1))
        if reference.role is not Role.CALL or symbol is None or not _is_named(symbol, reference.name):
            continue
        if symbol.endswith(")"):
            continue  # a parameter: that it is called says nothing of what it holds
        target = definitions.get(symbol)
        edges = graph.resolve(path, reference)
        places = {_place(graph, edge.target) for edge in edges}
        best = max((edge.certainty for edge in edges), default=None)
        label = best.label if best is not None else "none"
        right = target is not None and any(target[0] == where and target[1] in lines for where, lines in places)
        counts["in the tree"] += target is not None
        if edges:
            counts[f"{label} edges"] += 1
            counts[f"{label} right"] += right
        if not right and (edges or target is not None) and counts["printed"] < wrong:
            counts["printed"] += 1
            said = ", ".join(f"{edge.target} ({edge.certainty.label}, {edge.rule})" for edge in edges)
            print(f"{path}:{reference.line} {reference.dotted}: {target} but {said or 'nothing'}")


def report(counts: Counter[str]) -> None:
    total = counts["in the tree"]
    print(f"calls with a target in the tree: {total}")
    found = 0
    for certainty in sorted(Certainty, reverse=True):
        edges, right = counts[f"{certainty.label} edges"], counts[f"{certainty.label} right"]
        found += right
        precision, recall = right / max(1, edges), found / max(1, total)
        print(f"  {certainty.label:6}  edges {edges:6}  precision {precision:.3f}  recall so far {recall:.3f}")


def _spellings(symbol: str) -> tuple[str, ...]:
    """A symbol, and what importers call it where the folder of its module is on the search path (``src``, ``examples``)."""
    head, quote, rest = symbol.partition("`")
    module, _, tail = rest.partition("`")
    parts = module.split(".")
    return (symbol, *(f"{head}{quote}{'.'.join(parts[count:])}`{tail}" for count in range(1, len(parts)) if quote))


def _is_named(symbol: str, name: str) -> bool:
    """Whether the last descriptor of a SCIP symbol is this name."""
    last = symbol.rstrip("#.():/`").replace("`", "")
    return last.endswith(name) and not last[: -len(name)][-1:].isalnum()


def _place(graph: Graph, symbol: str) -> tuple[str, tuple[int, ...]]:
    path, qualname = split_symbol(symbol)
    lines = tuple(one.name_line for one in graph.definitions_of(symbol)) if qualname else (1,)
    return path, lines


if __name__ == "__main__":
    raise SystemExit(main())
