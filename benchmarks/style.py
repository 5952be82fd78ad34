"""How well is drift of style told from style?

usage: python -m benchmarks.style transplant --repo CLONE --repo CLONE [--repo CLONE …] [--rounds 20] [--functions 10]
       python -m benchmarks.style injected --repo CLONE [--repo CLONE …] [--rounds 5]
       python -m benchmarks.style wild --mirror DIR --commits wild.dev.jsonl
       python -m benchmarks.style wild --repo CLONE [--repo CLONE …] [--rounds 20]

``transplant``: functions of one Python repository, with its names replaced by those of another, are inserted into files of that
other; against functions of its own, taken out before and with names replaced in the same way. The score is the surprise of
``scoper.style.drift``; the area under the curve is given for as many functions in one change as --functions says, and for one.
``injected``: functions of a file are written once more in another style, by tools and templates, and put below; is the drift
reported, where the repository has a habit to drift from? ``wild``: how many commits get a warning, of
those in a file, or of --rounds drawn from each clone?
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.composed import git
from benchmarks.style_edits import INJECTIONS, Piece, names_of, pieces, renamed
from scoper.errors import UserError
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.lang.paths import is_test_path
from scoper.style.added import Sides, added_by
from scoper.style.drift import find_drifts, surprise
from scoper.style.governed import governed
from scoper.style.model import Added, Drift
from scoper.style.profile import Profiler, is_own

_LOOK_BACK = 2_000  # commits that are drawn from
_FEWEST = 3  # functions of a file that one is taken from


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["transplant", "injected", "wild"])
    parser.add_argument("--repo", action="append", default=[], type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--rounds", type=int, default=20, help="of each pair of repositories, or of each repository")
    parser.add_argument("--functions", type=int, default=10, help="in one change")
    parser.add_argument("--mirror", type=Path, help="folder of bare clones, one folder owner+name for each")
    parser.add_argument("--commits", type=Path, help="JSON lines with repo, sha and by")
    args = parser.parse_args()
    store = FactStore.open()
    try:
        if args.what == "wild":
            wild(listed(args.mirror, args.commits) if args.commits else drawn(args.repo, args.rounds), store)
        else:
            trees = [Tree(repo, store) for repo in args.repo]
            if args.what == "transplant":
                transplant(trees, args.rounds, args.functions)
            else:
                injected(trees, args.rounds)
    finally:
        store.close()
    return 0


class Tree:
    """The Python of one clone: its files, and the functions that may be taken out of them."""

    def __init__(self, clone: Path, store: FactStore) -> None:
        self.name = clone.parent.name if clone.name == "repo" else clone.name
        self.repository = Repository.discover(clone)
        head = self.repository.head_commit()
        assert head is not None
        self.snapshot = self.repository.commit(head)
        self.store = store
        paths = [p for p in self.snapshot.entries() if p.endswith(".py") and is_own(p) and not is_test_path(p)]
        self.texts = {path: text for path, text in self.snapshot.read_many(paths).items() if text.isascii()}
        self.pieces = {path: found for path, text in self.texts.items() if len(found := pieces(text)) >= _FEWEST}
        self.names = names_of(text for text in self.texts.values())

    def drawn(self, rng: random.Random, count: int) -> list[tuple[str, Piece]]:
        """Functions of its files, each file as likely as it has functions."""
        everything = [(path, piece) for path, found in self.pieces.items() for piece in found]
        return rng.sample(everything, min(count, len(everything)))


def inserted(tree: Tree, path: str, base: bytes, new: bytes) -> tuple[Snapshot, Added | None]:
    """What a change adds that leaves ``base`` in a file and puts ``new`` below it, and the side before it."""
    before = tree.repository.overlay(tree.snapshot, {path: base}, "before")
    after = tree.repository.overlay(before, {path: base.rstrip() + b"\n\n\n" + new}, "after")
    changes = tree.repository.diff(before, after)
    old, head = Profiler(before, tree.store), Profiler(after, tree.store)
    known, shown = old.measure([path]), head.measure([path])
    sides = [Sides(change, known.get(path, {}), shown.get(path, {})) for change in changes]
    return before, next(iter(added_by(sides, old.roots)), None)


def transplant(trees: Sequence[Tree], rounds: int, functions: int) -> None:
    rng = random.Random(1)
    areas: dict[int, list[float]] = defaultdict(list)
    for host in trees:
        own: dict[int, list[float]] = defaultdict(list)
        foreign: dict[int, list[float]] = defaultdict(list)
        for number in range(rounds):
            donors = [tree for tree in trees if tree is not host]
            donor = donors[number % len(donors)]
            for count in (functions, 1):
                taken = host.drawn(rng, count)
                kept = [(path, renamed(piece.text, host.names, host.names, rng)) for path, piece in taken]
                own[count].append(scored(host, kept, taken))
                given = donor.drawn(rng, count)
                texts = [
                    (path, renamed(piece.text, donor.names, host.names, rng))
                    for (path, _), (_, piece) in zip(taken, given, strict=False)
                ]
                foreign[count].append(scored(host, texts, taken))
        for count in (functions, 1):
            areas[count].append(area(own[count], foreign[count]))
        print(f"{host.name}: {areas[functions][-1]:.3f} for {functions} functions, {areas[1][-1]:.3f} for one", flush=True)
    for count, found in areas.items():
        mean, what = sum(found) / len(found), f"{count} function{'s' * (count > 1)}"
        print(f"area under the curve, {what}: mean {mean:.3f}, least {min(found):.3f}")


def scored(host: Tree, texts: Sequence[tuple[str, bytes]], taken: Sequence[tuple[str, Piece]]) -> float:
    """The surprise of these functions in these files, from which others were taken out before."""
    by_path: dict[str, list[bytes]] = defaultdict(list)
    for path, text in texts:
        by_path[path].append(text)
    cut: dict[str, bytes] = {}
    for path in by_path:
        cut[path] = without(host.texts[path], [piece for where, piece in taken if where == path])
    before = host.repository.overlay(host.snapshot, cut, "before")
    whole = {path: cut[path].rstrip() + b"\n\n\n" + b"\n\n\n".join(new) + b"\n" for path, new in by_path.items()}
    after = host.repository.overlay(before, whole, "after")
    old, head = Profiler(before, host.store), Profiler(after, host.store)
    known, shown = old.measure(by_path), head.measure(by_path)
    sides = [
        Sides(change, known.get(change.path, {}), shown.get(change.path, {})) for change in host.repository.diff(before, after)
    ]
    return surprise(added_by(sides, old.roots), old)


def without(text: bytes, taken: Sequence[Piece]) -> bytes:
    lines = text.split(b"\n")
    gone = {line for piece in taken for line in range(piece.start, piece.end + 1)}
    return b"\n".join(line for number, line in enumerate(lines, 1) if number not in gone)


def area(low: Sequence[float], high: Sequence[float]) -> float:
    """How often a foreign one is above an own one (Mann-Whitney)."""
    pairs = [(a < b) + 0.5 * (a == b) for a in low for b in high]
    return sum(pairs) / len(pairs)


def injected(trees: Sequence[Tree], rounds: int) -> None:
    rng = random.Random(2)
    total: Counter[str] = Counter()
    flagged: Counter[str] = Counter()
    for tree in trees:
        for name, injection in INJECTIONS.items():
            for path, picked in chosen(tree, rng, rounds):
                new = injection.write([piece.text for piece in picked])
                if new is None:
                    continue
                before, added = inserted(tree, path, without(tree.texts[path], picked), new)
                profiler = Profiler(before, tree.store)
                decided = governed(before, [path])
                if added is None or not injection.applies(profiler.levels(path), decided[path]):
                    continue
                total[name] += 1
                flagged[name] += any(drift.feature in injection.features for drift in found(added, profiler, decided[path]))
    for name in INJECTIONS:
        if total[name]:
            print(f"{name}: {flagged[name]} of {total[name]} ({flagged[name] / total[name]:.3f})")
    print(f"all: {flagged.total()} of {total.total()} ({flagged.total() / max(1, total.total()):.3f})")


def found(added: Added, profiler: Profiler, decided: frozenset[str]) -> list[Drift]:
    return find_drifts([added], profiler, {added.path: decided})


def chosen(tree: Tree, rng: random.Random, rounds: int) -> Iterator[tuple[str, list[Piece]]]:
    """Files, and some functions of each."""
    paths = sorted(path for path, found in tree.pieces.items() if len(found) > _FEWEST)
    for path in rng.sample(paths, min(rounds, len(paths))):
        yield path, rng.sample(tree.pieces[path], _FEWEST)


class Commit(NamedTuple):
    clone: Path
    sha: str
    by: str


def listed(mirror: Path, commits: Path) -> Iterator[Commit]:
    for line in commits.read_text().splitlines():
        case = json.loads(line)
        place = mirror / case["repo"].replace("/", "+")
        yield Commit(place / "repo" if (place / "repo").exists() else place, case["sha"], case["by"])


def drawn(clones: Sequence[Path], rounds: int) -> Iterator[Commit]:
    for clone in clones:
        newest = git(clone, "log", "--no-merges", f"-n{_LOOK_BACK}", "--format=%H").decode().split()
        yield from (Commit(clone, sha, "drawn") for sha in random.Random(1).sample(newest, min(rounds, len(newest))))


def wild(commits: Iterable[Commit], store: FactStore) -> None:
    total: Counter[str] = Counter()
    warned: Counter[str] = Counter()
    for clone, sha, by in commits:
        try:
            with Repository.discover(clone) as repository:
                drifts = of_commit(repository, sha, store)
        except UserError as error:
            print(f"{clone} {sha[:10]}: {error.message}")
            continue
        total[by] += 1
        warned[by] += bool(drifts)
        for drift in drifts:
            print(f"{by} {clone} {sha[:10]} {drift}")
    for by, count in total.items():
        print(f"{by}: {warned[by]} of {count} commits with a warning ({warned[by] / count:.3f})")


def of_commit(repository: Repository, sha: str, store: FactStore) -> Sequence[Drift]:
    base, head = repository.commit(f"{sha}^"), repository.commit(sha)
    changes = [change for change in repository.diff(base, head) if not change.binary and is_own(change.path)]
    old, new = Profiler(base, store), Profiler(head, store)
    known = old.measure([c.base_path for c in changes if c.base_path is not None])
    shown = new.measure([c.head_path for c in changes if c.head_path is not None])
    sides = [Sides(c, known.get(c.base_path or "", {}), shown.get(c.head_path or "", {})) for c in changes]
    added = added_by(sides, old.roots)
    return find_drifts(added, old, governed(base, [one.path for one in added]))


if __name__ == "__main__":
    raise SystemExit(main())
