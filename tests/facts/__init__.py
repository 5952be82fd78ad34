"""Tests of scoper.facts."""

from __future__ import annotations
