"""Whatever is asked, and however it ends: not a byte of the repository changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CART, CHANGED, Scoper
from tests.gitrepo import GitRepo

REQUEST = "Round what `total` gives"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", "--request", REQUEST], 1),
        (["check", "--staged", "--request", REQUEST], 0),
        (["check", "HEAD"], 0),
        (["check", "HEAD", "--format", "json", "--no-cache"], 0),
        (["check", "HEAD~1..HEAD", "--request", REQUEST, "--fail-on", "note"], 1),
        (["check", "--scope", "nowhere.py"], 2),
        (["check", "nowhere"], 2),
        (["check", "--patch", "notes.txt"], 2),
        (["trim", "--dry-run", "--request", REQUEST], 0),
        (["trim", "HEAD"], 0),
        (["split"], 0),
        (["split", "HEAD", "--request", REQUEST], 0),
        (["scope", REQUEST], 0),
        (["task", "show"], 0),
        (["rule", "SC101"], 0),
        (["hook", "git", "pre-commit"], 0),
        (["uninstall", "git"], 0),
    ],
)
def test_every_command_leaves_the_repository_as_it_was(args: list[str], code: int, shop: GitRepo, scoper: Scoper) -> None:
    shop.git("checkout", "-q", "--", ".")
    shop.commit({"cart.py": CART.replace("sum", "max"), ".gitignore": "ignored.py\n", "gone.py": "x = 1\n"}, "Take the largest")
    shop.stage({"cart.py": CART.replace("sum(prices)", "round(max(prices))")})
    shop.write("cart.py", CHANGED)
    shop.write("untracked.py", "import os\n")
    shop.write("ignored.py", "import os\n")
    shop.write("notes.txt", "no patch\n")
    shop.write("intended.py", "y = 1\n")
    shop.git("add", "-N", "intended.py")
    shop.remove("gone.py")
    before = shop.state()
    said = scoper(*args)
    assert said.code == code, said
    assert "Traceback" not in said.out + said.err
    assert shop.state() == before


def test_two_at_once_on_one_cold_cache(shop: GitRepo, tmp_path: Path) -> None:
    shop.stage({f"m{number}.py": f"def f{number}():\n    return {number}\n" for number in range(50)})
    before = shop.state()
    command = [sys.executable, "-m", "scoper", "check", "--request", REQUEST, "--format", "text"]
    env = os.environ | {"SCOPER_CACHE_DIR": str(tmp_path / "cold")}
    started = [
        subprocess.Popen(command, cwd=shop.root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    said = [process.communicate() for process in started]
    assert {process.returncode for process in started} == {1}
    assert len(set(said)) == 1 and said[0][1] == b""
    assert shop.state() == before
