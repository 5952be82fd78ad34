"""Clippy (``cargo clippy --message-format=json``): rustc's diagnostics, one JSON object a line. It builds, so it runs the
build scripts and the macros of what it checks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping

from scoper.linters.adapter import Adapter, Job, Need, Texts, Trust, found, severity_of
from scoper.linters.model import Diagnostic


def _arguments(job: Job) -> list[str]:
    keep = ["--target-dir", os.path.join(job.keep, "target")] if job.keep else []
    return ["clippy", "--message-format=json", "--quiet", "--offline", "--all-targets", *keep]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    seen = set()
    for line in output.splitlines():
        row = json.loads(line)
        if row["reason"] != "compiler-message":
            continue
        message = row["message"]
        span = next((span for span in message["spans"] if span["is_primary"]), None)
        if span is None:
            continue  # the count of what was found
        code = (message["code"] or {}).get("code", "error")
        start, end = ((span[f"line_{side}"], span[f"column_{side}"]) for side in ("start", "end"))
        item = found("clippy", code, message["message"], span["file_name"], start, end, severity=severity_of(message["level"]))
        if item not in seen:  # a library is built once more for its tests
            seen.add(item)
            yield item


def _needs(_: Mapping[str, bytes]) -> Need:
    return Need(Trust.HEAD, "it runs the build scripts and macros of what it checks")


ADAPTER = Adapter(
    "clippy",
    (".rs",),
    _arguments,
    _parse,
    configs=("clippy.toml", ".clippy.toml"),
    markers=("Cargo.toml",),
    needs=_needs,
    whole=True,
    program="cargo",
    passes=frozenset({0, 101}),
)
