"""Black. What is named is formatted whatever ``exclude`` says of it, so its patterns are given as ``force-exclude``."""

from __future__ import annotations

import os
from collections.abc import Iterator

from scoper.linters.adapter import Adapter, Job, unparsed

_PATTERNS = ("exclude", "extend-exclude", "force-exclude")


def _arguments(job: Job) -> list[str]:
    own = job.site.rpartition("/")[2] == "pyproject.toml"
    excluded = "|".join(_excluded(job.configs.get(job.site, b"") if own else b""))
    options = ["--force-exclude", excluded] if excluded else []
    return ["--quiet", "--config", "pyproject.toml" if own else os.devnull, *options, *job.files]


def _excluded(config: bytes) -> Iterator[str]:
    """Regular expressions; black reads one of several lines as a verbose one."""
    import tomllib

    try:
        table = tomllib.loads(config.decode("utf-8")).get("tool", {}).get("black", {})
        patterns = [table.get(key) for key in _PATTERNS]
    except (ValueError, AttributeError, RecursionError):
        return  # black will say what is wrong with it
    for pattern in patterns:
        if isinstance(pattern, str) and pattern:
            yield f"(?x:{pattern})" if "\n" in pattern else f"(?-x:{pattern})"


ADAPTER = Adapter(
    "black",
    (".py", ".pyi"),
    _arguments,
    unparsed,
    tables=(("pyproject.toml", ("tool", "black")),),
    hooks=("black", "black-pre-commit-mirror"),
    passes=frozenset({0}),
    env=lambda _: (("BLACK_CACHE_DIR", os.path.join(os.devnull, "none")),),  # it would remember temporary files
    rewrites=True,
)
