"""Running a wrapped command: bounds, signals, and nothing that is left running."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from scoper.agent import calling
from scoper.agent.calling import environment, filled, template_words, without_secrets
from scoper.agent.command import MARK, Bounds, Ended, How, NotStarted, Streams, run_command
from scoper.errors import UserError

NO_BOUNDS = Bounds()


def run(script: str, cwd: Path, bounds: Bounds = NO_BOUNDS) -> Ended:
    return run_command(["sh", "-c", script], str(cwd), {**os.environ, MARK: os.urandom(8).hex()}, bounds, Streams(False))


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def pids(path: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 30
    while not path.exists() or len(path.read_text().split()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return [int(word) for word in path.read_text().split()]


def await_end(pids: Sequence[int]) -> None:
    deadline = time.monotonic() + 30
    while any(is_running(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_output_passes_through_and_the_code_is_known(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ended = run("echo out; echo err >&2; pwd; exit 7", tmp_path)
    assert (ended.how, ended.code) == (How.ITSELF, 7)
    assert capfd.readouterr() == (f"out\n{tmp_path}\n", "err\n")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not tell of other processes")
def test_nothing_is_left_running(tmp_path: Path) -> None:
    ended = run("sleep 1000 & echo $! >> pids; setsid sh -c 'echo $$ >> pids; sleep 1000' & sleep 0.3", tmp_path)
    assert ended.how is How.ITSELF and ended.seconds < 100
    await_end(pids(tmp_path / "pids", 2))


def test_it_is_ended_when_its_time_is_over(tmp_path: Path) -> None:
    ended = run("trap '' TERM; sleep 1000; sleep 1000", tmp_path, Bounds(time.monotonic() + 0.2))
    assert (ended.how, ended.code) == (How.TIME, -signal.SIGKILL)


def test_it_is_ended_when_it_says_too_much(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("yes", tmp_path, Bounds(output=100_000)).how is How.OUTPUT
    assert len(capfd.readouterr().out) <= 100_000


def test_a_signal_that_ended_it_is_said(tmp_path: Path) -> None:
    ended = run("kill -USR1 $$", tmp_path)
    assert (ended.how, ended.code) == (How.SIGNAL, -signal.SIGUSR1)


@pytest.mark.parametrize("name", ["nosuch", "./nosuch", "plain", "script"])
def test_what_cannot_be_started_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    (tmp_path / "script").write_text("no first line\n")
    (tmp_path / "script").chmod(0o755)
    path = name if "nosuch" in name else str(tmp_path / name)
    with pytest.raises(NotStarted):
        run_command([path], str(tmp_path), {**os.environ, MARK: "x"}, NO_BOUNDS, Streams(False))


CALL = f"""
import os, signal, sys
from scoper.agent.command import *
signal.signal(signal.SIGINT, lambda *_: None)  # one that comes when the command has ended already
env = {{**os.environ, "{MARK}": os.urandom(8).hex()}}
ended = run_command(["sh", "-c", sys.argv[1]], os.getcwd(), env, Bounds(), Streams())
print(ended.how.value, ended.code, flush=True)
"""


def started(script: str, cwd: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", CALL, script]
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True)


def test_an_interruption_is_the_commands_and_a_second_one_ends_it(tmp_path: Path) -> None:
    process = started("trap 'echo $$ >> got' INT; echo $$ > pids; while :; do sleep 0.05; done", tmp_path)
    (pid,) = pids(tmp_path / "pids", 1)
    process.send_signal(signal.SIGINT)
    assert pids(tmp_path / "got", 1) == [pid] and is_running(pid)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)  # on a slow machine two may be too far apart
        time.sleep(0.2)
    assert process.communicate()[0].startswith("interrupted")
    await_end([pid])


def test_when_scoper_is_killed_the_command_goes_too(tmp_path: Path) -> None:
    process = started("echo $$ > pids; sleep 1000 & echo $! >> pids; wait", tmp_path)
    found = pids(tmp_path / "pids", 2)
    await_watcher(process.pid)
    process.kill()
    process.communicate()
    await_end(found)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not tell of other processes")
def test_when_scoper_is_killed_what_left_the_group_goes_too(tmp_path: Path) -> None:
    process = started("echo $$ > pids; setsid sh -c 'echo $$ >> pids; exec sleep 1000' & wait", tmp_path)
    found = pids(tmp_path / "pids", 2)
    await_watcher(process.pid)
    process.kill()
    process.communicate()
    await_end(found)


def await_watcher(parent: int) -> None:
    """The watcher is started after the command."""
    deadline = time.monotonic() + 30
    while not any("strays.py" in line and f" {parent} " in line for line in processes()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def processes() -> list[str]:
    return subprocess.run(["ps", "-ww", "-eo", "pid,ppid,args"], capture_output=True, text=True).stdout.splitlines()


class Tty:
    """A process in front of a terminal of its own."""

    def __init__(self, script: str, cwd: Path) -> None:
        self.said = b""
        self.pid, self._file = pty.fork()
        if not self.pid:
            os.chdir(cwd)
            os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
            os.execv(sys.executable, [sys.executable, "-c", CALL, script])

    def type(self, keys: bytes) -> None:
        os.write(self._file, keys)

    def until(self, text: bytes, keys: bytes = b"") -> None:
        """Read until there is such a text, typing the keys again and again."""
        deadline = time.monotonic() + 30
        while text not in self.said:
            assert time.monotonic() < deadline, self.said
            if select.select([self._file], [], [], 0.3)[0]:
                self.said += os.read(self._file, 1 << 16)
            elif keys:
                self.type(keys)

    def close(self) -> None:
        os.waitpid(self.pid, 0)
        os.close(self._file)


def test_a_terminal_is_the_commands(tmp_path: Path) -> None:
    script = "test -t 0 && test -t 1 && echo terminal; stty -echo; read word; echo got $word; kill -KILL $$"
    terminal = Tty(script, tmp_path)
    terminal.until(b"terminal")
    terminal.type(b"secret\n")
    terminal.until(b"killed -9")
    assert b"got secret" in terminal.said
    terminal.close()


def test_in_a_terminal_ctrl_c_is_the_commands_and_twice_at_once_ends_it(tmp_path: Path) -> None:
    terminal = Tty("trap 'echo caught' INT; echo ready; while :; do sleep 0.05; done", tmp_path)
    terminal.until(b"ready")
    terminal.type(b"\x03")
    terminal.until(b"caught")
    terminal.until(b"killed -15", b"\x03")
    terminal.close()


def test_words_stay_words() -> None:
    values = {"request": "a 'b' $(c); {findings}", "findings": "/x y"}
    assert filled(template_words("tool --say={request} '{findings}' {feedback} {other}"), values) == [
        "tool",
        "--say=a 'b' $(c); {findings}",
        "/x y",
        "{feedback}",
        "{other}",
    ]
    for broken in ("'open", "  "):
        with pytest.raises(UserError):
            template_words(broken)


def test_git_is_led_nowhere_else_and_keys_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*calling._POINTERS, "GIT_AUTHOR_EMAIL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("SOME_API_KEY", "sk-0123456789")
    env = environment("mark", "/folder", {"request": "r", "feedback": "f"})
    assert not calling._POINTERS & env.keys() and env["GIT_AUTHOR_EMAIL"] == "x"
    assert (env[MARK], env["PWD"], env["SCOPER_REQUEST"]) == ("mark", "/folder", "r") and "SCOPER_FEEDBACK" not in env
    assert without_secrets(["--key=sk-0123456789", "x"]) == ["--key=[key]", "x"]
