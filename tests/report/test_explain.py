"""Verdicts in words."""

from __future__ import annotations

import pytest

from scoper.errors import UserError
from scoper.report.explain import explain, find_verdict
from scoper.verdict.model import Relation, Step
from scoper.verdict.several import Tie
from tests.report.samples import inside, report, stray


def test_a_proof_step_by_step() -> None:
    steps = (Step("e1", Relation.TARGET, "named by --scope"), Step("e2", Relation.TEST, "tests total"))
    test = inside(2, "tests/test_cart.py::test_total", Relation.TEST)._replace(proof=steps, why="tests total")
    said = explain(report(verdicts=(inside(1), test)), test, ())
    assert said.splitlines() == [
        "e2 tests/test_cart.py::test_total (lines 10-14) · body",
        "in scope, 93% sure: tests total",
        "the way from what was asked for:",
        "  1. e1 shop/cart.py::Cart.total (lines 10-14) · target: named by --scope",
        "  2. e2 tests/test_cart.py::test_total (lines 10-14) · test: tests total",
    ]


def test_a_miss_with_what_came_nearest() -> None:
    miss = stray(2)
    ties = [
        Tie("e1", Relation.RELATED, 0.31, True, "rate"),
        *(Tie("e1", Relation.USE, 0.1, False, "x") for _ in range(6)),
    ]
    said = explain(report(verdicts=(inside(1), miss)), miss, ties).splitlines()
    assert said[1:4] == [
        "outside what was asked for, 80% sure: nothing in scope uses it",
        "what could have led here:",
        "  e1 shop/cart.py::Cart.total (lines 10-14) (in scope) · related, strength 0.31, too weak to prove anything: rate",
    ]
    assert said[-2:] == ["  and 2 weaker ones", "to let it in: --scope shop/names.py::slugify"]
    assert "no other edit uses it" in explain(report(verdicts=(inside(1), miss)), miss, ())


def test_ids_that_do_not_exist() -> None:
    with pytest.raises(UserError, match="no edit 'e7'"):
        find_verdict(report(verdicts=(inside(1),)), "e7")
    assert find_verdict(report(verdicts=(inside(1), stray(2))), " E2 ").edit.id == "e2"
