"""ty (``--output-format=gitlab``: GitLab's code quality report, whose format is documented and versioned by GitLab)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.finding import Severity
from scoper.linters.adapter import Adapter, Job, Texts, found, listed
from scoper.linters.model import Diagnostic

_SEVERITIES = {"info": Severity.NOTE, "minor": Severity.WARNING}


def _arguments(_: Job) -> list[str]:
    return ["check", "--output-format=gitlab", "--no-progress"]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for row in listed(json.loads(output)):
        code, place = row["check_name"], row["location"]
        message = row["description"].removeprefix(f"{code}: ")
        start, end = ((point["line"], point["column"]) for point in (place["positions"]["begin"], place["positions"]["end"]))
        severity = _SEVERITIES.get(row["severity"], Severity.ERROR)
        yield found("ty", code, message, place["path"], start, end, severity=severity)


ADAPTER = Adapter(
    "ty",
    (".py", ".pyi"),
    _arguments,
    _parse,
    configs=("ty.toml",),
    tables=(("pyproject.toml", ("tool", "ty")),),
    whole=True,
)
