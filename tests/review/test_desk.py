from __future__ import annotations

import threading

import pytest

from scoper import gate
from scoper.checks.model import Outcome, Report
from scoper.errors import UserError
from scoper.review.desk import Background, Desk
from scoper.review.model import Decision, Reviewed, begin, decide, follow
from scoper.review.opening import Way
from tests.gitrepo import GitRepo
from tests.review.matters import CART, CHANGED, desk, opened

A, R = Decision.ACCEPTED, Decision.REJECTED


def test_a_selection_is_judged_as_if_it_were_the_diff(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk(repo) as found:
        start = begin(found.matter)
        asked_for = follow(found.matter, start)
        assert found.judge(start).outcome is Outcome.REJECT and found.judge(asked_for).outcome is Outcome.ACCEPT
        nothing = decide(found.matter, start, range(len(found.matter.parts.edits)), R)
        assert found.judge(nothing).verdicts == ()
        monkeypatch.setattr(gate, "judge", None)
        assert found.judge(asked_for).outcome is Outcome.ACCEPT  # the same selection is judged once


def test_a_proof_or_what_came_nearest_is_told(repo: GitRepo) -> None:
    with desk(repo) as found:
        told = {item.name: found.explain(item) for item in found.matter.items}
        assert "the way from what was asked for" in told["cart.py::Cart.total"]
        assert "to let it in: --scope cart.py::slugify" in told["cart.py::slugify"]


def test_what_was_accepted_is_written_byte_by_byte(repo: GitRepo) -> None:
    with desk(repo, CHANGED.replace("\n", "\r\n")) as found:
        review = decide(found.matter, begin(found.matter), range(len(found.matter.parts.edits)), A)
        before = (repo.root / "cart.py").read_bytes()
        assert found.finish(review).paths == () and (repo.root / "cart.py").read_bytes() == before


def test_a_work_tree_that_changes_meanwhile_is_not_overwritten(repo: GitRepo) -> None:
    with desk(repo) as found:
        review = follow(found.matter, begin(found.matter))
        repo.write("cart.py", CHANGED + "mine = 1\n")
        with pytest.raises(UserError, match="is not what was judged"):
            found.finish(review)
        assert (repo.root / "cart.py").read_text() == CHANGED + "mine = 1\n"
        assert found.finish(review, elsewhere=True).patch.startswith(b"diff --git")


def test_a_file_that_is_new_or_gone_can_be_left_out(repo: GitRepo) -> None:
    repo.commit({"cart.py": CART, "old.py": "x = 1\n"})
    repo.remove("old.py")
    repo.write("new.py", "y = 1\n")
    with opened(repo) as found:
        everything = range(len(found.matter.parts.edits))
        assert found.finish(decide(found.matter, begin(found.matter), everything, R)).paths == ("new.py", "old.py")
    assert (repo.root / "old.py").read_text() == "x = 1\n" and not (repo.root / "new.py").exists()


class Slow(Desk):
    """A desk on which judging takes until it is let go on."""

    def __init__(self) -> None:
        self.begun: list[Reviewed] = []
        self.may_go_on = threading.Semaphore(0)
        self.has_begun = threading.Semaphore(0)

    def judge(self, review: Reviewed) -> Report:
        self.begun.append(review)
        self.has_begun.release()
        self.may_go_on.acquire()
        raise UserError(review.decisions[0].value)


def test_of_several_selections_only_the_newest_is_heard() -> None:
    slow, heard = Slow(), list[tuple[Reviewed, object]]()
    done = threading.Semaphore(0)
    reviews = [Reviewed((decision,)) for decision in (Decision.OPEN, A, R)]

    def hear(review: Reviewed, answer: Report | Exception) -> None:
        heard.append((review, answer))
        done.release()

    background = Background(slow, hear)
    background.ask(reviews[0])
    slow.has_begun.acquire()
    background.ask(reviews[1])
    background.ask(reviews[2])
    slow.may_go_on.release(2)
    assert done.acquire(timeout=30)
    assert [review for review, _ in heard] == [reviews[2]] and slow.begun == [reviews[0], reviews[2]]
    background.ask(reviews[0])
    slow.has_begun.acquire()
    slow.has_begun.acquire()
    slow.may_go_on.release()
    background.close()
    assert [review for review, _ in heard][1:] in ([], [reviews[0]])


def test_what_is_accepted_of_a_range_is_a_patch(repo: GitRepo) -> None:
    with desk(repo, way=Way.PATCH) as found:
        patch = found.finish(follow(found.matter, begin(found.matter))).patch
    assert (repo.root / "cart.py").read_text() == CHANGED
    repo.git("checkout", "-q", "--", ".")
    repo.git("apply", "-", stdin=patch)
    assert "to_cents(sum" in (repo.root / "cart.py").read_text() and "strip" not in (repo.root / "cart.py").read_text()
