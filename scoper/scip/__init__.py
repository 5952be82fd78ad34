"""What a SCIP index says that names mean: read, kept in the cache by contents, and told to a graph while it holds."""

from __future__ import annotations
