from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoper.config import Config
from scoper.review.desk import Desk
from scoper.review.model import (
    Decision,
    Group,
    Item,
    Reviewed,
    added_text,
    begin,
    can_be_written,
    chosen,
    decide,
    decision_on,
    findings_on,
    follow,
    matching,
    redo,
    summary,
    toggle,
    undo,
    write,
)
from scoper.review.opening import Way
from tests.gitrepo import GitRepo
from tests.review.matters import CART, CHANGED, desk, opened

A, R, OPEN = Decision.ACCEPTED, Decision.REJECTED, Decision.OPEN


def item(desk: Desk, name: str) -> Item:
    return next(one for one in desk.matter.items if one.name == f"cart.py::{name}")


def content(desk: Desk, review: Reviewed) -> str:
    laid = desk.matter.files(review).get("cart.py")
    if laid is None:
        return CART
    return laid[1].decode() if isinstance(laid[1], bytes) else CHANGED


def test_edits_are_grouped_by_verdict_with_what_it_proposes(repo: GitRepo) -> None:
    with desk(repo) as found:
        groups = [(one.group, one.name.rpartition("::")[2], one.proposal) for one in found.matter.items]
        assert groups == [
            (Group.OUTSIDE, "Cart.label", R),
            (Group.OUTSIDE, "slugify", R),
            (Group.INSIDE, "Cart.total", A),
            (Group.INSIDE, "to_cents", A),
        ]
        assert [one.kind for one in found.matter.items] == ["method", "function", "method", "function"]


def test_all_is_the_head_and_none_the_base(repo: GitRepo) -> None:
    with desk(repo) as found:
        matter, start = found.matter, begin(found.matter)
        everything = range(len(matter.parts.edits))
        assert content(found, decide(matter, start, everything, A)) == CHANGED
        assert content(found, decide(matter, start, everything, R)) == CART
        assert content(found, start) == CHANGED  # what is open stays in a work tree


def test_what_is_open_goes_nowhere_by_itself(repo: GitRepo) -> None:
    with desk(repo, way=Way.PATCH) as found:
        assert content(found, begin(found.matter)) == CART


def test_the_proposals_are_what_was_asked_for(repo: GitRepo) -> None:
    with desk(repo) as found:
        review = follow(found.matter, decide(found.matter, begin(found.matter), item(found, "slugify").parts, A))
        text = content(found, review)
        assert "to_cents(sum" in text and "strip()" in text and "x = 1\n" in text
        assert summary(review) == "8 parts: 5 accepted, 3 rejected"


def test_statements_are_decided_one_by_one(repo: GitRepo) -> None:
    with desk(repo) as found:
        label = item(found, "Cart.label")
        review = decide(found.matter, begin(found.matter), [label.parts[1]], R)
        assert "x = 10\n        y = 20" in content(found, review)
        assert decision_on(review, label.parts) is Decision.MIXED
        assert decision_on(toggle(found.matter, review, label.parts), label.parts) is A
        assert decision_on(toggle(found.matter, toggle(found.matter, review, label.parts), label.parts), label.parts) is R


def test_undo_and_redo(repo: GitRepo) -> None:
    with desk(repo) as found:
        start = begin(found.matter)
        one = decide(found.matter, start, [0], A)
        two = write(found.matter, one, 1, b"        z = 6\n")
        assert undo(two).decisions == one.decisions and undo(two).written == {}
        assert undo(undo(two)).decisions == start.decisions == undo(undo(undo(two))).decisions
        again = redo(redo(undo(undo(two))))
        assert (again.decisions, again.written) == (two.decisions, two.written)
        assert redo(two) is two and undo(start) is start
        assert decide(found.matter, one, [0], A) is one  # nothing changed, so there is nothing to undo
        assert redo(decide(found.matter, undo(two), [2], R)).decisions == decide(found.matter, one, [2], R).decisions


def test_what_a_person_writes_stands_in_place_of_what_was_added(repo: GitRepo) -> None:
    with desk(repo) as found:
        label = item(found, "Cart.label")
        review = write(found.matter, begin(found.matter), label.parts[1], b"        z = 7  # mine")
        assert "x = 10\n        z = 7  # mine\n        y = 20\n" in content(found, review)
        assert review.decisions[label.parts[1]] is A
        assert write(found.matter, review, label.parts[1], added_text(found.matter, label.parts[1])).written == {}
        everything = decide(found.matter, review, range(len(found.matter.parts.edits)), A)
        assert content(found, everything) == CHANGED.replace("z = 5", "z = 7  # mine")
        assert "z =" not in content(found, decide(found.matter, review, [label.parts[1]], R))


def test_what_was_removed_can_be_written_anew(repo: GitRepo) -> None:
    with desk(repo, CART.replace("        y = 2\n", "")) as found:
        assert can_be_written(found.matter, 0)
        review = write(found.matter, begin(found.matter), 0, b"        y = 3\n")
        assert content(found, review) == CART.replace("y = 2", "y = 3")


def test_what_has_no_lines_cannot_be_written(repo: GitRepo) -> None:
    repo.write("run", "x\n").chmod(0o644)
    repo.commit()
    (repo.root / "run").chmod(0o755)
    with opened(repo) as found:
        assert len(found.matter.items) == 1 and not can_be_written(found.matter, 0)


def test_what_is_staged_is_not_rejected(repo: GitRepo) -> None:
    repo.commit({"cart.py": CART})
    repo.stage({"cart.py": CHANGED})
    with opened(repo) as found:
        assert set(found.matter.locked.values()) == {"it is staged: --staged trims the index"}
        assert decide(found.matter, begin(found.matter), [0], R).decisions[0] is OPEN
        assert A in decide(found.matter, begin(found.matter), [0], A).decisions


def test_search_looks_at_names_reasons_findings_and_lines(repo: GitRepo) -> None:
    with desk(repo) as found:
        start = begin(found.matter)

        def names(text: str, *wanted: Decision) -> list[str]:
            return [one.name.rpartition("::")[2] for one in matching(found.matter, start, text, wanted)]

        assert names("SLUG") == ["slugify"] and names("round(") == ["to_cents"] and names("sc101") == ["Cart.label", "slugify"]
        assert len(names("")) == 4 and names("", A) == [] and len(names("", OPEN)) == 4


def test_findings_stand_with_their_statement(repo: GitRepo) -> None:
    head = CHANGED.replace("z = 5", "z = undefined_name")
    with desk(repo, head, config=Config()) as found:
        label = item(found, "Cart.label")
        lint = [f for f in label.findings if f.rule.family == "LN" and "undefined_name" in f.message]
        assert lint
        on = [part for part in label.parts if lint[0] in findings_on(label, found.matter.parts.edits[part])]
        assert on == [label.parts[1]]


WORDS = st.sampled_from(["accept", "reject", "toggle", "undo", "redo", "follow", "write"])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, st.integers(0, 7)), max_size=12))
def test_any_dialogue_gives_lines_of_both_sides_and_can_be_undone(shared: Desk, steps: list[tuple[str, int]]) -> None:
    matter, start = shared.matter, begin(shared.matter)
    review = start
    for word, part in steps:
        match word:
            case "undo":
                review = undo(review)
            case "redo":
                review = redo(review)
            case "follow":
                review = follow(matter, review)
            case "write":
                review = write(matter, review, part, b"    written = 1\n")
            case "toggle":
                review = toggle(matter, review, [part])
            case _:
                review = decide(matter, review, [part], A if word == "accept" else R)
    text = content(shared, review)
    assert set(text.splitlines()) <= {*CART.splitlines(), *CHANGED.splitlines(), "    written = 1"}
    assert chosen(matter, review) == {n for n, one in enumerate(review.decisions) if one is not R}
    while review.past:
        review = undo(review)
    assert (review.decisions, review.written) == (start.decisions, start.written)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("shared")
    subprocess.run(["git", "init", "-q", "-b", "main", "."], cwd=root, check=True)
    author = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    repo = GitRepo(root)
    repo.write("cart.py", CART)
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "base", env={**os.environ, **author})
    repo.write("cart.py", CHANGED)
    with opened(repo) as found:
        assert len(found.matter.parts.edits) == 8
        yield found
