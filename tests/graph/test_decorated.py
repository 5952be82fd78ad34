"""What a decorator made of a function has the members that its annotations say, and is never exact."""

from __future__ import annotations

import pytest

from tests.graph.trees import meanings, tree_graph

LIB = """\
from typing import Any, Callable, TypeVar, overload

T = TypeVar("T")

class Command:
    def main(self): ...

class Group(Command):
    def command(self, name: str = "") -> Callable[[Callable[..., Any]], Command]: ...

@overload
def group(name: Callable[..., Any]) -> Group: ...
@overload
def group(name: str | None = None) -> Callable[[Callable[..., Any]], Group]: ...
def group(name=None) -> Group | Callable[[Callable[..., Any]], Group | T]: ...

def noisy(function): ...
"""


@pytest.mark.parametrize(
    ("code", "dotted", "targets"),
    [
        ("@lib.group()\ndef f(): ...\nf.command()\n", "f.command", ["lib.py::Group.command"]),
        ("@lib.group\ndef f(): ...\nf.main()\n", "f.main", ["lib.py::Command.main"]),
        ("@lib.group()\ndef f(): ...\n@f.command('x')\ndef x(): ...\nx.main()\n", "x.main", ["lib.py::Command.main"]),
        ("@lib.group()\n@lib.noisy\ndef f(): ...\nf.main()\n", "f.main", ["lib.py::Command.main"]),
        ("@lib.noisy\n@lib.group()\ndef f(): ...\nf.main()\n", "f.main", []),
        ("@lib.group()\ndef f(): ...\nf.nothing()\n", "f.nothing", []),
        ("@other.group()\ndef f(): ...\nf.main()\n", "f.main", []),
        ("def f(): ...\nf.main()\n", "f.main", []),
    ],
)
def test_the_outermost_decorator_says_what_there_is(code: str, dotted: str, targets: list[str]) -> None:
    graph = tree_graph({"lib.py": LIB, "use.py": f"import lib\nimport other\n{code}"})
    found = [one.split() for one in meanings(graph, "use.py", dotted)]
    assert [target for target, *_ in found] == targets
    assert all(certainty == "likely" for _, certainty, *_ in found)
