"""Standard input as lines that a loop can stop waiting for.

The SDK reads it in a thread that nothing can interrupt, so that a signal would have to wait for the client's next line.
"""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import CancelledError
from contextlib import asynccontextmanager

import anyio
from anyio.abc import ObjectSendStream
from anyio.from_thread import BlockingPortal
from anyio.streams.memory import MemoryObjectReceiveStream

_AT_ONCE = 65_536  # bytes


@asynccontextmanager
async def lines_of(descriptor: int) -> AsyncIterator[MemoryObjectReceiveStream[str]]:
    """The lines of a file descriptor as text, what is no UTF-8 replaced. What waits for more is a daemon thread."""
    send, receive = anyio.create_memory_object_stream[str]()
    async with BlockingPortal() as portal:
        thread = threading.Thread(target=_read, args=(descriptor, portal.call, send), daemon=True, name="standard input")
        thread.start()
        try:
            yield receive
        finally:
            await portal.stop(cancel_remaining=True)
            send.close()
            receive.close()


def _read(descriptor: int, call: Callable[..., object], send: ObjectSendStream[str]) -> None:
    begun: list[bytes] = []  # parts of a line whose end is still to come
    try:
        while data := os.read(descriptor, _AT_ONCE):
            *ends, rest = data.split(b"\n")
            for end in ends:
                call(send.send, _text((*begun, end)))
                begun.clear()
            begun.append(rest)
        if any(begun):
            call(send.send, _text(begun))
        call(send.aclose)
    except (RuntimeError, OSError, CancelledError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        pass  # the server has ended


def _text(parts: Iterable[bytes]) -> str:
    return b"".join(parts).decode("utf-8", "replace")
