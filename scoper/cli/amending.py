"""Whether a hook runs for ``git commit --amend``, which git tells no hook: read from the command line of the git that called
it."""

from __future__ import annotations

_ANCESTORS = 6  # a manager of hooks may stand between git and us


def is_amending(pid: int) -> bool:
    """Whether the nearest git among a process and its ancestors amends. Where processes cannot be looked at, it does not."""
    for _ in range(_ANCESTORS):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            with open(f"/proc/{pid}/stat", "rb") as file:
                parent = int(file.read().rpartition(b")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return False
        if words[0].rpartition(b"/")[2] == b"git" and b"commit" in words:
            options = words[words.index(b"commit") + 1 :]
            return b"--amend" in options[: options.index(b"--") if b"--" in options else None]
        pid = parent
    return False
