"""Something to review, made of two sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scoper import gate
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.review.desk import Desk
from scoper.review.opening import Asked, Sides, Way
from scoper.scope.model import Task, TaskSource
from tests.gitrepo import GitRepo

CART = """import sys


class Cart:
    def total(self):
        return sum(self.prices)

    def label(self):
        x = 1
        y = 2
        return str(x + y)


def slugify(text):
    return text.lower()
"""
CHANGED = (
    CART.replace("sum(self.prices)", "to_cents(sum(self.prices))")
    .replace("x = 1\n        y = 2\n", "x = 10\n        z = 5\n        y = 20\n")
    .replace("text.lower()", "text.strip().lower()")
    + "\n\ndef to_cents(amount):\n    print(amount)\n    return round(amount, 2)\n"
)
REQUEST = "Round what `Cart.total` gives to cents"
"""``slugify`` and ``label`` are outside of it."""


NO_LINT = Config(linters=())


@contextmanager
def opened(repo: GitRepo, way: Way = Way.WORK_TREE, config: Config = NO_LINT) -> Iterator[Desk]:
    """The work tree of a repository, under review."""
    with Repository.discover(repo.root) as repository:
        base = repository.head() or repository.empty()
        sides = Sides(base, repository.work_tree(), way)
        asked = Asked(Task(REQUEST, source=TaskSource.FLAG), config)
        report = gate.judge(repository, sides.base, sides.head, asked.task, config, use_cache=False)
        yield Desk(repository, sides, asked, report, use_cache=False)


@contextmanager
def desk(repo: GitRepo, text: str = CHANGED, *, way: Way = Way.WORK_TREE, config: Config = NO_LINT) -> Iterator[Desk]:
    """A repository whose last commit has the cart, and whose work tree has it as it was changed."""
    repo.commit({"cart.py": CART})
    repo.write("cart.py", text)
    with opened(repo, way, config) as found:
        yield found
