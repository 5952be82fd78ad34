from __future__ import annotations

import pytest

from scoper import gate
from scoper.git.repository import Repository
from scoper.scope.model import Task, TaskSource
from scoper.scope.specs import parse_spec
from scoper.untangle.trim import Trimmed, Wanted, trim, worse
from tests.gitrepo import GitRepo

BASE = "def total(prices):\n    found = sum(prices)\n    return found\n"
HEAD = "def total(prices, rate):\n    found = sum(prices)\n    return found * rate\n"
Files = dict[str, str]


def trimmed(repo: GitRepo, base: Files, head: Files, *scope: str, request: str | None = None) -> tuple[Trimmed, Files]:
    """What is left of ``head``, as a result and as files."""
    repo.commit(base)
    for path in base.keys() - head.keys():
        repo.remove(path)
    repo.stage(head)
    task = Task(request, tuple(map(parse_spec, scope)), TaskSource.FLAG)
    with Repository.discover(repo.root) as repository:
        old, new = repository.commit("HEAD"), repository.index()
        config = gate.load_config(old, new)
        report = gate.judge(repository, old, new, task, config, use_cache=False)
        result = trim(repository, old, new, report, config, wanted=Wanted(), use_cache=False)
        contents = result.tree.read_many(result.tree.entries())
        assert worse(report, result.after) == []
        return result, {path: content.decode() for path, content in contents.items()}


def test_parts_of_one_function_are_told_apart(repo: GitRepo) -> None:
    head = HEAD.replace("(prices, rate)", "(prices=())").replace("found * rate", "round(found)")
    result, files = trimmed(repo, {"a.py": BASE}, {"a.py": head}, "a.py:3-3")
    assert files == {"a.py": BASE.replace("return found", "return round(found)")} and not result.kept


def test_a_name_that_lint_would_miss_is_kept(repo: GitRepo) -> None:
    result, files = trimmed(repo, {"a.py": BASE}, {"a.py": HEAD, "b.py": "x = 1\n"}, "a.py:3-3")
    assert files == {"a.py": HEAD}
    assert [edit.path for edit in result.removed] == ["b.py"]
    assert [kept.why for kept in result.kept] == ["without it: Undefined name `rate`"]


def test_no_more_is_kept_than_it_takes(repo: GitRepo) -> None:
    base = {"a.py": BASE, "b.py": "def f():\n    return 1\n"}
    head = {"a.py": HEAD, "b.py": "def f(rate=2):\n    return 1\n"}
    result, files = trimmed(repo, base, head, "a.py:3-3")
    assert files == {"a.py": HEAD, "b.py": base["b.py"]}
    assert [edit.path for edit in result.removed] == ["b.py"]


def test_a_block_is_not_left_empty(repo: GitRepo) -> None:
    base, head = "class C:\n    def f(self):\n        return 1\n", "class C:\n    x = 1\n"
    result, files = trimmed(repo, {"a.py": base}, {"a.py": head}, "a.py::C.f")
    assert files == {"a.py": head} and not result.removed
    assert "does not parse" in result.kept[0].why


def test_a_call_that_reads_as_before_needs_no_new_signature(repo: GitRepo) -> None:
    base = {"a.py": "def f(x):\n    return x\n", "b.py": "from a import f\n\n\ndef g(y):\n    return f(y)\n"}
    head = {"a.py": "def f(x: int):\n    return x\n", "b.py": base["b.py"].replace("f(y)", "round(f(y))")}
    _, files = trimmed(repo, base, head, "b.py::g")
    assert files == {"a.py": base["a.py"], "b.py": head["b.py"]}


def test_a_call_that_reads_otherwise_needs_the_new_signature(repo: GitRepo) -> None:
    base = {"a.py": "def f(x):\n    return x\n", "b.py": "from a import f\n\n\ndef g(y):\n    return f(y)\n"}
    head = {"a.py": "def f(x, z=1):\n    return x\n", "b.py": base["b.py"].replace("f(y)", "f(y, z=2)")}
    result, files = trimmed(repo, base, head, "b.py::g")
    assert files == head
    assert [kept.why for kept in result.kept] == ["b.py::g needs it: that uses f, whose interface changed"]


def test_a_use_goes_with_the_definition_that_stays_gone(repo: GitRepo) -> None:
    base = {"a.py": "def f():\n    return 1\n\n\ndef g():\n    return 2\n", "b.py": "import a\n\nx = a.f()\ny = a.g()\n"}
    head = {"a.py": "def g():\n    return 2\n", "b.py": "import a\n\nx = 1\ny = a.g()\n"}
    _, files = trimmed(repo, base, head, "a.py::f", "!b.py")
    assert files == head


@pytest.mark.parametrize("language", ["js", "go"])
def test_other_languages_are_judged_again_as_well(language: str, repo: GitRepo) -> None:
    body = {"js": "function {0}() {{\n  return {1};\n}}\n\n", "go": "func {0}() int {{\n\treturn {1}\n}}\n\n"}[language]
    start = "package a\n\n" if language == "go" else ""
    base = start + body.format("one", 1) + body.format("two", 2)
    head = start + body.format("one", "help()") + body.format("help", 4) + body.format("two", 3)
    name = f"a.{language}"
    result, files = trimmed(repo, {name: base}, {name: head}, f"{name}::one", f"!{name}::help")
    assert files == {name: head.replace("return 3", "return 2")}
    assert [kept.edit.symbol for kept in result.kept] == [f"{name}::help"]
