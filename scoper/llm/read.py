"""Reading answers of servers that keep to no schema: what is not there, or of another type, is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast


def text_of(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def int_of(table: Mapping[str, object], key: str) -> int:
    value = table.get(key)
    return value if isinstance(value, int) and value > 0 else 0


def dict_of(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key)
    return cast(Mapping[str, object], value) if isinstance(value, Mapping) else {}


def dicts_of(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = table.get(key)
    return [cast(Mapping[str, object], one) for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
