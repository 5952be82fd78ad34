"""The process as a shell sees it: closed streams, full disks and signals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.gitrepo import GitRepo

SCOPER = f"'{sys.executable}' -m scoper"


@pytest.mark.parametrize(
    ("redirected", "code"),
    [("<&-", 0), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0), ("--request - <&-", 0), ("nowhere 2>&-", 2)],
)
def test_streams_that_are_closed_change_no_exit_code(redirected: str, code: int, repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.write("a.py", "x = 2\n")
    done = subprocess.run(f"{SCOPER} check {redirected}", shell=True, cwd=repo.root, capture_output=True)
    assert (done.returncode, b"bug" in done.stderr) == (code, False), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_disk_that_is_full_is_said(repo: GitRepo) -> None:
    repo.commit({"a.py": "x = 1\n"})
    done = subprocess.run(f"{SCOPER} check HEAD > /dev/full", shell=True, cwd=repo.root, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr == "error: cannot write to standard output: No space left on device\n"


def test_an_interruption_while_loading_is_no_traceback() -> None:
    code = (
        "import builtins, runpy, sys\n"
        "real = builtins.__import__\n"
        "def interrupted(name, *args, **kwargs):\n"
        "    if name == 'click':\n"
        "        raise KeyboardInterrupt\n"
        "    return real(name, *args, **kwargs)\n"
        "builtins.__import__ = interrupted\n"
        "sys.argv = ['scoper', 'check']\n"
        "runpy.run_module('scoper', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")
