"""The TypeScript compiler as a checker (``--noEmit --pretty false``): ``file(line,column): error TS1234: text``. It runs no
plugin: those of ``compilerOptions.plugins`` are for editors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Refused, Texts, found, severity_of
from scoper.linters.model import Diagnostic

_LINE = re.compile(r"(\S.*?)\((\d+),(\d+)\): (error|warning) (TS\d+): (.*)")
_GLOBAL = re.compile(r"error (TS\d+): (.*)")


def _arguments(job: Job) -> list[str]:
    keep = ["--incremental", "--tsBuildInfoFile", os.path.join(job.keep, "tsbuildinfo")] if job.keep else []
    return ["--project", ".", "--noEmit", "--pretty", "false", *keep]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for line in output.splitlines():
        if match := _LINE.fullmatch(line):
            path, row, column, level, code, text = match.groups()
            yield found("tsc", code, text, path, (int(row), int(column)), severity=severity_of(level))
        elif match := _GLOBAL.fullmatch(line):
            raise Refused(f"{match[1]}: {match[2]}")
        elif line and not line.startswith(" "):
            raise ValueError(line)


ADAPTER = Adapter(
    "tsc",
    (".ts", ".tsx", ".mts", ".cts"),
    _arguments,
    _parse,
    configs=("tsconfig.json",),
    whole=True,
    passes=frozenset({0, 1, 2}),
)
