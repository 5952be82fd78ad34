"""Reading the contents of objects: one git process, started by the first who reads and kept for all who follow."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from typing import IO

from scoper.git.run import end, start

_BATCH = 60  # ids that fit into the smallest pipe there is (one page), so that git can be asked before it is listened to


class ObjectReader:
    """Reads from one store. Has to be closed."""

    def __init__(self, *, cwd: str, env: Mapping[str, str], limit: int) -> None:
        self._cwd = cwd
        self._env = env
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, oids: Sequence[str]) -> list[tuple[str, bytes | None]]:
        """Each object's id and content, in the order asked.

        The content is ``None`` where the object is not in the store or holds more than the limit. At an object that is
        damaged git gives up, and so the list ends early.
        """
        process = self._process or start(("cat-file", "--batch"), cwd=self._cwd, env=self._env, stderr=subprocess.DEVNULL)
        self._process = None  # until it has answered, what it says next is no answer to somebody else
        found: list[tuple[str, bytes | None]] = []
        try:
            for at in range(0, len(oids), _BATCH):
                if not self._read_batch(process, oids[at : at + _BATCH], found):
                    return found
            self._process = process
        finally:
            if self._process is None:
                end(process)
        return found

    def close(self) -> None:
        """End the process; harmless where there is none. A further read would start another."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def _read_batch(self, process: subprocess.Popen[bytes], oids: Sequence[str], found: list[tuple[str, bytes | None]]) -> bool:
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write("".join(f"{oid}\n" for oid in oids).encode())
            process.stdin.flush()
        except OSError:
            return False  # git ended before it was asked everything
        for oid in oids:
            complete, content = _read_object(process.stdout, self._limit)
            if not complete:
                return False
            found.append((oid, content))
        return True


def _read_object(pipe: IO[bytes], limit: int) -> tuple[bool, bytes | None]:
    """Whether there was a complete answer, and the content in it."""
    words = pipe.readline().split()
    if not words:
        return False, None
    if len(words) != 3 or not words[2].isdigit():
        return True, None  # "<oid> missing"
    size = int(words[2])
    if size > limit:
        return _skip(pipe, size + 1), None
    content = pipe.read(size + 1)
    return len(content) == size + 1, content[:-1]


def _skip(pipe: IO[bytes], size: int) -> bool:
    while size:
        chunk = pipe.read(min(size, 1 << 20))
        if not chunk:
            return False
        size -= len(chunk)
    return True
