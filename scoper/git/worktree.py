"""What is staged, and what is on disk, as trees. Both work on a copy of the index and write to the private store.

git itself decides what is ignored, how lines end and which files changed. It never runs a filter here: what a clean filter
would make of a file is for the user's own commands to find out, as an attribute file must not choose programs for us.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping

from scoper.errors import UserError
from scoper.finding import Problem
from scoper.git.discover import Place
from scoper.git.run import GitError, Output, run
from scoper.git.store import MAX_BLOB_BYTES, ObjectStore
from scoper.git.tree import Tree

_UNREADABLE = re.compile(r"^error: unable to index file '(.*)'$", re.MULTILINE)
_UNMERGED = re.compile(r"^(.*): unmerged \([0-9a-f]+\)$", re.MULTILINE)
_STOPPED_AT = re.compile(r"^fatal: Unable to process path (.*)$", re.MULTILINE)
_MAX_RETRIES = 20
_CANNOT_READ = "it could not be read, so the version before was taken"
_CANNOT_READ_NEW = "it could not be read, so it was left out"


def index_tree(place: Place, store: ObjectStore, env: Mapping[str, str]) -> Tree:
    """What a commit of the index would hold. Raises :class:`UserError` while paths are unmerged, and
    where there is no work tree that could have something staged."""
    if place.is_bare and not os.path.exists(place.index_file):
        raise UserError("a bare repository has nothing staged", "name what to compare: BASE..HEAD")
    return Tree(store, _write_tree(place, _with_copy(place, store, env)), "the index")


def work_tree(place: Place, store: ObjectStore, env: Mapping[str, str]) -> Tree:
    """Tracked files as they are on disk, and those that are neither tracked nor ignored.

    What cannot be read, is too large, or is a repository of its own is left out and told in ``problems``.
    """
    if place.root is None:
        raise UserError("a bare repository has no work tree", "name what to compare: BASE..HEAD")
    env = without_filters(place, _with_copy(place, store, env))
    untracked, problems = _untracked(place, env)
    # 1 means that files could not be read, and 128 that all of them could not.
    output = _git(place, env, "add", "--update", "--ignore-errors", "--", ".", ok=(0, 1))
    problems += [Problem(path, _CANNOT_READ) for path in _UNREADABLE.findall(output.err)]
    problems += _add(place, env, untracked)
    problems.sort(key=lambda problem: problem.path or "")
    return Tree(store, _write_tree(place, env), "the work tree", tuple(problems))


def changed_paths(place: Place, env: Mapping[str, str]) -> list[str]:
    """Paths that differ between the current commit, the index and the disk, and untracked ones; no content is stored."""
    args = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
    rows = _git(place, without_filters(place, env), *args).out.split(b"\0")
    return [os.fsdecode(row[3:]) for row in rows if row and not row.endswith(b"/")]


def _git(place: Place, env: Mapping[str, str], *args: str, stdin: bytes = b"", ok: tuple[int, ...] = (0,)) -> Output:
    return run(args, cwd=place.root or place.git_dir, env=env, stdin=stdin, ok=ok)


def _with_copy(place: Place, store: ObjectStore, env: Mapping[str, str]) -> dict[str, str]:
    """An environment whose index is a copy.

    The copy keeps the time of the original: entries younger than the index are those whose contents git compares anew.
    """
    copy = store.temporary("index")
    try:
        with open(place.index_file, "rb") as source, open(copy, "wb") as target:
            target.write(source.read())
            times = os.fstat(source.fileno())
        os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    except FileNotFoundError:
        pass  # nothing was ever staged
    except OSError as error:
        raise UserError(f"the index cannot be read: {place.index_file}: {error.strerror}") from None
    return {**env, "GIT_INDEX_FILE": copy}


def _write_tree(place: Place, env: Mapping[str, str]) -> str:
    try:
        return _git(place, env, "write-tree", "--missing-ok").out.decode().strip()
    except GitError as error:
        paths = sorted(set(_UNMERGED.findall(error.stderr)))
        if not paths:
            raise
        shown = ", ".join(paths[:3]) + (", …" if len(paths) > 3 else "")
        raise UserError(f"the index has unmerged paths: {shown}", "resolve the conflicts, then `git add` them") from None


def without_filters(place: Place, env: Mapping[str, str]) -> dict[str, str]:
    """The environment with every configured filter driver emptied, by variables as their names may hold any character."""
    output = _git(place, env, "config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.", ok=(0, 1)).out
    drivers = {os.fsdecode(key).rpartition(".")[0] for key in output.split(b"\0") if key}
    emptied = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
    return with_config(env, {f"{driver}.{key}": value for driver in sorted(drivers) for key, value in emptied})


def with_config(env: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The environment with these settings on top of what is configured."""
    count = int(env.get("GIT_CONFIG_COUNT") or 0)
    env = dict(env)
    for number, (key, value) in enumerate(settings.items(), count):
        env[f"GIT_CONFIG_KEY_{number}"] = key
        env[f"GIT_CONFIG_VALUE_{number}"] = value
    return env | {"GIT_CONFIG_COUNT": str(count + len(settings))}


def _untracked(place: Place, env: Mapping[str, str]) -> tuple[list[str], list[Problem]]:
    """The files to add, and why others are not."""
    assert place.root is not None
    listed = _git(place, env, "ls-files", "-z", "--others", "--exclude-standard").out.split(b"\0")
    paths: list[str] = []
    problems: list[Problem] = []
    for path in map(os.fsdecode, filter(None, listed)):
        reason = _obstacle(os.path.join(place.root, path))
        if reason is None:
            paths.append(path)
        elif reason:
            problems.append(Problem(path, reason))
    return paths, problems


def _obstacle(path: str) -> str | None:
    """Why an untracked file is left out; empty where it is nothing to speak of."""
    if path.endswith("/"):
        return "it is a git repository of its own, so it was left out"
    try:
        status = os.lstat(path)
    except OSError:
        return ""  # it went away again
    if stat.S_ISLNK(status.st_mode):
        return None
    if not stat.S_ISREG(status.st_mode):
        return ""
    if status.st_size > MAX_BLOB_BYTES:
        return f"it is larger than {MAX_BLOB_BYTES // 1_000_000} MB, so it was left out"
    return None if os.access(path, os.R_OK) else _CANNOT_READ_NEW


def _add(place: Place, env: Mapping[str, str], paths: list[str]) -> list[Problem]:
    """Add untracked files. git stops at one that it cannot read; that one is left out and the others are tried again."""
    problems: list[Problem] = []
    while paths:
        stdin = os.fsencode("".join(f"{path}\0" for path in paths))
        try:
            _git(place, env, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", stdin=stdin)
            break
        except GitError as error:
            stopped = _STOPPED_AT.search(error.stderr)
            if stopped is None or stopped[1] not in paths or len(problems) == _MAX_RETRIES:
                raise
            paths = [path for path in paths if path != stopped[1]]
            problems.append(Problem(stopped[1], _CANNOT_READ_NEW))
    return problems
