"""Tests of scoper.git, on real repositories."""

from __future__ import annotations
