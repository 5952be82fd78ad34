from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoper import gate
from scoper.doors import tasks
from scoper.doors.inputs import sides_of
from scoper.doors.widening import widened
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.scope.model import Ambiguity, TaskSource
from scoper.scope.specs import parse_spec
from tests.gitrepo import GitRepo

STORED = tasks.Stored("Round the total", (parse_spec("a.py::f"), parse_spec("!docs/")), Ambiguity.REFUSE)


def test_no_task(tmp_path: Path) -> None:
    assert tasks.load(tmp_path) is None
    assert not tasks.end(tmp_path)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    tasks.save(tmp_path, STORED)
    assert tasks.load(tmp_path) == STORED
    assert [path.name for path in (tmp_path / "scoper").iterdir()] == ["task.json"]


@given(st.text() | st.none())
def test_any_request_survives(tmp_path_factory: pytest.TempPathFactory, request_text: str | None) -> None:
    folder = tmp_path_factory.mktemp("git")
    stored = tasks.Stored(request_text, (), None)
    tasks.save(folder, stored)
    assert tasks.load(folder) == stored


def test_a_new_task_replaces_the_old_one(tmp_path: Path) -> None:
    tasks.save(tmp_path, STORED)
    tasks.save(tmp_path, STORED._replace(request="another"))
    loaded = tasks.load(tmp_path)
    assert loaded is not None and loaded.request == "another"


def test_what_was_changed_before_a_task_outlives_a_wider_scope(tmp_path: Path) -> None:
    tasks.save(tmp_path, STORED, {"a.py": b"x\0\xff"})
    os.utime(tmp_path / "scoper" / "task.json", (5, 5))
    tasks.amend(tmp_path, STORED._replace(request="another"))
    loaded = tasks.load(tmp_path)
    assert loaded is not None and loaded.request == "another"
    assert (tasks.earlier(tmp_path), tasks.declared(tmp_path)) == ({"a.py": b"x\0\xff"}, 5)
    tasks.save(tmp_path, STORED)
    assert tasks.earlier(tmp_path) == {}


def test_ending_leaves_no_trace(tmp_path: Path) -> None:
    tasks.save(tmp_path, STORED)
    assert tasks.end(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_ending_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    tasks.save(tmp_path, STORED)
    other = tmp_path / "scoper" / "other"
    other.write_text("kept")
    assert tasks.end(tmp_path)
    assert other.read_text() == "kept"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"schema": "scoper.task/9"}',
        json.dumps({"schema": tasks.SCHEMA, "request": 3, "scope": []}),
        json.dumps({"schema": tasks.SCHEMA, "request": "r", "scope": "a.py"}),
        json.dumps({"schema": tasks.SCHEMA, "request": "r", "scope": [3]}),
        json.dumps({"schema": tasks.SCHEMA, "request": "r", "scope": ["a.py:9-3"]}),
        json.dumps({"schema": tasks.SCHEMA, "request": "r", "scope": [], "ambiguity": "guess"}),
        "\udcff",
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_with_the_way_out(tmp_path: Path, content: str) -> None:
    tasks.save(tmp_path, STORED)
    path = tmp_path / "scoper" / "task.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UserError, match="damaged") as raised:
        tasks.load(tmp_path)
    assert str(path) in raised.value.message and "scoper task done" in raised.value.hints[0]
    assert tasks.end(tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "scoper").write_text("in the way")
    with pytest.raises(UserError, match="cannot store the task"):
        tasks.save(tmp_path, STORED)
    assert tasks.load(tmp_path) is None


def test_the_configuration_decides_where_the_task_does_not() -> None:
    task = STORED._replace(ambiguity=None).task(Ambiguity.ASK)
    assert (task.ambiguity, task.source) == (Ambiguity.ASK, TaskSource.TASK)
    assert STORED.task(Ambiguity.ASK).ambiguity is Ambiguity.REFUSE


def test_a_wider_scope_keeps_what_the_request_asked_for(repo: GitRepo) -> None:
    repo.commit({"a.py": "def total(a):\n    return a\n\n\ndef label(a):\n    return a\n"})
    repo.write("a.py", "def total(a):\n    return round(a)\n\n\ndef label(a):\n    return str(a)\n")
    stored = tasks.of(("Round what `total` gives",), (), None)
    with Repository.discover(repo.root) as repository:
        sides = sides_of(repository)
        config = gate.load_config(*sides[:2])
        report = gate.judge(repository, *sides[:2], stored.task(Ambiguity.ASSUME), config)
        assert [one.in_scope for one in report.verdicts] == [True, False]
        wider = widened(stored, report, parse_spec("a.py::label"))
        assert [spec.text for spec in wider.specs] == ["a.py::total", "a.py::label"]
        report = gate.judge(repository, *sides[:2], wider.task(Ambiguity.ASSUME), config)
        assert [one.in_scope for one in report.verdicts] == [True, True]
    again = widened(wider, report, parse_spec("a.py::label"))
    assert again == wider
