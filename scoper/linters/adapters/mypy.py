"""mypy (``--output=json``, since 1.11): one JSON object a line, columns from 0."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, Trust, found, needs_where, severity_of
from scoper.linters.model import Diagnostic

_TARGETS = re.compile(rb"^\s*(files|packages|modules)\s*=", re.MULTILINE)
_NAMES = ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")

_ACTING = ("plugins", "python_executable", "install_types", "_report", "junit_xml")


def _arguments(job: Job) -> list[str]:
    has_targets = any(_TARGETS.search(text) for path, text in job.configs.items() if path.rpartition("/")[2] in _NAMES)
    keep = [f"--cache-dir={job.keep}"] if job.keep else ["--cache-dir=/dev/null"]
    return ["--output=json", "--no-error-summary", "--show-error-end", "--no-pretty", *keep, *([] if has_targets else ["."])]


def _parse(output: str, _: Texts) -> Iterator[Diagnostic]:
    for line in output.splitlines():
        row = json.loads(line)
        if row["severity"] == "note":
            continue  # says more about the error before it
        place, end = (row["line"], row["column"] + 1), (row.get("end_line") or row["line"], (row.get("end_column") or -1) + 1)
        severity = severity_of(row["severity"])
        yield found("mypy", row["code"] or "error", row["message"], row["file"], place, end, severity=severity)


ADAPTER = Adapter(
    "mypy",
    (".py", ".pyi"),
    _arguments,
    _parse,
    configs=("mypy.ini", ".mypy.ini"),
    tables=(("pyproject.toml", ("tool", "mypy")), ("setup.cfg", ("mypy",))),
    needs=needs_where(Trust.HEAD, *_ACTING, reason="makes mypy run programs, or write files"),
    whole=True,
)
