"""Gemini CLI.

Settings (``.gemini/settings.json``, or ``~/.gemini/settings.json``)::

    {"hooks": {"AfterTool": [{"matcher": "write_file|replace", "hooks": [{"type": "command", "name": "…", "command": "…",
    "timeout": 60000}]}]}}

Standard input: ``session_id, transcript_path, cwd, hook_event_name, timestamp``; BeforeAgent has ``prompt``; BeforeTool
``tool_name, tool_input``; AfterTool the same with ``tool_response``; AfterAgent ``prompt, prompt_response, stop_hook_active``.

Answer: standard output must be JSON and nothing else. ``decision: "deny"`` with ``reason`` stops a tool, and at AfterAgent
rejects the answer and has the agent go on; ``hookSpecificOutput.additionalContext`` is added to what the agent reads. Exit
codes other than 0 and 2 are warnings. Timeouts are in milliseconds.
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

_TIMEOUT = 30_000  # milliseconds
_NAMES = Names(
    ("write_file", "replace", "edit"),
    ("run_shell_command",),
    "BeforeTool",
    "AfterTool",
    {"BeforeAgent": Moment.PROMPT, "AfterAgent": Moment.STOP, "SessionEnd": Moment.END},
)


def read(payload: Mapping[str, object]) -> Event | None:
    name, tool = text_of(payload, "hook_event_name"), text_of(payload, "tool_name")
    moment = _NAMES.moment(name, tool)
    if moment is None:
        return None
    edit = file_edit(table_of(payload, "tool_input")) if tool in _NAMES.editors else None
    return Event(
        name,
        moment,
        text_of(payload, "session_id"),
        text_of(payload, "cwd"),
        prompt=text_of(payload, "prompt") if moment is Moment.PROMPT else "",
        edits=(edit,) if edit is not None else (),
        looping=payload.get("stop_hook_active") is True,
    )


def write(event: Event | None, answer: Answer) -> Output:
    if event is None or answer.act is Act.NOTHING:
        return Output("{}")
    if answer.act is Act.TELL:
        return Output(json.dumps({"hookSpecificOutput": {"hookEventName": event.name, "additionalContext": answer.text}}))
    return Output(json.dumps({"decision": "deny", "reason": answer.text}))


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    call = {"type": "command", "name": "scoper", "command": command, "timeout": _TIMEOUT}
    return (Setting(".gemini/settings.json", SettingKind.JSON, {"hooks": _NAMES.hooks(call)}),)
