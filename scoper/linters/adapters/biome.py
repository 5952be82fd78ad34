"""Biome's linter (``--reporter=json``, since 2.0). Its plugins are patterns, not programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found, severity_of
from scoper.linters.model import Diagnostic


def _arguments(job: Job) -> list[str]:
    return ["lint", "--reporter=json", "--max-diagnostics=none", "--no-errors-on-unmatched", "--vcs-enabled=false", *job.files]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for row in json.loads(output)["diagnostics"]:
        place = row.get("location") or {}
        if not place.get("path") or not place.get("start"):
            continue  # about the run, not about a file
        code, severity = row["category"].removeprefix("lint/"), severity_of(row["severity"])
        start, end = ((place[name]["line"], place[name]["column"]) for name in ("start", "end"))
        yield found("biome", code, row["message"], place["path"], start, end, severity=severity)


ADAPTER = Adapter(
    "biome",
    (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".json", ".jsonc", ".css", ".graphql"),
    _arguments,
    _parse,
    configs=("biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc"),
)
