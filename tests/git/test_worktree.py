from __future__ import annotations

import hashlib
import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scoper.errors import UserError
from scoper.finding import Problem
from scoper.git import worktree
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


def contents(tree: Tree) -> dict[str, bytes]:
    return tree.read_many(tree.entries())


def fingerprint(root: Path) -> dict[str, str]:
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def marker_command(marker: Path) -> str:
    return f"touch '{marker}'; cat"


# What must not happen.


def test_a_clean_work_tree_is_head(repo: GitRepo, opened: Open) -> None:
    repo.write("run.sh", "x").chmod(0o755)
    (repo.root / "link").symlink_to("nowhere")
    repo.commit({"a/f": "x\r\n"})
    repository = opened(repo.root)
    assert repository.head() is not None
    assert repository.work_tree().id == repository.index().id == repository.commit("HEAD").id


def test_nothing_of_the_repository_is_written(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1", "g": "1"})
    repo.write("f", "staged")
    repo.git("add", "f")
    repo.write("f", "on disk")
    repo.write("new", "untracked")
    before = fingerprint(repo.root)
    with Repository.discover(str(repo.root)) as repository:
        for tree in (repository.index(), repository.work_tree()):
            repository.diff(repository.empty(), tree)
            tree.search({"staged"})
    assert fingerprint(repo.root) == before


@pytest.mark.parametrize("kind", ["clean", "smudge", "process"])
def test_filters_never_run(repo: GitRepo, opened: Open, tmp_path: Path, kind: str) -> None:
    repo.commit({".gitattributes": "*.py filter=evil=x\n", "old.py": "1"})
    repo.git("config", f"filter.evil=x.{kind}", marker_command(tmp_path / "ran"))
    repo.git("config", "filter.evil=x.required", "true")
    repo.write("old.py", "2")
    repo.write("new.py", "3")
    tree = opened(repo.root).work_tree()
    assert not (tmp_path / "ran").exists()
    assert tree.read_many(["old.py", "new.py"]) == {"old.py": b"2", "new.py": b"3"}


def test_hooks_and_monitors_never_run(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"f": "1"})
    hooks = repo.root / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for path in (hooks / "post-index-change", tmp_path / "monitor"):
        path.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'ran'}'\n")
        path.chmod(0o755)
    repo.git("config", "core.fsmonitor", str(tmp_path / "monitor"))
    repo.write("f", "2")
    repository = opened(repo.root)
    repository.index()
    repository.work_tree()
    assert not (tmp_path / "ran").exists()


def test_a_split_index_gets_no_new_shared_part(repo: GitRepo, opened: Open) -> None:
    repo.commit({f"f{i}": "1" for i in range(20)})
    repo.git("update-index", "--split-index")
    for i in range(20):
        repo.write(f"f{i}", "2")
    before = fingerprint(repo.root)
    assert set(contents(opened(repo.root).work_tree()).values()) == {b"2"}
    assert fingerprint(repo.root) == before


# The index.


def test_an_index_before_the_first_commit(repo: GitRepo, opened: Open) -> None:
    repository = opened(repo.root)
    assert repository.index().id == repository.empty().id
    repo.stage({"f": "x"})
    assert contents(repository.index()) == {"f": b"x"}


def test_a_file_that_is_staged_in_part(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n"})
    repo.stage({"f": "2\n"})
    repo.write("f", "3\n")
    repository = opened(repo.root)
    assert contents(repository.commit("HEAD")) == {"f": b"1\n"}
    assert contents(repository.index()) == {"f": b"2\n"}
    assert contents(repository.work_tree()) == {"f": b"3\n"}


def test_a_file_that_is_only_intended_to_be_added(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1"})
    repo.write("later", "x")
    repo.git("add", "-N", "later")
    repository = opened(repo.root)
    assert contents(repository.index()) == {"f": b"1"}
    assert contents(repository.work_tree()) == {"f": b"1", "later": b"x"}


def test_unmerged_paths(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n"})
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"f": "2\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"f": "3\n"})
    repo.git("merge", "side", check=False)
    repository = opened(repo.root)
    with pytest.raises(UserError, match="the index has unmerged paths: f$") as caught:
        repository.index()
    assert "git add" in caught.value.hints[0]
    assert b"<<<<<<<" in contents(repository.work_tree())["f"]


def test_the_index_that_a_hook_is_told_of(repo: GitRepo, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """``git commit FILE`` and ``git commit -a`` commit another index than the one that lies there."""
    repo.commit({"f": "1", "g": "1"})
    repo.write("f", "2")
    repo.write("g", "2")
    hook = repo.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        '#!/bin/sh\nenv | grep ^GIT_ > "$(git rev-parse --git-dir)/seen"\ncp "$GIT_INDEX_FILE" .git/kept.lock\nexit 1\n'
    )
    hook.chmod(0o755)
    repo.git("commit", "-m", "x", "f", check=False)
    seen = dict(line.split("=", 1) for line in (repo.root / ".git" / "seen").read_text().splitlines())
    assert "next-index" in seen["GIT_INDEX_FILE"]
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.root / ".git" / "kept.lock"))
    assert contents(opened(repo.root).index()) == {"f": b"2", "g": b"1"}


def test_an_index_that_names_blobs_which_are_not_there(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1"})
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{'1' * 40},ghost")
    tree = opened(repo.root).index()
    assert tree.read_many(["ghost", "f"]) == {"f": b"1"} and tree.missing() == {"ghost"}


# The work tree.


def test_changed_deleted_and_untracked_files(repo: GitRepo, opened: Open) -> None:
    repo.commit({".gitignore": "*.log\n", "changed": "1", "deleted": "1", "same": "1"})
    repo.write("changed", "2")
    repo.remove("deleted")
    repo.write("new/deep.py", "3")
    repo.write("x.log", "ignored")
    tree = opened(repo.root / "new").work_tree()
    assert contents(tree) == {".gitignore": b"*.log\n", "changed": b"2", "new/deep.py": b"3", "same": b"1"}
    assert tree.problems == ()


def test_a_change_that_leaves_size_and_time(repo: GitRepo, opened: Open) -> None:
    """A file changed right after it was staged: only its content tells."""
    path = repo.write("f", "1")
    index = repo.root / ".git" / "index"
    repo.commit()
    times = path.stat()
    os.utime(index, ns=(times.st_mtime_ns, times.st_mtime_ns))
    path.write_text("2")
    os.utime(path, ns=(times.st_mtime_ns, times.st_mtime_ns))
    assert contents(opened(repo.root).work_tree()) == {"f": b"2"}


def test_before_the_first_commit(repo: GitRepo, opened: Open) -> None:
    repo.write("f", "x")
    repository = opened(repo.root)
    assert repository.head() is None
    assert contents(repository.work_tree()) == {"f": b"x"}


def test_names_of_every_kind(repo: GitRepo, opened: Open) -> None:
    names = [b"sp ace", b"tab\t", b"line\nbreak", b'"quoted"', b"caf\xe9", b"-dash", b"\\back", b":(top)x", b"*"]
    for name in names:
        with open(os.path.join(os.fsencode(repo.root), name), "wb") as file:
            file.write(name)
    assert contents(opened(repo.root).work_tree()) == {os.fsdecode(name): name for name in names}


def test_symlinks_are_not_followed(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "f").write_text("secret")
    repo.commit({"folder/f": "1"})
    repo.remove("folder/f")
    (repo.root / "folder").rmdir()
    (repo.root / "folder").symlink_to(tmp_path / "outside")
    (repo.root / "new").symlink_to(tmp_path / "outside")
    outside = os.fsencode(tmp_path / "outside")
    assert contents(opened(repo.root).work_tree()) == {"folder": outside, "new": outside}


def test_a_file_becomes_a_folder_and_a_folder_a_file(repo: GitRepo, opened: Open) -> None:
    repo.commit({"a": "1", "b/c": "1"})
    repo.remove("a")
    repo.remove("b/c")
    (repo.root / "b").rmdir()
    repo.write("a/x", "2")
    repo.write("b", "2")
    assert contents(opened(repo.root).work_tree()) == {"a/x": b"2", "b": b"2"}


def test_pipes_and_sockets_are_passed_over(repo: GitRepo, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"f": "1", "becomes": "1"})
    repo.remove("becomes")
    os.mkfifo(repo.root / "becomes")
    os.mkfifo(repo.root / "pipe")
    monkeypatch.chdir(repo.root)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("sock")
        found = contents(opened(repo.root).work_tree())
    assert found["f"] == b"1" and not {"pipe", "sock"} & found.keys()


def test_a_repository_inside_is_left_out_and_told(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1"})
    for name in ("empty", "grown"):
        subprocess.run(["git", "init", "-q", str(repo.root / name)], check=True)
    GitRepo(repo.root / "grown").commit({"x": "1"})
    tree = opened(repo.root).work_tree()
    assert contents(tree) == {"f": b"1"}
    assert [problem.path for problem in tree.problems] == ["grown/"] or [p.path for p in tree.problems] == ["empty/", "grown/"]


def test_a_submodule_moves_with_its_head(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    subprocess.run(["git", "init", "-q", "-b", "main", str(origin)], check=True)
    first = GitRepo(origin).commit({"x": "1"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(origin), "sub")
    repo.commit()
    second = GitRepo(repo.root / "sub").commit({"x": "2"})
    repository = opened(repo.root)
    assert repository.commit("HEAD").entries()["sub"].oid == first
    assert repository.work_tree().entries()["sub"].oid == second


def test_a_sparse_checkout_has_lost_nothing(repo: GitRepo, opened: Open) -> None:
    repo.commit({"in/f": "1", "out/f": "1"})
    repo.git("sparse-checkout", "set", "--cone", "in")
    assert not (repo.root / "out").exists()
    repository = opened(repo.root)
    assert repository.work_tree().id == repository.commit("HEAD").id


@pytest.mark.parametrize("autocrlf", ["true", "input"])
def test_line_ends_are_converted_as_git_does(repo: GitRepo, opened: Open, autocrlf: str) -> None:
    repo.commit({"f": "1\n"})
    repo.git("config", "core.autocrlf", autocrlf)
    repo.git("config", "core.safecrlf", "true")
    repo.write("f", "1\r\n2\r\n")
    repo.write("new", "1\r\n")
    assert contents(opened(repo.root).work_tree()) == {"f": b"1\n2\n", "new": b"1\n"}


def test_mode_changes(repo: GitRepo, opened: Open) -> None:
    path = repo.write("f", "1")
    repo.commit()
    path.chmod(0o755)
    assert opened(repo.root).work_tree().entries()["f"].mode == 0o100755
    repo.git("config", "core.fileMode", "false")
    assert opened(repo.root).work_tree().entries()["f"].mode == 0o100644


def test_a_linked_work_tree_has_its_own(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"f": "1"})
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked = GitRepo(tmp_path / "linked")
    linked.stage({"f": "staged there"})
    linked.write("new", "there")
    repository = opened(linked.root)
    assert contents(repository.index()) == {"f": b"staged there"}
    assert contents(repository.work_tree()) == {"f": b"staged there", "new": b"there"}
    assert contents(opened(repo.root).work_tree()) == {"f": b"1"}


def test_a_bare_repository_has_none(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"f": "1"})
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    with pytest.raises(UserError, match="bare repository has no work tree"):
        opened(tmp_path / "bare.git").work_tree()
    with pytest.raises(UserError, match="bare repository has nothing staged"):
        opened(tmp_path / "bare.git").index()


def test_a_huge_file_is_left_out_and_told(repo: GitRepo, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"f": "1"})
    repo.write("huge", "x" * 2_000_001)
    monkeypatch.setattr(worktree, "MAX_BLOB_BYTES", 2_000_000)
    tree = opened(repo.root).work_tree()
    assert contents(tree) == {"f": b"1"}
    assert tree.problems == (Problem("huge", "it is larger than 2 MB, so it was left out"),)


def test_files_that_cannot_be_read(repo: GitRepo) -> None:
    repo.commit({"tracked": "1", "fine": "1"})
    for path in (repo.write("tracked", "22"), repo.write("new", "2")):
        path.chmod(0)
    repo.write("also-new", "2")

    def look() -> object:
        with Repository.discover(str(repo.root)) as repository:
            tree = repository.work_tree()
            return contents(tree), tree.problems

    found, problems = as_nobody(repo.root, look)
    assert found == {"tracked": b"1", "fine": b"1", "also-new": b"2"}
    assert problems == (Problem("new", worktree._CANNOT_READ_NEW), Problem("tracked", worktree._CANNOT_READ))


def test_a_file_that_vanishes_or_closes_while_it_is_added(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"f": "1"})
    for name in ("a", "b", "c"):
        repo.write(name, "2")

    def change(path: str) -> None:
        (repo.root / "a").unlink(missing_ok=True)
        (repo.root / "b").chmod(0)

    monkeypatch.setattr(worktree, "_obstacle", change)

    def look() -> object:
        with Repository.discover(str(repo.root)) as repository:
            tree = repository.work_tree()
            return contents(tree), tree.problems

    found, problems = as_nobody(repo.root, look)
    assert found == {"f": b"1", "c": b"2"}
    assert problems == (Problem("b", worktree._CANNOT_READ_NEW),)


def as_nobody(root: Path, look: Callable[[], object]) -> tuple[object, object]:
    """The result of ``look``, with the rights of somebody who may not read everything."""
    if os.geteuid() != 0:
        result = look()
        assert isinstance(result, tuple)
        return result
    folder: Path | None = root
    while folder is not None and folder != folder.parent:
        folder.chmod(folder.stat().st_mode | 0o711)
        folder = folder.parent if folder.parent.stat().st_uid == 0 and folder.parent != Path("/tmp") else None
    for path in [root, *root.rglob("*")]:
        os.chown(path, 65534, 65534, follow_symlinks=False)
    os.environ["HOME"] = str(root)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os.write(write, repr(look()).encode())
        finally:
            os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        text = pipe.read().decode()
    os.waitpid(child, 0)
    result = eval(text, {"Problem": Problem})
    assert isinstance(result, tuple)
    return result
