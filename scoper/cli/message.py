"""A commit message as git will store it, from the file that a commit-msg hook is given."""

from __future__ import annotations

_SCISSORS = " ------------------------ >8 ------------------------"


def stored_message(data: bytes, *, comment: str = "#", edited: bool = True) -> str:
    """The message without what is there for the editor only: comments, and everything below the scissors.

    A message that never was in an editor (``git commit -m``) keeps lines that look like comments, as git does.
    """
    lines = []
    for line in data.decode("utf-8", "replace").splitlines():
        if line == f"{comment}{_SCISSORS}":
            break
        if not edited or not line.startswith(comment):
            lines.append(line.rstrip())
    return "\n".join(lines).strip()
