"""golangci-lint from 2.1 on (``--output.json.path``): ``printers.JSONResult`` of its sources. Columns count bytes, 0 is none.

The linters of its own configuration run, but where it says what is written, left out or fixed, the command has the last word.
Its fixes are what its ``--fix`` would make; nothing calls them safe but for those of formatters, so others are named, not made.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from scoper.linters.adapter import Adapter, Job, Refused, Texts, Trust, found, needs_where, severity_of
from scoper.linters.adapters.govet import GO
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.offsets import Offsets

_FORMATTERS = frozenset(["gci", "gofmt", "gofumpt", "goimports", "golines"])
_COLLECTIONS = frozenset(["gocritic", "gosec", "govet", "modernize", "revive", "staticcheck", "testifylint"])
"""Linters of many checks, whose text begins with the name of the check."""

_CHECK = re.compile(r"([A-Za-z][\w-]*): ")
_RELATED = re.compile(r"[\w-]+\(related information\): ")  # says more about the finding before it
_OTHER_REPORTS = ("text", "tab", "html", "checkstyle", "code-climate", "junit-xml", "teamcity", "sarif")


def _arguments(_: Job) -> list[str]:
    reports = ["--output.json.path=stdout", *(f"--output.{name}.path=" for name in _OTHER_REPORTS)]
    shown = ["--path-mode=abs", "--path-prefix=", "--show-stats=false", "--issues-exit-code=0"]
    every = ["--max-issues-per-linter=0", "--max-same-issues=0", "--uniq-by-line=false", "--new=false"]
    every += [f"--new-from-{name}=" for name in ("rev", "patch", "merge-base")]
    # The lock would stand in the user's temporary folder, and hold up the other side.
    return ["run", *reports, *shown, *every, "--fix=false", "--allow-parallel-runners", "./..."]


def _parse(output: str, texts: Texts) -> Iterator[Diagnostic]:
    report, _ = json.JSONDecoder().raw_decode(output)  # a line that counts what was found may follow
    offsets: dict[str, Offsets] = {}
    for row in report["Issues"] or ():
        linter, text, place = row["FromLinter"], row["Text"], row["Pos"]
        if linter == "typecheck":  # it hides what all others would say
            raise Refused(f"the code does not build: {place['Filename']}:{place['Line']}: {text}")
        if _RELATED.match(text):
            continue
        path, line, column = place["Filename"], place["Line"], place["Column"]
        if path not in offsets:
            offsets[path] = Offsets(texts(path) or b"", unit="bytes")
        if (exact := offsets[path].place(place["Offset"]))[0] == line:
            column = exact[1]
        check = _CHECK.match(text) if linter in _COLLECTIONS else None
        code, text = (f"{linter}/{check[1]}", text[check.end() :]) if check else (linter, text)
        last = max(line, (row.get("LineRange") or {}).get("To", 0))
        fixes = row.get("SuggestedFixes") or []
        edits = _edits(fixes[0], offsets[path]) if linter in _FORMATTERS and len(fixes) == 1 else ()
        severity = severity_of(row["Severity"] or "error")
        start, end = (line, column), (last, 0)
        yield found("golangci-lint", code, text, path, start, end, severity=severity, fixable=bool(fixes), edits=edits)


def _edits(fix: dict[str, Any], offsets: Offsets) -> tuple[TextEdit, ...]:
    """The edits of one fix, whose places are offsets in the file."""
    rows = fix["TextEdits"] or ()
    return tuple(offsets.edit((row["Pos"], row["End"]), b64decode(row["NewText"] or "").decode("utf-8")) for row in rows)


ADAPTER = Adapter(
    "golangci-lint",
    (".go",),
    _arguments,
    _parse,
    configs=tuple(f".golangci.{suffix}" for suffix in ("yml", "yaml", "toml", "json")),
    needs=needs_where(Trust.BASE, "custom", "\\u", "\\x", reason="may load linters of its own"),
    whole=True,
    passes=frozenset({0}),
    env=lambda _: GO,
)
