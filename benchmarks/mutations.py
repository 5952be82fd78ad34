"""Is churn seen that real tools put into real commits, and named by its kind?

usage: python -m benchmarks.mutations --repo PATH_OF_A_CLONE [--commits 30] [--seed 1]

Each small commit of Python code is judged with the symbols that it changes as its scope, once for each tool: a formatter with
another line length, ruff's import sorter, its upgrades of idioms and its return annotations, docstrings laid out anew, a local
variable renamed. One change that the tool makes is laid on top of the commit, inside of a symbol that the commit changed, and
one outside. An injected change counts as seen where a churn finding of the right rule covers it; outside also where it is out
of scope. The rest, judged by the message of the commit as well, are the added lines of the commit itself. Nothing but git
history and ruff is used.
"""

from __future__ import annotations

import argparse
import ast
import random
import subprocess
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import NamedTuple

from benchmarks.composed import candidates
from scoper import gate
from scoper.checks.model import Report
from scoper.config import Config
from scoper.git.patch import apply_patch
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.linters.ruff import find_binary
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec

Lines = range  # 1-based, of the head


class Tool(NamedTuple):
    """``change`` gives the text as the tool would leave it; ``rules`` are those that name what it does."""

    change: Callable[[str], str]
    rules: frozenset[str]


class Injected(NamedTuple):
    """A commit's file with one change of a tool on top; ``lines`` are where the change stands."""

    text: str
    lines: Lines


def ruff(*arguments: str) -> Callable[[str], str]:
    def run(text: str) -> str:
        binary = find_binary()
        assert binary is not None
        command = [binary, *arguments, "--isolated", "--quiet", "--stdin-filename", "a.py", "-"]
        done = subprocess.run(command, input=text.encode(), capture_output=True)
        return done.stdout.decode() or text

    return run


def _fixes(select: str) -> Callable[[str], str]:
    return ruff("check", "--fix", "--unsafe-fixes", "--target-version", "py312", "--select", select)


def reflow(text: str) -> str:
    """Docstrings wrapped at 60 columns, from the last to the first."""
    lines = text.splitlines()
    nodes = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    for node in sorted(nodes, key=lambda n: -n.lineno):
        first = node.body[0]
        said = ast.get_docstring(node)
        if not isinstance(first, ast.Expr) or said is None or '"""' in said or "\\" in said or first.end_lineno is None:
            continue
        indent = " " * first.col_offset
        words = textwrap.fill(" ".join(said.split()), 60, initial_indent=indent, subsequent_indent=indent)
        lines[first.lineno - 1 : first.end_lineno] = [f'{indent}"""', *words.splitlines(), f'{indent}"""']
    return "\n".join(lines) + "\n"


def rename(text: str) -> str:
    """In each function, the first local that is assigned and is no parameter gets another name."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.FunctionDef) or any(isinstance(n, ast.Global | ast.Nonlocal) for n in ast.walk(node)):
            continue
        if any(isinstance(n, ast.FunctionDef | ast.Lambda | ast.ClassDef) for n in ast.walk(node) if n is not node):
            continue
        names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
        given = {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
        local = next((n.id for n in names if isinstance(n.ctx, ast.Store) and n.id not in given and len(n.id) > 2), None)
        if local is None or f"new_{local}" in text:
            continue
        for name in sorted((n for n in names if n.id == local), key=lambda n: (-n.lineno, -n.col_offset)):
            line = lines[name.lineno - 1].encode()
            end = name.col_offset + len(local.encode())
            lines[name.lineno - 1] = (line[: name.col_offset] + f"new_{local}".encode() + line[end:]).decode()
    return "\n".join(lines) + "\n"


TOOLS: Mapping[str, Tool] = {
    "format": Tool(ruff("format", "--line-length", "60"), frozenset({"CH201", "CH207"})),
    "imports": Tool(_fixes("I"), frozenset({"CH209"})),
    "idioms": Tool(_fixes("UP"), frozenset({"CH210", "CH213"})),
    "annotations": Tool(_fixes("ANN"), frozenset({"CH208"})),
    "docstrings": Tool(reflow, frozenset({"CH203", "CH201"})),
    "rename": Tool(rename, frozenset({"CH205"})),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="name what was missed, and what was said of the rest")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    counts: Counter[tuple[str, str, str]] = Counter()
    done = 0
    with Repository.discover(args.repo) as repository:
        for commit, _ in candidates(args.repo, chance):
            done += _mutate(repository, commit, chance, counts, verbose=args.verbose)
            if done == args.commits:
                break
    print(f"{args.repo}: {done} commits")
    for name in TOOLS:
        for place in ("inside", "outside"):
            seen, made = counts[name, place, "seen"], counts[name, place, "made"]
            print(f"{name:12} {place:8} {seen:4} of {made:4} {seen / made if made else 0:.3f}")
    flagged, rest = counts["rest", "", "flagged"], counts["rest", "", "lines"]
    print(f"lines of the commits themselves with a churn finding: {flagged} of {rest}, {flagged / max(1, rest):.3f}")
    return 0


def _mutate(
    repository: Repository, commit: str, chance: random.Random, counts: Counter[tuple[str, str, str]], *, verbose: bool
) -> bool:
    """Whether the commit could be used."""
    base, head = repository.commit(f"{commit}^"), repository.commit(commit)
    plain = _judge(repository, base, head, Task("", (), TaskSource.NONE))
    there = head.entries()
    edits = [v.edit for v in plain.verdicts if v.edit.path.endswith(".py") and v.edit.path in there and v.edit.before]
    edits = [edit for edit in edits if "::" in (edit.symbol or "")]
    if not edits:
        return False
    path = edits[0].path
    text = head.read_many([path])[path].decode("utf-8", "replace")
    symbols = {edit.symbol for edit in edits if edit.symbol and edit.path == path}
    every = {v.edit.symbol or v.edit.path for v in plain.verdicts}
    task = Task(None, tuple(parse_spec(symbol) for symbol in sorted(every) if "::" in symbol), TaskSource.FLAG)
    hunks = [hunk for change in repository.diff(base, head) if change.head_path == path for hunk in change.hunks]
    changed = {n for hunk in hunks for n in range(hunk.head_start, hunk.head_start + hunk.head_count + 1)}
    for name, tool in TOOLS.items():
        for place in ("inside", "outside"):
            options = list(_injections(text, tool, symbols, changed, is_inside=place == "inside"))
            if not options:
                continue
            chosen = chance.choice(options)
            report = _judge(repository, base, apply_patch(repository, head, _patch(path, text, chosen.text)), task)
            is_seen = _is_seen(report, path, chosen.lines, tool.rules, outside=place == "outside")
            counts[name, place, "made"] += 1
            counts[name, place, "seen"] += is_seen
            if verbose and not is_seen:
                print(commit[:9], name, place, path, chosen.lines)
                print("\n".join(chosen.text.splitlines()[chosen.lines.start - 1 : chosen.lines.stop - 1]))
    report = _judge(repository, base, head, task._replace(request=repository.message(commit)))
    _count_rest(report, counts)
    if verbose:
        print("".join(f"{commit[:9]} {f.rule.code} {f.message}\n" for f in report.findings if f.rule.family == "CH"), end="")
    return True


def _judge(repository: Repository, base: Tree, head: Tree, task: Task) -> Report:
    return gate.judge(repository, base, head, task, Config(linters=()), use_cache=False)


def _injections(text: str, tool: Tool, symbols: set[str], changed: set[int], *, is_inside: bool) -> Iterator[Injected]:
    """Each place where the tool would change something that the commit left alone, in the wanted functions."""
    try:
        mutated = tool.change(text)
        places = _functions(ast.parse(text), "")
    except (SyntaxError, RecursionError):
        return
    old, new = text.splitlines(), mutated.splitlines()
    names = {symbol.partition("::")[2] for symbol in symbols}
    spans = [lines for name, lines in places if (name in names) == is_inside]
    codes = _hunks(old, new)
    for lines in spans:
        hunks = [(a, b, c, d) for a, b, c, d in codes if a + 1 in lines and b in range(lines.start - 1, lines.stop)]
        yield from _applied(old, new, hunks, changed, whole=tool.change is rename)
    if not is_inside:
        first = min((lines.start for _, lines in places), default=0)
        hunks = [(a, b, c, d) for a, b, c, d in codes if b < first - 1 and tool.rules == frozenset({"CH209"})]
        yield from _applied(old, new, hunks, changed, whole=True)


Hunk = tuple[int, int, int, int]


def _hunks(old: list[str], new: list[str]) -> list[Hunk]:
    """What differs; pieces with a line or two between them are one, as statements are not to be cut."""
    found: list[Hunk] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and a - found[-1][1] <= 2:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


def _applied(old: list[str], new: list[str], hunks: list[Hunk], changed: set[int], *, whole: bool) -> Iterator[Injected]:
    """One change for each hunk, or one of all of them together, where the result parses and is away from the commit's lines."""
    for group in [hunks] if whole else [[hunk] for hunk in hunks]:
        if not group or any(n in changed for a, b, _, _ in group for n in range(a - 3, b + 5)):
            continue
        text = list(old)
        for a, b, c, d in reversed(group):
            text[a:b] = new[c:d]
        a, _, c, d = group[0]
        try:
            ast.parse("\n".join(text))
        except SyntaxError:
            continue
        if d > c:
            # git may choose another of several lines that changed places
            yield Injected("\n".join(text) + "\n", range(a + 1, a + 2 + d - c))


def _functions(node: ast.AST, prefix: str) -> list[tuple[str, Lines]]:
    found: list[tuple[str, Lines]] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((prefix + child.name, range(child.lineno, (child.end_lineno or child.lineno) + 1)))
        elif isinstance(child, ast.ClassDef):
            found += _functions(child, f"{prefix}{child.name}.")
    return found


def _patch(path: str, old: str, new: str) -> bytes:
    lines = unified_diff(old.splitlines(), new.splitlines(), f"a/{path}", f"b/{path}", lineterm="")
    return ("\n".join(lines) + "\n").encode()


def _is_seen(report: Report, path: str, lines: Lines, rules: frozenset[str], *, outside: bool) -> bool:
    ids = {
        v.edit.id
        for v in report.verdicts
        if v.edit.path == path and any(r.start < lines.stop and lines.start <= r.end for r in v.edit.after)
    }
    for finding in report.findings:
        at = finding.location
        covers = at.path == path and at.line is not None and at.line < lines.stop and lines.start <= (at.end_line or at.line)
        if finding.rule.code in rules and (covers or finding.edit in ids):
            return True
    return outside and any(v.edit.id in ids and not v.in_scope for v in report.verdicts)


def _count_rest(report: Report, counts: Counter[tuple[str, str, str]]) -> None:
    """Added lines of the commit that a churn finding covers."""
    found = [finding.location for finding in report.findings if finding.rule.family == "CH"]
    for verdict in report.verdicts:
        for lines in verdict.edit.after:
            for number in range(lines.start, lines.end + 1):
                counts["rest", "", "lines"] += 1
                counts["rest", "", "flagged"] += any(
                    verdict.edit.symbol in (at.symbol, at.path) and at.line and at.line <= number <= (at.end_line or at.line)
                    for at in found
                    if at.path == verdict.edit.path
                )


if __name__ == "__main__":
    raise SystemExit(main())
