"""The standard streams of a server.

Its input stops when a signal asks the server to end: whoever reads it then finds its end. A thread that waits for input cannot
be interrupted otherwise, and a server has to end in order, with all that it started. Its output is the protocol's alone.
"""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIG_IGN, SIGHUP, SIGINT, SIGTERM, getsignal, signal
from typing import Any, BinaryIO


class Input(io.RawIOBase):
    """The bytes of a file descriptor, until that ends or :meth:`end` is called."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._woken, self._wake = os.pipe()
        self.is_ended = False

    def readable(self) -> bool:
        return True

    # Any: whatever the standard library takes for a buffer
    def readinto(self, buffer: Any) -> int:
        if self.is_ended:
            return 0
        ready, _, _ = select.select([self._descriptor, self._woken], [], [])
        if self._woken in ready:
            return 0
        data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def end(self) -> None:
        """Nothing more is read, not even by somebody who is waiting for it."""
        self.is_ended = True
        os.write(self._wake, b"\0")


@contextmanager
def heeding(source: Input) -> Iterator[None]:
    """End this input at a signal that asks for it; one that the caller ignores (``nohup``) stays ignored."""
    before = {number: getsignal(number) for number in (SIGINT, SIGTERM, SIGHUP) if getsignal(number) != SIG_IGN}
    for number in before:
        signal(number, lambda *_: source.end())
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)


@contextmanager
def own_output() -> Iterator[BinaryIO]:
    """Standard output for one writer, who may close it: what anybody else writes there goes to standard error meanwhile."""
    sys.stdout.flush()
    descriptor = sys.stdout.fileno()
    kept = os.dup(descriptor)
    os.dup2(sys.stderr.fileno(), descriptor)
    try:
        yield os.fdopen(os.dup(kept), "wb")
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)
