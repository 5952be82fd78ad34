"""Benchmarks: each script measures scoper beside a peer or a floor in the same run and prints one table."""

from __future__ import annotations
