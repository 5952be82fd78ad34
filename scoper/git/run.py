"""Starting git. Nothing else in the house does, and git never starts anything of the user's from here.

The environment of every process is rebuilt: what git exports into hooks would point a command at the wrong repository or
index, and a pager, prompt or lazy fetch would hang a hook. What a *configuration* could start (hooks, a file system
monitor) is switched off on each command line; filters are dealt with where files are read (see ``worktree``), and
everything that only needs objects runs where there is no configuration at all (see ``store``).
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from scoper.errors import UserError

TIMEOUT = 300.0  # seconds; the largest repositories need a few, only a hung file system or a hostile input needs more

_KEPT = frozenset(
    {
        "GIT_EXEC_PATH",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_COUNT",
        "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    }
)
_KEPT_PREFIXES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_FIXED = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    # An object that is not here stays away: a verdict must not depend on, or wait for, a network.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
}
_GUARDS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",  # writing an index runs post-index-change
    "core.untrackedCache=false",
    "core.splitIndex=false",  # a shared index would be written beside the user's own
    "core.safecrlf=false",
    "core.looseCompression=0",
    "advice.addEmbeddedRepo=false",
)


class Output(NamedTuple):
    """What a finished git said. ``err`` is for people; ``out`` is bytes because paths and contents are."""

    code: int
    out: bytes
    err: str


class GitError(UserError):
    """A git command that failed where scoper has no better words for it."""

    def __init__(self, command: Sequence[str], stderr: str) -> None:
        self.command = tuple(command)
        self.stderr = stderr.strip()
        reason = self.stderr.splitlines()[0] if self.stderr else "no message"
        super().__init__(f"`git {' '.join(self.command)}` failed: {reason}", *self.stderr.splitlines()[1:])


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """``environ`` without what git exports into hooks, and with everything that prompts, pages or fetches switched off.

    Choices of configuration *files* are kept: they are the user's, and ``safe.directory`` is only read from them.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_PREFIXES)
    }
    return kept | _FIXED


def run(
    args: Sequence[str],
    *,
    cwd: str,
    env: Mapping[str, str],
    stdin: bytes = b"",
    ok: Sequence[int] = (0,),
    guarded: bool = True,
) -> Output:
    """Run one git command to its end. Exit codes other than those in ``ok`` raise :class:`GitError`.

    ``guarded=False`` leaves the configuration as it is, for the commands that are asked about it.
    """
    process = _start(args, cwd=cwd, env=env, stderr=subprocess.PIPE, guarded=guarded)
    try:
        out, err = process.communicate(stdin, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise GitError(args, f"no answer within {TIMEOUT:.0f} seconds") from None
    except BaseException:
        process.kill()
        process.wait()
        raise
    output = Output(process.returncode, out, os.fsdecode(err))
    if output.code not in ok:
        raise GitError(args, output.err)
    return output


def read_objects(oids: Sequence[str], *, cwd: str, env: Mapping[str, str], limit: int) -> Iterator[tuple[str, bytes | None]]:
    """Each object's id and content, in the order asked, from one process.

    The content is ``None`` where the object is not in the store or holds more than ``limit`` bytes. At an object that
    is damaged git gives up, and so the iteration ends early.
    """
    process = _start(("cat-file", "--batch"), cwd=cwd, env=env, stderr=subprocess.DEVNULL, guarded=True)
    assert process.stdin is not None and process.stdout is not None
    # git answers while it is still being asked: with one thread both pipes could be full at once.
    writer = threading.Thread(target=_feed, args=(process.stdin, "".join(f"{oid}\n" for oid in oids).encode()))
    writer.start()
    try:
        for oid in oids:
            complete, content = _read_object(process.stdout, limit)
            if not complete:
                return
            yield oid, content
    finally:
        process.stdout.close()
        process.kill()
        writer.join()
        process.wait()


def _start(args: Sequence[str], *, cwd: str, env: Mapping[str, str], stderr: int, guarded: bool) -> subprocess.Popen[bytes]:
    guards = [part for guard in _GUARDS for part in ("-c", guard)] if guarded else []
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *guards, *args],
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        if not os.path.isdir(cwd):
            raise UserError(f"{cwd}: no such folder") from None
        raise UserError(f"git could not be started: {error.strerror}", "install git, or put it on PATH") from None


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:
        pass  # git ended before it was asked everything; the reader sees that too


def _read_object(pipe: IO[bytes], limit: int) -> tuple[bool, bytes | None]:
    """Whether there was a complete answer, and the content in it."""
    words = pipe.readline().split()
    if not words:
        return False, None
    if len(words) != 3 or not words[2].isdigit():
        return True, None  # "<oid> missing"
    size = int(words[2])
    if size > limit:
        return _skip(pipe, size + 1), None
    content = pipe.read(size + 1)
    return len(content) == size + 1, content[:-1]


def _skip(pipe: IO[bytes], size: int) -> bool:
    while size:
        chunk = pipe.read(min(size, 1 << 20))
        if not chunk:
            return False
        size -= len(chunk)
    return True
