"""Tests of the room that reads and applies replies."""

from __future__ import annotations
