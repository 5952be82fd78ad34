"""What do the families LN (lint), ST (style) and RF (references) add to the time of ``scoper check`` on a small diff?

usage: python -m benchmarks.families --repo CLONE [--repo CLONE …] [--commits 12] [--runs 5] [--cold] [--verbose]

The newest commits of each repository that change code, in few files and lines, are judged by their messages: once by all
that there is, once without the three families. CPU seconds of all processes, the least of the runs, which go in turns. With
``--cold`` nothing is kept between runs; else a run in front of them has filled the cache. Linters run as ``scoper`` runs them
without being asked for more, so no type checker does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.speed import cache_environment, git
from benchmarks.timing import once

_MOST_FILES = 8
_MOST_LINES = 150
_CODE = (".py", ".go", ".ts", ".tsx", ".js", ".rs", ".java")
_LOOK_BACK = 1_000  # commits
_FAMILIES = ("LN", "ST", "RF")
_REST = """
import sys
from scoper import gate
from scoper.linters.run import LintRun
left = [one for one in gate.CHECKS if not any(rule.code.startswith({families!r}) for rule in one.RULES)]
gate.judge.__kwdefaults__["checks"] = tuple(left)
{patches}
from scoper.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
_PATCHES = {"LN": "gate.start_linters = lambda *_, **__: LintRun(None, None)", "ST": "gate.judge_style = lambda *_: ()"}


class Row(NamedTuple):
    """CPU seconds for one commit."""

    commit: str
    whole: float
    rest: float

    @property
    def added(self) -> float:
        return self.whole / self.rest - 1


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, action="append", help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=12)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--family", action="append", choices=_FAMILIES, help="only what this one adds")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    families = tuple(options.family or _FAMILIES)
    print("| repository | commits | rest, s | added, s | median of added / rest | most | above 0.40 |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for repo in options.repo:
        rows = list(measure(repo, families, options))
        shares = sorted(row.added for row in rows)
        rest, added = sum(row.rest for row in rows), sum(row.whole - row.rest for row in rows)
        above = sum(share > 0.4 for share in shares)
        sums = f"{rest / len(rows):.3f} | {added / len(rows):.3f}"
        print(f"| {name_of(repo)} | {len(rows)} | {sums} | {median(shares):.2f} | {shares[-1]:.2f} | {above} |", flush=True)


def name_of(repo: Path) -> str:
    return next(part for part in reversed(repo.resolve().parts) if part not in ("repo", ".git"))


def measure(repo: Path, families: tuple[str, ...], options: argparse.Namespace) -> Iterator[Row]:
    rest = _REST.format(families=families, patches="\n".join(_PATCHES[one] for one in families if one in _PATCHES))
    whole = _REST.format(families=(), patches="")  # started in the same way, as starting is a good part of it
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary) / "work"
        git(Path.cwd(), "clone", "-q", "--shared", str(repo.resolve()), str(work))
        _, env = cache_environment(Path(temporary))
        request = Path(temporary) / "request"
        for commit in small_commits(work, options.commits):
            request.write_text(git(work, "show", "-s", "--format=%B", commit), encoding="utf-8")
            asked = ["check", f"{commit}^..{commit}", "--request", f"@{request}", "--format", "json"]
            asked += ["--no-cache"] if options.cold else []
            commands = {"whole": [sys.executable, "-c", whole, *asked], "rest": [sys.executable, "-c", rest, *asked]}
            once(commands["whole"], work, env)
            runs = [{name: once(one, work, env).cpu_ms for name, one in commands.items()} for _ in range(options.runs)]
            row = Row(commit[:10], *(min(run[name] for run in runs) / 1000 for name in commands))
            if options.verbose:
                print(f"  {row.commit} whole={row.whole:.3f} rest={row.rest:.3f} added={row.added:.2f}", file=sys.stderr)
            yield row


def small_commits(work: Path, count: int) -> Iterator[str]:
    """The newest commits that change code, little of it and not much else."""
    log = git(work, "log", "--no-merges", f"-n{_LOOK_BACK}", "--format=%x01%H", "--numstat", "--no-renames")
    for block in log.split("\x01")[1:]:
        commit, *lines = block.strip().split("\n")
        stats = [line.split("\t") for line in lines if line]
        sizes = [int(one) for added, removed, _ in stats for one in (added, removed) if one.isdigit()]
        is_code = any(path.endswith(_CODE) for _, _, path in stats)
        if is_code and len(stats) <= _MOST_FILES and 0 < sum(sizes) <= _MOST_LINES:
            yield commit
            count -= 1
            if count == 0:
                return


if __name__ == "__main__":
    main()
