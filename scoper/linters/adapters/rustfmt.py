"""rustfmt. A file is its input, as it would look for the modules of one that it is given by name."""

from __future__ import annotations

import re
from posixpath import dirname

from scoper.linters.adapter import Adapter, Job, unparsed

_EDITION = re.compile(rb'^\s*edition\s*=\s*"(\d{4})"', re.MULTILINE)
_NEWEST = "2021"


def _arguments(job: Job) -> list[str]:
    if _EDITION.search(job.configs.get(job.site, b"")) and not job.site.endswith("Cargo.toml"):
        return ["--quiet"]
    return ["--quiet", "--edition", _edition(job)]


def _edition(job: Job) -> str:
    """That of the nearest manifest which says one; rustfmt alone takes the oldest."""
    folder = f"{dirname(job.site)}/".lstrip("/")
    above = [path for path in job.configs if path.endswith("Cargo.toml") and folder.startswith(path.removesuffix("Cargo.toml"))]
    found = (_EDITION.search(job.configs[path]) for path in sorted(above, key=len, reverse=True))
    return next((match[1].decode() for match in found if match), _NEWEST)


ADAPTER = Adapter(
    "rustfmt",
    (".rs",),
    _arguments,
    unparsed,
    configs=("rustfmt.toml", ".rustfmt.toml"),
    markers=("Cargo.toml",),
    passes=frozenset({0}),
    rewrites=True,
    by_input=True,
    fences=(("rustfmt.toml", ""),),
)
