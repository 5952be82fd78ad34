"""Cursor.

Settings (``.cursor/hooks.json``, or ``~/.cursor/hooks.json``)::

    {"version": 1, "hooks": {"afterFileEdit": [{"command": "…"}], "stop": [{"command": "…", "loop_limit": 5}]}}

Standard input: ``conversation_id, generation_id, hook_event_name, workspace_roots``; beforeSubmitPrompt has ``prompt``;
afterFileEdit an absolute ``file_path`` and ``edits: [{old_string, new_string}]``; preToolUse (newer builds) ``tool_name`` and
``tool_input``; stop ``status`` (completed, aborted, error) and ``loop_count``.

Answer: preToolUse ``permission: "deny"`` with ``user_message`` and ``agent_message``; afterFileEdit cannot block, newer
builds read ``additional_context``; stop ``followup_message``, which Cursor submits as the next message of the user, five
times at most. A hook that fails is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from scoper.agent.hosts.model import (
    Act,
    Answer,
    Event,
    Moment,
    Output,
    Reader,
    Setting,
    SettingKind,
    file_edit,
    first_of,
    table_of,
    text_of,
)

_EDITORS = ("Write", "Edit", "StrReplace", "MultiEdit", "Delete")
_LOOPS = 3
_MOMENTS = {
    "beforeSubmitPrompt": Moment.PROMPT,
    "preToolUse": Moment.BEFORE_EDIT,
    "afterFileEdit": Moment.AFTER_EDIT,
    "beforeShellExecution": Moment.BEFORE_SHELL,
    "afterShellExecution": Moment.AFTER_SHELL,
    "stop": Moment.STOP,
    "sessionEnd": Moment.END,
}


def read(payload: Mapping[str, object]) -> Event | None:
    name = text_of(payload, "hook_event_name")
    moment = _MOMENTS.get(name)
    if moment is None or (name == "preToolUse" and text_of(payload, "tool_name") not in _EDITORS):
        return None
    if name == "stop" and text_of(payload, "status") in ("aborted", "error"):
        return None  # the user has ended it, or it cannot go on
    edit = file_edit(table_of(payload, "tool_input") if name == "preToolUse" else payload)
    loops = payload.get("loop_count")
    return Event(
        name,
        moment,
        text_of(payload, "conversation_id", "session_id"),
        text_of(payload, "cwd") or first_of(payload, "workspace_roots"),
        prompt=text_of(payload, "prompt"),
        edits=(edit,) if edit is not None and moment in (Moment.BEFORE_EDIT, Moment.AFTER_EDIT) else (),
        call=text_of(payload, "tool_use_id"),
        looping=isinstance(loops, int) and loops > 0,
    )


def write(event: Event | None, answer: Answer) -> Output:
    if answer.act is Act.DENY:
        said = {"permission": "deny", "user_message": answer.text, "agent_message": answer.text}
    elif answer.act is Act.TELL:
        said = {"additional_context": answer.text}
    elif answer.act is Act.BLOCK:
        said = {"followup_message": answer.text}
    else:
        said = {}
    return Output(json.dumps(said))


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    call: dict[str, object] = {"command": command}
    events: dict[str, object] = {name: [call] for name in _MOMENTS}
    events["preToolUse"] = [{**call, "matcher": "|".join(_EDITORS)}]
    events["stop"] = [{**call, "loop_limit": _LOOPS}]
    return (Setting(".cursor/hooks.json", SettingKind.JSON, {"version": 1, "hooks": events}),)
