"""Fixes are made, judged again, and left out where they do harm: real ruff, real git."""

from __future__ import annotations

from scoper import gate
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.scope.model import Task
from scoper.untangle.fix import OUTSIDE, fix
from tests.gitrepo import GitRepo

RUFF = '[lint]\nselect = ["F", "UP", "W"]\n'


def fixed(repo: GitRepo, head: dict[str, str]) -> tuple[dict[str, str], list[str], set[str]]:
    """The changed files after the fixes, what was fixed, and why the rest was not."""
    for path, text in head.items():
        repo.write(path, text)
    with Repository.discover(repo.root) as repository:
        base, tree = repository.commit("HEAD"), repository.work_tree()
        report = gate.judge(repository, base, tree, Task(), Config(), use_cache=False)
        done = fix(repository, base, tree, report, Config(), use_cache=False)
        texts = {path: text.decode() for path, text in done.tree.read_many(head).items()}
    return texts, [f.source.code for f in done.made if f.source], {left.why for left in done.left}


def test_a_fix_that_brings_up_another_one_is_followed_by_it(repo: GitRepo) -> None:
    repo.commit({"ruff.toml": RUFF, "a.py": ""})
    texts, made, left = fixed(repo, {"a.py": "from typing import List\n\n\ndef f(x: List[int]) -> None: ...\n"})
    assert texts == {"a.py": "\n\ndef f(x: list[int]) -> None: ...\n"}
    assert made == ["UP006", "F401"] and left == set()


def test_a_fix_that_breaks_a_use_elsewhere_is_left_out_and_the_others_are_made(repo: GitRepo) -> None:
    repo.commit({"ruff.toml": RUFF, "x.py": "y = 1\n"})
    head = {"a.py": "from x import y\n", "b.py": "from a import y\n\nz = y   \n", "c.py": "import os\n\nq = 1   \n"}
    texts, made, left = fixed(repo, head)
    assert texts == {"a.py": head["a.py"], "b.py": "from a import y\n\nz = y\n", "c.py": "\nq = 1\n"}
    assert sorted(made) == ["F401", "W291", "W291"]
    [why] = left
    assert why.startswith("after it: ") and "uses 'y', which a.py does not have" in why


def test_fixes_of_one_line_are_made_one_after_the_other(repo: GitRepo) -> None:
    repo.commit({"ruff.toml": RUFF, "a.py": ""})
    texts, made, left = fixed(repo, {"a.py": 'x = "{}".format(1)   \n'})
    assert texts == {"a.py": 'x = f"{1}"\n'} and made == ["UP032", "W291"] and left == set()


def test_what_another_line_would_have_to_change_for_is_left(repo: GitRepo) -> None:
    repo.commit({"ruff.toml": RUFF, "a.py": "import os\n\nx = os\n"})
    texts, made, left = fixed(repo, {"a.py": "import os\n\nx = 1\n"})
    assert texts == {"a.py": "import os\n\nx = 1\n"} and made == [] and left == {OUTSIDE}
