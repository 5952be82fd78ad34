"""Where does a request lead that names no file: are the files and functions that its commit changed among the first?

usage: python -m benchmarks.request_only --repos DIR --tasks TASKS.jsonl [--budget 8192] [--aider PYTHON]
       [--signals graph,text]

``DIR`` and tasks as for ``benchmarks.context_replay``; the request is the commit's message, and there is no scope. Accuracy at
k is the share of commits all of whose files, or functions, are among the first k (as in Chen et al., "LocAgent", 2025); recall
at k the share of them. Only what is in the parent counts, only Python, and no tests, which a request seldom speaks of.
scoper's order is that of its pack: the most relevant first. Beside it stand BM25 over files, and over functions; and, with
the Python of an environment that has aider-chat and rs-bpe, aider's map of the same budget in its own order.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.composed import clone_of, git, unpack
from benchmarks.context_replay import changed, functions, keep_signals
from benchmarks.peers import Aider, Function, bm25, of_map
from scoper import gate
from scoper.context.build import Wish
from scoper.context.model import Duty, Form, Pack
from scoper.git.repository import Repository
from scoper.lang.paths import is_test_path
from scoper.pack import build_pack
from scoper.scope.model import Task, TaskSource

_FILES, _FUNCTIONS = 5, 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repos", required=True, type=Path)
    parser.add_argument("--tasks", required=True, type=Path)
    parser.add_argument("--budget", type=int, default=8192)
    parser.add_argument("--aider", help="the Python of an environment with aider-chat and rs-bpe")
    parser.add_argument("--signals", default="graph,text,history", help="what ranks files, comma-separated")
    args = parser.parse_args()
    keep_signals(args.signals.split(","))
    figures: dict[tuple[str, str], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        aider = stack.enter_context(Aider(args.aider)) if args.aider else None
        for line in args.tasks.read_text().splitlines():
            task = json.loads(line)
            for packer, measure, value in _figures(clone_of(args.repos, task["repo"]), task, args.budget, aider):
                figures[packer, measure].append(value)
    measures = list(dict.fromkeys(measure for _, measure in figures))
    for packer in dict.fromkeys(packer for packer, _ in figures):
        print(f"{packer:8}  " + "  ".join(f"{measure} {mean(figures[packer, measure]):.3f}" for measure in measures))
    return 0


def _figures(repo: Path, task: Mapping[str, Any], budget: int, aider: Aider | None) -> Iterator[tuple[str, str, float]]:
    parent = git(repo, "rev-parse", f"{task['commit']}^").decode().strip()
    message = git(repo, "log", "-1", "--format=%B", task["commit"]).decode(errors="replace")
    with Repository.discover(repo) as repository:
        snapshot = repository.commit(parent)
        config = gate.load_config(snapshot, snapshot)
        paths = [path for path in snapshot.entries() if path.endswith(".py")]
        texts = {path: data.decode(errors="replace") for path, data in snapshot.read_many(paths).items()}
        pack = build_pack(repository, snapshot, parent, Task(message, (), TaskSource.COMMIT_MESSAGE), config, Wish(budget))
    gold = [path for path in (task["anchor"], *task["gold"]) if path in texts and not is_test_path(path)]
    wanted = [(path, *span) for path in gold for span in changed(texts[path], task["ranges"].get(path, []))]
    everything = {path: list(functions(text)) for path, text in texts.items()}
    untested = {path: text for path, text in texts.items() if not is_test_path(path)}
    orders = {"scoper": _of_pack(pack, everything), "BM25": _by_words(message, untested, everything)}
    if aider is not None:
        with tempfile.TemporaryDirectory() as folder:
            orders["aider"] = of_map(aider.map(unpack(repo, parent, Path(folder)), paths, (), message, budget), texts)
    for packer, (files, found) in orders.items():
        if gold:
            yield packer, f"file accuracy@{_FILES}", float({*gold} <= {*files[:_FILES]})
            yield packer, f"file recall@{_FILES}", mean(path in files[:_FILES] for path in gold)
        if wanted:
            met = [any(_meet(one, other) for other in found[:_FUNCTIONS]) for one in wanted]
            yield packer, f"function accuracy@{_FUNCTIONS}", float(all(met))
            yield packer, f"function recall@{_FUNCTIONS}", mean(met)


def _of_pack(pack: Pack, everything: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[list[str], list[Function]]:
    items = [item for item in pack.items if item.duty is not Duty.CONVENTION]
    order = sorted(items, key=lambda item: -item.score)
    shown = [(item.path, item.start, item.end) for item in order if item.start and not _is_wide(item.form, item.symbol)]
    found = [
        (path, *span)
        for path, start, end in shown
        for span in everything.get(path, ())
        if _meet((path, *span), (path, start, end))
    ]
    return list(pack.files), list(dict.fromkeys(found))


def _is_wide(form: Form, symbol: str) -> bool:
    """Whether an item is no one function: imports, or the header of a class."""
    return "::" not in symbol or form is Form.OUTLINE


def _by_words(
    request: str, texts: Mapping[str, str], everything: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[list[str], list[Function]]:
    parts = {
        f"{path}:{start}:{end}": "\n".join(texts[path].split("\n")[start - 1 : end])
        for path, spans in everything.items()
        if path in texts
        for start, end in spans
    }
    found = [one.rsplit(":", 2) for one in bm25(request, parts)[:_FUNCTIONS]]
    return bm25(request, texts), [(path, int(start), int(end)) for path, start, end in found]


def _meet(one: Function, other: Function) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


if __name__ == "__main__":
    raise SystemExit(main())
