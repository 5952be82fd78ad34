"""The process as a shell sees it: closed streams, full disks and signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_on_the_way_out_is_no_traceback(number: int) -> None:
    code = (
        "import os, runpy, sys\n"
        "from scoper.cli import main\n"
        f"main.main = lambda: os.kill(os.getpid(), {number:d}) or 0\n"
        "sys.argv = ['scoper', 'check']\n"
        "runpy.run_module('scoper', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


@pytest.mark.parametrize(
    ("command", "number"),
    [(["index", "--workers", "2"], signal.SIGTERM), (["check"], signal.SIGINT)],
    ids=["index is told to end", "check is interrupted"],
)
def test_a_signal_leaves_nothing_behind(command: list[str], number: int, repo: GitRepo, tmp_path: Path) -> None:
    texts = {
        f"m{file}.py": "".join(f"def f{line}(a):\n    return m{file}(a.b)\n" for line in range(600)) for file in range(100)
    }
    repo.commit(texts)
    for path, text in texts.items():
        repo.write(path, text.replace("a.b", "b.a"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "scoper", *command],
        cwd=repo.root,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    await_(lambda: any(temporary.iterdir()))
    time.sleep(0.5)  # into the work; as a whole it takes seconds
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (130, "interrupted")
    assert list(temporary.iterdir()) == []
    await_(lambda: not group_exists(process.pid))


def await_(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def group_exists(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
