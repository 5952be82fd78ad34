"""ShellCheck (``--format=json1``): columns in characters. Its fixes change what a script does: they are named, not made."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found, severity_of
from scoper.linters.model import Diagnostic


def _arguments(job: Job) -> list[str]:
    return ["--format=json1", *job.files]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for row in json.loads(output)["comments"]:
        code = f"SC{row['code']}"
        yield found(
            "shellcheck",
            code,
            row["message"],
            row["file"],
            (row["line"], row["column"]),
            (row["endLine"], row["endColumn"]),
            severity=severity_of(row["level"]),
            url=f"https://www.shellcheck.net/wiki/{code}",
            fixable=row.get("fix") is not None,
        )


ADAPTER = Adapter("shellcheck", (".sh", ".bash", ".ksh"), _arguments, _parse, configs=(".shellcheckrc", "shellcheckrc"))
