"""Somebody else edits, scoper judges: agents, and the hosts that they run in."""

from __future__ import annotations
