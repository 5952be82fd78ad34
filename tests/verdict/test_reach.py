from __future__ import annotations

import pytest

from scoper.verdict.links import Link
from scoper.verdict.model import Relation
from scoper.verdict.reach import THRESHOLD, reach, trace
from scoper.verdict.seeds import Seed


def seeds(*strengths: float) -> list[Seed]:
    return [Seed(strength, "") for strength in strengths]


def link(source: int, target: int, relation: Relation = Relation.USE, strength: float = 0.9, *, weak: bool = False) -> Link:
    return Link(source, target, relation, strength, weak, "")


def inside(*strengths: float, links: tuple[Link, ...] = (), weak_proves: bool = True) -> list[bool]:
    return [found.inside for found in reach(seeds(*strengths), links, weak_proves=weak_proves)]


def test_without_links_only_seeds_are_in() -> None:
    assert inside(1.0, THRESHOLD, THRESHOLD - 0.01, 0.0) == [True, True, False, False]


def test_nothing_is_reached_from_what_is_out() -> None:
    assert inside(0.4, 0.0, links=(link(0, 1),)) == [False, False]


def test_two_outsiders_do_not_lift_each_other() -> None:
    both = (link(0, 1, Relation.RELATED, weak=True), link(1, 0, Relation.RELATED, weak=True))
    assert inside(0.4, 0.4, links=both) == [False, False]


def test_links_are_directed() -> None:
    assert inside(1.0, 0.0, links=(link(1, 0),)) == [True, False]


def test_a_proof_runs_over_any_number_of_steps_less_certain_with_each() -> None:
    found = reach(seeds(1.0, *[0.0] * 9), [link(number, number + 1) for number in range(9)], weak_proves=True)
    assert all(step.inside for step in found)
    strengths = [step.strength for step in found]
    assert strengths == sorted(strengths, reverse=True)
    assert strengths[-1] < strengths[0]


def test_a_guess_is_no_proof() -> None:
    assert inside(1.0, 0.0, links=(link(0, 1, strength=0.3),)) == [True, False]


def test_circles_end() -> None:
    assert inside(1.0, 0.0, 0.0, links=(link(0, 1), link(1, 2), link(2, 0), link(2, 1))) == [True, True, True]


def test_a_weak_link_adds_to_a_seed() -> None:
    weak = (link(0, 1, Relation.RELATED, 0.3, weak=True),)
    assert inside(1.0, 0.0, links=weak) == [True, False]
    assert inside(1.0, 0.2, links=weak) == [True, True]


def test_a_weak_link_proves_nothing_beside_an_explicit_scope() -> None:
    weak = (link(0, 1, Relation.RELATED, 1.0, weak=True),)
    assert inside(1.0, 0.4, links=weak, weak_proves=False) == [True, False]


def test_the_strongest_way_in_is_the_one_told() -> None:
    found = reach(seeds(1.0, 0.0), [link(0, 1, strength=0.6), link(0, 1, Relation.IMPORT, 0.95)], weak_proves=True)
    assert found[1].link is not None
    assert found[1].link.relation is Relation.IMPORT
    assert found[1].strength == pytest.approx(0.975)


def test_what_is_believed_is_told_by_the_link_that_leads_there() -> None:
    links = [link(0, 1, Relation.RELATED, 0.9, weak=True), link(0, 1, Relation.USE, 0.9), link(1, 2, Relation.TEST, 0.7)]
    found = trace([0.9, 0.8, 0.7, 0.1], seeds(1.0, 0.0, 0.0, 0.0), [*links, link(2, 3, Relation.USE, 0.3)])
    assert [one.inside for one in found] == [True, True, True, False]
    assert [one.link and one.link.relation for one in found] == [None, Relation.USE, Relation.TEST, Relation.USE]


def test_the_ways_that_are_told_never_run_in_a_circle() -> None:
    found = trace([0.6, 0.9, 0.9], seeds(0.0, 0.0, 0.0), [link(1, 2), link(2, 1), link(1, 0), link(0, 1)])
    assert found[1].link is None and found[2].link is not None and found[2].link.source == 1
