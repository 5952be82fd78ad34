"""pyright and basedpyright (``--outputjson``): one JSON document, lines and characters (UTF-16) from 0."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found, severity_of
from scoper.linters.model import Diagnostic


def _arguments(_: Job) -> list[str]:
    return ["--outputjson"]  # what to check is the configuration's to say


def _reader(tool: str) -> Callable[[str, Texts], Iterable[Diagnostic]]:
    def parse(output: str, _: Texts) -> Iterator[Diagnostic]:
        for row in json.loads(output)["generalDiagnostics"]:
            start, end = (
                (row.get("range", _NOWHERE)[name]["line"] + 1, row.get("range", _NOWHERE)[name]["character"] + 1)
                for name in ("start", "end")
            )
            code, severity = row.get("rule", "error"), severity_of(row["severity"])
            yield found(tool, code, row["message"], row["file"], start, end, severity=severity)

    return parse


_NOWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}

PYRIGHT = Adapter(
    "pyright",
    (".py", ".pyi"),
    _arguments,
    _reader("pyright"),
    configs=("pyrightconfig.json",),
    tables=(("pyproject.toml", ("tool", "pyright")),),
    whole=True,
)
BASEDPYRIGHT = PYRIGHT._replace(
    name="basedpyright",
    parse=_reader("basedpyright"),
    configs=(),
    tables=(("pyproject.toml", ("tool", "basedpyright")),),
)
