"""``go vet -json``: objects of package → analyzer → findings, on standard error, with comment lines between them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found
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
    while text:
        document, end = decoder.raw_decode(text)
        text = text[end:].strip()
        for analyzers in document.values():
            yield from _package(analyzers)


def _package(analyzers: dict[str, object]) -> Iterator[Diagnostic]:
    for analyzer, rows in analyzers.items():
        if not isinstance(rows, list):
            raise ValueError(f"{analyzer}: {rows}")  # the package does not build
        for row in rows:
            if (match := _PLACE.fullmatch(row["posn"])) is None:
                raise ValueError(row["posn"])
            yield found("go vet", analyzer, row["message"], match[1], (int(match[2]), int(match[3])))


ADAPTER = Adapter("go vet", (".go",), _arguments, _parse, markers=("go.mod",), whole=True, program="go", to_errors=True, env=GO)
