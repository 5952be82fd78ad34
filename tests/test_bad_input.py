"""Diffs that nobody would read: huge, one-sided, without meaning or text. Bounded time, and a verdict that makes sense."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from time import perf_counter

import pytest

from scoper import gate
from scoper.checks.model import Outcome, Report
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.git.tree import Tree
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from tests.gitrepo import GitRepo

MODULE = (
    'def f_{n}(a, b):\n    """Add."""\n    return a + b + {n}\n\n\nclass C{n}:\n    def g(self):\n        return f_{n}(1, 2)\n'
)
PATIENCE = 30.0  # seconds; a hundred times what a quiet machine needs, and far less than anything that grows with the square


def judge(repo: GitRepo, request: str | None = None, *specs: str, base: str = "HEAD", head: str | None = None) -> Report:
    task = Task(request, tuple(map(parse_spec, specs)), TaskSource.FLAG if request or specs else TaskSource.NONE)
    began = perf_counter()
    with Repository.discover(repo.root) as repository:
        after = repository.commit(head) if head else repository.work_tree()
        report = gate.judge(repository, repository.commit(base), after, task, Config(linters=()), use_cache=False)
    assert perf_counter() - began < PATIENCE
    return report


def codes(report: Report) -> set[str]:
    return {finding.rule.code for finding in report.findings}


def modules(numbers: Iterable[int], folder: str = "pkg") -> dict[str, str | bytes]:
    return {f"{folder}/m{n}.py": MODULE.format(n=n) for n in numbers}


def imported(*trees: dict[str, str]) -> bytes:
    """Commits for ``git fast-import``: adding thousands of files one by one takes longer than judging them."""
    stream = []
    for files in trees:
        stream.append("commit refs/heads/big\ncommitter A <a@example.org> 0 +0000\ndata 1\nx\n")
        stream += [f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" for path, text in files.items()]
    return "".join(stream).encode()


def test_five_thousand_files(repo: GitRepo) -> None:
    base = {f"data/{n}.txt": f"{n}\n" for n in range(5_000)} | {"pkg/m1.py": MODULE.format(n=1)}
    head = {f"data/{n}.txt": f"{n} more\n" for n in range(5_000)}
    head["pkg/m1.py"] = MODULE.format(n=1).replace("a + b", "a - b")
    repo.git("fast-import", "--quiet", stdin=imported(base, head))
    report = judge(repo, None, "pkg/", base="big~1", head="big")
    assert len(report.verdicts) == 5_001
    assert [v.edit.symbol for v in report.verdicts if v.in_scope] == ["pkg/m1.py::f_1"]
    assert report.outcome is Outcome.REJECT


def test_two_hundred_thousand_generated_lines(repo: GitRepo) -> None:
    repo.commit({"gen/table.py": "TABLE = [\n" + "    (1, 2, 3),\n" * 100_000 + "]\n", **modules([1])})
    repo.write("gen/table.py", "TABLE = [\n" + "    (2, 3, 4),\n" * 100_000 + "]\n")
    repo.write("pkg/m1.py", MODULE.format(n=1).replace("a + b", "a - b"))
    report = judge(repo, "Subtract in `f_1`", "!gen/")
    assert "SC104" in codes(report)
    assert {v.edit.symbol: v.in_scope for v in report.verdicts if v.edit.path == "pkg/m1.py"} == {"pkg/m1.py::f_1": True}


def test_a_folder_is_renamed(repo: GitRepo) -> None:
    repo.commit(modules(range(60)))
    repo.git("mv", "pkg", "shop")
    repo.commit()
    report = judge(repo, "Rename the package pkg to shop", base="HEAD~1", head="HEAD")
    assert {v.edit.path.partition("/")[0] for v in report.verdicts} == {"shop"}
    assert report.outcome is not Outcome.REJECT and not codes(report)


def test_a_large_folder_is_renamed_without_a_search_for_each_file(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    base = {f"pkg/m{n}.py": MODULE.format(n=n) for n in range(300)}
    repo.git("fast-import", "--quiet", stdin=imported(base))
    repo.git("checkout", "-q", "-f", "big")
    repo.git("mv", "pkg", "shop")
    repo.commit()
    searched: list[object] = []
    search = Tree.search

    def count(tree: Tree, words: Collection[str]) -> set[str]:
        searched.append(words)
        return search(tree, words)

    monkeypatch.setattr(Tree, "search", count)
    report = judge(repo, "Rename the package pkg to shop", base="HEAD~1", head="HEAD")
    assert len(report.verdicts) == 300 and not codes(report)
    assert len(searched) < 30


def test_a_package_is_vendored(repo: GitRepo) -> None:
    repo.commit(modules([1]))
    for path, text in modules(range(150), "vendor/lib").items():
        repo.write(path, text)
    repo.write("pkg/m1.py", "from vendor.lib.m3 import f_3\n\n\n" + MODULE.format(n=1))
    report = judge(repo, None, "vendor/", "pkg/m1.py")
    assert report.outcome is Outcome.ACCEPT and all(v.in_scope for v in report.verdicts)


def test_a_merge_is_judged_against_its_first_parent(repo: GitRepo) -> None:
    repo.commit(modules([1, 2]))
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"pkg/m1.py": MODULE.format(n=1).replace("a + b", "a - b")})
    repo.git("checkout", "-q", "-")
    repo.commit({"pkg/m2.py": MODULE.format(n=2).replace("a + b", "a * b")})
    repo.git("merge", "-q", "--no-edit", "side")
    report = judge(repo, "Subtract in f_1", base="HEAD^1", head="HEAD")
    assert [v.edit.symbol for v in report.verdicts] == ["pkg/m1.py::f_1"]


def test_a_revert_takes_back_what_it_names(repo: GitRepo) -> None:
    repo.commit(modules([1]))
    repo.commit({"pkg/m1.py": MODULE.format(n=1).replace("a + b", "a - b")}, "Subtract in f_1")
    repo.git("revert", "--no-edit", "HEAD")
    report = judge(repo, repo.git("log", "-1", "--format=%B"), base="HEAD~1", head="HEAD")
    assert [(v.edit.symbol, v.in_scope) for v in report.verdicts] == [("pkg/m1.py::f_1", True)]


@pytest.mark.parametrize(
    ("request_text", "reported"), [("Format the code", set[str]()), ("Round the total in `f_1`", {"CH201", "SC101"})]
)
def test_a_whole_tree_is_formatted(repo: GitRepo, request_text: str, reported: set[str]) -> None:
    repo.commit(modules(range(80)))
    for n in range(80):
        repo.write(
            f"pkg/m{n}.py", MODULE.format(n=n).replace("(a, b)", "(\n    a,\n    b,\n)").replace("f_{n}(1, 2)", "f_{n}( 1, 2 )")
        )
    report = judge(repo, request_text)
    assert {kind.value for v in report.verdicts for kind in v.edit.kinds} == {"format-only"}
    found = {code for code in codes(report) if code.startswith(("CH", "IN"))}
    assert found <= reported and bool(codes(report)) == bool(reported)


def test_nothing_but_deletions(repo: GitRepo) -> None:
    repo.commit(modules(range(100)))
    for n in range(1, 100):
        repo.remove(f"pkg/m{n}.py")
    report = judge(repo, "Remove the old modules", "pkg/")
    assert len({v.edit.path for v in report.verdicts}) == 99
    assert all(v.edit.after == () for v in report.verdicts)


def test_nothing_but_binaries(repo: GitRepo) -> None:
    repo.commit({f"img/{n}.png": b"\x89PNG\0" + bytes([n]) * 2_000 for n in range(50)})
    for n in range(50):
        repo.write(f"img/{n}.png", b"\x89PNG\0" + bytes([n + 1]) * 2_000)
    report = judge(repo, None, "img/")
    assert {v.edit.kinds for v in report.verdicts} == {("binary",)}
    assert report.outcome is Outcome.ACCEPT


def test_nothing_but_new_files(repo: GitRepo) -> None:
    repo.commit({"README.md": "# Shop\n"})
    for path, text in modules(range(100)).items():
        repo.write(path, text)
    report = judge(repo, "Add the package pkg", "pkg/")
    assert {v.edit.kinds for v in report.verdicts} == {("add",)}
    assert not [finding for finding in report.findings if finding.rule.family in ("CH", "IN")]


def test_functions_that_call_each_other_in_a_ring(repo: GitRepo) -> None:
    ring = {
        f"r{n}.py": f"from r{(n + 1) % 60} import f{(n + 1) % 60}\n\n\ndef f{n}(a):\n    return f{(n + 1) % 60}(a)\n"
        for n in range(60)
    }
    repo.commit(ring)
    for path, text in ring.items():
        repo.write(path, text.replace("(a)", "(a, b)"))
    report = judge(repo, None, "r0.py::f0")
    assert report.verdicts and all(v.in_scope for v in report.verdicts if v.edit.path in ("r0.py", "r59.py"))
