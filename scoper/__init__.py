"""scoper judges which parts of a diff were asked for."""

from __future__ import annotations

__version__ = "0.1.0"
