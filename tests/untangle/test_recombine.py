from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from scoper import gate
from scoper.change.model import Change, EditKind
from scoper.config import Config
from scoper.git.model import SUBMODULE, Entry
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.untangle.recombine import Content, Recombination
from tests.gitrepo import GitRepo

Tree_ = dict[str, Content]
CODE = b"import os\n\n\ndef one(a):\n    return a\n\n\ndef two(b):\n    x = b\n    return x\n"
TEXT = b"first\n\nsecond\nthird\r\n\nlast"
LINK = (0o120000, b"a.py")


@contextmanager
def compared(repo: GitRepo, base: Tree_, head: Tree_) -> Iterator[tuple[Repository, Tree, Tree, Change]]:
    with Repository.discover(repo.root) as repository:
        old, new = (repository.lay(repository.empty(), files, "side") for files in (base, head))
        with gate.open_change(repository, old, new, Config(linters=()), use_cache=False) as found:
            yield repository, old, new, found.change


def regular(files: dict[str, bytes]) -> Tree_:
    return {path: (0o100644, content) for path, content in files.items()}


CHANGED = CODE.replace(b"return a", b"return a + 1").replace(b"x = b", b"y = b").replace(b"return x", b"return y")
TREES: dict[str, tuple[Tree_, Tree_]] = {
    "content": (regular({"a.py": CODE, "t": TEXT}), regular({"a.py": CHANGED, "t": TEXT.replace(b"first", b"1") + b"\n"})),
    "added and deleted": (regular({"a.py": CODE, "t": TEXT}), regular({"b.py": CHANGED[20:], "u": TEXT, "empty": b""})),
    "renamed and changed": (
        regular({"a.py": CODE, "d/t": TEXT * 9}),
        regular({"b.py": CODE + b"z = 1\n", "e/t": TEXT * 9 + b"!"}),
    ),
    "swapped": (regular({"a.py": CODE, "b.py": TEXT * 9}), regular({"b.py": CODE, "a.py": TEXT * 9})),
    "moved between files": (
        regular({"a.py": CODE, "b.py": b"import sys\n"}),
        regular({"a.py": CODE[:40], "b.py": b"import sys\n" + CODE[40:]}),
    ),
    "modes, links and binaries": (
        {"m": (0o100644, b"x\n"), "l": LINK, "k": (0o120000, b"old"), "b": (0o100644, b"\0a"), "s": Entry(SUBMODULE, "1" * 40)},
        {"m": (0o100755, b"y\n"), "l": (0o100644, b"z\n"), "k": LINK, "b": (0o100755, b"\0b"), "s": Entry(SUBMODULE, "2" * 40)},
    ),
    "a file where a folder was": (regular({"d/x": TEXT, "d/y": b"y\n"}), regular({"d": b"file\n", "z/x": TEXT})),
    "a folder where a file was": (regular({"d": TEXT}), regular({"d/x": b"new\n", "d/y": TEXT})),
}


@pytest.mark.parametrize("name", TREES)
def test_all_edits_give_the_head_and_none_the_base(name: str, repo: GitRepo) -> None:
    with compared(repo, *TREES[name]) as (repository, base, head, change):
        recombination = Recombination(change)
        assert recombination.files(set()) == {}
        assert repository.lay(base, recombination.files(range(len(change.edits))), "all").id == head.id


@pytest.mark.parametrize("name", TREES)
def test_every_choice_that_keeps_ties_makes_a_tree_and_grows_into_the_head(name: str, repo: GitRepo) -> None:
    chance = random.Random(name)
    with compared(repo, *TREES[name]) as (repository, base, head, change):
        recombination = Recombination(change)
        for _ in range(8):
            some = recombination.closed(n for n in range(len(change.edits)) if chance.random() < 0.5)
            part = repository.lay(base, recombination.files(some), "some")
            assert (part.id == base.id) == (not some)
            patch = repository.patch(base, part)
            assert repository.apply(base, patch, "again").id == part.id if patch else part.id == base.id


def test_a_random_text_is_cut_along_its_edits(repo: GitRepo) -> None:
    chance = random.Random(7)
    for _ in range(12):
        lines = [chance.choice([b"def f():\n", b"    x = 1\n", b"\n", b"y = 2\n", b"# z\r\n"]) for _ in range(20)]
        other = [line for line in lines if chance.random() < 0.8]
        other.insert(chance.randrange(len(other) + 1), b"new = 3\n")
        with compared(repo, regular({"a.py": b"".join(lines)}), regular({"a.py": b"".join(other)})) as (
            repository,
            base,
            head,
            change,
        ):
            files = Recombination(change).files(range(len(change.edits)))
            assert repository.lay(base, files, "all").id == head.id


def test_one_function_of_two_is_taken(repo: GitRepo) -> None:
    with compared(repo, *TREES["content"]) as (_, _, _, change):
        (number,) = (n for n, edit in enumerate(change.edits) if edit.symbol == "a.py::one")
        laid = Recombination(change).files({number})
        assert laid == {"a.py": (0o100644, CODE.replace(b"return a", b"return a + 1"))}


def test_mode_and_name_are_edits_of_their_own(repo: GitRepo) -> None:
    base: Tree_ = {"a.py": (0o100644, CODE)}
    with compared(repo, base, {"b.py": (0o100755, CODE + b"\n\nz = 1\n")}) as (repository, old, _, change):
        for kind, path, mode in ((EditKind.MODE, "a.py", 0o100755), (EditKind.RENAME, "b.py", 0o100644)):
            numbers = {n for n, edit in enumerate(change.edits) if kind in edit.kinds}
            tree = repository.lay(old, Recombination(change).files(numbers), "some")
            assert {p: e.mode for p, e in tree.entries().items()} == {path: mode}
            assert tree.read_many([path]) == {path: CODE}


def test_files_that_make_room_for_each_other_are_tied(repo: GitRepo) -> None:
    with compared(repo, *TREES["a file where a folder was"]) as (_, _, _, change):
        recombination = Recombination(change)
        (new,) = (n for n, edit in enumerate(change.edits) if edit.path == "d")
        assert {change.edits[n].base_path for n in recombination.closed({new})} >= {"d", "d/y"}


def test_lines_say_where_they_are_from(repo: GitRepo) -> None:
    with compared(repo, *TREES["content"]) as (_, _, _, change):
        recombination = Recombination(change)
        lines = recombination.lines("a.py", set())
        assert lines is not None and b"".join(line.text for line in lines) == CODE
        assert {change.edits[line.owner].symbol for line in lines if line.owner is not None} == {"a.py::one", "a.py::two"}
        assert recombination.lines("nowhere", set()) is None


def test_names_that_are_no_utf_8_are_kept(repo: GitRepo) -> None:
    name = os.fsdecode(b"\xff.txt")
    with compared(repo, regular({name: b"a\n"}), regular({name: b"b\n"})) as (_, _, _, change):
        assert Recombination(change).files({0}) == {name: change.files[0].change.head}
