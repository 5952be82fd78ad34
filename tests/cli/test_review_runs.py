"""Reviews of what runs of ``scoper edit`` and ``scoper wrap`` came to: what is in place already, and what was refused."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from scoper.agent.runs import find
from scoper.git.repository import Repository
from scoper.review.opening import of_run
from tests.cli.conftest import ASKED, CART, CHANGED, REQUEST, STRAY, Review, Said, Scoper, cart
from tests.cli.test_edit import block, models
from tests.gitrepo import GitRepo

GOOD = block("cart.py", "    return sum(prices)", "    return round(sum(prices), 2)")
MINE = "MINE = 1\n\n\n"
LABEL = block("cart.py", "    return len(prices)", "    return str(len(prices))")


@pytest.fixture
def ran(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with a run that came to two edits, neither of which is in the work tree yet."""
    repo.commit({"cart.py": CART})
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-any-key")
    with models(monkeypatch, [GOOD + LABEL]):
        scoper("edit", "Round `total`, and give `label` as text", "--model", "scripted", "--no-lint", "--dry-run")
    assert cart(repo) == CART
    return repo


def test_of_a_run_what_is_accepted_is_written_and_merged(ran: GitRepo, review: Review, scoper: Scoper) -> None:
    ran.write("cart.py", MINE + CART)
    said = review("y n", "--run", "last")
    [accepted] = [text for text in (ASKED, STRAY) if MINE + text == cart(ran)]
    assert said.code == 0 and "merged with what changed meanwhile, look at them: cart.py" in said.out
    row = scoper("runs").out
    assert "accepted, written" in row and "cut off" not in row
    said = review("y y", "--run", "last")  # another time, it adds what it left out and takes nothing away
    assert "decided before: 2 parts: 1 accepted, 1 rejected" in said.out and cart(ran) != accepted
    print(said)
    assert cart(ran) == MINE + CHANGED
    events = [json.loads(line) for line in scoper("runs", "show", "last", "--json").out.splitlines()]
    assert [event["event"] for event in events][-4:] == ["reviewed", "written"] * 2
    assert [len(event["accepted"]) for event in events if event["event"] == "reviewed"] == [1, 2]
    assert scoper("runs", "show", "last").out.endswith("\n") and "it was cut off" not in scoper("runs", "show", "last").out


def test_of_a_run_that_is_written_what_is_rejected_is_taken_out(
    ran: GitRepo, review: Review, scoper: Scoper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with models(monkeypatch, [GOOD + LABEL]):
        scoper("edit", "Round `total`, and give `label` as text", "--model", "scripted", "--no-lint", "--yes")
    assert cart(ran) == CHANGED
    said = review("n q", "--run", "last")
    assert said.code == 1 and cart(ran) in (ASKED, STRAY)


AGENT = "sed -i -e 's/sum(prices)/round(sum(prices), 2)/' -e 's/len(prices)/str(len(prices))/' cart.py"


@pytest.fixture
def wrap(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """A wrapped command that edits what was asked for, and something else."""
    repo.commit({"cart.py": CART})
    monkeypatch.chdir(repo.root)
    return lambda *args: scoper("wrap", "--no-lint", "--request", REQUEST, *args, "--", "sh", "-c", AGENT)


def test_of_a_wrapped_command_what_was_refused_can_be_brought_back(
    repo: GitRepo, review: Review, wrap: Callable[..., Said]
) -> None:
    wrap()
    assert cart(repo) == ASKED
    said = review("y", "--run", "last")  # what is brought back already is not asked for again
    assert said.out.startswith("\noutside what was asked for: cart.py::label")
    assert "in scope: cart.py::total" in said.out and "  in the work tree already\n" in said.out
    assert "2 parts: 1 accepted, 1 open" in said.out and cart(repo) == CHANGED
    assert review("n", "--run", "last").code == 0 and cart(repo) == STRAY


def test_of_a_wrapped_command_nothing_but_enter_brings_nothing_back_that_was_refused(
    repo: GitRepo, review: Review, wrap: Callable[..., Said]
) -> None:
    wrap()
    said = review(" ", "--run", "last")
    assert said.code == 0 and "1 accepted, 1 rejected" in said.out and cart(repo) == ASKED
    assert "nothing had to be written" in said.out
    review("n n", "--run", "last")  # it says of what is in the work tree, too, whether it stays
    assert cart(repo) == CART


def test_of_a_wrapped_command_what_was_undone_can_be_brought_back(
    repo: GitRepo, review: Review, scoper: Scoper, wrap: Callable[..., Said]
) -> None:
    wrap()
    assert scoper("trim", "--undo").code == 0 and cart(repo) == CART
    said = review("n y", "--run", "last")
    assert "already" not in said.out and cart(repo) == ASKED


def test_of_a_wrapped_command_each_request_counts(
    repo: GitRepo, review: Review, scoper: Scoper, wrap: Callable[..., Said]
) -> None:
    said = wrap("--request", "Give `label` as text")
    assert said.code == 0 and cart(repo) == CHANGED
    with Repository.discover(repo.root) as repository:
        assert of_run(repository, find(repository.git_dir, "last"))[1].task.requests == (REQUEST, "Give `label` as text")


@pytest.mark.parametrize("way", [("--dry-run",), ("--branch", "agent"), ("--patch", "all.diff")])
def test_of_a_wrapped_command_nothing_is_in_the_work_tree_where_it_went_elsewhere(
    way: tuple[str, ...], repo: GitRepo, review: Review, wrap: Callable[..., Said]
) -> None:
    wrap(*way)
    assert cart(repo) == CART
    said = review("y q", "--run", "last")
    assert "already" not in said.out and cart(repo) == STRAY
