"""What may change: explicit specs, or targets inferred from the request. It does not know what did change."""

from __future__ import annotations
