"""How well are sloppy replies applied, by scoper, by aider and by openai-agents?

usage: python -m benchmarks.formats --repo CLONE [--repo …] [--commits 40] [--seed 1] [--aider PYTHON] [--failures]

Every modified text file of small real commits becomes a reply in each format, and each reply is damaged as models damage
theirs (`benchmarks/damage.py`), one damage at a time. Right is the file that the commit made: for scoper byte by byte, for the
others up to line ends. Wrong is any other file. Where damage has taken away what the edit was, the only right answer is to
refuse. ``--aider`` names the Python of an environment with `aider-chat`.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from agents.apply_diff import apply_diff

from benchmarks.composed import git
from benchmarks.damage import Sloppy, sloppy
from scoper.edits import document, feedback
from scoper.edits.diff import update
from scoper.edits.model import Edits, Mismatch, Write
from scoper.edits.registry import EDIT_FORMATS
from scoper.git.model import REGULAR, Entry

_LOOK_BACK, _MAX_BYTES = 2_000, 200_000
_TOOLS = ("scoper", "aider", "openai-agents")


class Case(NamedTuple):
    path: str
    base: bytes
    head: bytes
    reply: Sloppy


class One:
    """A snapshot of one file."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path, self.data = path, data

    def entries(self) -> Mapping[str, Entry]:
        return {self.path: Entry(REGULAR, "")}

    def read_many(self, paths: object) -> dict[str, bytes]:
        return {self.path: self.data}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--commits", type=int, default=40, help="of each repository")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--aider", help="the Python of an environment that has aider-chat")
    parser.add_argument("--failures", action="store_true", help="show what scoper did not get right")
    args = parser.parse_args()
    cases = [case for repo in args.repo for case in corpus(repo, args.commits, random.Random(args.seed))]
    outcomes = {
        "scoper": [by_scoper(case, args.failures) for case in cases],
        "openai-agents": [by_agents(case) for case in cases],
    }
    if args.aider:
        outcomes["aider"] = by_aider(args.aider, cases)
    print(f"replies {len(cases)}, of {len({(case.path, case.base) for case in cases})} files")
    for tellable in (True, False):
        print("\nthe edit can be told: right / refused / wrong" if tellable else "\nthe edit cannot be told: refused / wrong")
        for line in table(cases, outcomes, tellable):
            print(line)
    return 0


def table(cases: Sequence[Case], outcomes: Mapping[str, Sequence[str]], tellable: bool) -> Iterator[str]:
    counts: dict[str, dict[str, Counter[str]]] = {}
    for at, case in enumerate(cases):
        if case.reply.tellable == tellable:
            for row in (f"damage: {case.reply.damage}", f"format: {case.reply.format}", "all"):
                for tool, found in outcomes.items():
                    counts.setdefault(row, {}).setdefault(tool, Counter())[found[at]] += 1
    for row, tools in sorted(counts.items()):
        total = sum(tools["scoper"].values())
        cells = [f"{tool} {_cell(tools[tool], tellable)}" for tool in _TOOLS if tool in tools]
        yield f"{row:32} {total:6}  " + "   ".join(cells)


def _cell(count: Counter[str], tellable: bool) -> str:
    total = max(1, sum(count.values()) - count["unknown"])
    parts = ("right", "refused", "wrong") if tellable else ("refused", "wrong")
    return " / ".join(f"{count[part]:5}" for part in parts) + (f" ({count[parts[0]] / total:.3f})" if tellable else "")


def corpus(repo: Path, commits: int, chance: random.Random) -> Iterator[Case]:
    log = git(repo, "log", "--no-merges", f"-n{_LOOK_BACK}", "--format=%H").decode().split()
    chance.shuffle(log)
    taken = 0
    for commit in log:
        found = list(files_of(repo, commit))
        taken += bool(found)
        for path, base, head in found[:3]:
            yield from cases_of(path, base, head)
        if taken == commits:
            return


def files_of(repo: Path, commit: str) -> Iterator[tuple[str, bytes, bytes]]:
    """Text files that a small commit modified, and that end as they did."""
    try:
        rows = git(
            repo, "diff-tree", "-r", "--diff-filter=M", "--no-renames", "-z", "--numstat", "--no-commit-id", commit
        ).split(b"\0")
        sized = [row.split(b"\t") for row in rows if row]
        if len(sized) > 8:
            return
        for added, removed, name in sized:
            if added == b"-" or int(added) + int(removed) > 120:
                continue
            path = name.decode()
            base, head = git(repo, "show", f"{commit}^:{path}"), git(repo, "show", f"{commit}:{path}")
            if max(len(base), len(head)) < _MAX_BYTES and base.endswith(b"\n") == head.endswith(b"\n"):
                yield path, base, head
    except (subprocess.CalledProcessError, UnicodeDecodeError):
        return  # a root commit, a link to a submodule, a blob that is not there, a name that is not UTF-8


def cases_of(path: str, base: bytes, head: bytes) -> Iterator[Case]:
    before, after = document.read(base), document.read(head)
    if (
        "`" in path
        or before is None
        or after is None
        or before.opaque
        or not before.lines
        or not after.lines
        or before.lines == after.lines
    ):
        return
    if set(before.ends) | set(after.ends) > {before.usual_end, ""}:
        return  # no reply can say which of its lines end in which way
    for name in EDIT_FORMATS:
        edit = update(path, before.lines, after.lines, marked=name in ("v4a", "udiff"))
        for reply in sloppy(name, path, edit, before.lines, Edits((Write(path, tuple(after.lines)),))):
            yield Case(path, base, head, reply)


def by_scoper(case: Case, show: bool) -> str:
    form = EDIT_FORMATS[case.reply.format]
    done = form.apply(form.parse(case.reply.text), One(case.path, case.base))
    right = not isinstance(done, Mismatch) and done.changed == {case.path: case.head}
    outcome = "refused" if isinstance(done, Mismatch) else "right" if right else "wrong"
    if show and outcome != ("right" if case.reply.tellable else "refused"):
        print("=" * 40, outcome, case.reply.damage, case.reply.format, case.path)
        print(case.reply.text[:3000], feedback.render(done)[:1500] if isinstance(done, Mismatch) else "", sep="\n----\n")
    return outcome


def by_agents(case: Case) -> str:
    """Its applier takes the lines below a header, for V4A only; the frame is read by others."""
    if case.reply.format != "v4a":
        return "unknown"
    rows = case.reply.text.replace("\r\n", "\n").split("\n")
    start = next((at for at, row in enumerate(rows) if row.startswith("*** Update File: ")), None)
    if start is None:
        return "refused"
    stop = next((at for at, row in enumerate(rows) if at > start and row.startswith(("*** End Patch", "```"))), len(rows))
    try:
        return _judged(case, apply_diff(case.base.decode("utf-8", "replace"), "\n".join(rows[start + 1 : stop])))
    except ValueError:
        return "refused"


def by_aider(python: str, cases: Sequence[Case]) -> list[str]:
    script = Path(__file__).with_name("aider_apply.py")
    asked = "".join(
        json.dumps(
            {
                "format": case.reply.format,
                "path": case.path,
                "base": case.base.decode("utf-8", "replace"),
                "text": case.reply.text,
            }
        )
        + "\n"
        for case in cases
    )
    done = subprocess.run([python, "-I", str(script)], input=asked, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line == "null" or line.startswith('"')]
    return [
        "unknown" if case.reply.format == "pseudo-xml" else "refused" if answer is None else _judged(case, answer)
        for case, answer in zip(cases, answers, strict=True)
    ]


def _judged(case: Case, text: str) -> str:
    wanted = case.head.decode("utf-8", "replace")
    return "right" if text.replace("\r\n", "\n").rstrip("\n") == wanted.replace("\r\n", "\n").rstrip("\n") else "wrong"


if __name__ == "__main__":
    raise SystemExit(main())
