"""Naming an edit to a person."""

from __future__ import annotations

from scoper.change.model import Edit
from scoper.report.terminal import clean


def shown(edit: Edit) -> str:
    """Symbol, kinds and lines, safe for a terminal: ``shop/cart.py::total · body · lines 3-5``."""
    kinds = ",".join(kind.value for kind in edit.kinds)
    ranges = edit.after or edit.before
    where = []
    if ranges:
        first, last = ranges[0].start, ranges[-1].end
        where = [("" if edit.after else "removed ") + (f"line {first}" if first == last else f"lines {first}-{last}")]
    return " · ".join([clean(edit.symbol or edit.path), kinds, *where])
