"""One child process in a folder of its own: started now, collected later, never left behind.

It runs in its own process group, so that a timeout or an interrupt ends all of it; its output goes to files of the folder,
so that a full pipe can never hold it up while nobody reads.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from subprocess import Popen

_OUTPUT, _ERRORS = ".stdout", ".stderr"
_MAX_OUTPUT_BYTES = 256 * 1024 * 1024
_PAUSE = 0.1  # seconds between two calls of whoever wants to be asked whether to go on waiting

Idle = Callable[[], None]
"""Is called now and then while a process is waited for. What it raises ends the wait, not the process."""


class Running(NamedTuple):
    """A started process. ``deadline`` is a reading of the monotonic clock."""

    process: Popen[bytes]
    folder: str
    deadline: float


class Ended(NamedTuple):
    """What a process left. ``failure`` says in words why its output must not be trusted; ``None`` where it may be."""

    returncode: int
    output: bytes
    errors: bytes
    failure: str | None


def start(
    command: Sequence[str],
    folder: str,
    env: Mapping[str, str],
    timeout: float,
    *,
    cwd: str | None = None,
    stdin: str | None = None,
) -> Running:
    """Start ``command`` in ``cwd``, by default the ``folder`` that gets its output, with the file ``stdin`` as its input.
    Raises :class:`OSError` where it cannot be started."""
    import subprocess
    from time import monotonic

    with _open(folder, _OUTPUT) as output, _open(folder, _ERRORS) as errors, open(stdin or os.devnull, "rb") as given:
        process = subprocess.Popen(
            command,
            cwd=cwd or folder,
            env=dict(env),
            stdin=given,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
    return Running(process, folder, monotonic() + timeout)


def finish(running: Running, idle: Idle | None = None) -> Ended:
    """Wait for the process until its deadline; after that its whole group is killed."""
    returncode = _wait(running, idle)
    if returncode is None:
        kill(running)
        return Ended(-1, b"", b"", "it took too long and was stopped")
    kill(running)  # what it left running
    output, errors = (_read(running.folder, name) for name in (_OUTPUT, _ERRORS))
    if output is None or errors is None:
        return Ended(returncode, b"", b"", "its output is too large")
    return Ended(returncode, output, errors, None)


def _wait(running: Running, idle: Idle | None) -> int | None:
    """The exit code, or ``None`` at the deadline."""
    from subprocess import TimeoutExpired
    from time import monotonic

    while True:
        left = max(0.0, running.deadline - monotonic())
        try:
            return running.process.wait(left if idle is None else min(left, _PAUSE))
        except TimeoutExpired:
            if left <= _PAUSE or idle is None:
                return None
            idle()


def kill(running: Running) -> None:
    """End the process and everything that it started, also where it has ended itself and left others behind."""
    try:
        os.killpg(running.process.pid, signal.SIGKILL)
    except (AttributeError, OSError):  # no process groups on this platform, or all of it is gone
        running.process.kill()
    running.process.wait()


def _open(folder: str, name: str) -> IO[bytes]:
    return open(os.path.join(folder, name), "wb")


def _read(folder: str, name: str) -> bytes | None:
    with open(os.path.join(folder, name), "rb") as file:
        data = file.read(_MAX_OUTPUT_BYTES + 1)
    return data if len(data) <= _MAX_OUTPUT_BYTES else None
