from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo


def test_a_task_from_start_to_done(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("task", "show").out == "no current task\n"
    args = ["Round \x1b[1mit", "--scope", "cart.py::total", "--scope", "!docs/", "--ambiguity", "refuse"]
    shown = "current task: Round \\x1b[1mit\n  may change: cart.py::total\n  must not change: docs/\n  when ambiguous: refuse\n"
    assert scoper("task", "start", *args) == (0, shown, "")
    assert scoper("task", "show") == (0, shown, "")
    assert scoper("check").code == 1
    assert scoper("task", "done").out == "done\n"
    assert scoper("task", "done") == (0, "no current task\n", "")
    assert not (shop.root / ".git" / "scoper").exists()


def test_a_task_needs_something(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("task", "start").code == 2
    assert scoper("task", "start", "  ").code == 2


def test_a_spec_that_cannot_be_meant_is_refused_at_once(shop: GitRepo, scoper: Scoper) -> None:
    assert scoper("task", "start", "x", "--scope", "a.py:9-1").code == 2
    assert scoper("task", "show").out == "no current task\n"


def test_the_request_from_standard_input(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Round it\n")))
    assert scoper("task", "start", "-").out == "current task: Round it\n"


def test_each_work_tree_has_a_task_of_its_own(shop: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.git("worktree", "add", "-q", "../linked")
    scoper("task", "start", "here")
    monkeypatch.chdir(shop.root.parent / "linked")
    assert scoper("task", "show").out == "no current task\n"


def test_a_damaged_task_stops_a_check_and_done_is_the_way_out(shop: GitRepo, scoper: Scoper) -> None:
    scoper("task", "start", "x")
    Path(".git/scoper/task.json").write_text("{")
    said = scoper("check")
    assert said.code == 2 and "scoper task done" in said.err
    assert scoper("task", "done").code == 0
    assert scoper("check").code == 0
