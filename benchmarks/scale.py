"""Does the time of a cold ``scoper check`` depend on how large the repository is?

usage: python -m benchmarks.scale --package FOLDER [--sizes 100,1000,10000,30000] [--runs 5]
       python -m benchmarks.scale --repo CLONE [--runs 5]

With ``--package``, repositories of growing size are made of copies of one real package, each under a name of its own and with
names of its own for what it defines; ten signatures of the first copy differ. With ``--repo``, the newest commit of a clone
that changes exactly ten files of code is judged, and all of the clone indexed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from itertools import count, islice, pairwise
from pathlib import Path

from benchmarks.speed import cache_environment, changed, git, tool
from benchmarks.timing import compare, table
from scoper.facts.extract import extract
from scoper.lang.registry import language_of

_CHANGED = 10  # files
_LOOK_BACK = 3_000  # commits
_SHORT = 3  # letters; names as short as this are left alone, as they are likely to be everybody's
_CHECK = ["check", "HEAD^..HEAD", "--no-cache"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--package", type=Path, help="a folder of Python files; it is only read")
    what.add_argument("--repo", type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--sizes", default="100,1000,10000,30000", help="numbers of files, the smallest first")
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if args.package:
            measure_sizes(Path(temporary), args.package.resolve(), [int(size) for size in args.sizes.split(",")], args.runs)
        else:
            measure_clone(Path(temporary), args.repo.resolve(), args.runs)
    return 0


def measure_sizes(temporary: Path, package: Path, sizes: Sequence[int], runs: int) -> None:
    _, env = cache_environment(temporary)
    timings = []
    for size in sizes:
        work = temporary / str(size)
        make(work, package, size)
        name = f"scoper check, cold, {size} files"
        timings += compare({name: [tool("scoper"), *_CHECK]}, work, env, runs=runs, before={}, all_memory=True)
        shutil.rmtree(work)
    print(table(timings, against=timings[0].name))


def make(work: Path, package: Path, size: int) -> None:
    """A repository of so many files, whose last commit changes the signature of a function in ten of them."""
    for path, text in islice(copies(package), size):
        target = work / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    git(work, "init", "-q")
    commit(work, "all of it")
    edited = filter(edit, sorted((work / f"{package.name}_0").rglob("*.py")))
    if len(list(islice(edited, _CHANGED))) < _CHANGED:
        raise SystemExit(f"{package} has no {_CHANGED} files with a function of one plain parameter")
    commit(work, "give functions a second parameter")


def edit(path: Path) -> bool:
    """Change the signature of the first function of one plain parameter; whether there is one."""
    text = path.read_text(encoding="utf-8")
    fresh = re.sub(r"^( *def \w+\(\w+)\)", r"\1, extra=None)", text, count=1, flags=re.MULTILINE)
    path.write_text(fresh, encoding="utf-8")
    return fresh != text


def copies(package: Path) -> Iterator[tuple[str, bytes]]:
    """Paths and texts of the package's files, then of those of its first copy, and so on without end."""
    texts = {path.relative_to(package).as_posix(): path.read_bytes() for path in sorted(package.rglob("*.py"))}
    names = {package.name.encode(), *(name.encode() for path, text in texts.items() for name in defined(path, text))}
    pieces = {path: cut_behind(names, text) for path, text in texts.items()}
    for number in count():
        for path in texts:
            yield f"{package.name}_{number}/{path}", f"_{number}".encode().join(pieces[path])


def cut_behind(names: Collection[bytes], text: bytes) -> list[bytes]:
    """The text, cut where one of the names ends."""
    ends = [match.end() for match in re.finditer(rb"\w+", text) if match[0] in names]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])]


def defined(path: str, text: bytes) -> Iterator[str]:
    language = language_of(path)
    for definition in extract(language, text).definitions if language is not None else ():
        if len(definition.name) > _SHORT and not definition.name.startswith("__"):
            yield definition.name


def commit(work: Path, message: str) -> None:
    git(work, "add", "-A")
    git(work, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "--no-verify", "-m", message)


def measure_clone(temporary: Path, repo: Path, runs: int) -> None:
    caches, env = cache_environment(temporary)
    work = temporary / "work"
    git(Path.cwd(), "clone", "-q", "--shared", "--no-checkout", str(repo), str(work))
    newest = ten_files(work)
    sizes = [size for path, size in files(work, newest) if language_of(path) is not None]
    print(f"{len(sizes)} files with a grammar, {sum(sizes) / 1e6:.0f} MB; {_CHANGED} files differ in {newest}\n")
    check, index = "scoper check, cold", "scoper index, cold"
    commands = {
        check: [tool("scoper"), "check", f"{newest}^..{newest}", "--no-cache"],
        index: [tool("scoper"), "index", "--quiet", "--rev", newest],
    }
    before = {index: lambda: shutil.rmtree(caches, ignore_errors=True)}
    print(table(compare(commands, work, env, runs=runs, before=before, all_memory=True), against=check))


def files(work: Path, revision: str) -> Iterator[tuple[str, int]]:
    """Paths and sizes; those that a partial clone does not have are left out."""
    for line in git(work, "ls-tree", "-r", "-l", "-z", revision).split("\0"):
        meta, _, path = line.partition("\t")
        size = meta.split(" ")[-1]
        if size.isdigit():
            yield path, int(size)


def ten_files(work: Path) -> str:
    """The newest commit that changes ten files of code and nothing else."""
    for commit_id in git(work, "rev-list", "--no-merges", f"-n{_LOOK_BACK}", "HEAD").split():
        paths = changed(work, f"{commit_id}^", commit_id)
        if len(paths) == _CHANGED and all(language_of(path) is not None for path in paths):
            return commit_id
    raise SystemExit(f"no commit changes exactly {_CHANGED} files of code")


if __name__ == "__main__":
    raise SystemExit(main())
