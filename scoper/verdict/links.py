"""The edges of the edit graph: if the source edit is in scope, so is the target edit, as far as the strength goes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from math import log
from typing import NamedTuple

from scoper.change.model import Change, Edit
from scoper.git.model import Status
from scoper.lang.paths import is_test_path
from scoper.lang.registry import language_of
from scoper.verdict.evidence import Background, Evidence
from scoper.verdict.model import Relation

_PROSE_PATH = re.compile(
    r"\.(md|rst|txt|adoc|pyi|toml|json|ya?ml|cfg|ini|lock)$|(^|/)(docs?|changelog|changes|news|history)([./]|$)", re.I
)
_PAIRS_PER_NAME = 40  # a name that more edits share ties nothing together
_NEIGHBOUR = 0.6
_PARAGRAPH = 0.9
_LOCKED = 0.8
_LOCKS = {
    **dict.fromkeys(("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"), "package.json"),
    **dict.fromkeys(("uv.lock", "poetry.lock", "pdm.lock"), "pyproject.toml"),
    "Cargo.lock": "Cargo.toml",
    "composer.lock": "composer.json",
    "Gemfile.lock": "Gemfile",
    "go.sum": "go.mod",
}
_COMMON_FLOOR = 4.0  # weight of the names that an edit is taken to hold besides its own; keeps tiny edits from matching on one


class Link(NamedTuple):
    """A directed edge between two edits, by their positions. A *weak* link raises a strength and proves nothing on its own."""

    source: int
    target: int
    relation: Relation
    strength: float
    weak: bool
    why: str


def gap_between(one: Edit, other: Edit) -> int | None:
    """The lines between two edits of one file, counted on a side that both have; ``None`` where there is none."""
    sides = ((one.after, other.after), (one.before, other.before))
    gaps = [max(a[0].start, b[0].start) - min(a[-1].end, b[-1].end) for a, b in sides if a and b]
    return max(0, min(gaps)) if gaps else None


def is_companion_path(path: str) -> bool:
    return bool(_PROSE_PATH.search(path))


@lru_cache(maxsize=1 << 12)
def relation_of(path: str) -> Relation:
    """What a textual tie to a file of this kind amounts to."""
    if is_test_path(path):
        return Relation.TEST
    return Relation.COMPANION if is_companion_path(path) else Relation.RELATED


def name_links(evidence: Sequence[Evidence], background: Background) -> list[Link]:
    """Links between edits that add or remove the same identifiers, weighed by rarity and by how much of the smaller edit they
    make up. This is def-use without a grammar: a name that the diff brings into the world, or takes out of it, ties the edits
    that hold it strongly; any other shared name is weak."""
    spread = Counter(name for item in evidence for name in item.touched)
    weight = {name: background.rarity(name) * log(1 + len(evidence) / spread[name]) for name in spread}
    total = [_COMMON_FLOOR + sum(weight[name] for name in item.touched) for item in evidence]
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for name, holders in sorted(_holders(evidence).items()):
        if 2 <= len(holders) <= _PAIRS_PER_NAME:
            for pair in combinations(holders, 2):
                shared[pair].append(name)
    links: list[Link] = []
    for (one, other), names in sorted(shared.items()):
        names.sort(key=lambda name: (-weight[name], name))
        strength = min(1.0, sum(weight[name] for name in names) / min(total[one], total[other]))
        weak = not any(name in background.born or name in background.gone for name in names)
        why = f"shares {', '.join(names[:3])}"
        links.append(Link(one, other, relation_of(evidence[other].edit.path), strength, weak, why))
        links.append(Link(other, one, relation_of(evidence[one].edit.path), strength, weak, why))
    return links


def neighbour_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Paragraphs of prose that were added or removed in one go: a section of a manual is one concern. Code has better ties."""
    links: list[Link] = []
    for (one, before), (other, after) in pairwise(enumerate(evidence)):
        path = after.edit.path
        if before.edit.path == path and is_companion_path(path) and _touch(before.edit, after.edit):
            why = "stands beside what is in scope"
            links.append(Link(one, other, Relation.COMPANION, _NEIGHBOUR, True, why))
            links.append(Link(other, one, Relation.COMPANION, _NEIGHBOUR, True, why))
    return links


def paragraph_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Edits of a document that stand line by line: they are one paragraph, which only its keys or headings cut apart."""
    first: dict[tuple[str, bool, int], int] = {}
    for number, item in enumerate(evidence):
        if _is_document(item.edit.path):
            sides = ((False, item.edit.base_path, item.edit.before), (True, item.edit.path, item.edit.after))
            first.update(((path, is_head, lines.start), number) for is_head, path, ranges in sides for lines in ranges)
    links: dict[tuple[int, int], Link] = {}
    for number, item in enumerate(evidence):
        sides = ((False, item.edit.base_path, item.edit.before), (True, item.edit.path, item.edit.after))
        for is_head, path, ranges in sides:
            for lines in ranges:
                other = first.get((path, is_head, lines.end + 1), number)
                for pair in ((number, other), (other, number)) if other != number else ():
                    links[pair] = Link(*pair, Relation.COMPANION, _PARAGRAPH, False, "is of one piece with what is in scope")
    return list(links.values())


def whole_file_links(change: Change) -> list[Link]:
    """A file that is new, or gone, is of one piece: each of its edits belongs to the next."""
    whole = {file.change.path for file in change.files if file.change.status in (Status.ADDED, Status.DELETED)}
    links: list[Link] = []
    for (one, before), (other, after) in pairwise(enumerate(change.edits)):
        if before.path == after.path and after.path in whole:
            for pair in ((one, other), (other, one)):
                links.append(Link(*pair, relation_of(after.path), _PARAGRAPH, True, "is of one new file with what is in scope"))
    return links


def lock_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Whoever changes a manifest has its lock file written anew, with names that stand nowhere else."""
    manifests = [(number, *_split(item.edit.path)) for number, item in enumerate(evidence)]
    links: list[Link] = []
    for number, item in enumerate(evidence):
        folder, name = _split(item.edit.path)
        for manifest, below, other in manifests if name in _LOCKS else ():
            if other == _LOCKS[name] and below.startswith(folder):
                links.append(Link(manifest, number, Relation.COMPANION, _LOCKED, False, f"locks what {other} asks for"))
    return links


def _split(path: str) -> tuple[str, str]:
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def _is_document(path: str) -> bool:
    language = language_of(path)
    return language is not None and language.document


def _touch(one: Edit, other: Edit) -> bool:
    """Whether at most one blank line stands between two pure additions, or two pure removals."""
    if (one.before and one.after) or (other.before and other.after) or bool(one.after) != bool(other.after):
        return False
    ends, starts = one.after or one.before, other.after or other.before
    return bool(ends and starts) and 0 < starts[0].start - ends[-1].end <= 2


def _holders(evidence: Iterable[Evidence]) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        for name in item.touched:
            holders[name].append(number)
    return holders
