"""C++ is spelled like C."""

from __future__ import annotations

from scoper.lang.c.spelling import ANNOTATED, BLOCKS, STATEMENT_LISTS, WHOLE, canonical, idle

__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]
