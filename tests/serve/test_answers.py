"""What the tools answer, without a client."""

from __future__ import annotations

import pytest

from scoper.git.repository import Repository
from scoper.serve.answers import Question
from scoper.serve.tools import TOOLS
from tests.gitrepo import GitRepo


class NobodyWaits(Exception):
    pass


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("resolve_scope", {"request": "Round the total"}),
        ("context_for", {"request": "Round the total"}),
        ("who_uses", {"symbol": "::total"}),
        ("style_of", {"path": "cart.py"}),
        ("check_diff", {"request": "Round the total"}),
    ],
)
def test_what_nobody_waits_for_ends_at_the_next_look(name: str, asked: dict[str, str], repo: GitRepo) -> None:
    repo.commit({"cart.py": "def total(prices):\n    return sum(prices)\n", "use.py": "from cart import total\n\ntotal([])\n"})
    repo.write("cart.py", "def total(prices):\n    return round(sum(prices), 2)\n")
    heard: list[str] = []

    def heed(step: str) -> None:
        heard.append(step)
        if len(heard) == limit:
            raise NobodyWaits

    arguments = TOOLS[name].arguments.model_validate(asked)
    with Repository.discover(repo.root) as repository:
        limit = -1
        for _ in range(2):  # what is in the cache after the first time is not looked at again
            heard.clear()
            assert TOOLS[name].answer(Question(repository, heed), arguments).text
        looks = len(heard)
        assert looks
        for limit in (1, looks):
            heard.clear()
            with pytest.raises(NobodyWaits):
                TOOLS[name].answer(Question(repository, heed), arguments)
            assert len(heard) == limit
