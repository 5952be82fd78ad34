"""Revisions that people name → object ids, and what to say where there is none."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scoper.errors import UserError
from scoper.git.discover import Place
from scoper.git.run import GitError, run
from scoper.text import nearest

_HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ENCODING = re.compile(rb"^encoding (\S+)$", re.MULTILINE)
_DEEPEN = ("the clone is shallow; fetch more of its history: `git fetch --deepen=100`", "or all of it: `git fetch --unshallow`")


class Revisions:
    """Looks up revisions in one repository. ``env`` makes git see that repository."""

    def __init__(self, place: Place, env: Mapping[str, str]) -> None:
        self._place = place
        self._env = env
        self._cwd = place.root or place.git_dir

    def look_up(self, names: Sequence[str]) -> list[str | None]:
        """The id of each name in git's syntax, all in one process; ``None`` for those that name nothing."""
        usable = [name for name in names if _is_safe(name)]
        stdin = os.fsencode("".join(f"{name}\n" for name in usable))
        out = b""
        if usable:
            # git gives up at a commit whose tree a partial clone does not have; that and what follows names nothing here.
            args = ("cat-file", "--batch-check=%(objectname)")
            out = run(args, cwd=self._cwd, env=self._env, stdin=stdin, ok=(0, 128)).out
        answers = dict(zip(usable, os.fsdecode(out).split("\n"), strict=False))
        return [answer if _HEX.fullmatch(answer := answers.get(name, "")) else None for name in names]

    def commit(self, revision: str) -> str:
        """A commit id. Raises :class:`UserError` naming the revision and the names that are most like it."""
        (found,) = self.look_up([f"{revision}^{{commit}}"])
        if found is None:
            raise self.unknown(revision)
        return found

    def tree(self, revision: str) -> str:
        """The tree of a commit, or the tree that is named itself. Errors as in :meth:`commit`."""
        (found,) = self.look_up([f"{revision}^{{tree}}"])
        if found is None:
            raise self.unknown(revision)
        return found

    def merge_base(self, one: str, other: str) -> str:
        """The best common ancestor of two commits. Raises :class:`UserError` where there is none."""
        a, b = self.commit(one), self.commit(other)
        found = run(("merge-base", a, b), cwd=self._cwd, env=self._env, ok=(0, 1)).out.decode().split()
        if found:
            return found[0]
        hints = _DEEPEN if self.is_shallow() else (f"to compare them as they are: {one}..{other}",)
        raise UserError(f"{one} and {other} have no common ancestor", *hints)

    def unpublished(self, head: str, known: str | None, remote: str | None) -> tuple[list[str], str | None]:
        """The commits of ``head``, oldest first, that are in none of a remote's branches, nor in ``known``, and
        the commit that they stand on (``None`` where that is nothing)."""
        without = [known] if known is not None and self.look_up([f"{known}^{{commit}}"]) != [None] else []
        remotes = f"--remotes={remote}" if remote and "/" not in remote and not remote.startswith("-") else "--remotes"
        args = ("rev-list", "--reverse", "--topo-order", "--boundary", self.commit(head), "--not", remotes, *without)
        lines = run(args, cwd=self._cwd, env=self._env).out.decode().split()
        commits, boundary = [line for line in lines if line[0] != "-"], [line[1:] for line in lines if line[0] == "-"]
        if not commits or not boundary:
            return commits, None
        tips = run(("merge-base", "--independent", *boundary), cwd=self._cwd, env=self._env).out.decode().split()
        return commits, self.merge_base(head, tips[0])

    def signatures(self, base: str, head: str) -> list[tuple[str, tuple[str, str], str]]:
        """Id, addresses of author and committer, and message of the commits between two, oldest first, without merges."""
        names = (self.commit(head), f"^{self.commit(base)}")
        args = (
            "log",
            "-z",
            "--reverse",
            "--no-merges",
            "--no-mailmap",
            "--no-show-signature",
            "--format=%H%n%ae%n%ce%n%B",
            *names,
        )
        out = run(args, cwd=self._cwd, env=self._env).out.decode("utf-8", "replace")
        rows = [row.split("\n", 3) for row in out.split("\0") if row]
        return [(commit, (author, committer), message.strip()) for commit, author, committer, message in rows]

    def is_shallow(self) -> bool:
        path = os.path.join(self._place.common_dir, "shallow")
        return os.path.exists(path) and os.path.getsize(path) > 0

    def no_parent(self, revision: str) -> UserError:
        """The error for a commit whose parent is not here."""
        hints = _DEEPEN if self.is_shallow() else ("the object store is damaged; `git fsck` says more",)
        return UserError(f"the parent of {revision} is not in this clone", *hints)

    def unknown(self, revision: str) -> UserError:
        """The error for a revision that names nothing."""
        if not revision or revision.startswith("-"):
            return UserError(f"not a revision: {revision!r}")
        if self.look_up([f"{revision}^{{commit}}"]) != [None]:
            return UserError(
                f"the files of {revision} are not in this clone", f"have git fetch them: `git show --stat {revision}`"
            )
        near = nearest(revision, _names(self._place.git_dir))
        hints = [f"did you mean {' or '.join(near)}?"] if near else []
        if self.is_shallow():
            hints += _DEEPEN
        return UserError(f"unknown revision: {revision}", *hints)


class Commit(NamedTuple):
    """The parts of a commit object that matter here."""

    tree: str
    parents: tuple[str, ...]
    message: str


def parse_commit(data: bytes) -> Commit:
    """A raw commit object, whose message may be in any encoding, or in none."""
    header, _, message = data.partition(b"\n\n")
    tree = ""
    parents = []
    for line in header.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"tree":
            tree = value.decode("ascii")
        elif key == b"parent":
            parents.append(value.decode("ascii"))
    return Commit(tree, tuple(parents), _decode(message, _ENCODING.search(header)))


def _decode(message: bytes, encoding: re.Match[bytes] | None) -> str:
    try:
        return message.decode(encoding[1].decode("ascii", "replace") if encoding else "utf-8")
    except (LookupError, ValueError):
        return message.decode("utf-8", "replace")


def current_head(place: Place) -> str | None:
    """The commit that HEAD names right now, where plain files say so; ``None`` where only git can tell."""
    value = _first_line(os.path.join(place.git_dir, "HEAD"))
    if value.startswith("ref: "):
        value = _first_line(os.path.join(place.common_dir, value[5:]))
    return value if _HEX.fullmatch(value) else None


def _first_line(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return os.fsdecode(file.readline().strip())
    except OSError:
        return ""


def _is_safe(name: str) -> bool:
    return bool(name) and name[0] not in "-^" and not any(c in name for c in "\n\0")


def _names(git_dir: str) -> list[str]:
    """Branches and tags, for a hint. Whatever goes wrong here must not hide the error that the hint is for."""
    from git import Repo  # costs 90 ms to import, which only the way to an error message pays
    from git.exc import GitError as GitPythonError

    try:
        with Repo(git_dir) as repo:
            return [reference.name for reference in repo.references]
    except (GitPythonError, GitError, OSError, ValueError, KeyError):
        return []
