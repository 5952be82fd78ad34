"""ESLint (``--format=json``): columns and the offsets of fixes count UTF-16 code units. Its fixes are safe by its own
definition (suggestions are not); its configuration is a program or names packages to load.
It is looked for upwards to the root of the file system, and the older form is merged on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scoper.finding import Severity
from scoper.linters.adapter import Adapter, Job, Texts, found, listed, needs_beyond
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.offsets import Offsets

_PROGRAMS = tuple(f"eslint.config.{suffix}" for suffix in ("js", "mjs", "cjs", "ts", "mts", "cts"))
_OLDER = tuple(f".eslintrc{suffix}" for suffix in (".js", ".cjs", ".json", ".yml", ".yaml", ""))
_DATA = frozenset(
    ["root", "env", "globals", "rules", "parserOptions", "settings", "ignorePatterns", "files", "excludedFiles"]
    + ["noInlineConfig", "reportUnusedDisableDirectives"]
)


_NO_CONFIGURATION = "throw new Error('eslint found no configuration in the repository that it reads');\n"


def _arguments(job: Job) -> list[str]:
    ignored = [] if _is_older(job.site) else ["--no-warn-ignored"]
    return ["--format=json", *ignored, "--no-error-on-unmatched-pattern", *job.files]


def _env(site: str) -> tuple[tuple[str, str], ...]:
    return (("ESLINT_USE_FLAT_CONFIG", "false" if _is_older(site) else "true"),)


def _is_older(site: str) -> bool:
    """Whether a configuration is of the form that ESLint 9 reads only if told to, and ESLint 10 no more."""
    return site.rpartition("/")[2] in (*_OLDER, "package.json")


def _parse(output: str, texts: Texts) -> Iterator[Diagnostic]:
    for file in listed(json.loads(output)):
        path, offsets = file["filePath"], None
        for row in file["messages"]:
            edits: tuple[TextEdit, ...] = ()
            if (fix := row.get("fix")) is not None:
                offsets = offsets or Offsets(texts(path) or b"", unit="utf-16")
                edits = (offsets.edit(fix["range"], fix["text"]),)
            severity = Severity.WARNING if row["severity"] == 1 else Severity.ERROR
            start = row.get("line") or 1, row.get("column") or 1
            end = (row["endLine"], row["endColumn"]) if row.get("endLine") and row.get("endColumn") else None
            code = row.get("ruleId") or "parse-error"
            yield found("eslint", code, row["message"], path, start, end, severity=severity, edits=edits)


ADAPTER = Adapter(
    "eslint",
    (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".vue", ".svelte"),
    _arguments,
    _parse,
    configs=(*_PROGRAMS, *_OLDER),
    tables=(("package.json", ("eslintConfig",)),),
    needs=needs_beyond(_DATA),
    env=_env,
    fences=(("eslint.config.cjs", _NO_CONFIGURATION), (".eslintrc.json", '{"root": true}\n')),
)
