"""How TypeScript is written: as JavaScript is, and ``style.scm`` says the rest."""

from __future__ import annotations

from scoper.lang.javascript.style import documentation, is_public, observe

__all__ = ["documentation", "is_public", "observe"]
