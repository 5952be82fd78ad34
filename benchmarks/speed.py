"""How long does ``scoper check --staged`` take beside what users pay already?

usage: python -m benchmarks.speed --repo PATH_OR_BARE_CLONE [--runs 15]

Two real diffs of the repository are staged in a clone of their parents: the newest commit that changes exactly three Python
files, and the shortest stretch of history that changes fifty or more. Peers, from the ``bench`` extra: ``pre-commit run`` with
one hook that does nothing, and ``diff-quality --violations=ruff.check``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import compare, table

_NO_OP = """\
repos:
- repo: local
  hooks: [{id: no-op, name: no-op, entry: "true", language: system, pass_filenames: false, always_run: true}]
"""
_MANY = 50
_LOOK_BACK = 3_000  # commits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--runs", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary) / "work"
        git(Path.cwd(), "clone", "-q", "--shared", "--no-checkout", str(args.repo.resolve()), str(work))
        small = small_commit(work)
        large = large_range(work)
        print(f"{args.repo.name}: three files {small[1][:10]}, {_MANY} files and more {large[0][:10]}..{large[1][:10]}\n")
        measure_small(work, Path(temporary), small, args.runs)
        measure_large(work, Path(temporary), large, args.runs)
    return 0


def measure_small(work: Path, temporary: Path, diff: tuple[str, str], runs: int) -> None:
    stage(work, *diff)
    (work / ".pre-commit-config.yaml").write_text(_NO_OP)
    caches, env = cache_environment(temporary)
    hook = "pre-commit run, one no-op hook"
    commands = {
        hook: [tool("pre-commit"), "run"],
        "scoper check --staged, warm": [tool("scoper"), "check", "--staged"],
        "scoper check --staged, cold": [tool("scoper"), "check", "--staged", "--no-cache"],
    }
    print(table(compare(commands, work, env, runs=runs, before={}), against=hook), end="\n\n")
    shutil.rmtree(caches, ignore_errors=True)


def measure_large(work: Path, temporary: Path, diff: tuple[str, str], runs: int) -> None:
    stage(work, *diff)
    caches, env = cache_environment(temporary)
    quality = "diff-quality --violations=ruff.check"
    commands = {
        quality: [tool("diff-quality"), "--violations=ruff.check", "--compare-branch=HEAD"],
        "scoper check --staged, warm": [tool("scoper"), "check", "--staged"],
        "scoper check --staged, cold": [tool("scoper"), "check", "--staged", "--no-cache"],
    }
    print(table(compare(commands, work, env, runs=max(3, runs // 3), before={}), against=quality))
    shutil.rmtree(caches, ignore_errors=True)


def cache_environment(temporary: Path) -> tuple[Path, dict[str, str]]:
    caches = temporary / "caches"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # installed tools are compiled
    return caches, {**env, "SCOPER_CACHE_DIR": str(caches), "PATH": path}


def tool(name: str) -> str:
    """A command of this environment, or of PATH."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed: pip install -e '.[bench]'")
    return found


def git(folder: Path, *args: str) -> str:
    return subprocess.run(["git", *args], cwd=folder, check=True, capture_output=True, text=True, errors="replace").stdout


def stage(work: Path, base: str, head: str) -> None:
    """HEAD is the base, index and work tree are the head."""
    git(work, "checkout", "-q", "--force", "--detach", head)
    git(work, "clean", "-q", "-fdx")
    git(work, "reset", "-q", "--soft", base)
    git(work, "update-index", "-q", "--really-refresh")


def small_commit(work: Path) -> tuple[str, str]:
    """The newest commit that changes three Python files and nothing else."""
    log = git(work, "log", "--no-merges", f"-n{_LOOK_BACK}", "--diff-filter=M", "--format=%x01%H", "--name-only")
    for block in log.split("\x01")[1:]:
        commit, *paths = block.split()
        if len(paths) == 3 and all(path.endswith(".py") for path in paths) and len(changed(work, f"{commit}^", commit)) == 3:
            return git(work, "rev-parse", f"{commit}^").strip(), commit
    raise SystemExit("no commit changes exactly three Python files")


def large_range(work: Path) -> tuple[str, str]:
    """From the newest commit back along first parents, until fifty Python files differ."""
    line = git(work, "rev-list", "--first-parent", f"-n{_LOOK_BACK}", "HEAD").split()
    for base in line[1:]:
        if sum(path.endswith(".py") for path in changed(work, base, line[0])) >= _MANY:
            return base, line[0]
    raise SystemExit(f"no stretch of history changes {_MANY} Python files")


def changed(work: Path, base: str, head: str) -> list[str]:
    return git(work, "diff", "--name-only", base, head).split()


if __name__ == "__main__":
    raise SystemExit(main())
