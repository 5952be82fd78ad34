"""Running a wrapped command: in front of the terminal, in a process group of its own, within bounds, and nothing is left of it.

What is a terminal is handed on as it is, so that an interactive agent works as it would without scoper; what is none is passed
through here, and counted.
"""

from __future__ import annotations

import enum
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from scoper import strays
from scoper.agent.terminal import Terminal
from scoper.errors import UserError
from scoper.strays import kill_marked

MARK = "SCOPER_WRAP"
"""The variable by which every process that comes of a command can be told, also one that left its process group."""

_WATCHER = Path(strays.__file__)
_BEAT = 0.05  # seconds between two looks
_GRACE = 2.0  # seconds to end after being told to
_MOMENT = 2.0  # seconds between two interruptions that belong together
_DRAIN = 1.0  # seconds for what is in a pipe still when its writer is gone
_CHUNK = 1 << 16


class NotStarted(UserError):
    """A command that cannot be started."""


class How(enum.StrEnum):
    """How a command ended."""

    ITSELF = "ended"
    SIGNAL = "killed"  # by a signal, of whoever
    TIME = "out of time"
    OUTPUT = "too much output"
    STOPPED = "interrupted"  # scoper was told to end


class Bounds(NamedTuple):
    """``until`` is a reading of the monotonic clock, ``output`` in bytes that are passed through; ``None`` is no bound."""

    until: float | None = None
    output: int | None = None


class Ended(NamedTuple):
    """``code`` is the exit code, or the negative number of the signal; ``seconds`` is how long it took."""

    how: How
    code: int
    seconds: float


class Streams(NamedTuple):
    """Where a command reads and writes: whether it gets standard input, and the descriptors for its output and errors."""

    has_input: bool = True
    output: int = 1
    errors: int = 2


def run_command(command: Sequence[str], cwd: str, env: Mapping[str, str], bounds: Bounds, streams: Streams) -> Ended:
    """Run it to its end. Raises :class:`NotStarted`."""
    running = _Running(f"{MARK}={env[MARK]}".encode(), bounds)
    try:
        with _signals_to(running):
            running.start(command, cwd, env, streams)
            return running.wait()
    finally:
        running.end()


class _Running:
    """A command from before it is started, as signals may come at any moment, until nothing of it is left."""

    def __init__(self, mark: bytes, bounds: Bounds) -> None:
        self._mark = mark
        self._bounds = bounds
        self._began = time.monotonic()
        self._passed = 0  # bytes
        self._why: How | None = None  # it is being ended, if not None
        self._until = 0.0  # when it is killed, if it is being ended
        self._last_interrupt = float("-inf")
        self._early: list[int] = []  # signals to scoper from before it was started
        self._terminal = Terminal()
        self._pipes = selectors.DefaultSelector()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    def start(self, command: Sequence[str], cwd: str, env: Mapping[str, str], streams: Streams) -> None:
        self._process = process = _start(command, cwd, env, streams)
        self._watcher = _watch(process.pid, self._mark)
        for pipe, target in ((process.stdout, streams.output), (process.stderr, streams.errors)):
            if pipe is not None:
                self._pipes.register(pipe, selectors.EVENT_READ, target)
        self._terminal.lend(process.pid)
        for number in self._early:
            self.heed(number, None)

    def wait(self) -> Ended:
        assert self._process is not None
        while (status := self._look()) is None:
            if self._why is None and self._bounds.until is not None and time.monotonic() > self._bounds.until:
                self._stop(How.TIME)
            if self._pipes.get_map():
                self._pass(_BEAT)
            else:
                time.sleep(_BEAT)
        self._process.returncode = code = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - self._began
        self._kill()
        deadline = time.monotonic() + _DRAIN
        while self._pipes.get_map() and time.monotonic() < deadline:
            self._pass(_BEAT)
        return Ended(self._why or (How.SIGNAL if code < 0 else How.ITSELF), code, seconds)

    def heed(self, number: int, _frame: FrameType | None) -> None:
        """scoper got a signal. An interruption is the command's, unless it is the second at once."""
        if self._process is None:
            self._early.append(number)
            return
        now = time.monotonic()
        if number == signal.SIGINT and now - self._last_interrupt > _MOMENT:
            self._last_interrupt = now
            self._tell(signal.SIGINT)
            return
        self._stop(How.STOPPED)

    def end(self) -> None:
        """Whatever happened: nothing runs on, and the terminal is scoper's again."""
        self._kill()
        if self._process is not None:
            self._process.wait()
            for pipe in (self._process.stdout, self._process.stderr):
                if pipe is not None:
                    pipe.close()
        if self._watcher is not None:
            self._watcher.communicate()
        self._pipes.close()
        self._terminal.take_back()
        self._terminal.close()

    def _look(self) -> int | None:
        """The wait status of the command, where it has ended."""
        assert self._process is not None
        pid, status = os.waitpid(self._process.pid, os.WNOHANG | os.WUNTRACED)
        if not pid:
            if self._why is not None and time.monotonic() > self._until:
                self._kill()
            return None
        if os.WIFSTOPPED(status):
            self._pause()
            return None
        return status

    def _pause(self) -> None:
        """Ctrl-Z: scoper stops with the command, for the shell to see, and both go on together."""
        if not self._terminal.is_there or self._process is None:
            return
        self._terminal.take_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        if self._terminal.is_in_front():
            self._terminal.lend(self._process.pid)
        self._tell(signal.SIGCONT)

    def _stop(self, why: How) -> None:
        """Tell it to end, and give it a moment to."""
        if self._why is None:
            self._why = why
            self._until = time.monotonic() + _GRACE
            self._tell(signal.SIGTERM)
            self._tell(signal.SIGCONT)

    def _tell(self, number: int) -> None:
        if self._process is not None:
            with suppress(OSError):
                os.killpg(self._process.pid, number)

    def _kill(self) -> None:
        self._tell(signal.SIGKILL)
        kill_marked(self._mark)

    def _pass(self, patience: float) -> None:
        for key, _ in self._pipes.select(patience):
            data = os.read(key.fd, _CHUNK)
            if not data:
                self._drop(key)
                continue
            self._passed += len(data)
            if self._bounds.output is not None and self._passed > self._bounds.output:
                self._stop(How.OUTPUT)
            else:
                _write(key.data, data)

    def _drop(self, key: selectors.SelectorKey) -> None:
        self._pipes.unregister(key.fileobj)


def _start(command: Sequence[str], cwd: str, env: Mapping[str, str], streams: Streams) -> subprocess.Popen[bytes]:
    output, errors = (
        descriptor if os.isatty(descriptor) else subprocess.PIPE for descriptor in (streams.output, streams.errors)
    )
    sys.stdout.flush()  # what was said before comes before
    try:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(env),
            stdin=None if streams.has_input else subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            process_group=0,
        )
    except FileNotFoundError:
        raise NotStarted(
            f"no such command: {command[0]}", "COMMAND is started in the copy, where ignored files are not"
        ) from None
    except OSError as error:
        hint = "a script has to begin with a line such as #!/bin/sh"
        raise NotStarted(f"{command[0]} cannot be started: {error.strerror}", hint) from None
    except ValueError as error:
        raise NotStarted(f"{command[0]!r} cannot be started: {error}") from None


def _watch(group: int, mark: bytes) -> subprocess.Popen[bytes] | None:
    # It would end by a signal that comes before it can heed it.
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP, signal.SIGQUIT)
    )
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(_WATCHER), os.fsdecode(mark)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=group,
        )
    except OSError:  # the command has ended, and its group with it
        return None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _signals_to(running: _Running) -> Iterator[None]:
    """Let signals to scoper be the command's, but for those that are ignored."""
    numbers = [
        number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) != signal.SIG_IGN
    ]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    before = [(number, signal.signal(number, running.heed)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _write(descriptor: int, data: bytes) -> None:
    with suppress(OSError):  # a reader that went away does not end the command
        while data:
            data = data[os.write(descriptor, data) :]
