"""The full-screen review, on textual (extra ``tui``). It shows and asks; what an answer means is told in ``model``."""

from __future__ import annotations
