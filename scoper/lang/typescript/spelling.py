"""TypeScript is spelled like JavaScript."""

from __future__ import annotations

from scoper.lang.javascript.spelling import ANNOTATED, BLOCKS, STATEMENT_LISTS, WHOLE, canonical, idle

__all__ = ["ANNOTATED", "BLOCKS", "STATEMENT_LISTS", "WHOLE", "canonical", "idle"]
