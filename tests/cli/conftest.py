from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from scoper.cli.main import main
from tests.gitrepo import GitRepo

CART = "def total(prices):\n    return sum(prices)\n\n\ndef label(prices):\n    return len(prices)\n"
CHANGED = CART.replace("sum(prices)", "round(sum(prices), 2)").replace("len(prices)", "str(len(prices))")


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)


Scoper = Callable[..., Said]


@pytest.fixture
def shop(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with one commit; the work tree changes ``total`` and, beside it, ``label``. The current folder is in it."""
    repo.commit({"cart.py": CART})
    repo.write("cart.py", CHANGED)
    monkeypatch.chdir(repo.root)
    return repo


@pytest.fixture
def scoper(capfd: pytest.CaptureFixture[str]) -> Scoper:
    """Runs one command in this process."""

    def run(*args: str) -> Said:
        capfd.readouterr()
        code = main(args)
        return Said(code, *capfd.readouterr())

    return run
