"""Payloads as the hosts send them (fixtures/hooks), for a repository of a test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scoper.agent.hosts.model import Moment

FOLDER = Path(__file__).parents[3] / "fixtures" / "hooks"

FILES = {
    Moment.PROMPT: "prompt",
    Moment.BEFORE_EDIT: "before",
    Moment.AFTER_EDIT: "after",
    Moment.BEFORE_SHELL: "before-shell",
    Moment.AFTER_SHELL: "after-shell",
    Moment.STOP: "stop",
    Moment.END: "end",
}
COPILOT = {
    Moment.PROMPT: "userPromptSubmitted",
    Moment.BEFORE_EDIT: "preToolUse",
    Moment.AFTER_EDIT: "postToolUse",
    Moment.BEFORE_SHELL: "preToolUse-shell",
    Moment.AFTER_SHELL: "postToolUse-shell",
    Moment.STOP: "agentStop",
    Moment.END: "sessionEnd",
}


def payload(host: str, moment: Moment, root: Path, before: str = "") -> dict[str, Any]:
    """The JSON of a host at a moment; ``before`` is the file before an edit, for a host that says it."""
    text = (FOLDER / host / f"{(COPILOT if host == 'copilot' else FILES)[moment]}.json").read_text()
    document = json.loads(text.replace("@ROOT@", json.dumps(str(root))[1:-1]).replace("@BEFORE@", json.dumps(before)[1:-1]))
    assert isinstance(document, dict)
    return document


def event_option(host: str, moment: Moment) -> list[str]:
    """What the command line of a host says of the event, where the JSON does not."""
    return ["--event", COPILOT[moment].removesuffix("-shell")] if host == "copilot" else []


def moments(host: str) -> list[Moment]:
    names = COPILOT if host == "copilot" else FILES
    return [moment for moment, name in names.items() if (FOLDER / host / f"{name}.json").exists()]
