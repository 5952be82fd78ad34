"""What jedi says that calls of a Python tree lead to, as a table for ``benchmarks.graph_accuracy --calls``.

usage: python -m benchmarks.jedi_calls --repo CHECKOUT [--sample 300] [--seed 1] > calls.tsv

Of all calls of names and attributes a sample is taken. One that jedi has no opinion on, or more than one, is left out, and so
is one of a variable or a parameter.
"""

from __future__ import annotations

import argparse
import ast
import random
from collections.abc import Iterator
from pathlib import Path

import jedi


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    root = args.repo.resolve()
    calls = [call for path in sorted(root.rglob("*.py")) for call in calls_of(path)]
    random.Random(args.seed).shuffle(calls)
    project = jedi.Project(str(root))
    for path, line, column in sorted(calls[: args.sample]):
        found = jedi.Script(path=str(path), project=project).goto(line, column, follow_imports=True)
        if len(found) != 1 or found[0].line is None or found[0].type not in ("function", "class"):
            continue
        target = found[0]
        name = path.relative_to(root).as_posix()
        where = Path(target.module_path)
        inside = where.is_relative_to(root)
        print(name, line, column + 1, *((where.relative_to(root).as_posix(), target.line) if inside else ("", "")), sep="\t")
    return 0


def calls_of(path: Path) -> Iterator[tuple[Path, int, int]]:
    """Where the called name stands: path, line from 1, column in characters from 0. Lines that are not ASCII are left out, as
    Python's columns are bytes and jedi's are not."""
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = text.splitlines()
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            line, end = node.func.end_lineno or 0, node.func.end_col_offset or 0
            if line <= len(lines) and lines[line - 1].isascii() and lines[line - 1][end - len(name) : end] == name:
                yield path, line, end - len(name)


if __name__ == "__main__":
    raise SystemExit(main())
