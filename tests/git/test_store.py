from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.git import store as store_module
from scoper.git.run import clean_environment
from scoper.git.store import ObjectStore
from tests.gitrepo import GitRepo


@pytest.fixture
def store(repo: GitRepo) -> Iterator[ObjectStore]:
    store = ObjectStore([str(repo.root / ".git" / "objects")], "sha1", clean_environment(os.environ))
    yield store
    store.close()


def blob(repo: GitRepo, content: bytes) -> str:
    return repo.git("hash-object", "-w", "--stdin", stdin=content)


def loose(repo: GitRepo, oid: str) -> Path:
    return repo.root / ".git" / "objects" / oid[:2] / oid[2:]


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_empty_tree_is_the_one_git_computes(tmp_path: Path, object_format: str) -> None:
    subprocess.run(["git", "init", "-q", f"--object-format={object_format}", str(tmp_path)], check=True)
    made = GitRepo(tmp_path).git("hash-object", "-t", "tree", os.devnull)
    store = ObjectStore([str(tmp_path / ".git" / "objects")], object_format, clean_environment(os.environ))
    assert store.empty_tree == made
    assert store.git("ls-tree", made).out == b""
    store.close()


def test_nobody_else_can_enter_its_folder_and_it_is_removed(repo: GitRepo) -> None:
    store = ObjectStore([str(repo.root / ".git" / "objects")], "sha1", clean_environment(os.environ))
    assert stat.S_IMODE(os.stat(store.git_dir).st_mode) == 0o700
    store.git("hash-object", "-w", "--stdin", stdin=b"a")
    store.close()
    assert not os.path.exists(store.git_dir)
    store.close()


def test_a_temporary_folder_that_cannot_be_made(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "abspath", lambda path: "/nowhere")
    with pytest.raises(UserError, match="no temporary folder"):
        ObjectStore([], "sha1", {})


def test_what_is_written_stays_out_of_the_repository(repo: GitRepo, store: ObjectStore) -> None:
    oid = store.git("hash-object", "-w", "--stdin", stdin=b"ours").out.decode().strip()
    assert store.contents([oid]) == {oid: b"ours"}
    assert not loose(repo, oid).exists()


def test_missing_and_damaged_objects_are_left_out_and_the_others_read(repo: GitRepo, store: ObjectStore) -> None:
    first, damaged, last = (blob(repo, content) for content in (b"first", b"damaged" * 99, b"last"))
    loose(repo, damaged).chmod(0o644)
    loose(repo, damaged).write_bytes(b"garbage")
    assert store.contents([first, "2" * 40, damaged, last]) == {first: b"first", last: b"last"}


def test_contents_are_read_once(repo: GitRepo, store: ObjectStore) -> None:
    oid = blob(repo, b"once")
    store.contents([oid])
    loose(repo, oid).unlink()
    assert store.contents([oid]) == {oid: b"once"}


def test_the_cache_forgets_the_oldest(repo: GitRepo, store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_CACHE_BYTES", 10)
    old, new = blob(repo, b"old-old"), blob(repo, b"new-new")
    store.contents([old, new])
    for oid in (old, new):
        loose(repo, oid).unlink()
    assert store.contents([old, new]) == {new: b"new-new"}


def test_objects_in_a_folder_with_a_line_break_in_its_name(tmp_path: Path) -> None:
    root = tmp_path / 'odd\n"name\\'
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    oid = blob(GitRepo(root), b"found")
    store = ObjectStore([str(root / ".git" / "objects")], "sha1", clean_environment(os.environ))
    assert store.contents([oid]) == {oid: b"found"}
    store.close()
