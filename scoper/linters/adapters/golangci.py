"""golangci-lint 2 (``--output.json.path``): its report; columns in bytes, 0 for none."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, Trust, found, needs_where, severity_of
from scoper.linters.adapters.govet import GO
from scoper.linters.model import Diagnostic


def _arguments(_: Job) -> list[str]:
    limits = ["--max-issues-per-linter=0", "--max-same-issues=0", "--issues-exit-code=0", "--show-stats=false"]
    return ["run", "--output.json.path=stdout", "--output.text.path=/dev/null", *limits, "./..."]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for row in json.loads(output)["Issues"] or ():
        place, lines = row["Pos"], row.get("LineRange") or {}
        severity = severity_of(row.get("Severity") or "error")
        start, last = (place["Line"], place["Column"]), max(place["Line"], lines.get("To", 0))
        yield found("golangci-lint", row["FromLinter"], row["Text"], place["Filename"], start, (last, 0), severity=severity)


ADAPTER = Adapter(
    "golangci-lint",
    (".go",),
    _arguments,
    _parse,
    configs=tuple(f".golangci.{suffix}" for suffix in ("yml", "yaml", "toml", "json")),
    needs=needs_where(Trust.BASE, "custom", "\\u", "\\x", reason="may load linters of its own"),
    whole=True,
    passes=frozenset({0}),
    env=lambda _: GO,
)
