"""Cline.

Settings: executables called like the event, in ``.clinerules/hooks/`` of the project or ``~/Documents/Cline/Rules/Hooks/``.

Standard input: ``clineVersion, hookName, timestamp, taskId, workspaceRoots, userId``, and ``userPromptSubmit {prompt}``,
``preToolUse {toolName, parameters}``, ``postToolUse {toolName, parameters, result, success}`` or ``taskComplete``. The
parameters are strings: ``path`` with ``content``, or with ``diff`` in SEARCH/REPLACE blocks; ``command`` of a shell.

Answer: the last JSON on standard output, ``cancel``, ``contextModification`` (50 kB at most) and ``errorMessage``. **It fails
closed**: an exit code other than 0, no JSON, or no answer in time stop the action. So the script answers for a scoper that
does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from scoper.agent.hosts.model import (
    Act,
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
    first_of,
    table_of,
    text_of,
)

_NAMES = Names(
    ("write_to_file", "replace_in_file", "new_rule", "apply_patch"),
    ("execute_command",),
    "PreToolUse",
    "PostToolUse",
    {"UserPromptSubmit": Moment.PROMPT, "TaskComplete": Moment.STOP},
)
_MOST = 40_000  # characters of context
_SCRIPT = """\
#!/bin/sh
# scoper-hook: written by `scoper install cline`, removed by `scoper uninstall cline`
# An answer is owed whatever happens: without one, Cline stops the agent.
answer=$({command}) && [ -n "$answer" ] || answer='{{"cancel": false}}'
printf '%s\\n' "$answer"
"""
_BLOCK = re.compile(r"^[-<]{3,} SEARCH>?\s*\n(.*?)^={3,}\s*\n(.*?)^[+>]{3,} REPLACE>?", re.MULTILINE | re.DOTALL)


def read(payload: Mapping[str, object]) -> Event | None:
    name = text_of(payload, "hookName")
    data = table_of(payload, name[:1].lower() + name[1:])
    tool = text_of(data, "toolName", "tool")
    moment = _NAMES.moment(name, tool)
    edit = _edit(table_of(data, "parameters")) if tool in _NAMES.editors else None
    if moment is None or (tool in _NAMES.editors and edit is None):
        return None
    edits = (edit,) if edit is not None else ()
    root = first_of(payload, "workspaceRoots")
    return Event(name, moment, text_of(payload, "taskId"), root, prompt=text_of(data, "prompt"), edits=edits)


def _edit(parameters: Mapping[str, object]) -> FileEdit | None:
    path = text_of(parameters, "path", "absolutePath")
    if not path:
        return None
    content = parameters.get("content")
    if isinstance(content, str):
        return FileEdit(path, content)
    return FileEdit(path, swaps=tuple(_swaps(text_of(parameters, "diff"))))


def _swaps(diff: str) -> Iterator[Swap]:
    return (Swap(match[1], match[2]) for match in _BLOCK.finditer(diff))


def write(event: Event | None, answer: Answer) -> Output:
    said: dict[str, object] = {"cancel": answer.act is Act.DENY}
    if answer.act is Act.DENY:
        said["errorMessage"] = answer.text
    elif answer.act is not Act.NOTHING:
        said["contextModification"] = answer.text[:_MOST]
    return Output(json.dumps(said))


def settings(command: str, *, user: bool, read: Reader) -> tuple[Setting, ...]:
    folder = "Documents/Cline/Rules/Hooks" if user else ".clinerules/hooks"
    text = _SCRIPT.format(command=command)
    return tuple(Setting(f"{folder}/{name}", SettingKind.EXECUTABLE, text) for name in _NAMES.events)
