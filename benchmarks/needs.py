"""What real edits turned out to need: tasks for ``benchmarks.needed_contracts``.

usage: python -m benchmarks.needs --repo PATH_OF_A_CLONE [--repo …] [--commits 12] [--seed 1]
       [--typescript FOLDER] > TASKS.jsonl

A task is a real commit that changed a function (the one with most added lines outside of tests). Needed is what the added
lines inside of it use: functions, methods, types, constants and fields of the repository that stand outside of that function
and were there before. What a name means is told by those who know nothing of scoper: jedi for Python, for TypeScript and
JavaScript the language service of the ``typescript`` package, which is in ``FOLDER/node_modules``. Both look at the child
commit; what they say is looked up by qualified name in the parent.

A line of JSON: ``repo`` (a path), ``commit``, ``symbol`` (``path::name``), ``needed`` (a list of ``[path, name, header]``,
the header being how the parent writes it, without white space).
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jedi

from benchmarks.composed import git, unpack
from scoper.context.gather import is_nameable
from scoper.facts.extract import extract
from scoper.facts.model import CALLABLES, Definition, FileFacts, Kind, split_symbol, symbol_id
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of

_SCRIPT = Path(__file__).with_name("ts_definitions.cjs")
_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_TYPESCRIPT = (".ts", ".tsx", ".js", ".jsx", ".mts", ".cts")
_LOOK_BACK = 1_500  # commits
_MOST_FILES = 12  # of a commit
_LONGEST_HEADER = 120  # characters, white space left out
Place = tuple[str, int]


class Edited(NamedTuple):
    """The function of a task, and the lines that the commit added to it."""

    path: str
    qualname: str
    span: tuple[int, int]
    added: tuple[tuple[int, int], ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=12, help="of each repository")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--typescript", type=Path, help="a folder with node_modules/typescript; without it, Python only")
    args = parser.parse_args()
    for repo in args.repo:
        commits = git(repo, "rev-list", "--no-merges", f"-n{_LOOK_BACK}", "HEAD").decode().split()
        random.Random(args.seed).shuffle(commits)
        made = 0
        for commit in commits:
            task = task_of(repo, commit, args.typescript)
            if task is not None:
                print(json.dumps({"repo": str(repo), "commit": commit, **task}), flush=True)
                made += 1
            if made == args.commits:
                break
        print(f"{repo}: {made} tasks", file=sys.stderr)
    return 0


def task_of(repo: Path, commit: str, typescript: Path | None) -> dict[str, object] | None:
    """The task that a commit makes, or ``None``: its function is new, or needs nothing of the repository."""
    edited = _edited(repo, commit, (".py", *(_TYPESCRIPT if typescript else ())))
    if edited is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        root = unpack(repo, commit, Path(folder))
        places = _by_jedi(root, edited) if edited.path.endswith(".py") else _by_typescript(root, edited, typescript)
        named = dict.fromkeys(symbol for place in sorted(places) if (symbol := _symbol_at(root, place)) is not None)
    needed = [[*split_symbol(symbol), header] for symbol in named if (header := _needed(repo, commit, edited, symbol))]
    return {"symbol": symbol_id(edited.path, edited.qualname), "needed": needed} if needed else None


def _edited(repo: Path, commit: str, endings: tuple[str, ...]) -> Edited | None:
    """The function of the parent to which a commit adds most lines."""
    rows = git(repo, "diff-tree", "-r", "--no-renames", "--diff-filter=M", "--name-only", "-z", f"{commit}^", commit)
    paths = [path for path in rows.decode(errors="replace").split("\0") if path]
    if len(paths) > _MOST_FILES:
        return None
    best: tuple[int, Edited] | None = None
    for path in paths:
        if not path.endswith(endings) or is_test_path(path):
            continue
        before, after = (facts_of(repo, f"{one}:{path}", path) for one in (f"{commit}^", commit))
        if before is None or after is None:
            continue
        there = {one.qualname for one in before.definitions if one.kind in CALLABLES}
        hunks = _HUNK.findall(git(repo, "diff", "-U0", f"{commit}^", commit, "--", path).decode(errors="replace"))
        added = [(int(start), int(start) + int(count or 1) - 1) for start, count in hunks if count != "0"]
        for one in after.definitions:
            if one.kind not in CALLABLES or one.qualname not in there or not is_nameable(after, one):
                continue
            inside = tuple(
                (max(first, one.start_line), min(last, one.end_line))
                for first, last in added
                if first <= one.end_line and one.start_line <= last
            )
            lines = sum(last - first + 1 for first, last in inside)
            if lines and (best is None or lines > best[0]):
                best = lines, Edited(path, one.qualname, (one.start_line, one.end_line), inside)
    return best[1] if best else None


def facts_of(repo: Path, blob: str, path: str) -> FileFacts | None:
    language = language_of(path)
    shown = subprocess.run(["git", "show", blob], cwd=repo, capture_output=True, check=False)
    return extract(language, shown.stdout) if language is not None and not shown.returncode else None


def _by_jedi(root: Path, edited: Edited) -> Iterator[Place]:
    path = root / edited.path
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = text.splitlines()
    script = jedi.Script(path=str(path), project=jedi.Project(str(root), sys_path=_source_roots(root), smart_sys_path=False))
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            line, column = (node.lineno, node.col_offset) if isinstance(node, ast.Name) else _attribute(node)
            if not any(first <= line <= last for first, last in edited.added) or not lines[line - 1].isascii():
                continue
            try:
                found = script.goto(line, column, follow_imports=True)
            except Exception:  # noqa: BLE001 - jedi has many ways to fail, all of which mean that it does not know
                continue
            for one in found:
                where = one.module_path
                if one.line and where is not None and Path(where).is_relative_to(root):
                    yield Path(where).relative_to(root).as_posix(), one.line


def _attribute(node: ast.Attribute) -> tuple[int, int]:
    return node.end_lineno or 0, (node.end_col_offset or 0) - len(node.attr)


def _source_roots(root: Path) -> list[str]:
    return [str(root), *(str(folder) for folder in (root / "src", root / "lib") if folder.is_dir())]


def _by_typescript(root: Path, edited: Edited, typescript: Path | None) -> Iterator[Place]:
    ranges = ",".join(f"{first}-{last}" for first, last in edited.added)
    run = subprocess.run(
        ["node", str(_SCRIPT), str(root), edited.path, ranges],
        env={**os.environ, "NODE_PATH": str((typescript or Path()) / "node_modules")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    yield from json.loads(run.stdout or "[]")


def _symbol_at(root: Path, place: Place) -> str | None:
    """The symbol that is named on a line, if other code can name it."""
    path, line = place
    language = language_of(path)
    if language is None:
        return None
    facts = extract(language, (root / path).read_bytes())
    for one in facts.definitions:
        if line in (one.name_line, one.start_line) and is_nameable(facts, one) and one.kind is not Kind.NAMESPACE:
            return symbol_id(path, one.qualname)
    return None


def _needed(repo: Path, commit: str, edited: Edited, symbol: str) -> str | None:
    """The header that the parent gives a symbol which is needed, or ``None``: it is new, or inside of what was edited."""
    path, qualname = split_symbol(symbol)
    if path == edited.path and f"{qualname}.".startswith(f"{edited.qualname}."):
        return None
    facts = facts_of(repo, f"{commit}^:{path}", path)
    return next((header(one) for one in facts.definitions if one.qualname == qualname), None) if facts else None


def header(one: Definition) -> str:
    """How a definition is written, as far as it is compared."""
    return bare(one.signature or one.name)[:_LONGEST_HEADER]


def bare(text: str) -> str:
    """Without white space, the marks of aider's map, and commas before a closing bracket."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"[\s│⋮]+", "", text))


if __name__ == "__main__":
    raise SystemExit(main())
