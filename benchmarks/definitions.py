"""How right are definitions? Compared, language by language, with those that universal-ctags finds.

usage: python -m benchmarks.definitions --repo CHECKOUT [--language NAME] [--differences N]

A definition is a name on a line. Left out on both sides is what only one of the two looks for: the kinds that ``TABLE`` does
not ask for, what is inside of functions and of classes without a name (ctags looks there in few languages), and what gets a
name though it has none. ``found`` is the share of what ctags has that scoper has as well, ``agreement`` what both have of what
either has.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from scoper.facts.extract import extract
from scoper.facts.model import CALLABLES, Kind
from scoper.facts.sections import section_name
from scoper.lang.registry import language_of


class Asked(NamedTuple):
    """A parser of ctags with its kinds, and the kinds of scoper that these are."""

    parser: str
    kinds: str
    ours: frozenset[Kind]


_TYPES = frozenset({Kind.CLASS, Kind.INTERFACE, Kind.ENUM})
_CODE = _TYPES | CALLABLES
_VALUES = frozenset({Kind.VARIABLE, Kind.ATTRIBUTE})
_ALL = _CODE | _VALUES | {Kind.TYPE, Kind.NAMESPACE}
_SECTIONS = frozenset({Kind.SECTION})
TABLE = {
    "python": Asked("Python", "cfmv", _ALL),
    "javascript": Asked("JavaScript", "fcmgGS", _CODE),
    "typescript": Asked("TypeScript", "fcigmG", _CODE),
    "tsx": Asked("TypeScript", "fcigmG", _CODE),
    "go": Asked("Go", "fctvsimna", _ALL),
    "rust": Asked("Rust", "sicfgtMmeP", _ALL - {Kind.VARIABLE, Kind.NAMESPACE}),
    "java": Asked("Java", "acefgim", _ALL),
    "c": Asked("C", "defgmstuvpx", _ALL),
    "cpp": Asked("C++", "defgmstuvcpx", _ALL - {Kind.NAMESPACE}),
    "csharp": Asked("C#", "cegimps", _ALL - {Kind.NAMESPACE}),
    "ruby": Asked("Ruby", "cfmS", _CODE | {Kind.NAMESPACE}),
    "php": Asked("PHP", "cdfitv", _ALL - {Kind.NAMESPACE, Kind.ENUM}),
    "css": Asked("CSS", "csi", _SECTIONS),
    "markdown": Asked("Markdown", "csStTu", _SECTIONS),
    "bash": Asked("Sh", "f", frozenset({Kind.FUNCTION})),
}
_NAMELESS = re.compile(r"__anon|Anonymous|_$|new$")
_HEADED = re.compile(r"\b(class|record)\b")
_DECORATED = re.compile(r"(?<=\boperator) (?=\W)|^\$|^[\w.<>, ]+\.(?=\w+$)")
"""What one of the two has in a name and the other has not: white space, sigils, the interface that a member is of."""

Found = dict[tuple[str, int, str], Kind | str]
"""Path, line and name → kind."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path)
    parser.add_argument("--language", default="", help="that one only; all by default")
    parser.add_argument("--differences", type=int, default=0, help="print that many of each language")
    args = parser.parse_args()
    listed = subprocess.run(["git", "-C", args.repo, "ls-files", "-z"], capture_output=True, check=True).stdout.decode()
    paths: dict[str, list[str]] = defaultdict(list)
    for path in listed.split("\0"):
        language = language_of(path)
        if (
            language is not None
            and language.name in TABLE
            and args.language in ("", language.name)
            and (args.repo / path).is_file()
        ):
            paths[language.name].append(path)
    for name, files in sorted(paths.items()):
        hidden: set[tuple[str, int]] = set()
        ours, theirs = of_scoper(args.repo, files, TABLE[name], hidden), of_ctags(args.repo, files, TABLE[name])
        report(name, _seen(theirs, hidden), _seen(ours, hidden), TABLE[name].ours, args.differences)
    return 0


def of_ctags(repo: Path, files: list[str], asked: Asked) -> Found:
    options = [
        "--options=NONE",
        "--quiet",
        "--output-format=json",
        "--fields=nKNF",
        "--extras=-{subparser}{anonymous}",
        "-f-",
        "-L-",
    ]
    options += [f"--kinds-{asked.parser}={asked.kinds}", f"--language-force={asked.parser}"]
    run = subprocess.run(["ctags", *options], cwd=repo, input="\n".join(files).encode(), capture_output=True, check=True)
    tags = map(json.loads, run.stdout.decode("utf-8", "replace").splitlines())
    return {
        (tag["path"], tag["line"], _normal(tag["name"], asked)): tag["kind"] for tag in tags if not _NAMELESS.match(tag["name"])
    }


def _normal(name: str, asked: Asked) -> str:
    if asked.ours == _SECTIONS:
        return section_name(name)
    return re.sub(_DECORATED, "", name).rstrip()


def of_scoper(repo: Path, files: list[str], asked: Asked, hidden: set[tuple[str, int]]) -> Found:
    """``hidden`` takes the lines that are inside of functions and of classes without a name."""
    found: Found = {}
    for path in files:
        language = language_of(path)
        assert language is not None
        facts = extract(language, (repo / path).read_bytes(), max_seconds=60)
        for one in facts.definitions:
            is_nameless = language.name == "java" and one.kind is Kind.CLASS and not _HEADED.search(one.signature)
            if one.kind in CALLABLES or is_nameless:
                hidden.update((path, line) for line in range(one.name_line + 1, one.end_line + 1))
            if not _NAMELESS.match(one.name):
                found[path, one.name_line, _normal(one.name, asked)] = one.kind
    return found


def _seen(found: Found, hidden: set[tuple[str, int]]) -> Found:
    return {key: kind for key, kind in found.items() if key[:2] not in hidden}


def report(name: str, theirs: Found, ours: Found, asked: frozenset[Kind], differences: int) -> None:
    both, missed = theirs.keys() & ours.keys(), theirs.keys() - ours.keys()
    more = {key for key, kind in ours.items() if key not in theirs and kind in asked}
    found, agreement = len(both) / max(1, len(theirs)), len(both) / max(1, len(theirs) + len(more))
    counts = f"both {len(both):6}  only ctags {len(missed):5}  only scoper {len(more):5}"
    print(f"{name:10} {counts}  found {found:.4f}  agreement {agreement:.4f}")
    for label, keys, kinds in (("only ctags", missed, theirs), ("only scoper", more, ours)):
        if differences and keys:
            print(
                f"  {label}:", ", ".join(f"{count} {kind}" for kind, count in Counter(kinds[key] for key in keys).most_common())
            )
            for path, line, what in sorted(keys)[:: max(1, len(keys) // differences)]:
                print(f"    {path}:{line} {what} ({kinds[path, line, what]})")


if __name__ == "__main__":
    raise SystemExit(main())
