"""Stylelint (``--formatter=json``), which since 16 writes its report to standard error."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from scoper.linters.adapter import Adapter, Job, Need, Texts, Trust, found, is_program, listed, severity_of
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.offsets import Offsets

_LOADING = (b"extends", b"plugins", b"customSyntax", b"processors")
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


def _needs(configs: Mapping[str, bytes]) -> Need | None:
    for path, text in configs.items():
        if is_program(path):
            return Need(Trust.BASE, f"{path} is a program")
        if any(word in text for word in _LOADING):
            return Need(Trust.BASE, f"{path} loads packages")
    return None


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
    needs=_needs,
    passes=frozenset({0, 2}),
    to_errors=True,
)
