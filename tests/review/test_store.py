from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoper.agent.runs import begin as begin_run
from scoper.agent.runs import find
from scoper.errors import UserError
from scoper.review.desk import Desk
from scoper.review.model import Decision, begin, decide, write
from scoper.review.store import Store, memory_of, recall, store_of
from scoper.review.taste import Remembered
from tests.gitrepo import GitRepo
from tests.review.matters import CHANGED, desk

A, R = Decision.ACCEPTED, Decision.REJECTED


def store(found: Desk, repo: GitRepo) -> Store:
    return store_of(str(repo.root / ".git"), str(repo.root / ".git"), found.matter, None)


def test_decisions_come_back_though_lines_move_and_other_edits_come(repo: GitRepo) -> None:
    with desk(repo) as found:
        matter = found.matter
        review = write(matter, decide(matter, begin(matter), [0, 5], R), 1, b"        z = 8\n")
        store(found, repo).save(matter, review)
        assert store(found, repo).load(begin(matter))[:2] == review[:2]
        names = {matter.parts.edits[n].symbol for n in (0, 5)}
    with desk(repo, "import os\n" + CHANGED.replace("round(amount, 2)", "round(amount, 3)")) as found:
        again = store(found, repo).load(begin(found.matter))
        decided = {found.matter.parts.edits[n].symbol for n, one in enumerate(again.decisions) if one is R}
        assert decided == names and list(again.written.values()) == [b"        z = 8\n"]


def test_what_is_open_again_is_forgotten(repo: GitRepo) -> None:
    with desk(repo) as found:
        start = begin(found.matter)
        store(found, repo).save(found.matter, decide(found.matter, start, [0], A))
        store(found, repo).save(found.matter, start)
        assert store(found, repo).load(start) == start


def test_decisions_on_a_run_are_kept_with_it(repo: GitRepo) -> None:
    run = begin_run(str(repo.root / ".git"))
    with desk(repo) as found:
        of_run = store_of(str(repo.root / ".git"), str(repo.root / ".git"), found.matter, find(str(repo.root / ".git"), "last"))
        of_run.save(found.matter, decide(found.matter, begin(found.matter), [0], A))
    assert json.loads((Path(run.folder) / "decisions.json").read_text())["schema"] == "scoper.decisions/1"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.sampled_from([b"[" * 100_000, b'{"schema": "scoper.decisions/1", "parts": {"x": 1}}']))
def test_garbage_is_no_decision(tmp_path: Path, garbage: bytes) -> None:
    for name in ("file", "memory"):
        (tmp_path / name).write_bytes(garbage)
    assert recall(str(tmp_path / "memory")) == []
    one = Remembered("SC101", "a.py", "", "f" * 32, False)
    Store(str(tmp_path / "file"), str(tmp_path / "memory")).remember([one])
    assert recall(str(tmp_path / "memory")) == [one]


def test_damaged_rows_cost_no_others(repo: GitRepo) -> None:
    with desk(repo) as found:
        here = store(found, repo)
        here.save(found.matter, write(found.matter, decide(found.matter, begin(found.matter), range(8), A), 1, b"x\n"))
        document = json.loads(Path(here.path).read_text())
        rows = list(document["parts"])
        document["parts"][rows[0]] = 7
        document["parts"][rows[1]] = {"decision": "accepted", "text": "\u00e4"}
        document["parts"][rows[2]] = {"decision": ["open"]}
        Path(here.path).write_text(json.dumps(document))
        again = here.load(begin(found.matter))
        assert again.decisions.count(A) == 6 and again.written == {}


def test_a_finding_that_is_decided_again_counts_once(tmp_path: Path) -> None:
    here = Store(str(tmp_path / "file"), memory_of(str(tmp_path)))
    one = Remembered("SC101", "a.py", "function", "f" * 32, False)
    here.remember([one])
    here.remember([one._replace(upheld=True)])
    assert recall(here.memory) == [one._replace(upheld=True)]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "scoper").write_text("")
    with pytest.raises(UserError, match="cannot keep decisions"):
        Store(str(tmp_path / "file"), memory_of(str(tmp_path))).remember([Remembered("SC101", "a", "", "f", False)])


def _remember(memory: str, number: int) -> None:
    for count in range(20):
        Store("", memory).remember([Remembered("SC101", "a.py", "", f"{number}-{count}", False)])


def test_reviews_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    memory = memory_of(str(tmp_path))
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_remember, args=(memory, number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(recall(memory)) == 80
    assert sorted(os.listdir(tmp_path / "scoper")) == ["overruled.jsonl", "overruled.jsonl.lock"]


def test_old_files_are_not_kept_for_ever(repo: GitRepo) -> None:
    folder = repo.root / ".git/scoper/reviews"
    folder.mkdir(parents=True)
    for number in range(60):
        path = folder / f"{number:02}.json"
        path.write_text("{}")
        os.utime(path, (number, number))
    with desk(repo) as found:
        store(found, repo)
    assert sorted(path.name for path in folder.iterdir()) == [f"{number:02}.json" for number in range(10, 60)]
