from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoper.git.model import FileChange, Hunk, Status
from scoper.git.repository import Repository
from tests.git.conftest import Open
from tests.gitrepo import GitRepo


def last(repo: GitRepo, opened: Open) -> tuple[FileChange, ...]:
    repository = opened(repo.root)
    return repository.diff(repository.commit("HEAD^"), repository.commit("HEAD"))


def only(repo: GitRepo, opened: Open) -> FileChange:
    (change,) = last(repo, opened)
    return change


def test_no_difference_takes_no_process(repo: GitRepo, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"f": "x"})
    repository = opened(repo.root)
    one, other = repository.commit("HEAD"), repository.index()
    monkeypatch.setattr(repository.store, "git", None)
    assert repository.diff(one, other) == ()


def test_an_added_a_deleted_and_a_modified_file(repo: GitRepo, opened: Open) -> None:
    repo.commit({"b": "x\ny\n", "c": "1\n2\n3\n"})
    repo.remove("b")
    repo.commit({"c": "1\nzwei\n3\n4\n", "a": "1\n", "empty": ""})
    a, b, c, empty = last(repo, opened)
    assert (a.status, a.base_path, a.head_path, a.hunks) == (Status.ADDED, None, "a", (Hunk(0, 0, 1, 1),))
    assert (b.status, b.base_path, b.head_path, b.hunks) == (Status.DELETED, "b", None, (Hunk(1, 2, 0, 0),))
    assert (c.status, c.hunks) == (Status.MODIFIED, (Hunk(2, 1, 2, 1), Hunk(3, 0, 4, 1)))
    assert (empty.status, empty.hunks, empty.binary) == (Status.ADDED, (), False)


def test_the_ids_and_modes_of_both_sides(repo: GitRepo, opened: Open) -> None:
    path = repo.write("f", "1\n")
    repo.commit()
    path.chmod(0o755)
    repo.commit({"f": "2\n"})
    change = only(repo, opened)
    assert change.base == (0o100644, repo.git("rev-parse", "HEAD^:f"))
    assert change.head == (0o100755, repo.git("rev-parse", "HEAD:f"))


def test_a_mode_alone(repo: GitRepo, opened: Open) -> None:
    path = repo.write("f", "1\n")
    repo.commit()
    path.chmod(0o755)
    repo.commit()
    change = only(repo, opened)
    assert change.status is Status.MODIFIED and change.hunks == () and change.base != change.head


def test_the_end_of_a_file_without_a_newline(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n2"})
    repo.commit({"f": "1\n2\n"})
    assert only(repo, opened).hunks == (Hunk(2, 1, 2, 1),)


@pytest.mark.parametrize(
    "name", ["plain", "sp ace b/x", "tab\t", "line\nbreak", '"quoted"', "caf\udce9", "a => b", "@@ -1 +1 @@"]
)
def test_renames_with_odd_names(repo: GitRepo, opened: Open, name: str) -> None:
    text = "".join(f"{i}\n" for i in range(20))
    repo.commit({f"old {name}": text, "other": "1\n"})
    (repo.root / f"new {name}").parent.mkdir(exist_ok=True)
    os.rename(repo.root / f"old {name}", repo.root / f"new {name}")
    repo.commit({f"new {name}": text.replace("7\n", "seven\n", 1), "other": "2\n"})
    renamed, other = last(repo, opened)
    assert (renamed.status, renamed.base_path, renamed.head_path) == (Status.RENAMED, f"old {name}", f"new {name}")
    assert renamed.hunks == (Hunk(8, 1, 8, 1),) and other.hunks == (Hunk(1, 1, 1, 1),)


def test_a_rename_without_a_change(repo: GitRepo, opened: Open) -> None:
    repo.commit({"a": "1\n"})
    os.rename(repo.root / "a", repo.root / "b")
    repo.commit()
    change = only(repo, opened)
    assert (change.status, change.hunks, change.path) == (Status.RENAMED, (), "b")


def test_a_copy_is_an_added_file(repo: GitRepo, opened: Open) -> None:
    repo.commit({"a": "1\n2\n3\n"})
    repo.commit({"b": "1\n2\n3\n"})
    assert only(repo, opened).status is Status.ADDED


def test_binary_files(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": b"a\n\0", "late": b"x" * 9_000 + b"\0\n"})
    repo.commit({"f": b"b\n\0", "late": b"y" * 9_000 + b"\0\n", "new": b"\0"})
    f, late, new = last(repo, opened)
    assert f.binary and f.hunks == () and new.binary
    assert not late.binary and late.hunks == (Hunk(1, 1, 1, 1),)


def test_a_file_becomes_a_link_and_a_link_a_file(repo: GitRepo, opened: Open) -> None:
    (repo.root / "b").symlink_to("target")
    repo.commit({"a": "1\n2\n3\n"})
    for name in ("a", "b"):
        repo.remove(name)
    (repo.root / "a").symlink_to("target")
    repo.commit({"b": "x\ny\n", "c": "1\n"})
    a, b, c = last(repo, opened)
    assert a.status is b.status is Status.TYPE_CHANGED
    assert a.hunks == (Hunk(1, 3, 1, 1),) and b.hunks == (Hunk(1, 1, 1, 2),) and c.hunks == (Hunk(0, 0, 1, 1),)


def test_a_link_to_elsewhere(repo: GitRepo, opened: Open) -> None:
    (repo.root / "a").symlink_to("here")
    repo.commit()
    repo.remove("a")
    (repo.root / "a").symlink_to("there")
    repo.commit()
    assert only(repo, opened).hunks == (Hunk(1, 1, 1, 1),)


def test_submodules_have_no_lines(repo: GitRepo, opened: Open) -> None:
    repository = opened(repo.root)
    trees = []
    for entry in (
        f"160000,{'1' * 40}",
        f"160000,{'2' * 40}",
        "100644," + repo.git("hash-object", "-w", "--stdin", stdin=b"1\n2\n"),
    ):
        repo.git("update-index", "--add", "--cacheinfo", f"{entry},sub")
        trees.append(repository.index())
    added, moved, turned = (
        repository.diff(*pair)[0] for pair in ((repository.empty(), trees[0]), (trees[0], trees[1]), (trees[1], trees[2]))
    )
    assert (added.status, added.hunks) == (Status.ADDED, ())
    assert (moved.status, moved.hunks) == (Status.MODIFIED, ())
    assert (turned.status, turned.hunks) == (Status.TYPE_CHANGED, (Hunk(0, 0, 1, 2),))


# What must have no say.


def test_attributes_and_programs_of_the_user_have_no_say(repo: GitRepo, opened: Open, tmp_path: Path) -> None:
    repo.commit({"a.txt": "1\n", "b.py": "1\n", "c.c": "1\n"})
    repo.commit({".gitattributes": "*.txt -diff\n*.py diff=foo\n*.c binary\n", "a.txt": "2\n", "b.py": "2\n", "c.c": "2\n"})
    info = repo.root / ".git" / "info"
    info.mkdir(exist_ok=True)
    (info / "attributes").write_text("* -diff\n")
    touch = f"touch '{tmp_path / 'ran'}'; true"
    for key in ("diff.foo.textconv", "diff.foo.command", "diff.external", "core.pager", "diff.foo.xfuncname"):
        repo.git("config", key, touch)
    changes = last(repo, opened)
    assert [change.hunks for change in changes[1:]] == [(Hunk(1, 1, 1, 1),)] * 3
    assert not (tmp_path / "ran").exists()


_SETTINGS = (
    "diff.noprefix=true",
    "diff.mnemonicPrefix=true",
    "diff.srcPrefix=x/",
    "diff.algorithm=patience",
    "diff.renames=false",
    "diff.renames=copies",
    "diff.renameLimit=1",
    "diff.interHunkContext=50",
    "diff.context=9",
    "diff.indentHeuristic=false",
    "diff.ignoreSubmodules=all",
    "diff.suppressBlankEmpty=true",
    "diff.orderFile=order",
    "diff.wordRegex=.",
    "diff.submodule=log",
    "diff.relative=true",
    "diff.colorMoved=zebra",
    "core.quotePath=false",
    "core.bigFileThreshold=1",
    "color.ui=always",
    "core.attributesFile=order",
)


def test_configuration_has_no_say(repo: GitRepo, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"line {i}\n" for i in range(40)]
    repo.commit({"a/é.py": "".join(lines), "a/z": "1\n", "m": "".join(f"move {i}\n" for i in range(9)), "n": "1\n"})
    lines[3], lines[9], lines[30:31] = "x\n", "y\n", ["\n", "line 30\n", "\n"]
    os.rename(repo.root / "m", repo.root / "moved")
    repo.commit({"a/é.py": "".join(lines), "a/z": "2\n", "n": "2\n", "n2": "1\n"})
    expected = last(repo, opened)
    assert len(expected) == 5
    repo.write("order", "n\n* -diff\n")
    monkeypatch.chdir(repo.root / "a")
    config = repo.root / ".git" / "config"
    before = config.read_bytes()
    for setting in _SETTINGS:
        repo.git("config", *setting.split("=", 1))
        assert last(repo, opened) == expected, setting
        config.write_bytes(before)


def test_replacements_have_no_say(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n"})
    repo.commit({"f": "2\n"})
    expected = last(repo, opened)
    repo.git("replace", repo.git("rev-parse", "HEAD:f"), repo.git("hash-object", "-w", "--stdin", stdin=b"1\n2\n3\n4\n"))
    assert last(repo, opened) == expected


# Objects that are not there.


def lose(repo: GitRepo, name: str) -> None:
    oid = repo.git("rev-parse", name)
    (repo.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()


def test_a_missing_blob_costs_the_hunks_of_its_file_only(repo: GitRepo, opened: Open) -> None:
    text = "".join(f"{i}\n" for i in range(20))
    repo.commit({"lost": "1\n", "gone": "bye\n", "f": "1\n", "moves": text, "same": "1\n2\n"})
    os.rename(repo.root / "moves", repo.root / "moved")
    repo.remove("gone")
    repo.commit({"lost": "lost\n", "f": "2\n", "moved": text + "more\n", "new": "very new\n"})
    whole = last(repo, opened)
    for name in ("HEAD:lost", "HEAD^:gone", "HEAD:new"):
        lose(repo, name)
    repository = opened(repo.root)
    base, head = repository.commit("HEAD^"), repository.commit("HEAD")
    broken = {"lost", "gone", "new"}
    assert repository.diff(base, head) == tuple(c._replace(hunks=()) if c.path in broken else c for c in whole)
    assert base.missing() == {"gone"} and head.missing() == {"lost", "new"}


def test_a_diff_of_nothing_but_missing_blobs(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n"})
    repo.commit({"f": "2\n"})
    lose(repo, "HEAD:f")
    change = only(repo, opened)
    assert change.status is Status.MODIFIED and change.hunks == ()


def test_a_damaged_blob_is_like_a_missing_one(repo: GitRepo, opened: Open) -> None:
    repo.commit({"f": "1\n", "g": "1\n"})
    repo.commit({"f": "2\n", "g": "3\n"})
    oid = repo.git("rev-parse", "HEAD:f")
    path = repo.root / ".git" / "objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-4] + b"abcd")
    f, g = last(repo, opened)
    assert f.hunks == () and g.hunks == (Hunk(1, 1, 1, 1),)


# Agreement with git itself.

_LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"    c\n", b"@@ -1 +1 @@\n", b"x\r\n", b"}\n"]), max_size=14)
_TEXT = st.tuples(_LINES, st.sampled_from([b"", b"end"])).map(lambda parts: b"".join(parts[0]) + parts[1])
_FILES = st.dictionaries(st.sampled_from(["a", "b", "c d", "e/f"]), _TEXT, max_size=4)
_NAME = re.compile(r" b/(.+)$", re.MULTILINE)
_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@settings(max_examples=20, deadline=None)
@given(_FILES, _FILES)
def test_hunks_are_those_of_git_diff(workshop: Repository, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    base = workshop.overlay(workshop.empty(), before, "base")
    head = workshop.overlay(workshop.empty(), after, "head")
    assert workshop.root is not None
    env = {**os.environ, "GIT_OBJECT_DIRECTORY": workshop.store.objects}
    args = ("diff", "-U0", "--no-renames", "--diff-algorithm=histogram", base.id, head.id)
    patches = GitRepo(Path(workshop.root)).git(*args, env=env).split("\ndiff --git ")
    expected = {_NAME.findall(patch)[0]: _HUNK.findall(patch) for patch in patches if patch}
    for change in workshop.diff(base, head):
        if change.status is not Status.RENAMED:
            assert change.hunks == tuple(Hunk(*(int(n) if n else 1 for n in match)) for match in expected[change.path])
