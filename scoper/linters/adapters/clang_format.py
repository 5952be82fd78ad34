"""clang-format, where there is a ``.clang-format``."""

from __future__ import annotations

from scoper.linters.adapter import Adapter, Job, unparsed


def _arguments(job: Job) -> list[str]:
    return ["-i", "--style=file", "--fallback-style=none", *job.files]


ADAPTER = Adapter(
    "clang-format",
    (".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".hxx", ".m", ".mm", ".cu", ".proto"),
    _arguments,
    unparsed,
    configs=(".clang-format", "_clang-format"),
    passes=frozenset({0}),
    rewrites=True,
)
