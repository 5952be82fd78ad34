"""Stylelint (``--formatter=json``), which since 16 writes its report to standard error."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, Texts, found, is_program, listed, needs_beyond, severity_of
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.offsets import Offsets

_DATA = frozenset(
    ["rules", "files", "name", "ignoreFiles", "defaultSeverity", "allowEmptyInput", "ignoreDisables"]
    + ["reportNeedlessDisables", "reportInvalidScopeDisables", "reportDescriptionlessDisables", "reportUnscopedDisables"]
)
_SUFFIXES = ("", ".json", ".yaml", ".yml", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")


def _arguments(job: Job) -> list[str]:
    return ["--formatter=json", "--compute-edit-info", "--allow-empty-input", *job.files]


def _parse(output: str, texts: Texts) -> Iterator[Diagnostic]:
    for file in listed(json.loads(output)):
        path, offsets = file["source"], None
        for row in (*file["parseErrors"], *file["warnings"]):
            edits: tuple[TextEdit, ...] = ()
            if (fix := row.get("fix")) is not None:
                offsets = offsets or Offsets(texts(path) or b"", unit="utf-16")
                edits = (offsets.edit(fix["range"], fix["text"]),)
            code = row.get("rule") or row.get("stylelintType") or "parse-error"
            end = (row["endLine"], row["endColumn"]) if row.get("endLine") and row.get("endColumn") else None
            message = row["text"].removesuffix(f" ({code})")
            severity = severity_of(row.get("severity", "error"))
            yield found("stylelint", code, message, path, (row["line"], row["column"]), end, severity=severity, edits=edits)


ADAPTER = Adapter(
    "stylelint",
    (".css", ".scss", ".less", ".sass"),
    _arguments,
    _parse,
    configs=(
        *(f".stylelintrc{suffix}" for suffix in _SUFFIXES),
        *(f"stylelint.config{suffix}" for suffix in _SUFFIXES if is_program(suffix)),
    ),
    tables=(("package.json", ("stylelint",)),),
    needs=needs_beyond(_DATA),
    passes=frozenset({0, 2}),
    to_errors=True,
)
