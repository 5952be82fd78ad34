"""Commit replay: how much of what an author had to touch beside the named file is in the context pack, by which signals?

usage: python -m benchmarks.context_replay --repos DIR --tasks TASKS.jsonl [--budget 1024] [--only graph,text] [--no-scope]
       [--aider PYTHON]

``DIR`` holds clones, bare or not, named ``owner+name``. A task is a line of JSON: ``repo``, ``commit``, ``anchor`` (the file
that the commit changed most), ``gold`` (the other changed files), ``ranges`` (path → ``[[start, count], …]`` of the parent).
The snapshot is the parent, the request the commit's message, the scope the anchor. A file is found where the pack names it, a
definition (the outermost around changed lines, by Python's ``ast``) where a line of it is. With the Python of an environment
that has aider-chat and rs-bpe, aider's map of that budget, with the anchor in the chat, is measured likewise.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from benchmarks.composed import clone_of, unpack
from benchmarks.peers import Aider, of_map
from scoper import gate
from scoper.context import gather, rank
from scoper.context.build import Wish
from scoper.context.model import Duty, Pack
from scoper.git.repository import Repository
from scoper.pack import build_pack
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec

_Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Result(NamedTuple):
    """Shares from 0 to 1 of one task; ``symbols`` is ``None`` where nothing that has a name was changed."""

    files: float
    symbols: float | None
    first_five: bool
    tokens: Mapping[Duty, int]
    hits: Mapping[Duty, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repos", required=True, type=Path)
    parser.add_argument("--tasks", required=True, type=Path)
    parser.add_argument("--budget", type=int, default=1024)
    parser.add_argument("--only", default="graph,text,history", help="signals that rank files, comma-separated")
    parser.add_argument("--no-scope", action="store_true", help="give the request alone")
    parser.add_argument("--aider", help="the Python of an environment with aider-chat and rs-bpe: measure its map as well")
    args = parser.parse_args()
    keep_signals(args.only.split(","))
    tasks = [json.loads(line) for line in args.tasks.read_text().splitlines()]
    results = [replay(clone_of(args.repos, task["repo"]), task, args.budget, scoped=not args.no_scope) for task in tasks]
    symbols = [result.symbols for result in results if result.symbols is not None]
    print(f"tasks {len(results)}  budget {args.budget}  signals {args.only}  ", end="")
    print(f"file recall {mean(one.files for one in results):.3f}  symbol recall {mean(symbols):.3f}  ", end="")
    print(f"all files among the first five {mean(one.first_five for one in results):.3f}")
    tokens = sum((Counter(one.tokens) for one in results), Counter[Duty]())
    hits = sum((Counter(one.hits) for one in results), Counter[Duty]())
    for duty in Duty:
        print(
            f"{duty:10}  tokens {tokens[duty] / sum(tokens.values()):.2f}  hits {hits[duty] / max(1, sum(hits.values())):.2f}"
        )
    if args.aider:
        with Aider(args.aider) as aider:
            pairs = [mapped(aider, clone_of(args.repos, task["repo"]), task, args.budget) for task in tasks]
        known = [symbols for _, symbols in pairs if symbols is not None]
        print(f"aider's map  file recall {mean(files for files, _ in pairs):.3f}  symbol recall {mean(known):.3f}")
    return 0


def mapped(aider: Aider, repo: Path, task: Mapping[str, Any], budget: int) -> tuple[float, float | None]:
    """The shares of files and symbols that are in aider's map."""
    parent = git(repo, "rev-parse", f"{task['commit']}^").strip()
    message = git(repo, "log", "-1", "--format=%B", task["commit"])
    with tempfile.TemporaryDirectory() as folder:
        root = unpack(repo, parent, Path(folder))
        names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        texts = {name: (root / name).read_text(errors="replace") for name in names if name.endswith(".py")}
        text = aider.map(root, names, [task["anchor"]], message, budget)
    _, found = of_map(text, texts)
    shown = {line.removesuffix(":") for line in text.split("\n")}
    spans = [(path, *span) for path in task["gold"] for span in changed(texts.get(path, ""), task["ranges"].get(path, []))]
    met = [any(path == at and start <= last and first <= end for at, first, last in found) for path, start, end in spans]
    return mean(path in shown for path in task["gold"]), mean(met) if met else None


def keep_signals(names: Sequence[str]) -> None:
    """Let only these signals rank files."""

    def fuse(rankings: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        return rank.fuse({signal: scores for signal, scores in rankings.items() if signal in names})

    vars(gather)["fuse"] = fuse


def replay(repo: Path, task: Mapping[str, Any], budget: int, *, scoped: bool) -> Result:
    parent = git(repo, "rev-parse", f"{task['commit']}^").strip()
    message = git(repo, "log", "-1", "--format=%B", task["commit"])
    with Repository.discover(repo) as repository:
        snapshot = repository.commit(parent)
        specs = (parse_spec(task["anchor"]),) if scoped else ()
        wanted = Task(message, specs, TaskSource.COMMIT_MESSAGE)
        config = gate.load_config(snapshot, snapshot)
        pack = build_pack(repository, snapshot, parent, wanted, config, Wish(budget))
        texts = snapshot.read_many(task["gold"])
    return measure(pack, task, {path: text.decode(errors="replace") for path, text in texts.items()})


def measure(pack: Pack, task: Mapping[str, Any], texts: Mapping[str, str]) -> Result:
    gold = task["gold"]
    named = {item.path for item in pack.items if item.duty is not Duty.CONVENTION}
    spans = [(path, *span) for path in gold for span in changed(texts.get(path, ""), task["ranges"].get(path, []))]
    tokens, hits = Counter[Duty](), Counter[Duty]()
    found: set[tuple[str, int, int]] = set()
    for item in pack.items:
        tokens[item.duty] += item.tokens
        met = {span for span in spans if span[0] == item.path and item.start and item.start <= span[2] and span[1] <= item.end}
        hits[item.duty] += len(met - found)
        found |= met
    order = sorted(pack.items, key=lambda item: (item.duty is not Duty.TARGET, -item.score))
    first = list(dict.fromkeys(item.path for item in order if item.duty is not Duty.CONVENTION))[:5]
    return Result(
        mean(path in named for path in gold),
        len(found) / len(spans) if spans else None,
        {task["anchor"], *gold} <= set(first),
        tokens,
        hits,
    )


def changed(text: str, ranges: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The lines of the outermost definitions around changed lines; of a class with methods, those of its methods."""
    for start, end in functions(text):
        if any(start <= max(at, 1) + max(count, 1) - 1 and max(at, 1) <= end for at, count in ranges):
            yield start, end


def functions(text: str) -> Iterator[tuple[int, int]]:
    """The lines of the outermost definitions; of a class with methods, those of its methods."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in tree.body:
        methods = [one for one in node.body if isinstance(one, _FUNCTIONS)] if isinstance(node, ast.ClassDef) else []
        named: list[_Named] = [*methods] or ([node] if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else [])
        for one in named:
            yield min([one.lineno, *(decorator.lineno for decorator in one.decorator_list)]), one.end_lineno or one.lineno


def git(repo: Path, *args: str) -> str:
    return subprocess.run(["git", *args], cwd=repo, check=True, capture_output=True, text=True, errors="replace").stdout


if __name__ == "__main__":
    raise SystemExit(main())
