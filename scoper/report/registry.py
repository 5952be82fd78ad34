"""The formats of a report, by the name that ``--output-format`` takes."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Protocol

from scoper.checks.model import Report


class Renderer(Protocol):
    """What a format offers. ``width`` is in columns, 0 for no limit; formats for machines ignore the options."""

    def __call__(self, report: Report, *, colour: bool, width: int, verbose: bool) -> str: ...


def _of(module: str) -> Renderer:
    """The renderer of a module of this room, which is imported when it is used: nobody asks for all of them."""

    def render(report: Report, *, colour: bool, width: int, verbose: bool) -> str:
        found: Renderer = importlib.import_module(f"scoper.report.{module}").render
        return found(report, colour=colour, width=width, verbose=verbose)

    return render


FORMATS: Mapping[str, Renderer] = {
    "text": _of("text"),
    "concise": _of("concise"),
    "json": _of("json"),
    "jsonl": _of("jsonl"),
    "sarif": _of("sarif"),
    "github": _of("github"),
    "github-summary": _of("github_summary"),
    "markdown": _of("markdown"),
    "gitlab": _of("gitlab"),
    "rdjson": _of("rdjson"),
    "junit": _of("junit"),
    "html": _of("html"),
}
