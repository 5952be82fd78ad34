from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoper import gate
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.scope.model import Task, TaskSource
from scoper.untangle.split import Split, split
from tests.gitrepo import GitRepo
from tests.untangle.test_recombine import TREES, Tree_, regular

SHOP = {
    "cart.py": b"def total(prices):\n    return sum(prices)\n",
    "names.py": b"def slug(name):\n    return name.lower()\n",
    "page.py": b"from names import slug\n\n\ndef page(title):\n    return slug(title)\n",
}


def split_trees(repo: GitRepo, base: Tree_, head: Tree_, request: str | None = None) -> Split:
    """The parts, of which it was made sure that their patches lead from the one tree to the other."""
    with Repository.discover(repo.root) as repository:
        old, new = (repository.lay(repository.empty(), files, "side") for files in (base, head))
        config, report = Config(linters=()), None
        if request is not None:
            report = gate.judge(repository, old, new, Task(request, (), TaskSource.FLAG), config, use_cache=False)
        found = split(repository, old, new, config, report=report, use_cache=False)
        at = old
        for part in found.parts:
            at = repository.apply(at, repository.patch(at, part.tree), "applied")
            assert at.id == part.tree.id
        assert at.id == new.id
        return found


def files_of(found: Split) -> list[set[str]]:
    return [{edit.path for edit in part.edits} for part in found.parts]


@pytest.mark.parametrize("name", TREES)
def test_the_parts_add_up_to_the_whole(name: str, repo: GitRepo) -> None:
    split_trees(repo, *TREES[name])


LINES = st.sampled_from(
    [b"def f(a):\n", b"    return a\n", b"    x = g(a)\n", b"\n", b"import os\n", b"y = 1\r\n", b"# \xff\n", b"class C:\n"]
)
TEXTS = st.builds(lambda lines, last: b"".join(lines) + last, st.lists(LINES, max_size=14), st.sampled_from([b"", b"z = 2"]))
SIDES = st.dictionaries(st.sampled_from(["a.py", "b.py", "d/a.py", "d", "t.txt"]), TEXTS, max_size=4)


def is_tree(files: dict[str, bytes]) -> bool:
    return not ("d" in files and "d/a.py" in files)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIDES.filter(is_tree), SIDES.filter(is_tree))
def test_the_parts_of_any_two_trees_add_up(repo: GitRepo, base: dict[str, bytes], head: dict[str, bytes]) -> None:
    found = split_trees(repo, regular(base), regular(head))
    assert bool(found.parts) == (base != head)
    ids = [edit.id for part in found.parts for edit in part.edits]
    assert len(ids) == len(set(ids))


def test_two_concerns_are_two_parts(repo: GitRepo) -> None:
    head = {
        **SHOP,
        "cart.py": b"def total(prices):\n    return cents(sum(prices))\n\n\ndef cents(amount):\n    return round(amount, 2)\n",
        "names.py": SHOP["names.py"].replace(b"lower()", b"strip()"),
    }
    found = split_trees(repo, regular(SHOP), regular(head))
    assert files_of(found) == [{"cart.py"}, {"names.py"}] and found.judged
    assert found.parts[0].title == "cart.py::cents, cart.py::total"


def test_a_rename_goes_with_all_that_use_it(repo: GitRepo) -> None:
    head = {
        **SHOP,
        "cart.py": SHOP["cart.py"].replace(b"sum(prices)", b"round(sum(prices), 2)"),
        "names.py": SHOP["names.py"].replace(b"slug", b"slugify"),
        "page.py": SHOP["page.py"].replace(b"slug", b"slugify"),
    }
    found = split_trees(repo, regular(SHOP), regular(head))
    assert {"names.py", "page.py"} in files_of(found) and not any(part.flaws for part in found.parts)


def test_what_was_asked_for_is_a_part_of_its_own(repo: GitRepo) -> None:
    head = {path: content.replace(b"return ", b"return 1 and ") for path, content in SHOP.items()}
    found = split_trees(repo, regular(SHOP), regular(head), "Let `total` in cart.py be 1")
    assert [part.asked for part in found.parts][:1] == [True] and files_of(found)[0] == {"cart.py"}
    assert all(part.asked is False for part in found.parts[1:])


def test_one_edit_is_one_part_and_none_is_none(repo: GitRepo) -> None:
    assert len(split_trees(repo, regular(SHOP), regular({**SHOP, "new.txt": b"x\n"})).parts) == 1
    assert split_trees(repo, regular(SHOP), regular(SHOP)).parts == ()


def test_many_edits_are_taken_by_file_or_folder(repo: GitRepo) -> None:
    head = {f"d{n % 3}/f{n}.txt": b"x\n" for n in range(400)}
    found = split_trees(repo, regular(SHOP), regular({**SHOP, **head}))
    assert sum(len(part.edits) for part in found.parts) == 400
