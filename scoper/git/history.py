"""Which files changed together in the past, as git tells it: bounded in commits and in time, merges left out."""

from __future__ import annotations

from collections.abc import Mapping

from scoper.git.discover import Place
from scoper.git.run import GitError, finish, start

MOST_COMMITS = 3_000
_SECONDS = 10.0
_COMMAND = (
    "log",
    "-z",
    "--no-merges",
    f"--max-count={MOST_COMMITS}",
    "--no-show-signature",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--name-only",
    "--format=%x01%s",
)


def read_log(place: Place, env: Mapping[str, str], commit: str) -> bytes | None:
    """The log of a commit and what is before it, newest first: ``\\1subject\\0path\\0path…``; ``None`` where git took too long
    or what it needs is not here."""
    command = (*_COMMAND, commit, "--")
    try:
        return finish(command, start(command, cwd=place.root or place.git_dir, env=env), timeout=_SECONDS).out
    except GitError:
        return None


def parse_log(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """Subject and changed paths of every commit of a log."""
    commits = []
    for block in data.split(b"\1")[1:]:
        subject, *paths = block.split(b"\0")
        names = (path.lstrip(b"\n").decode("utf-8", "surrogateescape") for path in paths)
        commits.append((subject.decode("utf-8", "replace"), tuple(name for name in names if name)))
    return commits
