"""The copy of a work tree: the user's state inside, and nothing of what is done there outside."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git.copy import WorkCopy
from scoper.git.model import EXECUTABLE, SYMLINK
from scoper.git.repository import Repository
from scoper.git.tree import differing_paths
from tests.gitrepo import GitRepo

Make = Callable[[], WorkCopy]


@pytest.fixture
def make(repo: GitRepo, tmp_path: Path) -> Iterator[Make]:
    """Copies the repository as it is when it is called."""
    opened: list[Repository] = []

    def copy() -> WorkCopy:
        folder = tmp_path / f"folder{len(opened)}"
        folder.mkdir()
        opened.append(Repository.discover(repo.root))
        return WorkCopy(opened[-1], str(folder))

    yield copy
    for one in opened:
        one.close()


def inside(copy: WorkCopy) -> GitRepo:
    return GitRepo(Path(copy.root))


def changed(copy: WorkCopy) -> list[str]:
    return differing_paths(copy.base, copy.snapshot())


def test_it_shows_the_users_state(repo: GitRepo, make: Make) -> None:
    repo.commit({"a.txt": "a\n", "gone.txt": "g\n", "dir/b.txt": "b\n", ".gitignore": "ignored\n"})
    repo.git("branch", "other")
    repo.git("tag", "v1")
    repo.stage({"staged.txt": "s\n"})
    repo.write("a.txt", "A\n")
    repo.write("new.txt", "n\n")
    repo.write("ignored", "i\n")
    repo.remove("gone.txt")
    questions = [("status", "--porcelain"), ("log", "--format=%H"), ("diff",), ("diff", "--cached"), ("branch",), ("tag",)]
    answers = [repo.git(*args) for args in questions]
    before = repo.state()
    own = inside(make())
    assert [own.git(*args) for args in questions] == answers
    assert not (own.root / "ignored").exists() and own.root.name == repo.root.name
    assert repo.state() == before


def test_nothing_done_inside_is_seen_outside(repo: GitRepo, make: Make) -> None:
    repo.commit({"a.txt": "a\n"})
    repo.git("branch", "other")
    repo.write("a.txt", "mine\n")
    repo.git("stash")
    repo.write("a.txt", "mine again\n")
    repo.write(".git/hooks/pre-commit", '#!/bin/sh\ntouch "$HOME/ran"\nexit 1\n').chmod(0o755)
    before = repo.state()
    own = inside(make())
    assert own.git("stash", "list") == ""
    own.git("commit", "-am", "one")
    own.write("a.txt", "more\n")
    own.git("stash")
    own.git("branch", "-D", "other")
    own.git("tag", "mark")
    own.git("config", "user.name", "Somebody")
    own.git("gc", "--quiet", "--prune=now")
    assert repo.state() == before and not (Path(os.environ["HOME"]) / "ran").exists()


def test_what_was_done_is_seen_whatever_became_of_the_repository_inside(repo: GitRepo, make: Make) -> None:
    repo.commit({"a.txt": "a\n", "run.sh": "x\n", ".gitignore": "ignored\n"})
    copy = make()
    assert changed(copy) == []
    own = inside(copy)
    own.write("a.txt", "A\n")
    own.write("new/n.txt", "n\n")
    own.write("ignored", "i\n")
    own.remove("run.sh")
    expected = ["a.txt", "new/n.txt", "run.sh"]
    assert changed(copy) == expected and copy.ignored() == ["ignored"]
    own.git("update-index", "--assume-unchanged", "a.txt")
    own.git("config", "core.worktree", "/")
    own.write(".git/info/exclude", "*\n")
    assert changed(copy) == expected
    shutil.rmtree(own.root / ".git")
    assert changed(copy) == expected
    shutil.rmtree(own.root)
    assert changed(copy) == [".gitignore", "a.txt", "run.sh"]


def test_kinds_of_files(repo: GitRepo, make: Make) -> None:
    repo.commit({"run.sh": "x\n", "dir/file": "f\n"})
    os.symlink("/etc/passwd", repo.root / "out")
    os.symlink("dir/file", repo.root / "in")
    copy = make()
    assert copy.links == ("out",) and os.readlink(Path(copy.root) / "in") == "dir/file"
    (Path(copy.root) / "run.sh").chmod(0o755)
    shutil.rmtree(Path(copy.root) / "dir")
    inside(copy).write("dir", "now a file\n")
    os.symlink("nowhere", Path(copy.root) / "fresh")
    entries = copy.snapshot().entries()
    assert entries["run.sh"].mode == EXECUTABLE and entries["fresh"].mode == SYMLINK
    assert "dir" in entries and "dir/file" not in entries


def test_a_change_that_hides_behind_an_old_time_is_seen(repo: GitRepo, make: Make) -> None:
    repo.write("a.txt", "aaaa\n")
    os.utime(repo.root / "a.txt", (10_000, 10_000))
    repo.commit()
    copy = make()
    path = inside(copy).write("a.txt", "bbbb\n")
    os.utime(path, (10_000, 10_000))
    assert changed(copy) == ["a.txt"]


def test_before_the_first_commit(repo: GitRepo, make: Make) -> None:
    repo.write("a.txt", "a\n")
    copy = make()
    own = inside(copy)
    assert own.git("status", "--porcelain") == "?? a.txt" and copy.commits() == []
    own.commit({"b.txt": "b\n"}, "First\n\nbody")
    ((tree, message),) = copy.commits()
    assert sorted(tree.entries()) == ["a.txt", "b.txt"] and message.strip() == "First\n\nbody"
    assert changed(copy) == ["b.txt"] and repo.git("for-each-ref") == ""


def test_commits_are_read_in_their_order(repo: GitRepo, make: Make) -> None:
    repo.commit({"a.txt": "a\n"})
    copy = make()
    own = inside(copy)
    assert copy.commits() == []
    own.commit({"b.txt": "b\n"}, "one")
    own.git("checkout", "-q", "-b", "side")
    own.commit({"c.txt": "c\n"}, "two")
    found = copy.commits()
    assert [(sorted(tree.entries()), text.strip()) for tree, text in found] == [
        (["a.txt", "b.txt"], "one"),
        (["a.txt", "b.txt", "c.txt"], "two"),
    ]
    assert found[0][0].read_many(["b.txt"]) == {"b.txt": b"b\n"}
    shutil.rmtree(own.root / ".git")
    with pytest.raises(UserError):
        copy.commits()


def test_a_linked_work_tree_and_a_detached_head(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "a\n"})
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    linked = GitRepo(tmp_path / "linked")
    linked.write("a.txt", "A\n")
    (tmp_path / "folder").mkdir()
    with Repository.discover(linked.root) as repository:
        copy = WorkCopy(repository, str(tmp_path / "folder"))
        own = inside(copy)
        assert own.git("status", "--porcelain").strip() == "M a.txt"
        assert own.git("rev-parse", "HEAD") == repo.git("rev-parse", "HEAD")
        own.write("b.txt", "b\n")
        assert changed(copy) == ["b.txt"]


def test_settings_that_decide_how_files_are_read_are_taken_along(repo: GitRepo, make: Make) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.git("config", "user.name", 'Somebody "else" \\ # ;')
    repo.git("config", "core.hooksPath", "hooks")
    repo.git("config", "remote.origin.url", "https://example.invalid/x")
    repo.commit({"a.txt": "a\r\nb\r\n"})
    copy = make()
    own = inside(copy)
    assert own.git("config", "user.name") == 'Somebody "else" \\ # ;' and own.git("remote") == ""
    assert own.git("config", "core.hooksPath") == os.devnull
    own.write("a.txt", "a\r\nB\r\n")
    assert changed(copy) == ["a.txt"] and copy.snapshot().read_many(["a.txt"]) == {"a.txt": b"a\nB\n"}
    assert own.git("diff", "--numstat").startswith("1\t1")


def test_files_that_a_filter_makes_stay_what_they_are(repo: GitRepo, make: Make) -> None:
    repo.git("config", "filter.up.clean", "tr a-z A-Z")
    repo.git("config", "filter.up.smudge", "tr A-Z a-z")
    os.utime(repo.write("data.big", "content\n"), (10_000, 10_000))
    repo.commit({".gitattributes": "*.big filter=up\n", "a.txt": "a\n"})
    copy = make()
    own = inside(copy)
    assert (own.root / "data.big").read_text() == "content\n" and own.git("status", "--porcelain") == ""
    assert copy.base.read_many(["data.big"]) == {"data.big": b"CONTENT\n"}
    own.write("a.txt", "A\n")
    assert changed(copy) == ["a.txt"]


def test_a_sparse_checkout(repo: GitRepo, make: Make) -> None:
    repo.commit({"in/a.txt": "a\n", "out/b.txt": "b\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    assert not (repo.root / "out").exists()
    copy = make()
    own = inside(copy)
    assert not (own.root / "out").exists() and own.git("status", "--porcelain") == ""
    own.write("in/a.txt", "A\n")
    assert changed(copy) == ["in/a.txt"] and "out/b.txt" in copy.snapshot().entries()
    own.git("commit", "-qam", "one")
    assert "out/b.txt" in copy.commits()[0][0].entries()


def test_a_submodule_is_an_empty_folder(repo: GitRepo, make: Make, tmp_path: Path) -> None:
    other = GitRepo(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "-q")
    other.commit({"x.txt": "x\n"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "sub")
    repo.commit({"a.txt": "a\n"})
    copy = make()
    assert copy.submodules == ("sub",) and os.listdir(Path(copy.root) / "sub") == []
    assert changed(copy) == [] and inside(copy).git("status", "--porcelain") == ""


def test_a_repository_of_sha256(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    subprocess.run(["git", "init", "-q", "--object-format=sha256", "."], cwd=root, check=True)
    repo = GitRepo(root)
    repo.commit({"a.txt": "a\n"})
    (tmp_path / "folder").mkdir()
    with Repository.discover(root) as repository:
        copy = WorkCopy(repository, str(tmp_path / "folder"))
        inside(copy).commit({"a.txt": "A\n"})
        assert changed(copy) == ["a.txt"] and len(copy.commits()) == 1


def test_a_bare_repository_cannot_be_copied(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "a\n"})
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    with Repository.discover(tmp_path / "bare") as repository, pytest.raises(UserError, match="bare"):
        WorkCopy(repository, str(tmp_path))


@pytest.mark.parametrize("name", ["made", "index", "copy"])
def test_a_folder_may_be_called_anything(name: str, repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.txt": "a\n"})
    repo.root.rename(tmp_path / name)
    (tmp_path / "folder").mkdir()
    with Repository.discover(tmp_path / name) as repository:
        copy = WorkCopy(repository, str(tmp_path / "folder"))
        Path(copy.root, "a.txt").write_text("A\n")
        assert os.path.basename(copy.root) == name and changed(copy) == ["a.txt"]
