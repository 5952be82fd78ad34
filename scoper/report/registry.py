"""The formats of a report, by the name that ``--format`` takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scoper.checks.model import Report
from scoper.report import json, text


class Renderer(Protocol):
    """What a format offers. ``width`` is in columns, 0 for no limit; formats for machines ignore the options."""

    def __call__(self, report: Report, *, colour: bool, width: int, verbose: bool) -> str: ...


FORMATS: Mapping[str, Renderer] = {
    "text": text.render,
    "json": json.render,
}
