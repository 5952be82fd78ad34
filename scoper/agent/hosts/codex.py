"""Codex CLI.

Settings: ``.codex/hooks.json`` of the project or of the home folder, in the form of Claude Code's ``hooks``; or tables in
``.codex/config.toml``. Hooks of a project run once the user has reviewed and trusted them; ``[features] hooks = false`` turns
all off.

Standard input: ``session_id, turn_id, cwd, hook_event_name, agent_id?``, and the fields of Claude Code's events of that name.
Files are edited by the tool ``apply_patch``, whose ``tool_input.command`` holds a patch in the V4A format, and commands are run
by ``Bash``.

Answer: unknown or unsupported keys make the hook fail, and the action goes ahead. PreToolUse knows ``permissionDecision:
"deny"`` with a reason; PostToolUse, ``hookSpecificOutput.additionalContext``; Stop, ``decision: "block"`` with a reason.
There is nothing to say for "go on" but nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from scoper.agent.hosts import claude
from scoper.agent.hosts.model import (
    Answer,
    Event,
    FileEdit,
    Moment,
    Names,
    Output,
    Reader,
    Setting,
    SettingKind,
    Swap,
    table_of,
    text_of,
)

_NAMES = Names(
    ("apply_patch", "Write", "Edit"),
    ("Bash", "shell", "exec_command", "local_shell"),
    "PreToolUse",
    "PostToolUse",
    {"UserPromptSubmit": Moment.PROMPT, "Stop": Moment.STOP, "SubagentStop": Moment.STOP},
)
_HEADER = re.compile(r"^\*\*\* (?:Add|Update|Delete) File: (.+?)\s*$|^\*\*\* Move to: (.+?)\s*$", re.MULTILINE)


def read(payload: Mapping[str, object]) -> Event | None:
    event = claude.event_of(payload, _NAMES)
    if event is None or event.moment not in (Moment.BEFORE_EDIT, Moment.AFTER_EDIT) or event.edits:
        return event
    given = table_of(payload, "tool_input")
    patch = text_of(given, "command", "input", "patch")
    return event._replace(edits=tuple(patched(patch)))


def patched(patch: str) -> Iterator[FileEdit]:
    """The files that a V4A patch is about: with the whole text of one that it adds, with the runs that it replaces in
    others."""
    starts = list(_HEADER.finditer(patch))
    for start, end in zip(starts, [*(match.start() for match in starts[1:]), len(patch)], strict=True):
        body = patch[start.end() + 1 : end]
        path = start[1] or start[2]
        if start[0].startswith("*** Add"):
            lines = [line[1:] for line in body.splitlines() if line.startswith("+")]
            yield FileEdit(path, "".join(f"{line}\n" for line in lines))
        else:
            yield FileEdit(path, swaps=tuple(_chunks(body)))


def _chunks(body: str) -> Iterator[Swap]:
    """Each run between two ``@@`` lines as the text that it finds and the text that it leaves."""
    for chunk in re.split(r"^@@.*\n|^\*\*\* End.*\n?", body, flags=re.MULTILINE):
        lines = chunk.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "-", ""))
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "+", ""))
        if old != new:
            yield Swap(old, new)


def write(event: Event | None, answer: Answer) -> Output:
    return claude.write(event, answer)


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    """A file of their own for the hooks, but where the user keeps hooks in ``config.toml``: Codex warns of two places."""
    toml = read(".codex/config.toml") or b""
    if read(".codex/hooks.json") is None and re.search(rb"^\s*\[\[?\s*hooks\b", toml, re.MULTILINE):
        return (Setting(".codex/config.toml", SettingKind.BLOCK, _tables(command)),)
    return (Setting(".codex/hooks.json", SettingKind.JSON, {"hooks": _NAMES.hooks(claude.call_of(command))}),)


def _tables(command: str) -> str:
    tables = []
    for name in _NAMES.events:
        matcher = "" if name in _NAMES.others else f'matcher = "{"|".join(_NAMES.tools)}"\n'
        call = f'type = "command"\ncommand = {json.dumps(command)}\ntimeout = {claude.TIMEOUT}\n'
        tables.append(f"[[hooks.{name}]]\n{matcher}[[hooks.{name}.hooks]]\n{call}")
    return "\n".join(tables)
