"""Tests of the edit loop and of agent hosts."""

from __future__ import annotations
