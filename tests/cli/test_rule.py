from __future__ import annotations

from scoper.checks.registry import rules
from tests.cli.conftest import Scoper


def test_all_rules_are_listed_in_order(scoper: Scoper) -> None:
    said = scoper("rule")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == sorted(rule.code for rule in rules())


def test_a_rule_is_explained_by_code_and_by_name(scoper: Scoper) -> None:
    by_code = scoper("rule", "SC101")
    assert by_code.code == 0 and "## What it does" in by_code.out
    name = by_code.out.split()[1]
    assert scoper("rule", name) == by_code


def test_an_unknown_rule_names_the_nearest(scoper: Scoper) -> None:
    said = scoper("rule", "SC01")
    assert said.code == 2 and "SC101" in said.err
