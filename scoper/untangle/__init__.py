"""Acting on a verdict: trim a diff to its scope, split it by concern. What comes out is judged again before it counts."""

from __future__ import annotations
