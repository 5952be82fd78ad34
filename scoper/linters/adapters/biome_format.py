"""Biome's formatter."""

from __future__ import annotations

from scoper.linters.adapter import Adapter, Job, unparsed
from scoper.linters.adapters import biome


def _arguments(job: Job) -> list[str]:
    return ["format", "--write", "--no-errors-on-unmatched", "--vcs-enabled=false", *job.files]


ADAPTER = Adapter(
    "biome-format",
    biome.ADAPTER.suffixes,
    _arguments,
    unparsed,
    configs=biome.ADAPTER.configs,
    program="biome",
    passes=frozenset({0}),
    rewrites=True,
)
