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
    Output,
    Reader,
    Setting,
    SettingKind,
    Swap,
    table_of,
    text_of,
)

_EDITORS = ("write_to_file", "replace_in_file", "new_rule", "apply_patch")
_SHELLS = ("execute_command",)
_MOMENTS = {"UserPromptSubmit": Moment.PROMPT, "TaskComplete": Moment.STOP}
_TOOL_MOMENTS = {
    "PreToolUse": ("preToolUse", Moment.BEFORE_EDIT, Moment.BEFORE_SHELL),
    "PostToolUse": ("postToolUse", Moment.AFTER_EDIT, Moment.AFTER_SHELL),
}
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
    roots = payload.get("workspaceRoots")
    root = roots[0] if isinstance(roots, list) and roots and isinstance(roots[0], str) else ""
    task = text_of(payload, "taskId")
    if name in _MOMENTS:
        return Event(name, _MOMENTS[name], task, root, prompt=text_of(table_of(payload, "userPromptSubmit"), "prompt"))
    if name not in _TOOL_MOMENTS:
        return None
    key, on_edit, on_shell = _TOOL_MOMENTS[name]
    data = table_of(payload, key)
    tool = text_of(data, "toolName", "tool")
    if tool in _SHELLS:
        return Event(name, on_shell, task, root)
    edit = _edit(table_of(data, "parameters")) if tool in _EDITORS else None
    return Event(name, on_edit, task, root, edits=(edit,)) if edit is not None else None


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
    return tuple(Setting(f"{folder}/{name}", SettingKind.EXECUTABLE, text) for name in (*_MOMENTS, *_TOOL_MOMENTS))
