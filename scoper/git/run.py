"""Starting git. Nothing else in the house does, and git never starts anything of the user's from here.

The environment of every process is rebuilt: what git exports into hooks would point a command at the wrong repository or
index, and a pager, prompt or lazy fetch would hang a hook. What a *configuration* could start (hooks, a file system
monitor) is switched off on each command line; filters are dealt with where files are read (see ``worktree``), and
everything that only needs objects runs where there is no configuration at all (see ``store``).
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

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
    return finish(args, start(args, cwd=cwd, env=env, guarded=guarded), stdin=stdin, ok=ok)


def finish(
    args: Sequence[str],
    process: subprocess.Popen[bytes],
    *,
    stdin: bytes = b"",
    ok: Sequence[int] = (0,),
    timeout: float = TIMEOUT,
) -> Output:
    """Wait for what :func:`start` started. Errors as in :func:`run`."""
    try:
        out, err = process.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired:
        end(process)
        raise GitError(args, f"no answer within {timeout:.0f} seconds") from None
    except BaseException:
        end(process)
        raise
    output = Output(process.returncode, out, os.fsdecode(err or b""))
    if output.code not in ok:
        raise GitError(args, output.err)
    return output


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop a process whose answer is not wanted any more; harmless where it has ended."""
    process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):  # what was not sent yet has nobody to go to
                pipe.close()
    process.wait()


def start(
    args: Sequence[str], *, cwd: str, env: Mapping[str, str], stderr: int = subprocess.PIPE, guarded: bool = True
) -> subprocess.Popen[bytes]:
    """Start one git command, for :func:`finish` or :func:`end`; it works while its caller does something else."""
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
