from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git.repository import Repository
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


def test_closing_leaves_nothing_behind(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    repo.commit({"f": "x"})
    with Repository.discover(str(repo.root)) as repository:
        repository.work_tree()
        repository.overlay(repository.empty(), {"f": b"y"}, "x")
        assert len(os.listdir(tmp_path / "t")) == 1
    assert os.listdir(tmp_path / "t") == []


def test_head_before_the_first_commit(repo: GitRepo, opened: Open) -> None:
    assert opened(repo.root).head() is None


def test_head_is_the_current_one(repo: GitRepo, opened: Open) -> None:
    """Even where the repository was found before the commit was made."""
    repository = opened(repo.root)
    for text in ("1", "2"):
        repo.commit({"f": text})
        head = repository.head()
        assert head is not None and head.id == repo.git("rev-parse", "HEAD^{tree}")
    for change in (("checkout", "-q", "--detach", "HEAD^"), ("pack-refs", "--all"), ("checkout", "-q", "main")):
        repo.git(*change)
        head = repository.head()
        assert head is not None and head.id == repo.git("rev-parse", "HEAD^{tree}")


def test_a_detached_head(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1"})
    repo.git("checkout", "-q", "--detach")
    head = opened(repo.root).head()
    assert head is not None and head.read_many(["f"]) == {"f": b"1"}


def test_a_commit_and_a_tree_are_the_same_snapshot(repo: GitRepo, opened: Open) -> None:
    commit = repo.commit({"f": "1"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    repository = opened(repo.root)
    assert repository.commit(commit).id == repository.commit(tree).id == tree
    assert repository.commit("HEAD").label == "HEAD"
    with pytest.raises(UserError, match="unknown revision: HEAD:f"):
        repository.commit("HEAD:f")


def test_what_is_staged_takes_four_processes(repo: GitRepo, opened: Open, started: list[str]) -> None:
    repo.commit({"f": "1", "g": "1"})
    repo.stage({"f": "2", "g": "2"})
    repository = opened(repo.root)
    head, index = repository.head(), repository.index()
    assert head is not None
    paths = [change.path for change in repository.diff(head, index)]
    assert index._store.contents(entry.oid for tree in (head, index) for entry in tree.entries().values())
    assert paths == ["f", "g"]
    assert [name for name in started if name != "ls-tree"] == ["rev-parse", "write-tree", "diff-tree", "cat-file"]


def test_what_is_expected_is_started_once(repo: GitRepo, opened: Open, started: list[str]) -> None:
    repo.commit({"f": "1", "g": "1"})
    repo.stage({"f": "2"})
    repository = opened(repo.root)
    head, index = repository.head(), repository.index()
    assert head is not None
    del started[:]
    repository.expect(head, head)
    assert started == []
    repository.expect(head, index)
    repository.expect(head, index)
    assert started == ["ls-tree", "ls-tree", "diff-tree"]
    assert [change.path for change in repository.diff(head, index)] == ["f"]
    assert head.entries().keys() == index.entries().keys() == {"f", "g"}
    assert started == ["ls-tree", "ls-tree", "diff-tree"]
    repository.expect(head, index)  # never asked for, and ended with the repository


# Ranges.


@pytest.fixture
def branches(repo: GitRepo) -> GitRepo:
    """main: 1 - 3, side: 1 - 2."""
    repo.commit({"f": "1"})
    repo.git("tag", "start")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"g": "2"}, message="two")
    repo.git("checkout", "-q", "main")
    repo.commit({"h": "3"})
    return repo


@pytest.mark.parametrize(
    ("text", "base", "head"),
    [
        ("main..side", "main", "side"),
        ("main...side", "start", "side"),
        ("side...", "start", "main"),
        ("...side", "start", "side"),
        ("start..", "start", "main"),
        ("..side", "main", "side"),
        ("..", "main", "main"),
        ("side", "start", "side"),
        ("HEAD", "start", "main"),
        ("start", None, "start"),
    ],
)
def test_ranges(branches: GitRepo, opened: Open, text: str, base: str | None, head: str) -> None:
    repository = opened(branches.root)
    found = repository.range(text)
    assert found.base.id == (repository.commit(base) if base else repository.empty()).id
    assert found.head.id == repository.commit(head).id
    assert found.head_commit == repository.resolve(head)


def test_a_range_of_trees_has_no_commit(branches: GitRepo, opened: Open) -> None:
    repository = opened(branches.root)
    trees = [repository.commit(name).id for name in ("start", "side")]
    found = repository.range("..".join(trees))
    assert (found.base.id, found.head.id, found.head_commit) == (*trees, None)


def test_a_merge_is_compared_with_its_first_parent(branches: GitRepo, opened: Open) -> None:
    branches.git("merge", "-q", "--no-edit", "side")
    repository = opened(branches.root)
    found = repository.range("HEAD")
    assert [change.path for change in repository.diff(found.base, found.head)] == ["g"]


@pytest.mark.parametrize(
    "text", ["nowhere..main", "main..nowhere", "nowhere...main", "main...nowhere", "nowhere", "start~1..main"]
)
def test_an_unknown_end_is_named(branches: GitRepo, opened: Open, text: str) -> None:
    with pytest.raises(UserError, match=r"unknown revision: (nowhere|start~1)$"):
        opened(branches.root).range(text)


def test_a_bare_repository_has_ranges(branches: GitRepo, opened: Open, tmp_path: Path) -> None:
    branches.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    repository = opened(tmp_path / "bare.git")
    found = repository.range("main...side")
    assert repository.is_bare and repository.root is None
    assert [change.path for change in repository.diff(found.base, found.head)] == ["g"]
    assert found.head.read_many(["g"]) == {"g": b"2"}
    assert repository.head() is not None


def test_a_shallow_clone_does_not_take_its_edge_for_the_first_commit(branches: GitRepo, opened: Open, tmp_path: Path) -> None:
    branches.git("clone", "-q", "--depth=1", "--no-single-branch", branches.root.as_uri(), str(tmp_path / "shallow"))
    repository = opened(tmp_path / "shallow")
    assert repository.is_shallow() and not opened(branches.root).is_shallow()
    for text, message in (
        ("HEAD", "the parent of HEAD is not in this clone"),
        ("origin/main...origin/side", "no common ancestor"),
        ("HEAD~1..HEAD", "unknown revision: HEAD~1"),
    ):
        with pytest.raises(UserError, match=message) as caught:
            repository.range(text)
        assert any("git fetch --deepen" in hint for hint in caught.value.hints)
    found = repository.range("origin/main..origin/side")
    assert [change.path for change in repository.diff(found.base, found.head)] == ["g", "h"]


def test_sha256(tmp_path: Path, opened: Open) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", "--object-format=sha256", str(tmp_path)], check=True)
    repo = GitRepo(tmp_path)
    repo.commit({"f": "1\n"})
    repo.commit({"f": "2\n"})
    repo.stage({"g": "3\n"})
    repo.write("h", "4\n")
    repository = opened(tmp_path)
    head = repository.head()
    assert repository.object_format == "sha256" and head is not None and len(head.id) == 64
    assert [c.path for c in repository.diff(*repository.range("HEAD")[:2])] == ["f"]
    assert [c.path for c in repository.diff(head, repository.index())] == ["g"]
    assert [c.path for c in repository.diff(head, repository.work_tree())] == ["g", "h"]
    assert repository.range("HEAD~1").base.id == repository.empty().id
    laid = repository.overlay(head, {"f": b"5\n"}, "x")
    assert laid.read_many(["f"]) == {"f": b"5\n"}
    with pytest.raises(UserError, match="unknown revision: nain"):
        repository.resolve("nain")


def test_objects_that_are_borrowed_from_elsewhere(branches: GitRepo, opened: Open, tmp_path: Path) -> None:
    branches.git("clone", "-q", "--shared", ".", str(tmp_path / "shared"))
    head = opened(tmp_path / "shared").head()
    assert head is not None and head.read_many(["f", "h"]) == {"f": b"1", "h": b"3"}


# Hooks.


def test_the_folder_of_hooks(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repository = opened(repo.root)
    assert repository.hooks_dir() == str(repo.root / ".git" / "hooks")
    repo.git("config", "core.hooksPath", ".githooks")
    assert repository.hooks_dir() == str(repo.root / ".githooks")
    repo.git("config", "core.hooksPath", str(tmp_path / "shared hooks"))
    assert repository.hooks_dir() == str(tmp_path / "shared hooks")


def test_linked_work_trees_share_their_hooks(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"f": "1"})
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    assert opened(tmp_path / "linked").hooks_dir() == str(repo.root / ".git" / "hooks")


@pytest.mark.parametrize("linked", [False, True])
def test_inside_a_real_hook(repo: GitRepo, tmp_path: Path, linked: bool) -> None:
    """What git exports there must lead to what is about to be committed, from any folder."""
    repo.commit({"f": "1", "sub/g": "1"})
    if linked:
        repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    root = GitRepo(tmp_path / "linked") if linked else repo
    script = tmp_path / "look.py"
    script.write_text(
        "from scoper.git.repository import Repository\n"
        "with Repository.discover() as r:\n"
        "    print(r.root, [(c.path, r.index().read_many([c.path])) for c in r.diff(r.head(), r.index())])\n"
    )
    hook = repo.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    python = f"PYTHONPATH='{Path(__file__).parents[2]}' '{sys.executable}' '{script}'"
    hook.write_text(f"#!/bin/sh\n({python}; cd sub; {python}) > '{tmp_path / 'seen'}'\n")
    hook.chmod(0o755)
    root.write("f", "2")
    root.stage({"sub/g": "staged, but not committed"})
    root.git("commit", "-q", "-m", "x", "f")
    line = f"{root.root} [('f', {{'f': b'2'}})]\n"
    assert (tmp_path / "seen").read_text() == line * 2


def test_a_folder_that_is_gone(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    (repo.root / "sub").mkdir()
    monkeypatch.chdir(repo.root / "sub")
    (repo.root / "sub").rmdir()
    with pytest.raises(UserError, match="does not exist any more"):
        Repository.discover()
    with pytest.raises(UserError, match="no such folder"):
        Repository.discover(str(repo.root / "sub"))
