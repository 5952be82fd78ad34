"""gofmt, which has no configuration."""

from __future__ import annotations

from scoper.linters.adapter import Adapter, Job, unparsed


def _arguments(job: Job) -> list[str]:
    return ["-w", *job.files]


ADAPTER = Adapter("gofmt", (".go",), _arguments, unparsed, markers=("go.mod",), passes=frozenset({0}), rewrites=True)
