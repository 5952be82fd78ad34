"""The report as JSON Lines: a record a line, told apart by ``type``, for readers that stream.

The first line is the report without its lists (``report``); then follow every ``edit``, ``finding``, ``problem`` and
``notice``, each with the keys that it has in ``--output-format json`` (a problem and a notice have ``path`` and ``reason``, and
``text``). Where an edit names findings, it is by their position among the lines of that type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from scoper.checks.model import Report
from scoper.report.json import Json, clean_json, report_json

_LISTS = {"edits": "edit", "findings": "finding", "problems": "problem"}


def render(report: Report, *, colour: bool = False, width: int = 0, verbose: bool = False) -> str:
    return "".join(clean_json(json.dumps(record, ensure_ascii=False)) + "\n" for record in _records(report))


def _records(report: Report) -> Iterator[Json]:
    whole = report_json(report)
    yield {"type": "report", **{key: value for key, value in whole.items() if key not in _LISTS and key != "notices"}}
    for key, name in _LISTS.items():
        items = whole[key]
        assert isinstance(items, Iterable)
        yield from ({"type": name, **item} for item in items)
    for notice in report.notices:
        yield {"type": "notice", "text": notice}
