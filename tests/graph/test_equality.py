"""A graph is the same, however it came about: whatever was cached, read before, or seen in another order."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from benchmarks.equality import Truth, answers, opened, picture
from scoper.git.repository import Repository
from scoper.graph.resolve import Graph
from tests.gitrepo import GitRepo
from tests.graph import test_rust, test_typescript
from tests.graph.polyglot import PYTHON, TREE, TREES
from tests.graph.trees import MemoryTree

ROOT = Path(__file__).parents[2]
FOLDERS = ("", "lib/", "src/", "shop/")
SMALL = {**PYTHON, **test_rust.SHOP, **test_typescript.CART}
NAMES = re.compile(r"\b[A-Za-z]{3,}\b")


def swapped(text: str, one: str, other: str) -> str:
    swap = {one: other, other: one}
    return NAMES.sub(lambda name: swap.get(name[0], name[0]), text)


class History(RuleBasedStateMachine):
    """What people do to a repository. One cache sees it all, and after each step its graph is that of an empty one."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.repo = GitRepo(root)
        for path in self.paths():
            self.repo.remove(path)
        self.serial = self.repo.git("for-each-ref", "--format=%(refname)").count("\n")
        self.branches = [f"{self.serial}-0"]
        self.repo.git("checkout", "-q", "--orphan", self.branches[0])
        self.repo.commit(SMALL)

    def paths(self) -> list[str]:
        found = (path.relative_to(self.repo.root) for path in self.repo.root.rglob("*") if path.is_file())
        return sorted(str(path) for path in found if path.parts[0] != ".git")

    @rule(data=st.data())
    def swap_two_names(self, data: st.DataObject) -> None:
        """The size of the file stays the same where the names are equally long."""
        path = data.draw(st.sampled_from(self.paths()))
        text = (self.repo.root / path).read_text()
        if names := sorted(set(NAMES.findall(text))):
            one, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
            self.repo.write(path, swapped(text, one, other))

    @rule(data=st.data())
    def cut_lines(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(self.paths()))
        lines = (self.repo.root / path).read_text().splitlines(keepends=True)
        start = data.draw(st.integers(0, len(lines)))
        self.repo.write(path, "".join(lines[:start] + lines[start + data.draw(st.integers(1, 3)) :]))

    @rule(path=st.sampled_from(sorted(SMALL)), folder=st.sampled_from(FOLDERS))
    def add_a_file(self, path: str, folder: str) -> None:
        self.repo.write(folder + path.rpartition("/")[2], SMALL[path])

    @rule(data=st.data())
    def remove_a_file(self, data: st.DataObject) -> None:
        if len(paths := self.paths()) > 1:
            self.repo.remove(data.draw(st.sampled_from(paths)))

    @rule(data=st.data(), folder=st.sampled_from(FOLDERS))
    def rename_a_file(self, data: st.DataObject, folder: str) -> None:
        old, other = (data.draw(st.sampled_from(self.paths())) for _ in range(2))
        new = folder + other.rpartition("/")[2]
        (self.repo.root / new).parent.mkdir(exist_ok=True)
        (self.repo.root / old).rename(self.repo.root / new)

    @rule()
    def commit(self) -> None:
        self.repo.commit()

    @rule()
    def branch(self) -> None:
        self.branches.append(f"{self.serial}-{len(self.branches)}")
        self.repo.git("checkout", "-q", "-b", self.branches[-1])

    @rule(data=st.data())
    def switch(self, data: st.DataObject) -> None:
        self.repo.git("checkout", "-q", "-f", data.draw(st.sampled_from(self.branches)))

    @rule()
    def revert(self) -> None:
        self.repo.stage()
        self.repo.git("reset", "-q", "--hard")

    @invariant()
    def the_cache_makes_no_difference(self) -> None:
        with Repository.discover(self.repo.root) as repository:
            snapshot = repository.work_tree()
            with opened(snapshot, os.environ["SCOPER_CACHE_DIR"]) as warm, opened(snapshot, None) as fresh:
                assert picture(warm, snapshot.entries()) == picture(fresh, snapshot.entries())
            on_disk = {path: (self.repo.root / path).read_bytes() for path in self.paths()}
            assert snapshot.read_many(snapshot.entries()) == on_disk


def test_incremental_equals_full(repo: GitRepo) -> None:
    repo.commit({"README": ""})
    run_state_machine_as_test(
        cast(type[RuleBasedStateMachine], partial(History, repo.root)),  # what makes one will do
        settings=settings(max_examples=6, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)),
    )


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """A tree of one language, in some of whose files two names have changed places."""
    files = dict(draw(st.sampled_from(TREES)))
    names = sorted(set(NAMES.findall(" ".join(files.values()))))
    for path in draw(st.lists(st.sampled_from(sorted(files)), max_size=2, unique=True)):
        one, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        files[path] = swapped(files[path], one, other)
    return files


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trees(), st.randoms(use_true_random=False))
def test_lazy_equals_full(files: dict[str, str], order: random.Random) -> None:
    full, lazy = Graph(MemoryTree(files)), Graph(MemoryTree(files))
    truth = Truth(full, files)
    symbols = list(truth.symbols)
    order.shuffle(symbols)
    for symbol in symbols:
        assert answers(Graph(MemoryTree(files)), symbol) == answers(lazy, symbol) == truth.answers(symbol), symbol


def test_the_order_of_files_makes_no_difference() -> None:
    backwards = dict(reversed(TREE.items()))
    assert picture(Graph(MemoryTree(backwards)), backwards) == picture(Graph(MemoryTree(TREE)), TREE)


SCRIPT = """
import re, sys
from benchmarks.equality import opened, picture
from scoper.cli.main import main
from scoper.git.repository import Repository

for command in (
    *(["graph", symbol, "--format", form, "--distance", "4"] + [word for name in shown for word in ("--show", name)]
      for symbol in ("::price", "shop/cart.py")
      for form, shown in (("text", []), ("json", ["references", "neighbours", "bases", "subclasses", "tests", "importers"]))),
    ["graph", "shop/", "--api"],
    ["scope", "let Cart.total open the store"],
    ["check", "--format", "json", "--request", "let Cart.total open the store"],
):
    print(command, main(command), flush=True)
with Repository.discover() as repository:
    snapshot = repository.work_tree()
    with opened(snapshot, None) as graph:
        print(*picture(graph, snapshot.entries()).edges, sep="\\n")
"""


def said(repo: GitRepo, seed: int) -> str:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)}
    done = subprocess.run([sys.executable, "-P", "-c", SCRIPT], cwd=repo.root, env=environ, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return re.sub(r'"timing_ms": \{[^}]*\}', "", done.stdout)


def test_the_seed_of_hashes_makes_no_difference(repo: GitRepo) -> None:
    repo.commit(TREE)
    repo.stage({path: text.replace("total", "sum_up").replace("price", "cost") for path, text in TREE.items()})
    repo.write("shop/price.py", PYTHON["shop/price.py"] + "\n\ndef fresh(): ...\n")
    with ThreadPoolExecutor() as pool:
        first, other = pool.map(partial(said, repo), (0, 1))
    assert '"verdict": "' in first and "[exact" in first
    assert other == first
