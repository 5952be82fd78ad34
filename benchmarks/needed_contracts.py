"""Are the exact signatures that an edit turned out to need in the context pack, beside what others would show?

usage: python -m benchmarks.needed_contracts --tasks TASKS.jsonl [--budgets 1024,2048,4096,8192] [--aider PYTHON]

Tasks are made by ``benchmarks.needs``. The snapshot is the parent, the request the commit's message, the scope the function
that was edited. A contract is there where its header (of which, for aider, the name is enough) is in what is shown of its
file. Beside scoper stand the whole file and then the files that it imports, in order, as far as the budget goes; and, with the
Python of an environment that has aider-chat and rs-bpe, aider's map of that budget, alone and behind the file that is in the
chat. All count tokens by the same tokenizer.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.composed import git, unpack
from benchmarks.needs import bare
from benchmarks.peers import Aider, Shown, cut, files_in_turn, parts_of
from scoper import gate
from scoper.config import Config
from scoper.context.build import Wish
from scoper.context.model import Duty, Form
from scoper.context.tokens import Tokenizer
from scoper.facts.model import split_symbol
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.lang.registry import language_of
from scoper.pack import build_pack
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec

_DECLARED = (
    r"(?m)(?<![\w.])NAME(?!\w)\s*(?:[:=({<]|$)"
    r"|\b(?:self|this)\.NAME\s*[:=]"
    r"|\b(?:class|type|interface|enum|const|let|var)\s+NAME\b"
)
Needed = Sequence[Sequence[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", required=True, type=Path)
    parser.add_argument("--budgets", default="1024,2048,4096,8192")
    parser.add_argument("--aider", help="the Python of an environment with aider-chat and rs-bpe")
    parser.add_argument("--verbose", action="store_true", help="say what is missing from the packs")
    args = parser.parse_args()
    budgets = [int(one) for one in args.budgets.split(",")]
    shares: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    with ExitStack() as stack:
        aider = stack.enter_context(Aider(args.aider)) if args.aider else None
        for line in args.tasks.read_text().splitlines():
            task = json.loads(line)
            language = "Python" if split_symbol(task["symbol"])[0].endswith(".py") else "TypeScript"
            for packer, budget, shown in _shown(task, budgets, aider):
                found = [one for one in task["needed"] if is_shown(one, shown, is_cut="aider" in packer)]
                shares[language, packer, budget].append(len(found) / len(task["needed"]))
                if args.verbose and packer == "scoper" and len(found) < len(task["needed"]):
                    missing = [f"{one[0]}::{one[1]}" for one in task["needed"] if one not in found]
                    print(f"{task['commit'][:10]} {task['symbol']} {budget}: without {', '.join(missing)}")
    for language, packer in dict.fromkeys((one[0], one[1]) for one in sorted(shares)):
        figures = "  ".join(f"{budget}: {mean(shares[language, packer, budget]):.3f}" for budget in budgets)
        print(f"{language:10}  {packer:22}  {figures}  ({len(shares[language, packer, budgets[0]])} tasks)")
    return 0


def _shown(task: Mapping[str, Any], budgets: Sequence[int], aider: Aider | None) -> Iterator[tuple[str, int, Shown]]:
    """What each packer shows at each budget."""
    repo, path, tokenizer = Path(task["repo"]), split_symbol(task["symbol"])[0], Tokenizer(None)
    parent = git(repo, "rev-parse", f"{task['commit']}^").decode().strip()
    message = git(repo, "log", "-1", "--format=%B", task["commit"]).decode(errors="replace")
    with Repository.discover(repo) as repository, tempfile.TemporaryDirectory() as folder:
        snapshot = repository.commit(parent)
        config = gate.load_config(snapshot, snapshot)
        texts = {name: data.decode(errors="replace") for name, data in _code(snapshot).items()}
        wanted = Task(message, (parse_spec(task["symbol"]),), TaskSource.COMMIT_MESSAGE)
        for budget in budgets:
            pack = build_pack(repository, snapshot, parent, wanted, config, Wish(budget))
            assert pack.tokens <= budget, f"{pack.tokens} tokens in a pack of {budget}"
            shown: Shown = defaultdict(str)
            for item in pack.items:
                if item.form is not Form.NAME and item.duty is not Duty.CONVENTION:
                    shown[item.path] += f"{item.text}\n"
            yield "scoper", budget, shown
        imported = _imported(snapshot, config, path)
        for budget in budgets:
            yield "the file and imports", budget, files_in_turn((path, *imported), texts, budget, tokenizer)
        if aider is not None:
            root = unpack(repo, parent, Path(folder))
            for budget in budgets:
                yield "aider's map", budget, parts_of(aider.map(root, sorted(texts), [path], message, budget), texts)
                whole = cut(texts.get(path, ""), budget, tokenizer)
                left = budget - tokenizer.count(whole)
                mapped = aider.map(root, sorted(texts), [path], message, left) if left > 0 else ""
                yield "aider's map and file", budget, {**parts_of(mapped, texts), path: whole}


def _code(snapshot: Tree) -> Mapping[str, bytes]:
    return snapshot.read_many([path for path in snapshot.entries() if language_of(path) is not None])


def _imported(snapshot: Tree, config: Config, path: str) -> list[str]:
    """The files of the tree that a file imports, in order."""
    with gate.open_graph(snapshot, config) as (graph, _):
        facts = graph.facts(path)
        edges = [edge for item in facts.imports for edge in graph.resolve_import(path, item)] if facts else []
    return list(dict.fromkeys(split_symbol(edge.target)[0] for edge in edges))


def is_shown(needed: Sequence[str], shown: Shown, *, is_cut: bool) -> bool:
    """Whether the header of a symbol stands in what is shown of its file."""
    path, qualname, header = needed
    text = shown.get(path, "")
    name = qualname.rpartition(".")[2]
    if "(" not in header:  # a constant, a field, a type
        return re.search(_DECLARED.replace("NAME", re.escape(name)), text) is not None
    return (re.sub(r"\(.*", "(", header) if is_cut else header) in bare(text)


if __name__ == "__main__":
    raise SystemExit(main())
