"""Tests of scoper.lang."""

from __future__ import annotations
