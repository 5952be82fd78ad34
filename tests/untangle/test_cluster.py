from __future__ import annotations

from scoper.change.model import Change, Edit, EditKind
from scoper.text import LineRange
from scoper.untangle.cluster import clusters
from scoper.verdict.evidence import Evidence, gather
from scoper.verdict.links import Link
from scoper.verdict.model import Relation

NOTHING = gather(Change((), (), (), ()))[1]


def evidence(path: str, line: int, *words: str) -> Evidence:
    edit = Edit(f"{path}{line}", path, None, path, None, (EditKind.BODY,), (), (LineRange(line, line),))
    said = frozenset(words)
    return Evidence(edit, frozenset(), frozenset(), said, said, frozenset(), frozenset(), (), ())


def link(one: int, other: int, strength: float, *, weak: bool = False) -> Link:
    return Link(one, other, Relation.USE, strength, weak, "")


def test_strong_ties_join_and_nothing_else_does() -> None:
    items = [evidence(f"{name}.py", 1) for name in "abcd"]
    assert clusters(items, NOTHING, [link(0, 2, 0.9)]) == [[0, 2], [1], [3]]


def test_shared_words_join() -> None:
    items = [evidence("a.py", 1, "cent", "round"), evidence("b.py", 1, "slug"), evidence("c.py", 1, "cent", "round")]
    assert clusters(items, NOTHING, []) == [[0, 2], [1]]


def test_nearness_joins_where_nothing_speaks_against_it() -> None:
    near = [evidence("a.py", 10), evidence("a.py", 11), evidence("a.py", 300)]
    assert clusters(near, NOTHING, []) == [[0, 1], [2]]


def test_one_faint_tie_between_two_clear_groups_does_not_join_them() -> None:
    items = [evidence(f"{n}.py", 1) for n in range(8)]
    clear = [link(a, b, 1.0) for group in (range(4), range(4, 8)) for a in group for b in group if a < b]
    assert clusters(items, NOTHING, [*clear, link(0, 7, 0.3, weak=True)]) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_no_edits_are_no_groups() -> None:
    assert clusters([], NOTHING, []) == []
