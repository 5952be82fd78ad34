from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import CART, CHANGED
from tests.gitrepo import GitRepo

USE = "from cart import total\n\n\ndef pay(prices):\n    return total(prices)\n"
REQUEST = "Round what `total` gives"


@pytest.fixture
def shop(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """A repository with one commit; the work tree changes ``total`` and, beside it, ``label``. The current folder is in it."""
    repo.commit({"cart.py": CART, "till.py": USE})
    repo.write("cart.py", CHANGED)
    monkeypatch.chdir(repo.root)
    return repo


SLOW = """\
[linter.slow]
command = ["sh", "-c", "echo $$ > {pid}; exec sleep 300"]
format = "pattern"
pattern = "gcc"
"""


class Slow(NamedTuple):
    """A linter that takes its time: where it writes its process id, and what the environment has to say for it to run."""

    pid: Path
    env: dict[str, str]

    def is_running(self) -> bool:
        return self.pid.exists() and self.pid.read_text().strip() != ""

    def has_left(self) -> bool:
        """Whether neither it nor any temporary folder is there any more."""
        return gone(int(self.pid.read_text())) and not any(Path(self.env["TMPDIR"]).iterdir())


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def slow(shop: GitRepo, tmp_path: Path) -> Slow:
    """The shop's own linter."""
    pid, temporary = tmp_path / "pid", tmp_path / "temporary"
    temporary.mkdir()
    shop.write("scoper.toml", SLOW.format(pid=pid))
    shop.git("add", "scoper.toml")
    shop.git("commit", "-q", "-m", "slow")
    return Slow(pid, {"SCOPER_TRUST": "base", "TMPDIR": str(temporary)})
