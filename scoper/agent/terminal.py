"""The terminal that scoper was started from, lent to the process group of a command and taken back."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Callable
from contextlib import suppress

_DEVICE = "/dev/tty"


class Terminal:
    """The controlling terminal, where scoper is in front of it; else an object that does nothing."""

    def __init__(self) -> None:
        self._file: int | None = None
        self._restore: Callable[[], None] = lambda: None
        with suppress(OSError, termios.error):
            file = os.open(_DEVICE, os.O_RDWR | os.O_CLOEXEC)
            if os.tcgetpgrp(file) != os.getpgrp():  # somebody else is in front, and stays there
                os.close(file)
                return
            modes = termios.tcgetattr(file)
            self._file = file
            self._restore = lambda: termios.tcsetattr(file, termios.TCSADRAIN, modes)

    @property
    def is_there(self) -> bool:
        return self._file is not None

    def lend(self, group: int) -> None:
        """Bring a process group to the front. What it did before, while it was not, goes on."""
        if self._file is None:
            return
        with suppress(OSError):
            os.tcsetpgrp(self._file, group)
            os.killpg(group, signal.SIGCONT)

    def take_back(self) -> None:
        """Be in front again, with the terminal as it was: a program that was killed may have left it in any mode."""
        if self._file is None:
            return
        # Who is not in front is stopped for asking to be, if that signal is not ignored.
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        try:
            with suppress(OSError, termios.error):
                os.tcsetpgrp(self._file, os.getpgrp())
                self._restore()
        finally:
            signal.signal(signal.SIGTTOU, before)

    def is_in_front(self) -> bool:
        """Whether the shell has put scoper in front (``fg``), and not into the background (``bg``)."""
        if self._file is None:
            return False
        try:
            return os.tcgetpgrp(self._file) == os.getpgrp()
        except OSError:
            return False

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
