"""One file per linter: when it applies, how it is called, how its output reads."""

from __future__ import annotations
