"""Fits the numbers of ``scoper/lang/*/style.json``: how languages are written, and how closely levels follow the one above.

usage: python -m benchmarks.fit_style --repo CLONE [--repo CLONE …] [--files 120] [--commits 60] [--write [--feature NAME …]]

Counts come from the newest commit of every clone; how far edits stray from their files comes from the newest commits without
a second parent. With --write the numbers replace those that scoper has; without, they are only printed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import dirname

from scoper.errors import UserError
from scoper.facts.store import FactStore
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.lang.registry import LANGUAGES, Language, language_of
from scoper.style import dirichlet
from scoper.style.added import Sides, added_by
from scoper.style.drift import surroundings
from scoper.style.features import features
from scoper.style.model import Added
from scoper.style.observe import is_read
from scoper.style.priors import Prior, prior_path
from scoper.style.profile import Levels, Profile, Profiler, is_own

Child = tuple[Mapping[str, int], Mapping[str, float]]
_FEWEST = 5  # observations of a child that says something of a concentration
_LARGEST_DIFF = 15  # files
_DEFAULT = {"repository": 2.0, "directory": 10.0, "file": 5.0, "edit": 5.0}
_SMOOTHING = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", action="append", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--files", type=int, default=120, help="of each language of a repository")
    parser.add_argument("--commits", type=int, default=60, help="of each repository")
    parser.add_argument("--feature", action="append", help="write no others than these")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    fits = {language.package: Fit() for language in LANGUAGES if is_read(language)}
    store = FactStore.open()
    for repo in args.repo:
        with Repository.discover(repo) as repository:
            read(repository, store, fits, args.files, args.commits)
        print(f"read {repo.parent.name}", flush=True)
    store.close()
    for language in {language.package: language for language in LANGUAGES if is_read(language)}.values():
        rows = fits[language.package].rows()
        if args.write and rows:
            place = Path(prior_path(language))
            if args.feature:
                rows = json.loads(place.read_text()) | {name: row for name, row in rows.items() if name in args.feature}
            place.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n")
        print(f"{language.package}: {len(rows)} features")
    return 0


class Fit:
    """What is collected of one language, and the numbers that follow."""

    def __init__(self) -> None:
        self.trees: list[tuple[Profile, dict[str, Profile], dict[str, Profile]]] = []  # repository, folders, files
        self.edits: list[tuple[Added, Levels]] = []

    def rows(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        for name in features():
            counts = [tree[0][name] for tree in self.trees if sum(tree[0].get(name, {}).values()) >= _FEWEST]
            if not counts:
                continue
            mean = average(counts)
            prior = Prior(mean, *(_DEFAULT[level] for level in ("repository", "directory", "file", "edit")))
            prior = prior._replace(repository=fitted([(one, mean) for one in counts], _DEFAULT["repository"]))
            prior = prior._replace(directory=fitted(list(self._directories(name, prior)), _DEFAULT["directory"]))
            prior = prior._replace(file=fitted(list(self._files(name, prior)), _DEFAULT["file"]))
            prior = prior._replace(edit=fitted(list(self._edits(name, prior)), _DEFAULT["edit"]))
            found[name] = {
                "mean": {value: round(share, 4) for value, share in sorted(mean.items())},
                **{level: round(getattr(prior, level), 2) for level in ("repository", "directory", "file", "edit")},
            }
        return found

    def _directories(self, name: str, prior: Prior) -> Iterator[Child]:
        for repository, folders, _ in self.trees:
            above = dirichlet.posterior(repository.get(name, {}), prior.mean, prior.repository)
            yield from ((folder[name], above) for folder in folders.values() if name in folder)

    def _files(self, name: str, prior: Prior) -> Iterator[Child]:
        for repository, folders, files in self.trees:
            above = dirichlet.posterior(repository.get(name, {}), prior.mean, prior.repository)
            for path, profile in files.items():
                if name in profile:
                    rest = without(folders[dirname(path)].get(name, {}), profile[name])
                    yield profile[name], dirichlet.posterior(rest, above, prior.directory)

    def _edits(self, name: str, prior: Prior) -> Iterator[Child]:
        for added, levels in self.edits:
            if name in added.lines:
                counts = {value: len(lines) for value, lines in added.lines[name].items()}
                yield counts, surroundings(prior, levels, name).mean


def fitted(children: Sequence[Child], default: float) -> float:
    """The concentration of these children; with few of them, closer to the default, as one more child of each kind would be."""
    chosen = [(counts, mean) for counts, mean in children if sum(counts.values()) >= 2]
    if len(chosen) < 3:
        return default
    found = dirichlet.concentration_of(chosen)
    weight = len(chosen) / (len(chosen) + 4)
    return float(found**weight * default ** (1 - weight))


def average(counts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """The mean share of each value over repositories, none being zero."""
    values = sorted({value for one in counts for value in one})
    shares = {v: sum(one.get(v, 0) / sum(one.values()) for one in counts) / len(counts) for v in values}
    return {v: (share + _SMOOTHING / len(values)) / (1 + _SMOOTHING) for v, share in shares.items()}


def without(counts: Mapping[str, int], own: Mapping[str, int]) -> dict[str, int]:
    return {value: count - own.get(value, 0) for value, count in counts.items()}


def read(repository: Repository, store: FactStore, fits: Mapping[str, Fit], files: int, commits: int) -> None:
    head = repository.head_commit()
    assert head is not None
    snapshot = repository.commit(head)
    profiler = Profiler(snapshot, store)
    by_package: dict[str, list[str]] = defaultdict(list)
    for path in snapshot.entries():
        language = language_of(path)
        if language is not None and is_own(path) and language.package in fits:
            by_package[language.package].append(path)
    for package, paths in by_package.items():
        chosen = sorted(random.Random(0).sample(paths, min(files, len(paths))))
        if len(paths) >= 5:
            folders: dict[str, list[str]] = defaultdict(list)
            for path in chosen:
                folders[dirname(path)].append(path)
            fits[package].trees.append(
                (
                    profiler.of_paths(chosen),
                    {folder: profiler.of_paths(inside) for folder, inside in folders.items()},
                    {path: profiler.of_file(path) for path in chosen},
                )
            )
    for base, after in history(repository, head, commits):
        profiler = Profiler(base, store)
        for added in gained(repository, base, after, profiler, store):
            kind = _package(added.path)
            if kind is not None and kind in fits and is_own(added.path):
                fits[kind].edits.append((added, profiler.levels(added.path)))


def history(repository: Repository, head: str, limit: int) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The newest commits of the first parents that change few files, each with what was before."""
    commit, found = head, 0
    for _ in range(limit * 4):
        try:
            parent = repository.resolve(f"{commit}^")
            base, after = repository.commit(parent), repository.commit(commit)
            changes = repository.diff(base, after)
        except UserError:
            return
        commit = parent
        if 0 < len(changes) <= _LARGEST_DIFF and any(_package(change.path) for change in changes):
            found += 1
            yield base, after
        if found >= limit:
            return


def gained(repository: Repository, base: Snapshot, after: Snapshot, before: Profiler, store: FactStore | None) -> list[Added]:
    """What a change adds, as the gate sees it."""
    changes = [change for change in repository.diff(base, after) if not change.binary]
    head = Profiler(after, store)
    old = before.measure([change.base_path for change in changes if change.base_path is not None])
    new = head.measure([change.head_path for change in changes if change.head_path is not None])
    sides = [Sides(change, old.get(change.base_path or "", {}), new.get(change.head_path or "", {})) for change in changes]
    return added_by(sides, before.roots)


def _package(path: str) -> str | None:
    language: Language | None = language_of(path)
    return language.package if language is not None and is_read(language) else None


if __name__ == "__main__":
    raise SystemExit(main())
