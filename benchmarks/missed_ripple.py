"""Is a caller that was left behind found, and nobody else accused? Side by side with type checkers.

usage: python -m benchmarks.missed_ripple --repo PATH_OF_A_CLONE [--package FOLDER] [--seeds 20] [--seed 1]
       [--tool NAME=COMMAND]… [--verbose]

Functions and methods of a repository's newest commit are changed one at a time, in the place where they are defined and nowhere
else: renamed, given a required parameter, robbed of their last one, removed, made asynchronous. Half of them have a name that
nothing else in the tree is defined by, half one that other things have, too. Who uses them is told by jedi, which knows nothing
of scoper; a use counts where the change breaks it (an argument for the parameter that is gone, a result that is not awaited).
Of a unique name that jedi cannot follow, each call of the name counts; names that everyday types of the standard library have
are left out.

A tool has found a file where it reports something there that it did not report before the change. A file is falsely accused
where jedi knows every use of the name in it to be of something else; where jedi does not know, it is *undecided*. So are files
that hold the name at the end of a dotted string, or as the name of a method: a patched target, an override that no longer
matches. Files of the definition itself do not count. What a base class has, too, is still there when it is removed: such
methods are only changed in other ways.

A command of ``--tool`` runs in a work tree and prints lines ``path:line…``; ``scoper`` is always there. Use
``--tool "mypy=mypy --check-untyped-defs ."`` and the like.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.seeded import FUNCTIONS, KINDS, Function, Occurrence, breaks, change, functions, has_method

_FINDING = re.compile(r"^\s*(?:\./)?([^\s:][^:\n]*\.pyi?):(\d+)(.*)$", re.MULTILINE)
_NUMBERS = re.compile(r"\d+")
_MOST_OCCURRENCES = 250  # of one name that jedi is asked about


class Seed(NamedTuple):
    """One change. ``broken`` are the files that it breaks, ``innocent`` those that use the name for something else."""

    kind: str
    is_unique: bool
    function: Function
    text: str
    broken: frozenset[str]
    innocent: frozenset[str]


class Score(NamedTuple):
    broken: int
    found: int
    false: int
    undecided: int
    seconds: float


class Project:
    """The Python files of a work tree, read and parsed once."""

    def __init__(self, root: Path) -> None:
        import jedi

        self.root = root
        self.texts: dict[str, str] = {}
        self.trees: dict[str, ast.Module] = {}
        for path in sorted(root.rglob("*.py")):
            name = str(path.relative_to(root))
            try:
                text = path.read_text(encoding="utf-8")
                self.trees[name], self.texts[name] = ast.parse(text), text
            except (SyntaxError, UnicodeDecodeError, ValueError):
                continue
        # In front of what is installed, which may be the same package.
        self._jedi = jedi.Project(str(root), sys_path=[str(root), str(root / "src"), *sys.path])
        self._scripts: dict[str, jedi.Script] = {}
        self.defined = Counter(name for tree in self.trees.values() for node in ast.walk(tree) for name in _defines(node))

    def meaning(self, at: Occurrence) -> set[tuple[str, int]] | None:
        """Where jedi says that the name at a place is defined; ``None`` where it does not know."""
        import jedi

        if at.path not in self._scripts:
            self._scripts[at.path] = jedi.Script(path=self.root / at.path, project=self._jedi)
        try:
            names = self._scripts[at.path].goto(at.line, at.column, follow_imports=True)
        except Exception:  # jedi fails in many ways on what it cannot read
            return None
        found = set()
        for name in names:
            if name.module_path is None or name.line is None:
                found.add(("", 0))
            elif name.module_path.is_relative_to(self.root):
                found.add((str(name.module_path.relative_to(self.root)), name.line))
            else:
                found.add((str(name.module_path), name.line))
        return found or None

    def naming(self, function: Function) -> set[str]:
        """Files with a method, or a dotted string, that may have to follow."""
        name, found = function.node.name, set()
        for path, tree in self.trees.items():
            if name in self.texts[path]:
                nodes = list(ast.walk(tree))
                texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
                is_overriding = any(isinstance(node, ast.ClassDef) and has_method(node, name) for node in nodes)
                if is_overriding and function.is_method or any(one.endswith(f".{name}") for one in texts):
                    found.add(path)
        return found

    def occurrences(self, name: str) -> Iterator[Occurrence]:
        for path, text in self.texts.items():
            if re.search(rf"\b{name}\b", text):
                yield from _occurrences(path, text, self.trees[path], name)


def _defines(node: ast.AST) -> tuple[str, ...]:
    """The name that a piece of syntax gives to something: a definition, a variable, an attribute, a parameter, an argument."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return (node.name,)
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return (node.id,)
    if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return (node.attr,)
    return (node.arg,) if isinstance(node, (ast.arg, ast.keyword)) and node.arg else ()


def _occurrences(path: str, text: str, tree: ast.Module, name: str) -> Iterator[Occurrence]:
    lines = text.splitlines()
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    awaited = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Await)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == name:
            place = node.lineno, _characters(lines, node.lineno, node.col_offset)
        elif isinstance(node, ast.Attribute) and node.attr == name:
            place = node.end_lineno or 0, _characters(lines, node.end_lineno or 0, node.end_col_offset or 0) - len(name)
        elif isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            alias = next(alias for alias in node.names if alias.name == name)
            place = alias.lineno, _characters(lines, alias.lineno, alias.col_offset)
        else:
            continue
        call = calls.get(id(node))
        yield Occurrence(path, *place, call, call is not None and id(call) in awaited)


def _characters(lines: Sequence[str], line: int, column: int) -> int:
    """``ast`` counts bytes, jedi characters."""
    return len(lines[line - 1].encode()[:column].decode("utf-8", "replace"))


def seeds(project: Project, package: str, count: int, rng: random.Random) -> Iterator[Seed]:
    """As many changes of unique as of ambiguous names, the kinds in turn, each of which breaks some other file."""
    pool = list(functions(project.trees, package))
    rng.shuffle(pool)
    left = Counter({(unique, kind): max(1, count // (2 * len(KINDS))) for unique in (True, False) for kind in KINDS})
    for function in pool:
        is_unique = project.defined[function.node.name] == 1
        kinds = [kind for kind in KINDS if left[is_unique, kind] > 0]
        rng.shuffle(kinds)
        if function.is_inherited:
            kinds = [kind for kind in kinds if kind not in ("rename", "remove")]
        if not kinds:
            continue
        uses = list(project.occurrences(function.node.name))
        others = [one for one in uses if one.path != function.path]
        if not others or len(uses) > _MOST_OCCURRENCES:
            continue
        meanings = {one: project.meaning(one) for one in others}
        here = (function.path, function.node.lineno)
        ours = [one for one, meant in meanings.items() if meant is not None and here in meant or is_unique and meant is None]
        for kind in kinds:
            broken = frozenset(one.path for one in ours if breaks(function, kind, one))
            text = change(project.texts[function.path], function, kind) if broken else None
            if text is None or not _parses(text):
                continue
            known = {one.path for one, meant in meanings.items() if meant is None or here in meant}
            innocent = frozenset(project.texts) - known - project.naming(function)
            left[is_unique, kind] -= 1
            yield Seed(kind, is_unique, function, text, broken, innocent)
            break


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def scoper_files(work: Path) -> Counter[str]:
    run = subprocess.run(
        [sys.executable, "-m", "scoper", "check", "--format", "json"], cwd=work, capture_output=True, check=False
    )
    report = json.loads(run.stdout)
    return Counter(one["path"] for one in report["findings"] if one["code"].startswith("RF5"))


def tool_findings(work: Path, command: str) -> Counter[tuple[str, str]]:
    run = subprocess.run(shlex.split(command), cwd=work, capture_output=True, check=False)
    found: Counter[tuple[str, str]] = Counter()
    for path, _, text in _FINDING.findall(run.stdout.decode("utf-8", "replace")):
        found[path.removeprefix(f"{work}/"), _NUMBERS.sub("", text)] += 1
    return found


def score(seed: Seed, files: Iterable[str], seconds: float) -> Score:
    named = set(files) - {seed.function.path}
    false = named & seed.innocent
    return Score(len(seed.broken), len(named & seed.broken), len(false), len(named - seed.broken - false), seconds)


def measure(project: Project, found: Sequence[Seed], tools: dict[str, str], *, is_verbose: bool) -> None:
    scores: dict[tuple[str, bool], list[Score]] = {}
    before = {name: tool_findings(project.root, command) for name, command in tools.items()}
    for seed in found:
        target = project.root / seed.function.path
        target.write_text(seed.text, encoding="utf-8")
        for name in ("scoper", *tools):
            began = time.monotonic()
            if name == "scoper":
                files = list(scoper_files(project.root))
            else:
                new = tool_findings(project.root, tools[name]) - before[name]
                files = [path for path, _ in new]
            one = score(seed, files, time.monotonic() - began)
            scores.setdefault((name, seed.is_unique), []).append(one)
            if is_verbose and name == "scoper":
                _tell(seed, files)
        target.write_text(project.texts[seed.function.path], encoding="utf-8")
    print("| tool | names | seeds | caller files | found | false | undecided | seconds a seed |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for (name, is_unique), rows in scores.items():
        broken, hits, false, open_, seconds = (sum(column) for column in zip(*rows, strict=True))
        names, right, wrong = "unique" if is_unique else "ambiguous", hits / max(1, broken), false / max(1, hits + false)
        counts = f"{len(rows)} | {broken} | {hits} ({right:.2f}) | {false} ({wrong:.2f}) | {open_} | {seconds / len(rows):.2f}"
        print(f"| {name} | {names} | {counts} |")


def _tell(seed: Seed, files: Iterable[str]) -> None:
    """What was missed of one change, who was accused falsely, and of whom nobody knows."""
    undecided = sorted(set(files) - seed.broken - seed.innocent - {seed.function.path})
    missed, false = sorted(seed.broken - set(files)), sorted((set(files) & seed.innocent) - {seed.function.path})
    name = f"{seed.function.path}::{seed.function.node.name}"
    print(f"{seed.kind} {name} unique={seed.is_unique} broken={len(seed.broken)} {missed=} {false=} {undecided=}", flush=True)


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True)
    parser.add_argument("--package", default="")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tool", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    tools = dict(one.split("=", 1) for one in options.tool)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve() / "work"
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{Path(options.repo).resolve()}", str(work)], check=True)
        project = Project(work)
        found = list(seeds(project, options.package, options.seeds, random.Random(options.seed)))
        measure(project, found, tools, is_verbose=options.verbose)


if __name__ == "__main__":
    main()
