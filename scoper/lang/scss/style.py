"""How SCSS is written: as CSS is."""

from __future__ import annotations

from scoper.lang.css.style import documentation, is_public, observe

__all__ = ["documentation", "is_public", "observe"]
