"""oxlint (``--format=json``): places are byte offsets with line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found, needs_beyond, severity_of
from scoper.linters.model import Diagnostic
from scoper.linters.offsets import Offsets

_DATA = frozenset(
    ["$schema", "plugins", "categories", "rules", "env", "globals", "settings", "ignorePatterns", "files", "excludeFiles"]
)
"""Its ``plugins`` are its own; those that are programs are ``jsPlugins``."""


def _arguments(job: Job) -> list[str]:
    return ["--format=json", *job.files]


def _parse(output: str, texts: Texts) -> Iterator[Diagnostic]:
    offsets: dict[str, Offsets] = {}
    for row in json.loads(output)["diagnostics"]:
        path, span = row["filename"], (row.get("labels") or [{}])[0].get("span")
        start, end = (1, 1), None
        if span is not None:
            if path not in offsets:
                offsets[path] = Offsets(texts(path) or b"", unit="bytes")
            start, end = (offsets[path].place(span["offset"] + more) for more in (0, span["length"]))
        code, severity = row.get("code") or "parse-error", severity_of(row["severity"])
        yield found("oxlint", code, row["message"], path, start, end, severity=severity, url=row.get("url") or None)


ADAPTER = Adapter(
    "oxlint",
    (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".vue", ".svelte", ".astro"),
    _arguments,
    _parse,
    configs=(".oxlintrc.json", "oxlint.json", ".oxlintrc.jsonc", "oxlint.config.ts"),
    needs=needs_beyond(_DATA),
)
