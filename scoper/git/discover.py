"""Which repository is meant, and where its parts are. One git process, in the usual case."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from scoper.errors import UserError
from scoper.git.run import GitError, Output, clean_environment, run

_FLAGS = ("--absolute-git-dir", "--git-common-dir", "--is-bare-repository", "--show-object-format")
# A bare repository has no top level, and before the first commit there is no HEAD: git prints what comes before, and fails.
_FLAGS_THAT_MAY_FAIL = ("--show-toplevel", "HEAD^{commit}", "HEAD^{tree}")
_HEX = re.compile(r"[0-9a-f]{40,64}")


class Place(NamedTuple):
    """Where a repository is. All paths are absolute; ``root`` is ``None`` where there is no work tree.

    ``index_file`` is the index to judge, which inside a hook may be another one than the repository's own. ``objects`` are the
    object directories. ``head`` holds the ids of HEAD's commit and tree as they were at the time.
    """

    root: str | None
    git_dir: str
    common_dir: str
    is_bare: bool
    object_format: str
    index_file: str
    objects: tuple[str, ...]
    head: tuple[str, str] | None


def discover(cwd: str, environ: Mapping[str, str]) -> Place:
    """The repository that ``cwd`` is in. Raises :class:`UserError` where there is none, or git will not touch it.

    ``GIT_DIR``, which git exports into hooks, decides like it does for every git command, but only for the process's own
    folder; and the top of the work tree is found from the folder where both agree, as ``GIT_DIR`` alone says nothing of it.
    """
    env = clean_environment(environ)
    named = environ.get("GIT_DIR") if _is_current(cwd) else None
    try:
        found = _ask(cwd, env)
    except GitError as error:
        if named is None:
            raise _explain(error, cwd) from None
        found = None
    if named is not None and (found is None or not _same_file(found[0], os.path.join(cwd, named))):
        found = _ask_about(named, cwd, env, environ) or found
    if found is None:
        raise UserError(f"not a git repository: {cwd}", f"GIT_DIR is set to {named}, which is none either")
    return _place(found, cwd, environ)


def _ask(cwd: str, env: Mapping[str, str]) -> list[str]:
    """What ``rev-parse`` says to the flags, at least to those that may not fail."""
    args = ("rev-parse", *_FLAGS, *_FLAGS_THAT_MAY_FAIL)
    output: Output = run(args, cwd=cwd, env=env, ok=(0, 128))
    lines = os.fsdecode(output.out).split("\n")[:-1]
    if len(lines) < len(_FLAGS):
        raise GitError(args, output.err)
    return lines


def _ask_about(git_dir: str, cwd: str, env: Mapping[str, str], environ: Mapping[str, str]) -> list[str] | None:
    """The same for a repository that the environment names; ``None`` where there is none."""
    named = {"GIT_DIR": git_dir} | {name: environ[name] for name in ("GIT_WORK_TREE",) if name in environ}
    try:
        return _ask(cwd, {**env, **named})
    except GitError:
        return None


def _place(lines: list[str], cwd: str, environ: Mapping[str, str]) -> Place:
    git_dir, common, bare, object_format, *rest = lines
    common_dir = os.path.normpath(os.path.join(cwd, common))
    is_bare = bare == "true"
    root = rest[0] if rest and not is_bare else None
    if root is None and not is_bare:
        root = _root_around(git_dir, environ)
    ids = tuple(line for line in rest[1:] if _HEX.fullmatch(line))
    quarantine = environ.get("GIT_OBJECT_DIRECTORY") if "GIT_QUARANTINE_PATH" in environ else None
    objects = [os.path.join(cwd, quarantine)] if quarantine else []
    return Place(
        root,
        git_dir,
        common_dir,
        is_bare,
        object_format,
        _index(git_dir, root or cwd, environ),
        (*objects, os.path.join(common_dir, "objects")),
        (ids[0], ids[1]) if len(ids) == 2 else None,
    )


def _root_around(git_dir: str, environ: Mapping[str, str]) -> str | None:
    """The work tree, where git was asked from inside of the git directory: that of the folder around it, if it has one."""
    parent = os.path.dirname(git_dir)
    try:
        lines = _ask(parent, clean_environment(environ))
    except GitError:
        return None
    return lines[len(_FLAGS)] if len(lines) > len(_FLAGS) and _same_file(lines[0], git_dir) else None


def _index(git_dir: str, root: str, environ: Mapping[str, str]) -> str:
    """The work tree's index; inside a hook the one that git names, as ``git commit -a`` and ``git commit FILE`` use others.

    One that lies in a git directory of somebody else was left in the environment by a hook over there.
    """
    own = os.path.join(git_dir, "index")
    named = environ.get("GIT_INDEX_FILE")
    if not named:
        return own
    path = os.path.join(root, named)
    folder = os.path.dirname(path)
    foreign = not _same_file(folder, git_dir) and os.path.exists(os.path.join(folder, "HEAD"))
    return own if foreign else path


def _is_current(folder: str) -> bool:
    try:
        return _same_file(folder, os.getcwd())
    except FileNotFoundError:
        return False


def _same_file(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _explain(error: GitError, cwd: str) -> UserError:
    if "dubious ownership" in error.stderr or "unsafe repository" in error.stderr:
        trust = next((line.strip() for line in error.stderr.splitlines() if "safe.directory" in line and "--add" in line), "")
        return UserError(
            f"git does not trust the repository at {cwd}: it belongs to another user",
            trust or f"git config --global --add safe.directory {cwd}",
        )
    if "not a git repository" in error.stderr:
        return UserError(f"not a git repository: {cwd}", "change to a folder inside one, or make one with `git init`")
    return error
