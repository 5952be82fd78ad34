"""Several requests at once."""

from __future__ import annotations

from scoper.change.model import Edit, EditKind
from scoper.scope.model import Scope
from scoper.verdict.model import Relation, Verdict
from scoper.verdict.several import best, joined, served


def verdict(edit: str, relation: Relation, confidence: float) -> Verdict:
    in_scope = relation not in (Relation.UNREACHED, Relation.FORBIDDEN)
    made = Edit(edit, "a.py", None, "a.py::f", None, (EditKind.BODY,), (), ())
    return Verdict(made, in_scope, relation, "", confidence, ())


def both(one: tuple[Relation, float], two: tuple[Relation, float]) -> tuple[Relation, float, tuple[int, ...]]:
    trials = [[verdict("e1", *one)], [verdict("e1", *two)]]
    (found,) = best(trials)
    return found.relation, found.confidence, served(trials)["e1"]


def test_one_request_in_favour_is_enough() -> None:
    assert both((Relation.UNREACHED, 0.9), (Relation.TARGET, 0.6)) == (Relation.TARGET, 0.6, (2,))
    assert both((Relation.TARGET, 0.9), (Relation.TEST, 0.6)) == (Relation.TARGET, 0.9, (1, 2))


def test_out_of_all_requests_counts_as_the_nearest_miss() -> None:
    assert both((Relation.UNREACHED, 0.9), (Relation.UNREACHED, 0.6)) == (Relation.UNREACHED, 0.6, ())


def test_a_request_that_says_nothing_excuses_nothing() -> None:
    assert both((Relation.UNKNOWN, 0.0), (Relation.UNREACHED, 0.9)) == (Relation.UNREACHED, 0.9, ())
    assert both((Relation.UNKNOWN, 0.0), (Relation.UNKNOWN, 0.0)) == (Relation.UNKNOWN, 0.0, ())


def test_what_must_not_change_is_forbidden_whoever_asks() -> None:
    assert both((Relation.FORBIDDEN, 1.0), (Relation.TARGET, 0.9))[0] is Relation.FORBIDDEN


def test_scopes_are_ambiguous_only_where_nothing_is_clear() -> None:
    clear = Scope((), (), (("a", 1.0),), False, (), None)
    unclear = Scope((), (), (("a", 0.5), ("b", 1.0)), True, (), "it means b")
    assert joined([clear, unclear]) == Scope((), (), (("a", 1.0), ("b", 1.0)), False, (), "it means b")
    assert joined([unclear]) is unclear
