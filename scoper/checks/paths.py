"""Gitignore-style globs of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path of the repository matches any of these globs; without globs, nothing does."""
    if not globs:
        return _never
    from pathspec import GitIgnoreSpec  # only repositories that configure globs pay for it

    spec = GitIgnoreSpec.from_lines(globs)
    return lambda path: bool(spec.match_file(path))


def _never(_path: str) -> bool:
    return False
