"""Tests of the edit loop."""

from __future__ import annotations
