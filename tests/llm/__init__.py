"""Tests of what talks to models."""

from __future__ import annotations
