from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from scoper.cli.main import main
from tests.gitrepo import GitRepo

CART = "def total(prices):\n    return sum(prices)\n\n\ndef label(prices):\n    return len(prices)\n"
CHANGED = CART.replace("sum(prices)", "round(sum(prices), 2)").replace("len(prices)", "str(len(prices))")

REQUEST = "Round what `total` gives to cents"
ASKED = CART.replace("sum(prices)", "round(sum(prices), 2)")
STRAY = CART.replace("len(prices)", "str(len(prices))")


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)


Scoper = Callable[..., Said]
Review = Callable[..., Said]


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


@pytest.fixture
def review(scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> Review:
    """One review; the answers are the keys in one word, one answer for each."""

    def run(answers: str, *args: str) -> Said:
        text = "".join(f"{answer}\n" for answer in answers.split(" ")) if answers else ""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return scoper("review", "--no-lint", *args)

    return run


def cart(repo: GitRepo) -> str:
    return (repo.root / "cart.py").read_text()
