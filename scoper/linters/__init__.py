"""Running other people's linters on blobs of both sides, and keeping what is new."""

from __future__ import annotations
