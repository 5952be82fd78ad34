from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from scoper import gate
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.untangle import place
from scoper.untangle.place import held, into_index, into_work_tree, take_back
from tests.gitrepo import GitRepo


@contextmanager
def sides(repo: GitRepo) -> Iterator[tuple[Repository, Tree, Tree]]:
    with Repository.discover(repo.root) as repository:
        yield repository, repository.commit("HEAD"), repository.work_tree()


def reasons(repo: GitRepo, since: float | None = None, earlier: dict[str, bytes] | None = None) -> dict[str, str]:
    """Why edits of the work tree are held, by path and kind."""
    with sides(repo) as (repository, base, head), gate.open_change(repository, base, head, Config(linters=())) as compared:
        found = held(repository, base, head, compared.change, since, earlier)
        edits = compared.change.edits
        return {f"{edits[n].path} {edits[n].kinds[0]}": why for n, why in found.items()}


def test_a_work_tree_that_changes_meanwhile_is_left_alone(repo: GitRepo) -> None:
    repo.commit({"a": "one\n", "b": "one\n"})
    repo.stage({"a": "two\n", "b": "two\n"})
    with sides(repo) as (repository, base, head):
        repo.write("b", "three\n")
        with pytest.raises(UserError, match="b is not what was judged"):
            into_work_tree(repository, head, base)
    assert (repo.root / "a").read_text() == "two\n" and not (repo.root / ".git/scoper").exists()


def test_a_work_tree_that_does_not_become_what_was_judged_is_put_back(repo: GitRepo) -> None:
    repo.commit({"a": "one\n", "b": "one\n"})
    repo.write("a", "two\n")
    with sides(repo) as (repository, base, head):
        repo.write("b", "somebody else's\n")
        with pytest.raises(UserError, match="everything was put back"):
            into_work_tree(repository, head, base)
    assert (repo.root / "a").read_text() == "two\n" and (repo.root / "b").read_text() == "somebody else's\n"
    assert not (repo.root / ".git/scoper").exists()


def test_an_ignored_file_in_the_way_is_left_alone(repo: GitRepo) -> None:
    repo.commit({"a": "one\n"})
    repo.remove("a")
    repo.stage({".gitignore": "a\n"})
    with sides(repo) as (repository, base, head):
        repo.write("a", "mine\n")
        with pytest.raises(UserError, match="a is not what was judged"):
            into_work_tree(repository, head, base)
    assert (repo.root / "a").read_text() == "mine\n"


def test_where_nothing_can_be_put_back_the_way_back_is_kept(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a": "one\n"})
    repo.write("a", "two\n")

    def breaks_down(*_: object) -> None:
        repo.write("a", "half\n")
        raise UserError("the disk is gone")

    monkeypatch.setattr(place, "write_files", breaks_down)
    with sides(repo) as (repository, base, head), pytest.raises(UserError, match="the disk is gone"):
        into_work_tree(repository, head, base)
    assert "+two" in (repo.root / ".git/scoper/undo/1/work-tree.patch").read_text()


def test_the_index_is_written_only_as_it_was_judged(repo: GitRepo) -> None:
    repo.commit({"a": "one\n"})
    repo.stage({"a": "two\n"})
    with Repository.discover(repo.root) as repository:
        base, head = repository.commit("HEAD"), repository.index()
        repo.stage({"a": "three\n"})
        with pytest.raises(UserError, match="what is staged of a changed"):
            into_index(repository, head, base)
    assert repo.git("show", ":a") == "three" and (repo.root / "a").read_text() == "three\n"


def test_an_index_without_a_work_tree_file_is_trimmed_alone(repo: GitRepo) -> None:
    repo.commit({"a": "one\n"})
    repo.stage({"a": "two\n"})
    repo.write("a", "three\n")
    with Repository.discover(repo.root) as repository:
        placed = into_index(repository, repository.index(), repository.commit("HEAD"))
        assert placed.left == ("a",) and repo.git("show", ":a") == "one"
        assert take_back(repository) == ["a"]
    assert repo.git("show", ":a") == "two" and (repo.root / "a").read_text() == "three\n"


def test_nothing_is_held_without_a_reason(repo: GitRepo) -> None:
    repo.commit({"a": "one\n", "b": b"\0one"})
    repo.write("a", "two\n")
    repo.write("b", b"\0two")
    repo.write("c", "new\n")
    assert reasons(repo) == {}


def test_what_is_staged_is_held_line_by_line(repo: GitRepo) -> None:
    text = "one\n\ntwo\n\nthree\n\nfour\n"
    repo.commit({"a": text, "b": b"\0one", "m": "m\n", "r": text})
    staged = text.replace("one", "1")
    (repo.root / "m").chmod(0o755)
    repo.git("mv", "r", "s")
    repo.stage({"a": staged, "b": b"\0two", "new": "new\n"})
    repo.write("a", staged.replace("four", "4"))
    repo.write("later", "later\n")
    repo.write("new", "new\n\nmore\n")
    assert reasons(repo).keys() == {"a text", "b binary", "m mode", "s rename", "new add"}
    with sides(repo) as (repository, base, head), gate.open_change(repository, base, head, Config(linters=())) as compared:
        lines = {n: edit.after for n, edit in enumerate(compared.change.edits) if edit.path == "a"}
        found = held(repository, base, head, compared.change, None)
        assert [ranges[0].start for n, ranges in lines.items() if n in found] == [1]
        assert [ranges[0].start for n, ranges in lines.items() if n not in found] == [7]


def test_what_is_older_than_the_task_is_held(repo: GitRepo) -> None:
    repo.commit({"a": "one\n", "b": "one\n"})
    repo.write("a", "two\n")
    repo.write("b", "two\n")
    os.utime(repo.root / "a", (1000, 1000))
    assert reasons(repo, since=2000) == {"a text": "it is older than the task"}


def test_lines_that_are_older_than_the_task_are_held_in_a_file_that_is_not(repo: GitRepo) -> None:
    text = "one\n\ntwo\n\nthree\n"
    repo.commit({"a": text, "b": text})
    mine = text.replace("one", "1")
    repo.write("a", mine.replace("three", "3"))
    repo.write("b", "one\n\n2\n\n3\n")
    earlier = {"a": mine.encode(), "b": text.encode(), "gone": b"x\n"}
    assert reasons(repo, since=1000, earlier=earlier) == {"a text": "some of it is older than the task"}
    with sides(repo) as (repository, base, head), gate.open_change(repository, base, head, Config(linters=())) as compared:
        found = held(repository, base, head, compared.change, 1000, earlier)
        assert [compared.change.edits[n].after[0].start for n in found] == [1]


def test_a_submodule_and_mixed_line_ends_are_held(repo: GitRepo) -> None:
    repo.git("config", "core.autocrlf", "input")
    repo.commit({"a": "one\ntwo\n"})
    repo.write("a", b"one\r\nthree\n")
    (repo.root / "sub").mkdir()
    sub = GitRepo(repo.root / "sub")
    sub.git("init", "-q", ".")
    sub.commit({"x": "x\n"})
    repo.git("add", "sub")
    repo.commit({"a": "one\ntwo\n"})
    sub.commit({"x": "y\n"})
    repo.write("a", b"one\r\nthree\n")
    assert reasons(repo) == {
        "a text": "its lines end in different ways on disk",
        "sub text": "git has to move a submodule",
    }
