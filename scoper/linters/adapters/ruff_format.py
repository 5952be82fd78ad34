"""``ruff format``, which comes with scoper."""

from __future__ import annotations

from scoper.linters.adapter import Adapter, Job, unparsed


def _arguments(job: Job) -> list[str]:
    return ["format", "--no-cache", "--quiet", "--force-exclude", "--no-respect-gitignore", *job.files]


ADAPTER = Adapter(
    "ruff-format",
    (".py", ".pyi"),
    _arguments,
    unparsed,
    tables=(("pyproject.toml", ("tool", "ruff", "format")), ("ruff.toml", ("format",)), (".ruff.toml", ("format",))),
    hooks=("ruff-format",),
    program="ruff",
    passes=frozenset({0}),
    rewrites=True,
    fences=(("ruff.toml", ""),),
)
