"""GitHub Copilot: the CLI, and the coding agent on GitHub (which reads the hooks of the default branch).

Settings (``.github/hooks/*.json``, or ``~/.copilot/hooks/*.json``; scoper has a file of its own)::

    {"version": 1, "hooks": {"preToolUse": [{"type": "command", "bash": "…", "timeoutSec": 30}]}}

Standard input: ``timestamp, cwd, sessionId?``, and no name of the event, which the command line therefore brings along;
userPromptSubmitted has ``prompt``; preToolUse ``toolName`` and ``toolArgs``, a string of JSON; postToolUse the same with
``toolResult``; agentStop ``stopReason, transcriptPath, stopHookActive``.

Answer: preToolUse ``permissionDecision: "deny"`` with ``permissionDecisionReason``; postToolUse ``additionalContext``, which
older versions pass over; agentStop ``decision: "block"`` with ``reason``, capped by the host. A hook that fails is passed
over.
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

_NAMES = Names(
    ("edit", "create", "str_replace", "str_replace_editor", "write"),
    ("bash", "powershell"),
    "preToolUse",
    "postToolUse",
    {
        "userPromptSubmitted": Moment.PROMPT,
        "agentStop": Moment.STOP,
        "subagentStop": Moment.STOP,
        "sessionEnd": Moment.END,
    },
)


def read(payload: Mapping[str, object]) -> Event | None:
    name, tool = text_of(payload, "hook_event_name", "hookEventName"), text_of(payload, "toolName")
    moment = _NAMES.moment(name, tool)
    if moment is None:
        return None
    edit = file_edit(_arguments(payload)) if tool in _NAMES.editors else None
    return Event(
        name,
        moment,
        text_of(payload, "sessionId", "cwd"),
        text_of(payload, "cwd"),
        text_of(payload, "agentId"),
        text_of(payload, "prompt"),
        (edit,) if edit is not None else (),
        looping=payload.get("stopHookActive") is True,
    )


def _arguments(payload: Mapping[str, object]) -> Mapping[str, object]:
    given = payload.get("toolArgs")
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            return {}
    return table_of({"given": given}, "given")


def write(event: Event | None, answer: Answer) -> Output:
    if answer.act is Act.DENY:
        return Output(json.dumps({"permissionDecision": "deny", "permissionDecisionReason": answer.text}))
    if answer.act is Act.TELL:
        return Output(json.dumps({"additionalContext": answer.text}))
    if answer.act is Act.BLOCK:
        return Output(json.dumps({"decision": "block", "reason": answer.text}))
    return Output()


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    events = {name: [{"type": "command", "bash": f"{command} --event {name}", "timeoutSec": 30}] for name in _NAMES.events}
    text = json.dumps({"version": 1, "hooks": events}, indent=2) + "\n"
    folder = ".copilot" if user else ".github"
    return (Setting(f"{folder}/hooks/scoper.json", SettingKind.OWN, text),)
