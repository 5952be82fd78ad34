from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoper import gate
from scoper.change.model import Change
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.review.parts import Parts, cut
from scoper.untangle.recombine import Recombination
from tests.gitrepo import GitRepo
from tests.untangle.test_recombine import TREES

BODY = b"""class Cart:
    def label(self):
        x = 1
        y = 2
        return str(x + y)
"""
CHANGED = b"""class Cart:
    def label(self):
        x = 10
        # the sum
        z = compute(x)
        y = 2 + 2
        if y:
            print(y)
        else:
            print(x)
        return str(x + y)
"""
NEW = b"\n\ndef cents(amount):\n    print(amount)\n    if amount:\n        amount = round(amount)\n    return amount\n"
JS = b"function f(a) {\n  log(a);\n  return {\n    a,\n  };\n}\n"


@contextmanager
def taken_apart(
    repo: GitRepo, base: dict[str, bytes], head: dict[str, bytes]
) -> Iterator[tuple[Repository, Tree, Change, Parts]]:
    with Repository.discover(repo.root) as repository:
        old, new = (
            repository.lay(repository.empty(), {path: (0o100644, text) for path, text in files.items()}, "side")
            for files in (base, head)
        )
        with gate.open_change(repository, old, new, Config(linters=()), use_cache=False) as found:
            yield repository, old, found.change, cut(found.change)


def texts(parts: Parts, number: int, base: bytes, head: bytes) -> list[tuple[str, str]]:
    old, new = base.decode().splitlines(), head.decode().splitlines()
    return [
        (
            " / ".join(line.strip() for start, end in part.before for line in old[start - 1 : end]),
            " / ".join(line.strip() for start, end in part.after for line in new[start - 1 : end]),
        )
        for part in (parts.change.edits[at] for at in parts.of[number])
    ]


def test_statements_meet_what_they_became(repo: GitRepo) -> None:
    with taken_apart(repo, {"a.py": BODY}, {"a.py": CHANGED}) as (_, _, _, parts):
        assert texts(parts, 0, BODY, CHANGED) == [
            ("x = 1", "x = 10"),
            ("", "# the sum / z = compute(x)"),
            ("y = 2", "y = 2 + 2"),
            ("", "if y: / print(y) / else: / print(x)"),
        ]
        assert [part.id for part in parts.change.edits] == ["e1.1", "e1.2", "e1.3", "e1.4"]


def test_one_new_definition_is_taken_apart_inside(repo: GitRepo) -> None:
    with taken_apart(repo, {"a.py": BODY}, {"a.py": BODY + NEW}) as (repository, base, _, parts):
        assert [after for _, after in texts(parts, 0, BODY, BODY + NEW)] == [
            "def cents(amount):",
            "print(amount)",
            "if amount: / amount = round(amount)",
            "return amount",
        ]
        laid = Recombination(parts.change).files({0, 2, 3})
        assert laid == {"a.py": (0o100644, BODY + NEW.replace(b"    print(amount)\n", b""))}


def test_what_closes_a_block_goes_with_its_header(repo: GitRepo) -> None:
    with taken_apart(repo, {"a.js": b"x();\n"}, {"a.js": b"x();\n\n" + JS}) as (_, _, _, parts):
        rows = [after for _, after in texts(parts, 0, b"x();\n", b"x();\n\n" + JS)]
        assert rows[0] == "function f(a) { / }" and rows[1] == "log(a);" and rows[2].startswith("return {")


def test_prose_is_cut_by_hunk_and_what_has_no_lines_not_at_all(repo: GitRepo) -> None:
    with taken_apart(repo, {"a.txt": b"a\nb\nc\n", "n": b"\0a"}, {"a.txt": b"A\nb\nC\n", "n": b"\0b"}) as (_, _, change, parts):
        assert [len(one) for one in parts.of] == [1] * len(change.edits)
        assert parts.change.edits == change.edits


@pytest.mark.parametrize("name", TREES)
def test_any_choice_of_parts_makes_a_tree_and_all_make_the_head(name: str, repo: GitRepo) -> None:
    chance = random.Random(name)
    with Repository.discover(repo.root) as repository:
        old, new = (repository.lay(repository.empty(), files, "side") for files in TREES[name])
        with gate.open_change(repository, old, new, Config(linters=()), use_cache=False) as found:
            parts = cut(found.change)
        recombination = Recombination(parts.change)
        everything = range(len(parts.change.edits))
        assert recombination.files(set()) == {}
        assert repository.lay(old, recombination.files(everything), "all").id == new.id
        for _ in range(6):
            some = recombination.closed(n for n in everything if chance.random() < 0.5)
            tree = repository.lay(old, recombination.files(some), "some")
            assert (tree.id == old.id) == (not some)


CODE = "def f():|def g():|    x = 1|    if x:|        y = x + 1|    return y||z = 3|# note|    else:|)"
LINES = st.sampled_from(CODE.encode().split(b"|"))
TEXT = st.lists(LINES, max_size=14).map(lambda lines: b"\n".join(lines))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(TEXT, TEXT, st.data())
def test_parts_of_any_text_add_up_and_compose(repo: GitRepo, base: bytes, head: bytes, data: st.DataObject) -> None:
    with taken_apart(repo, {"a.py": base}, {"a.py": head}) as (repository, old, change, parts):
        for edit, its in zip(change.edits, parts.of, strict=True):
            for side in ("before", "after"):
                whole = sorted(n for start, end in getattr(edit, side) for n in range(start, end + 1))
                cuts = [n for at in its for start, end in getattr(parts.change.edits[at], side) for n in range(start, end + 1)]
                assert sorted(cuts) == whole
        recombination = Recombination(parts.change)
        everything = set(range(len(parts.change.edits)))
        assert recombination.files(everything) in ({}, {"a.py": change.files[0].change.head if change.files else None})
        some = data.draw(st.sets(st.sampled_from(sorted(everything)))) if everything else set()
        more = some | (data.draw(st.sets(st.sampled_from(sorted(everything)))) if everything else set())
        first, second = (
            repository.lay(old, recombination.files(recombination.closed(chosen)), "some") for chosen in (some, more)
        )
        patch = repository.patch(first, second)  # what is accepted later applies to what was accepted before
        assert repository.apply(first, patch, "again").id == second.id if patch else first.id == second.id
