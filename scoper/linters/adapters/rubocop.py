"""RuboCop (``--format json``). Its configuration is a template that Ruby evaluates, and can require files and gems."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from scoper.linters.adapter import Adapter, Job, Need, Texts, Trust, found, severity_of
from scoper.linters.model import Diagnostic

_TODO = ".rubocop_todo.yml"
_DATA = re.compile(rf"(?:[A-Z]\w*(?:/[A-Z]\w*)*|inherit_mode):(?:\s.*)?|inherit_from: {re.escape(_TODO)}")
"""A line at the margin that says no more than how a cop is set; any other may load code, or name what does."""


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


def _needs(configs: Mapping[str, bytes]) -> Need | None:
    for path, text in configs.items():
        is_options = path.rpartition("/")[2] == ".rubocop"  # of the command line
        if is_options or not _is_data(text.decode("utf-8", "replace")):
            return Need(Trust.BASE, f"{path} can make rubocop run other code")
    return None


def _is_data(text: str) -> bool:
    """Whether YAML has nothing at its top but settings of cops. What is indented belongs to the key above it."""
    lines = [line for line in text.splitlines() if line.strip() not in ("", "---") and not line.lstrip().startswith("#")]
    begins_inside = bool(lines) and lines[0][0].isspace()
    return "<%" not in text and not begins_inside and all(_DATA.fullmatch(line) for line in lines if line[0] != " ")


ADAPTER = Adapter(
    "rubocop",
    (".rb", ".rake", ".gemspec", ".ru"),
    _arguments,
    _parse,
    configs=(".rubocop.yml", _TODO, ".rubocop"),
    needs=_needs,
)
