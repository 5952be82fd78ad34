"""Is the graph of a tree the same, however it came about?

usage: python -m benchmarks.equality --repo CLONE [--commits 50] [--symbols 200] [--rev HEAD] [--seed 1]

``--commits`` walks that many commits back and forth in history, with one cache of facts for all of them. After each step all
facts and edges, with certainty and rule, are compared with those of a graph that starts from nothing.

``--symbols`` asks a fresh graph about that many random definitions of a commit, which reads only files that the answer needs,
and compares with the edges of every file of the tree.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from scoper.config import Config
from scoper.facts.load import FactLoader
from scoper.facts.model import FileFacts, Role, SymbolId, split_symbol, symbol_id
from scoper.facts.store import FactStore
from scoper.gate import SnapshotTree
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.graph import queries
from scoper.graph.model import Edge
from scoper.graph.resolve import Graph


class Picture(NamedTuple):
    """A whole graph in a form that can be compared: facts by path, and every edge out of a file, sorted."""

    facts: dict[str, FileFacts]
    edges: list[Edge]


class Answers(NamedTuple):
    """What a graph says about one symbol; edges and symbols in a fixed order."""

    references: list[Edge]
    callers: list[Edge]
    callees: list[Edge]
    overrides: list[SymbolId]
    importers: list[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=0)
    parser.add_argument("--symbols", type=int, default=0)
    parser.add_argument("--rev", default="HEAD")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with Repository.discover(args.repo) as repository:
        if args.commits:
            report_replay(repository, walk(args.repo, args.rev, args.commits, random.Random(args.seed)))
        if args.symbols:
            report_lazy(repository.commit(args.rev), args.symbols, random.Random(args.seed))
    return 0


@contextmanager
def opened(snapshot: Snapshot, cache: str | None) -> Iterator[Graph]:
    """The graph of a snapshot, with facts from a cache folder; ``None`` for none."""
    with FactLoader(FactStore(cache), max_file_bytes=Config().max_file_bytes) as loader:
        yield Graph(SnapshotTree(snapshot, loader))


def picture(graph: Graph, paths: Iterable[str]) -> Picture:
    paths = sorted(paths)
    graph.prefetch(paths)
    facts = {path: found for path in paths if (found := graph.facts(path)) is not None}
    return Picture(facts, sorted(edge for path in facts for edge in graph.uses(path)))


def answers(graph: Graph, symbol: SymbolId) -> Answers:
    return Answers(
        sorted(set(graph.references_to(symbol))),
        sorted(graph.callers(symbol)),
        sorted(set(queries.callees(graph, symbol))),
        sorted(graph.overrides(symbol)),
        list(graph.importers(split_symbol(symbol)[0])),
    )


def walk(repo: Path, revision: str, count: int, chance: random.Random) -> list[str]:
    """Commits as somebody meets them who goes on, and now and then switches to another branch and comes back."""
    log = subprocess.run(
        ["git", "log", f"-n{count}", "--format=%H", revision], cwd=repo, check=True, capture_output=True, text=True
    )
    commits = log.stdout.split()[::-1]
    steps: list[str] = []
    for at, commit in enumerate(commits):
        steps.append(commit)
        if at and not at % 5:
            steps += (commits[chance.randrange(at)], commit)
    return steps


def report_replay(repository: Repository, commits: Sequence[str]) -> None:
    edges = differing = 0
    with tempfile.TemporaryDirectory() as cache:
        for commit in commits:
            snapshot = repository.commit(commit)
            with opened(snapshot, cache) as warm, opened(snapshot, None) as fresh:
                one, other = (picture(graph, snapshot.entries()) for graph in (warm, fresh))
            edges += len(other.edges)
            paths = [path for path in sorted(other.facts) if one.facts.get(path) != other.facts[path]]
            wrong = set(one.edges) ^ set(other.edges)
            differing += len(paths) + len(wrong)
            if paths or wrong:
                print(f"  {commit}: facts of {paths}, {len(wrong)} edges: {sorted(wrong)[:2]}")
    print(f"{len(commits)} steps through history: {edges} edges compared with those of a fresh graph, {differing} differ")


def report_lazy(snapshot: Snapshot, count: int, chance: random.Random) -> None:
    differing = compared = 0
    with tempfile.TemporaryDirectory() as cache:
        with opened(snapshot, cache) as full:
            truth = Truth(full, snapshot.entries())
        chosen = chance.sample(truth.symbols, min(count, len(truth.symbols)))
        for symbol in chosen:
            with opened(snapshot, cache) as graph:
                lazy, expected = answers(graph, symbol), truth.answers(symbol)
            compared += sum(len(part) for part in expected)
            differing += difference(lazy, expected)
            if lazy != expected:
                print(f"  {symbol}: {lazy} instead of {expected}")
    print(f"{len(chosen)} symbols: {compared} edges and names compared with those of the whole tree, {differing} differ")


def difference(one: Answers, other: Answers) -> int:
    return sum(len(set(getattr(one, name)) ^ set(getattr(other, name))) for name in Answers._fields)


class Truth:
    """The answers that the edges of every file give, and those of asking every file and class, one after the other."""

    def __init__(self, graph: Graph, paths: Iterable[str]) -> None:
        self._graph = graph
        self.picture = picture(graph, paths)
        self.symbols = sorted(
            {symbol_id(path, one.qualname) for path, facts in self.picture.facts.items() for one in facts.definitions}
            | self.picture.facts.keys()
        )
        self._by_target: dict[SymbolId, list[Edge]] = {}
        for edge in dict.fromkeys(self.picture.edges):
            self._by_target.setdefault(edge.target, []).append(edge)
        self._overrides: dict[SymbolId, list[SymbolId]] = {}
        for symbol in self.symbols:
            for above in graph.overridden_by(symbol):
                self._overrides.setdefault(above, []).append(symbol)

    def answers(self, symbol: SymbolId) -> Answers:
        references = self._by_target.get(symbol, [])
        path = split_symbol(symbol)[0]
        calls = sorted(edge for edge in references if edge.role is Role.CALL)
        return Answers(
            references,
            sorted({*self._graph.callers(symbol), *calls}),  # of constructors there are more than references
            sorted(set(queries.callees(self._graph, symbol))),
            self._overrides.get(symbol, []),
            [one for one in sorted(self.picture.facts) if self._graph.imports(one, path)],
        )


if __name__ == "__main__":
    raise SystemExit(main())
