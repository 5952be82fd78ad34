"""The gate as doors call it: real git, real ruff, real SQLite."""

from __future__ import annotations

import pytest

from scoper import gate
from scoper.checks.model import Outcome, Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.verdict.model import Relation
from tests.gitrepo import GitRepo

CART = """\
class Cart:
    def total(self):
        return sum(self.lines)

    def discount(self):
        return self.total() * 2
"""
NAMES = 'def slugify(name):\n    return "-".join(name.split())\n'
BASE = {"shop/cart.py": CART, "shop/names.py": NAMES, "README.md": "# Shop\n"}
ROUNDED = CART.replace("sum(self.lines)", "round(sum(self.lines), 2)")
STRAYED = NAMES.replace("name.split()", "name.strip().split()")


def judge(repo: GitRepo, request: str | None = None, *specs: str, config: Config | None = None) -> Report:
    with Repository.discover(repo.root) as repository:
        base, head = repository.head() or repository.empty(), repository.work_tree()
        task = Task(request, tuple(map(parse_spec, specs)), TaskSource.FLAG)
        return gate.judge(repository, base, head, task, config or gate.load_config(base, head))


def verdicts(report: Report) -> dict[str | None, tuple[bool, Relation]]:
    return {verdict.edit.symbol: (verdict.in_scope, verdict.relation) for verdict in report.verdicts}


def test_no_difference_is_said_in_words(repo: GitRepo) -> None:
    repo.commit(BASE)
    report = judge(repo, "round the total")
    assert (report.outcome, report.verdicts, report.findings) == (Outcome.UNKNOWN, (), ())
    assert any("nothing was checked" in notice for notice in report.notices)


def test_without_a_task_scope_is_unknown_and_other_checks_run(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", "import os\n" + ROUNDED)
    report = judge(repo)
    assert {finding.rule.code for finding in report.findings} == {"LN401"}
    assert all(relation is Relation.UNKNOWN for _, relation in verdicts(report).values())
    assert any("scope was not judged" in notice for notice in report.notices)


def test_a_clean_diff_without_a_task_is_no_pass(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    assert judge(repo).outcome is Outcome.UNKNOWN


def test_what_was_asked_for_is_accepted(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    report = judge(repo, "Round `Cart.total` to two places")
    assert report.outcome is Outcome.ACCEPT
    assert verdicts(report) == {"shop/cart.py::Cart.total": (True, Relation.TARGET)}


def test_what_strays_from_an_explicit_scope_is_rejected(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    repo.write("shop/names.py", STRAYED)
    report = judge(repo, None, "shop/cart.py::Cart.total")
    assert report.outcome is Outcome.REJECT
    assert verdicts(report)["shop/names.py::slugify"] == (False, Relation.UNREACHED)
    assert [(f.rule.code, f.severity.label, f.location.symbol) for f in report.findings] == [
        ("SC101", "error", "shop/names.py::slugify")
    ]


def test_a_new_helper_its_import_and_its_test_are_entailed(repo: GitRepo) -> None:
    repo.commit({**BASE, "tests/test_cart.py": "from shop.cart import Cart\n"})
    helper = "from decimal import Decimal\n\n\ndef cents(amount):\n    return Decimal(amount)\n\n\n"
    repo.write("shop/cart.py", helper + CART.replace("sum(self.lines)", "cents(sum(self.lines))"))
    repo.write("tests/test_cart.py", "from shop.cart import Cart\n\n\ndef test_total():\n    assert Cart().total() == 1\n")
    report = judge(repo, None, "shop/cart.py::Cart.total")
    assert all(in_scope for in_scope, _ in verdicts(report).values()), verdicts(report)
    assert verdicts(report)["shop/cart.py::cents"][1] is Relation.DEFINITION
    assert verdicts(report)["shop/cart.py"][1] is Relation.IMPORT
    assert verdicts(report)["tests/test_cart.py::test_total"][1] is Relation.TEST


def test_callers_of_a_changed_signature_are_entailed_at_that_use(repo: GitRepo) -> None:
    caller = "from shop.names import slugify\n\n\ndef page(name):\n    return slugify(name)\n\n\ndef other(x):\n    return x\n"
    repo.commit({**BASE, "shop/pages.py": caller})
    repo.write("shop/names.py", NAMES.replace("slugify(name)", "slugify(name, glue)").replace('"-"', "glue"))
    repo.write("shop/pages.py", caller.replace("slugify(name)", 'slugify(name, "-")').replace("return x", "return x + 1"))
    report = judge(repo, None, "shop/names.py::slugify")
    assert verdicts(report)["shop/pages.py::page"] == (True, Relation.USE)
    assert verdicts(report)["shop/pages.py::other"] == (False, Relation.UNREACHED)


def test_what_must_not_change_is_an_error_wherever_it_is_reached_from(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    report = judge(repo, "Round `Cart.total`", "!shop/cart.py")
    assert [(f.rule.code, f.severity.label) for f in report.findings] == [("SC104", "error")]


def test_lines_behind_the_end_of_a_file_match_nothing(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    with pytest.raises(UserError, match="matches nothing"):
        judge(repo, None, "shop/cart.py:900-910")


def test_a_protection_that_matches_nothing_is_said(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    assert any("'!shpo/' matches nothing" in notice for notice in judge(repo, "Round `Cart.total`", "!shpo/").notices)


def test_proofs_run_back_to_a_target(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", "import math\n" + CART.replace("sum(self.lines)", "math.fsum(self.lines)"))
    report = judge(repo, None, "shop/cart.py::Cart.total")
    proof = next(verdict.proof for verdict in report.verdicts if verdict.relation is Relation.IMPORT)
    assert [step.relation for step in proof] == [Relation.TARGET, Relation.IMPORT]


def test_the_first_commit_is_judged_against_nothing(repo: GitRepo) -> None:
    for path, text in BASE.items():
        repo.write(path, text)
    report = judge(repo, None, "shop/")
    assert {verdict.edit.path for verdict in report.verdicts} == set(BASE)
    assert not [verdict for verdict in report.verdicts if verdict.edit.path == "README.md" and verdict.in_scope]


def test_configuration_comes_from_the_base_side(repo: GitRepo) -> None:
    repo.commit({**BASE, "scoper.toml": 'protect = ["shop/names.py"]\n'})
    repo.write("scoper.toml", "protect = []\n")
    repo.write("shop/names.py", STRAYED)
    assert "SC104" in [finding.rule.code for finding in judge(repo, "Strip names in slugify").findings]


def test_a_configuration_that_the_diff_breaks_is_an_error(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("scoper.toml", "protct = []\n")
    with pytest.raises(UserError, match="protct"):
        judge(repo)


def test_the_cache_changes_no_verdict(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    repo.write("shop/names.py", STRAYED)
    with Repository.discover(repo.root) as repository:
        base, head = repository.head() or repository.empty(), repository.work_tree()
        task = Task("Round Cart.total", (), TaskSource.FLAG)
        reports = [gate.judge(repository, base, head, task, Config(), use_cache=cached) for cached in (False, True, True)]
    assert len({(report.verdicts, report.findings, report.outcome) for report in reports}) == 1


def test_judging_writes_nothing_to_the_repository(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    repo.write("untracked.py", "x = 1\n")
    before = repo.state()
    judge(repo, "Round `Cart.total`")
    assert repo.state() == before


def test_a_file_above_the_limit_is_judged_as_text_and_said(repo: GitRepo) -> None:
    repo.commit({**BASE, "big.py": "x = 1\n" * 400})
    repo.write("big.py", "x = 1\n" * 399 + "x = 2\n")
    report = judge(repo, None, "big.py", config=Config(max_file_bytes=1_000))
    assert [verdict.edit.kinds for verdict in report.verdicts] == [("text",)]
    assert any(problem.path == "big.py" for problem in report.problems)


def test_unparsable_code_is_judged_and_said(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/names.py", "def slugify(name:\n    return (\n")
    report = judge(repo, "slugify names")
    assert report.verdicts
    assert any(problem.path == "shop/names.py" for problem in report.problems)
    assert "IN601" in [finding.rule.code for finding in report.findings]


def test_a_generated_file_of_fifty_megabytes_is_bounded_and_said(repo: GitRepo) -> None:
    repo.commit(BASE)
    repo.write("shop/cart.py", ROUNDED)
    repo.write("generated.py", ("VALUE = '" + "x" * 100_000 + "'\n") * 520)
    report = judge(repo, "Round `Cart.total`")
    assert verdicts(report)["shop/cart.py::Cart.total"] == (True, Relation.TARGET)
    assert any(problem.path == "generated.py" and "too large" in problem.reason for problem in report.problems)


ORDER = "class Order:\n    def total(self):\n        return self.sum\n"


@pytest.mark.parametrize(
    ("request_", "order"),
    [
        ("Round every total", ORDER.replace("self.sum", "round(self.sum)")),
        ("Round the total of `Cart` and `Order`", ORDER.replace("self.sum", "round(self.sum)")),
        ("Round the total", "from shop.cart import Cart\n\n\n" + ORDER.replace("self.sum", "Cart().total()")),
    ],
)
def test_places_that_are_meant_alike_or_belong_together_are_clear(repo: GitRepo, request_: str, order: str) -> None:
    repo.commit({**BASE, "shop/order.py": ORDER})
    repo.write("shop/cart.py", ROUNDED)
    repo.write("shop/order.py", order)
    scope = judge(repo, request_).scope
    assert (scope.ambiguous, scope.rivals) == (False, ())


def test_two_places_that_nothing_ties_together_are_rivals(repo: GitRepo) -> None:
    repo.commit({**BASE, "shop/order.py": ORDER})
    repo.write("shop/cart.py", ROUNDED)
    repo.write("shop/order.py", ORDER.replace("self.sum", "self.amount"))
    report = judge(repo, "Correct the total")
    assert [rival.symbol for rival in report.scope.rivals] == ["shop/cart.py::Cart.total", "shop/order.py::Order.total"]
    assert any(notice.startswith("assumed: shop/cart.py::Cart.total") for notice in report.notices)
    assert all(verdict.in_scope for verdict in report.verdicts)
