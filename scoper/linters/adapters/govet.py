"""``go vet -json``: objects of package → analyzer → findings, with comment lines between them, on
standard error or, in newer versions of Go, on standard output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Refused, Texts, found
from scoper.linters.model import Diagnostic

GO = (
    ("CGO_ENABLED", "0"),
    ("GOFLAGS", "-mod=readonly"),
    ("GOPROXY", "off"),
    ("GOTOOLCHAIN", "local"),
    ("GOWORK", "off"),
)
"""No C compiler with the module's own flags, no download, no toolchain of the module's choice."""

_PLACE = re.compile(r"(.+):(\d+):(\d+)")


def _arguments(_: Job) -> list[str]:
    return ["vet", "-json", "./..."]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    decoder = json.JSONDecoder()
    text = "\n".join(line for line in output.splitlines() if not line.startswith("# ")).strip()
    if text.startswith("vet: "):
        raise Refused(f"the code does not build: {text.removeprefix('vet: ')}")
    while text:
        document, end = decoder.raw_decode(text)
        text = text[end:].strip()
        for analyzers in document.values():
            yield from _package(analyzers)


def _package(analyzers: dict[str, object]) -> Iterator[Diagnostic]:
    for analyzer, rows in analyzers.items():
        if not isinstance(rows, list):
            raise Refused(f"{analyzer}: {rows.get('error', rows) if isinstance(rows, dict) else rows}")
        for row in rows:
            path, start = _place(row["posn"])
            end = _place(row["end"])[1] if "end" in row else None
            yield found("go vet", analyzer, row["message"], path, start, end)


def _place(text: str) -> tuple[str, tuple[int, int]]:
    if (match := _PLACE.fullmatch(text)) is None:
        raise ValueError(text)
    return match[1], (int(match[2]), int(match[3]))


ADAPTER = Adapter(
    "go vet", (".go",), _arguments, _parse, markers=("go.mod",), whole=True, program="go", to_either=True, env=lambda _: GO
)
