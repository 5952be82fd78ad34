"""The schemas of what scoper writes, as they are published in ``docs/``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """``report``, ``context``, ``scope``, ``graph``, ``style``, ``explanation`` or ``current-task``. In a wheel they lie in the
    package; a checkout has them in its docs, for people to see."""
    package = Path(__file__).parents[1]
    shipped = package / "_schemas" / f"{name}.schema.json"
    found: dict[str, Any] = json.loads(
        (shipped if shipped.exists() else package.parent / "docs" / f"{name}.schema.json").read_bytes()
    )
    return found
