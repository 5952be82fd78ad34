"""Syntax trees, of a whole file or of a stretch of it that is in another language, made within a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scoper.lang.registry import Language, grammar

if TYPE_CHECKING:
    from tree_sitter import Tree

_CHUNK = 2048  # bytes; every text that a predicate of a query looks at is read anew, and at least one chunk of it


def parse(
    language: Language, text: bytes, is_late: Callable[[], bool], offset: int = 0, place: tuple[int, int] = (0, 0)
) -> Tree | None:
    """The tree of ``text``; ``None`` where ``is_late`` said so before the end.

    Of a stretch, ``offset`` is the byte of the file at which it starts, ``place`` its row and column: positions in the tree are
    those of the file.
    """
    import tree_sitter  # 10 ms that a run without a file to parse must not pay

    parser = tree_sitter.Parser(grammar(language))
    if offset:
        row, column = place
        lines = text.split(b"\n")
        end = tree_sitter.Point(row + len(lines) - 1, len(lines[-1]) + (column if len(lines) == 1 else 0))
        parser.included_ranges = [tree_sitter.Range(tree_sitter.Point(row, column), end, offset, offset + len(text))]

    def read(at: int, _: object) -> bytes:
        return text[at - offset : at - offset + _CHUNK] if at >= offset else b""

    # A parser heeds its progress callback only where it reads its input through a callback, too.
    try:
        return parser.parse(read, progress_callback=lambda _at, _error: is_late())
    except ValueError:
        return None


def late_after(seconds: float) -> Callable[[], bool]:
    """Says when this thread has worked for so long from now on. A busy machine is to give the answers of an idle one."""
    start, working = time.monotonic(), time.thread_time()

    def is_late() -> bool:
        # the clock that is cheap to read goes first
        return time.monotonic() - start > seconds and time.thread_time() - working > seconds

    return is_late
