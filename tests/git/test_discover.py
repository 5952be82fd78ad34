from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git.discover import Place, discover
from tests.gitrepo import GitRepo


def find(folder: Path, **environ: str) -> Place:
    return discover(str(folder), {**os.environ, **environ})


def test_a_work_tree_is_found_from_a_folder_inside(repo: GitRepo) -> None:
    commit = repo.commit({"sub/f": "x"})
    place = find(repo.root / "sub")
    assert place.root == str(repo.root)
    assert place.git_dir == place.common_dir == str(repo.root / ".git")
    assert not place.is_bare and place.object_format == "sha1"
    assert place.head == (commit, repo.git("rev-parse", "HEAD^{tree}"))
    assert place.index_file == str(repo.root / ".git" / "index")


def test_it_takes_one_process(repo: GitRepo, started: list[str]) -> None:
    repo.commit({"f": "x"})
    find(repo.root)
    assert started == ["rev-parse"]


def test_gitpython_is_not_imported() -> None:
    code = "import sys, scoper.git.repository; sys.exit(bool({'git', 'unidiff', 'tempfile'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_before_the_first_commit_there_is_no_head(repo: GitRepo) -> None:
    assert find(repo.root).head is None


def test_from_inside_the_git_directory(repo: GitRepo) -> None:
    assert find(repo.root / ".git").root == str(repo.root)


def test_a_linked_work_tree(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"f": "x"})
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    place = find(tmp_path / "linked")
    assert place.root == str(tmp_path / "linked")
    assert place.git_dir == str(repo.root / ".git" / "worktrees" / "linked")
    assert place.common_dir == str(repo.root / ".git")


def test_a_bare_repository(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"f": "x"})
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    place = find(tmp_path / "bare.git")
    assert place.is_bare and place.root is None and place.git_dir == str(tmp_path / "bare.git")


def test_outside_of_any_repository(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a git repository") as caught:
        find(tmp_path)
    assert str(tmp_path) in caught.value.message and caught.value.hints


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(repo: GitRepo) -> None:
    for path in (repo.root, repo.root / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(UserError, match="does not trust") as caught:
        find(repo.root)
    assert "safe.directory" in caught.value.hints[0]


def test_the_variables_of_a_hook_in_a_linked_work_tree(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git exports GIT_DIR there, without which work tree it is: from a folder inside, its top must still be found."""
    repo.commit({"sub/f": "x"})
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    git_dir = repo.root / ".git" / "worktrees" / "linked"
    monkeypatch.chdir(tmp_path / "linked" / "sub")
    place = find(tmp_path / "linked" / "sub", GIT_DIR=str(git_dir), GIT_INDEX_FILE=str(git_dir / "index.lock"))
    assert place.root == str(tmp_path / "linked")
    assert place.index_file == str(git_dir / "index.lock")


def test_git_dir_decides_where_there_is_no_other_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People keep their home folder in a repository that lies elsewhere."""
    home, store = tmp_path / "home", tmp_path / "dotfiles"
    home.mkdir()
    subprocess.run(["git", "init", "-q", "--bare", str(store)], check=True)
    monkeypatch.chdir(home)
    place = find(home, GIT_DIR=str(store), GIT_WORK_TREE=str(home))
    assert (place.root, place.git_dir) == (str(home), str(store))


def test_git_dir_is_for_the_folder_of_the_process_only(repo: GitRepo, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    place = find(other, GIT_DIR=str(repo.root / ".git"), GIT_INDEX_FILE=str(repo.root / ".git" / "index"))
    assert place.git_dir == str(other / ".git")
    assert place.index_file == str(other / ".git" / "index")


def test_git_dir_that_leads_nowhere(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.root)
    assert find(repo.root, GIT_DIR=str(tmp_path / "gone")).git_dir == str(repo.root / ".git")
    shutil.rmtree(repo.root / ".git")
    with pytest.raises(UserError, match="not a git repository"):
        find(repo.root, GIT_DIR=str(tmp_path / "gone"))


def test_an_index_with_a_relative_name_lies_at_the_top(repo: GitRepo) -> None:
    repo.commit({"sub/f": "x"})
    place = find(repo.root / "sub", GIT_INDEX_FILE=".git/next-index-1.lock")
    assert place.index_file == str(repo.root / ".git" / "next-index-1.lock")


def test_an_index_of_ones_own_elsewhere(repo: GitRepo, tmp_path: Path) -> None:
    assert find(repo.root, GIT_INDEX_FILE=str(tmp_path / "mine")).index_file == str(tmp_path / "mine")


def test_objects_in_quarantine_are_seen(repo: GitRepo, tmp_path: Path) -> None:
    incoming = str(tmp_path / "incoming")
    place = find(repo.root, GIT_QUARANTINE_PATH=incoming, GIT_OBJECT_DIRECTORY=incoming)
    assert place.objects == (incoming, str(repo.root / ".git" / "objects"))
