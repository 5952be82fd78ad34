from __future__ import annotations

import pytest

from scoper.errors import UserError
from scoper.git.model import Entry
from scoper.git.repository import Repository
from tests.gitrepo import GitRepo


def test_entries_of_the_index_come_with_their_contents(repo: GitRepo) -> None:
    repo.commit({"a": "old\n", "d": "folder later\n", "gone": "x\n"})
    with Repository.discover(repo.root) as repository:
        tree = repository.lay(repository.empty(), {"a": (0o100755, b"new\n"), "d/e": (0o100644, b"e\n")}, "made")
        repository.write_index({**tree.entries(), "d": None, "gone": None})
        assert repository.index().id == tree.id
    assert repo.git("show", ":a") == "new" and repo.git("fsck", "--strict") == ""


def test_what_is_known_already_is_not_written_again(repo: GitRepo) -> None:
    repo.commit({"a": "old\n"})
    repo.stage({"a": "new\n"})
    before = repo.git("count-objects")
    with Repository.discover(repo.root) as repository:
        old = repository.commit("HEAD").entries()["a"]
        repository.write_index({"a": old})
    assert repo.git("diff", "--cached") == "" and repo.git("count-objects") == before


def test_an_index_that_somebody_writes_is_left_alone(repo: GitRepo) -> None:
    repo.commit({"a": "old\n"})
    oid = repo.git("rev-parse", "HEAD:a")
    (repo.root / ".git" / "index.lock").touch()
    with Repository.discover(repo.root) as repository, pytest.raises(UserError, match="written by another git process"):
        repository.write_index({"b": Entry(0o100644, oid)})
    assert repo.git("ls-files") == "a"


def test_a_branch_is_made_of_snapshots(repo: GitRepo) -> None:
    repo.commit({"a": "old\n"})
    with Repository.discover(repo.root) as repository:
        base = repository.commit("HEAD")
        one = repository.lay(base, {"b": (0o100644, b"b\n")}, "one")
        two = repository.lay(one, {"a": None}, "two")
        tip = repository.branch("made", "HEAD", [(one, "First"), (two, "Second\n\nwith a body")])
        with pytest.raises(UserError, match="there is a branch made already"):
            repository.branch("made", "HEAD", [(one, "First")])
    assert repo.git("rev-parse", "made") == tip and repo.git("fsck", "--strict") == ""
    assert repo.git("log", "--format=%s", "made").splitlines() == ["Second", "First", "a commit"]
    assert repo.git("ls-tree", "--name-only", "made") == "b" and repo.git("branch", "--show-current") == "main"
