"""oxlint (``--format=json``): places are byte offsets with line and column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from scoper.linters.adapter import Adapter, Job, Need, Texts, Trust, found, is_program, severity_of
from scoper.linters.model import Diagnostic
from scoper.linters.offsets import Offsets


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


def _needs(configs: Mapping[str, bytes]) -> Need | None:
    for path, text in configs.items():
        if is_program(path):
            return Need(Trust.BASE, f"{path} is a program")
        if b"jsPlugins" in text:
            return Need(Trust.BASE, f"{path} loads packages")
    return None


ADAPTER = Adapter(
    "oxlint",
    (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".vue", ".svelte", ".astro"),
    _arguments,
    _parse,
    configs=(".oxlintrc.json", "oxlint.json", ".oxlintrc.jsonc", "oxlint.config.ts"),
    needs=_needs,
)
