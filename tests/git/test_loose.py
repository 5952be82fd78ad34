"""What is written without git is what git would have written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper.git.loose import write_blob, write_tree
from scoper.git.model import REGULAR, Entry
from scoper.git.repository import Repository
from scoper.git.run import GitError
from tests.git.conftest import Open
from tests.gitrepo import GitRepo

# Names that sort differently as files and as folders, in folders that come and go.
NAMES = ("a", "a.b", "a-", "a0", "b", "\udcff")
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join)


def _without_clashes(paths: set[str]) -> set[str]:
    return {path for path in paths if not any(other.startswith(f"{path}/") for other in paths)}


TREES = st.dictionaries(PATHS, st.binary(max_size=2), max_size=8).map(
    lambda files: {path: files[path] for path in _without_clashes(set(files))}
)


@settings(max_examples=40)
@given(before=TREES, after=TREES)
def test_a_tree_has_the_id_that_git_gives_it(workshop: Repository, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    store = workshop.store
    base = write_tree(store, store.empty_tree, {path: Entry(REGULAR, write_blob(store, text)) for path, text in before.items()})
    edits = {path: Entry(REGULAR, write_blob(store, text)) for path, text in after.items()}
    laid = write_tree(store, base, {**dict.fromkeys(before), **edits})
    index = store.temporary("index")
    lines = "".join(f"{entry.mode:o} {entry.oid}\t{path}\0" for path, entry in edits.items())
    store.git("update-index", "--add", "-z", "--index-info", index=index, stdin=os.fsencode(lines))
    assert laid == store.git("write-tree", index=index).out.decode().strip()


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_git_reads_it_and_finds_no_fault(object_format: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", f"--object-format={object_format}", str(tmp_path)], check=True)
    with Repository.discover(tmp_path) as repository:
        laid = repository.overlay(repository.empty(), {"d/e/f.py": b"x\r\n\0", "d.py": b"", "run": b"y"}, "x")
        assert repository.store.git("fsck", "--strict", "--no-dangling", laid.id).err == ""
        assert repository.commit(laid.id).read_many(laid.entries()) == {"d/e/f.py": b"x\r\n\0", "d.py": b"", "run": b"y"}


def test_a_folder_that_is_missing_is_said(repo: GitRepo, opened: Open) -> None:
    repo.commit({"d/f": "x", "g": "y"})
    oid = repo.git("rev-parse", "HEAD:d")
    (repo.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    repository = opened(repo.root)
    entry = Entry(REGULAR, write_blob(repository.store, b"z"))
    base = repo.git("rev-parse", "HEAD^{tree}")
    assert write_tree(repository.store, base, {"g": entry}) != base
    with pytest.raises(GitError, match="missing from the object store"):
        write_tree(repository.store, base, {"d/f": entry})
