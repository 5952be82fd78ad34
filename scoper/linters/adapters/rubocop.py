"""RuboCop (``--format json``). Its configuration is a template that Ruby evaluates, and can require files and gems."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, Trust, found, needs_where, severity_of
from scoper.linters.model import Diagnostic


def _arguments(job: Job) -> list[str]:
    return ["--format", "json", "--cache", "false", "--force-exclusion", *job.files]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for file in json.loads(output)["files"]:
        for row in file["offenses"]:
            place = row["location"]
            start, end = (place["start_line"], place["start_column"]), (place["last_line"], place["last_column"] + 1)
            severity, code = severity_of(row["severity"]), row["cop_name"]
            message = row["message"].removeprefix(f"{code}: ")
            yield found(
                "rubocop", code, message, file["path"], start, end, severity=severity, fixable=row.get("correctable") is True
            )


ADAPTER = Adapter(
    "rubocop",
    (".rb", ".rake", ".gemspec", ".ru"),
    _arguments,
    _parse,
    configs=(".rubocop.yml",),
    needs=needs_where(Trust.BASE, "require", "plugins", "inherit_gem", "<%", reason="can make rubocop run other code"),
)
