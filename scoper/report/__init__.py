"""Report → text or bytes, one file per format. Formats have their own shapes: an internal type never is a contract."""

from __future__ import annotations
