from __future__ import annotations

import pytest

from scoper.git.model import Status
from scoper.lang.paths import is_test_path
from scoper.verdict.evidence import gather
from scoper.verdict.links import Link, is_companion_path, lock_links, name_links, paragraph_links, whole_file_links
from scoper.verdict.model import Relation
from tests.verdict.builders import added_lines

COMMON = "\n".join(f"context = request.context({n})" for n in range(200)) + "\n"


def links(files: dict[str, str], base: str = COMMON) -> list[Link]:
    return name_links(*gather(added_lines(files, base=base)))


def test_edits_without_a_common_name_are_not_tied() -> None:
    assert links({"a.go": "alpha = beta(1)\n", "b.go": "gamma = delta(2)\n"}) == []


def test_a_name_that_is_everywhere_ties_weakly() -> None:
    found = links({"a.go": "context = alpha()\n", "b.go": "context = gamma()\n"})
    assert all(link.weak and link.strength < 0.2 for link in found)


def test_a_new_name_ties_strongly_both_ways() -> None:
    found = links({"a.go": "func SplitBill(total) {}\n", "b.go": "x = SplitBill(3)\n"})
    assert {(link.source, link.target) for link in found} == {(0, 1), (1, 0)}
    assert all(not link.weak and link.strength > 0.3 and "SplitBill" in link.why for link in found)


@pytest.mark.parametrize(
    "path", ["tests/a.py", "test_a.py", "a_test.go", "pkg/__tests__/a.ts", "a.spec.ts", "x/conftest.py", "spec/a_spec.rb"]
)
def test_test_paths(path: str) -> None:
    assert is_test_path(path)


@pytest.mark.parametrize("path", ["contest.py", "latest.py", "src/attestation.py", "testament.go"])
def test_paths_that_only_sound_like_tests(path: str) -> None:
    assert not is_test_path(path)


def test_companions() -> None:
    assert [is_companion_path(path) for path in ("CHANGES.rst", "docs/a.md", "pyproject.toml", "a.py")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_tie_to_a_test_or_to_prose_says_so() -> None:
    found = links(
        {"a.py": "def split_bill(total): pass\n", "tests/test_a.py": "split_bill(3)\n", "CHANGES.md": "split_bill is new\n"}
    )
    relations = {(link.source, link.target): link.relation for link in found}
    assert relations[0, 1] is Relation.TEST
    assert relations[0, 2] is Relation.COMPANION
    assert relations[1, 0] is Relation.RELATED


def test_a_lock_file_follows_its_manifest_and_no_other() -> None:
    files = {
        "a/package.json": '{"x": 1}\n',
        "package-lock.json": '{"y": 1}\n',
        "b/uv.lock": "z = 1\n",
        "pyproject.toml": "q = 1\n",
    }
    found = lock_links(gather(added_lines(files))[0])
    paths = list(files)
    assert [(paths[link.source], paths[link.target]) for link in found] == [("a/package.json", "package-lock.json")]
    assert all(link.relation is Relation.COMPANION and not link.weak for link in found)


def test_lines_of_a_document_that_only_keys_cut_apart_are_one_piece() -> None:
    evidence = gather(added_lines({"a.toml": "x = 1\ny = 2\n", "a.py": "x = 1\ny = 2\n"}))[0]
    assert {(link.source, link.target) for link in paragraph_links(evidence)} == {(0, 1), (1, 0)}


def test_a_new_file_is_of_one_piece() -> None:
    change = added_lines({"a.go": "one()\ntwo()\n", "b.go": "three()\n"})
    files = tuple(file._replace(change=file.change._replace(status=Status.ADDED)) for file in change.files)
    assert whole_file_links(change) == []
    assert {link[:2] for link in whole_file_links(change._replace(files=files))} == {(0, 1), (1, 0)}
