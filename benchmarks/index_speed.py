"""How long does a full index take beside what else reads a whole tree?

usage: python -m benchmarks.index_speed --repo CHECKOUT --symbol SYMBOL --change FILE [--runs 5] [--aider PYTHON]

``CHECKOUT`` is cloned first, and never written to. Peers: universal-ctags (definitions only), a parse of the same files with
nothing done about it, and aider's repository map, where ``PYTHON`` is the interpreter of an environment with ``aider-chat``.
Behind that, language by language, how fast facts are made beside the bare parse, in one process.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

import tree_sitter

from benchmarks.speed import cache_environment, git, tool
from benchmarks.timing import compare, table
from scoper.config import Config
from scoper.facts.codec import encode
from scoper.facts.load import facts_of
from scoper.lang.registry import Language, grammar, is_installed, language_of

_AIDER = """\
import subprocess, sys
from aider.io import InputOutput
from aider.repomap import RepoMap
class Model:
    def token_count(self, text):
        return len(text) // 4
files = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split("\\n")[:-1]
found = RepoMap(map_tokens=1024, root=".", main_model=Model(), io=InputOutput(yes=True)).get_repo_map([], files)
sys.exit(not found)
"""
_REQUEST = "Return early where there is nothing to do"
_TOO_LARGE = Config().max_file_bytes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    parser.add_argument("--symbol", required=True, help="what `scoper graph` is asked for")
    parser.add_argument("--change", required=True, help="the file that changes between two runs of `scoper index`")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--aider", metavar="PYTHON")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary) / "work"
        git(Path.cwd(), "clone", "-q", "--shared", str(args.repo.resolve()), str(work))
        measure(work, Path(temporary), args)
        measure_languages(work)
    return 0


def measure(work: Path, temporary: Path, args: argparse.Namespace) -> None:
    caches, env = cache_environment(temporary)
    env["PYTHONPATH"] = str(Path(__file__).parents[1])
    index = [tool("scoper"), "index", "--quiet"]
    commands: dict[str, Sequence[str]] = {
        "ctags -R": [tool("ctags"), "-R", "-f", "-", "."],
        "parse alone, one process": [sys.executable, "-c", "from benchmarks.index_speed import parse_here; parse_here()"],
        "scoper index, cold": index,
        "scoper index, nothing changed": index,
        "scoper index, one file changed": index,
        f"scoper graph {args.symbol}, warm": [tool("scoper"), "graph", args.symbol],
        "scoper context, cold": [tool("scoper"), "context", _REQUEST, "--scope", args.symbol, "--budget", "1024"],
        "scoper context, warm": [tool("scoper"), "context", _REQUEST, "--scope", args.symbol, "--budget", "1024"],
    }
    before: dict[str, Callable[[], None]] = {
        "scoper index, cold": lambda: shutil.rmtree(caches, ignore_errors=True),
        "scoper index, one file changed": lambda: change(work / args.change),
        "scoper context, cold": lambda: shutil.rmtree(caches, ignore_errors=True),
    }
    if args.aider:
        commands["aider's map, cold"] = commands["aider's map, warm"] = [args.aider, "-c", _AIDER]
        before["aider's map, cold"] = lambda: remove_aider_cache(work)
    print(table(compare(commands, work, env, runs=args.runs, before=before, all_memory=True), against="ctags -R"), end="\n\n")


def change(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\n")


def remove_aider_cache(work: Path) -> None:
    for folder in work.glob(".aider.tags.cache*"):
        shutil.rmtree(folder)


def parse_here() -> None:
    """Parse what ``scoper index`` would, in the current folder."""
    for language, texts in texts_by_language(Path.cwd()).items():
        parse_all(language, texts)


def parse_all(language: Language, texts: Sequence[bytes]) -> None:
    parser = tree_sitter.Parser(grammar(language))
    for text in texts:
        parser.parse(text)


def measure_languages(work: Path) -> None:
    """Markdown: for each language its share of the tree, and MB/s of a bare parse and of facts ready to be stored."""
    gc.disable()  # as in the workers of an index, nothing lives longer than its file
    print("| language | files | MB | parse MB/s | facts MB/s | facts / parse |", "|---|---|---|---|---|---|", sep="\n")
    for language, texts in sorted(texts_by_language(work).items(), key=lambda item: -sum(map(len, item[1]))):
        size = sum(map(len, texts)) / 1e6
        facts_of(language, b"", _TOO_LARGE)  # compiles the query
        began = process_time()
        parse_all(language, texts)
        parsed = process_time()
        for text in texts:
            encode(facts_of(language, text, _TOO_LARGE))
        parse, facts = parsed - began, process_time() - parsed
        print(
            f"| {language.name} | {len(texts)} | {size:.2f} | {size / parse:.1f} | {size / facts:.1f} | {parse / facts:.2f} |"
        )


def texts_by_language(work: Path) -> Mapping[Language, list[bytes]]:
    found: dict[Language, list[bytes]] = {}
    for language, path in tracked(work):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _TOO_LARGE:
            found.setdefault(language, []).append(path.read_bytes())
    return found


def tracked(work: Path) -> Iterator[tuple[Language, Path]]:
    for path in git(work, "ls-files", "-z").split("\0"):
        language = language_of(path)
        if language is not None and is_installed(language):
            yield language, work / path


if __name__ == "__main__":
    raise SystemExit(main())
