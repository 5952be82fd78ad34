"""Claude Code.

Settings (``.claude/settings.json``, or ``~/.claude/settings.json``)::

    {"hooks": {"PostToolUse": [{"matcher": "Edit|Write", "hooks": [{"type": "command", "command": "…", "timeout": 30}]}]}}

Standard input: ``session_id, transcript_path, cwd, hook_event_name, agent_id?``; UserPromptSubmit has ``prompt``; PreToolUse
``tool_name, tool_input, tool_use_id``; PostToolUse the same with ``tool_response``, which for edits holds ``originalFile``;
Stop and SubagentStop have ``stop_hook_active``. ``file_path`` is absolute.

Answer, on standard output with exit code 0: PreToolUse ``hookSpecificOutput.permissionDecision: "deny"`` with a reason;
PostToolUse ``hookSpecificOutput.additionalContext``; Stop ``decision: "block"`` with a reason. Any other exit code than 0 and 2
is an error that does not block. Claude Code ends a turn after 8 blocks in a row, whatever a hook says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from scoper.agent.hosts.model import (
    Act,
    Answer,
    Event,
    Moment,
    Names,
    Output,
    Reader,
    Setting,
    SettingKind,
    file_edit,
    table_of,
    text_of,
)

TIMEOUT = 30  # seconds
_NAMES = Names(
    ("Edit", "MultiEdit", "Write", "NotebookEdit"),
    ("Bash",),
    "PreToolUse",
    "PostToolUse",
    {"UserPromptSubmit": Moment.PROMPT, "Stop": Moment.STOP, "SubagentStop": Moment.STOP, "SessionEnd": Moment.END},
)


def read(payload: Mapping[str, object]) -> Event | None:
    return event_of(payload, _NAMES)


def event_of(payload: Mapping[str, object], names: Names) -> Event | None:
    """The event in a payload of this form, by a host with these names."""
    name, tool = text_of(payload, "hook_event_name"), text_of(payload, "tool_name")
    moment = names.moment(name, tool)
    if moment is None:
        return None
    before = table_of(payload, "tool_response").get("originalFile")
    edit = file_edit(table_of(payload, "tool_input"), before if isinstance(before, str) else None)
    return Event(
        name,
        moment,
        text_of(payload, "session_id"),
        text_of(payload, "cwd"),
        text_of(payload, "agent_id"),
        text_of(payload, "prompt"),
        (edit,) if edit is not None and tool in names.editors else (),
        text_of(payload, "tool_use_id"),
        payload.get("stop_hook_active") is True,
    )


def write(event: Event | None, answer: Answer) -> Output:
    if event is None or answer.act is Act.NOTHING:
        return Output()
    if answer.act is Act.BLOCK:
        return Output(json.dumps({"decision": "block", "reason": answer.text}))
    told = (
        {"permissionDecision": "deny", "permissionDecisionReason": answer.text}
        if answer.act is Act.DENY
        else {"additionalContext": answer.text}
    )
    return Output(json.dumps({"hookSpecificOutput": {"hookEventName": event.name, **told}}))


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    return (Setting(".claude/settings.json", SettingKind.JSON, {"hooks": _NAMES.hooks(call_of(command))}),)


def call_of(command: str) -> dict[str, object]:
    return {"type": "command", "command": command, "timeout": TIMEOUT}
