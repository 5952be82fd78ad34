from __future__ import annotations

import pytest

from tests.gitrepo import GitRepo

CART = "def total(prices):\n    return sum(prices)\n\n\ndef label(prices):\n    return len(prices)\n"
CHANGED = CART.replace("sum(prices)", "round(sum(prices), 2)").replace("len(prices)", "str(len(prices))")
USE = "from cart import total\n\n\ndef pay(prices):\n    return total(prices)\n"
REQUEST = "Round what `total` gives"


@pytest.fixture
def shop(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with one commit; the work tree changes ``total`` and, beside it, ``label``. The current folder is in it."""
    repo.commit({"cart.py": CART, "till.py": USE})
    repo.write("cart.py", CHANGED)
    monkeypatch.chdir(repo.root)
    return repo
