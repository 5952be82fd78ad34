"""Ending what left its process group. As a file, started by itself (it imports nothing of the house), it is a small process
beside a wrapped command, in the group of that.

Ctrl-C in a terminal reaches the group in front, which is that of the command: scoper does not see it. What a second one within
a moment means is decided here. And when scoper goes away, however that was (standard input ends then), so does the group, and
what left it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

_SWEEPS = 5
_MOMENT = 2.0  # seconds between two Ctrl-C that belong together
_GRACE = 2.0  # seconds to end after being told to


class Watcher:
    """Counts interruptions, and ends its own process group."""

    def __init__(self, mark: bytes) -> None:
        self._mark = mark
        self._last = float("-inf")

    def run(self) -> None:
        """Wait until whoever started this goes away."""
        for name in ("SIGTERM", "SIGHUP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGQUIT"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        signal.signal(signal.SIGINT, self._interrupted)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())  # whoever started this held signals back until now
        while os.read(0, 1):
            pass
        kill_marked(self._mark)
        os.killpg(0, signal.SIGKILL)

    def _interrupted(self, _number: int, _frame: object) -> None:
        now = time.monotonic()
        if now - self._last < _MOMENT:
            os.killpg(0, signal.SIGTERM)
            time.sleep(_GRACE)
            os.killpg(0, signal.SIGKILL)
        self._last = now


def kill_marked(mark: bytes) -> None:
    """End all processes whose environment has the mark, ``NAME=value``, where the system tells."""
    for _ in range(_SWEEPS):  # while there are some, they may be starting others
        if not (found := list(_marked(mark))):
            break
        for pid in found:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def _marked(mark: bytes) -> Iterator[int]:
    try:
        names = os.listdir("/proc")
    except OSError:
        return
    for name in filter(str.isdecimal, names):
        with suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
            if mark in file.read().split(b"\0"):
                yield int(name)


if __name__ == "__main__":
    Watcher(os.fsencode(sys.argv[1])).run()
