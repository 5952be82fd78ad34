"""What linters said, kept between runs by what they were given: the tool as it is installed, the configuration, the files.

It is kept beside the facts, in the user's cache. What cannot be read any more is asked for again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from scoper.finding import Severity
from scoper.linters.model import Diagnostic, TextEdit

PREFIX = "lint-1"


def key(*parts: str, configs: Mapping[str, bytes], files: Iterable[tuple[str, str]]) -> str:
    """A name for one call. ``files`` are pairs of path and object id."""
    digest = sha256()
    listed = [*parts, *(f"{path} {sha256(text).hexdigest()}" for path, text in sorted(configs.items()))]
    for part in (*listed, "", *(f"{oid} {path}" for path, oid in sorted(files))):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def dump(diagnostics: Iterable[Diagnostic]) -> bytes:
    return json.dumps(list(diagnostics)).encode("utf-8", "surrogatepass")


def read(data: bytes) -> tuple[Diagnostic, ...] | None:
    """What :func:`dump` wrote; ``None`` for anything else."""
    try:
        return tuple(_diagnostic(*row) for row in json.loads(data))
    except (ValueError, TypeError, RecursionError):
        return None


def _diagnostic(
    tool: str,
    code: str,
    message: str,
    path: str,
    line: int,
    end_line: int,
    column: int,
    url: str | None,
    fixable: bool,
    end_column: int,
    severity: int,
    edits: list[tuple[int, int, int, int, str]],
) -> Diagnostic:
    rest = Severity(severity), tuple(TextEdit(*edit) for edit in edits)
    return Diagnostic(tool, code, message, path, line, end_line, column, url, fixable, end_column, *rest)
