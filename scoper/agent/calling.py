"""How a wrapped command is called: its words and its environment."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence

from scoper.agent.command import MARK
from scoper.errors import UserError

_PLACEHOLDER = re.compile(r"\{(request|findings|feedback)\}")
_POINTERS = frozenset(  # variables that would lead a git command in the copy somewhere else
    {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_QUARANTINE_PATH",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_CONFIG",
        "OLDPWD",
    }
)
_SECRET = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD)$")
_SHORTEST_SECRET = 8  # characters; anything shorter would be struck out of other words


def template_words(template: str) -> tuple[str, ...]:
    """A command template as words, split as a shell would; nothing of it goes through a shell. Raises :class:`UserError`."""
    try:
        words = tuple(shlex.split(template))
    except ValueError as error:
        raise UserError(f"--feedback-command cannot be read: {error}", "quote it as for a shell") from None
    if not words:
        raise UserError("--feedback-command is empty", "say how the agent is called again, as in 'claude -c -p {feedback}'")
    return words


def filled(words: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """The words with what stands for ``{request}``, ``{findings}`` and ``{feedback}``, where there is such a value. Each word
    stays one, whatever is put into it."""
    return [_PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), word) for word in words]


def environment(mark: str, folder: str, values: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process, without what leads git to another repository, and with what a script may want:
    ``SCOPER_REQUEST``, and ``SCOPER_FINDINGS`` for the file with what was wrong."""
    kept = {name: value for name, value in os.environ.items() if name not in _POINTERS}
    said = {f"SCOPER_{name.upper()}": value for name, value in values.items() if name != "feedback"}
    return kept | {MARK: mark, "PWD": folder} | said


def without_secrets(command: Sequence[str]) -> list[str]:
    """The words of a command, without keys that the environment holds."""
    secrets = [value for name, value in os.environ.items() if _SECRET.search(name) and len(value) >= _SHORTEST_SECRET]
    words = []
    for word in command:
        for secret in secrets:
            word = word.replace(secret, "[key]")
        words.append(word)
    return words
