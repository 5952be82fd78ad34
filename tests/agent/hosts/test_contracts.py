"""What each host says is understood, and what it is told is what its contract allows."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any, cast

import pytest

from scoper.agent.hosts.codex import patched
from scoper.agent.hosts.model import NOTHING, Act, Answer, Event, FileEdit, Host, Moment, Swap
from scoper.agent.hosts.names import HOSTS
from tests.agent.hosts.payloads import FOLDER, event_option, moments, payload

ROOT = Path("/a tree/shöp")
OLD, NEW = "    return sum(prices)\n", "    return round(sum(prices), 2)\n"
TEXT = 'two lines\nwith "quotes" and \x1b'


def host(name: str) -> Host:
    return cast(Host, importlib.import_module(f"scoper.agent.hosts.{name}"))


def read(name: str, moment: Moment) -> Event:
    document = payload(name, moment, ROOT, OLD)
    option = event_option(name, moment)
    event = host(name).read({**document, **({"hook_event_name": option[1]} if option else {})})
    assert event is not None
    return event


EVERY = [(name, moment) for name in HOSTS for moment in moments(name)]


def test_there_is_a_module_and_a_folder_of_payloads_for_each_host() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(HOSTS)


@pytest.mark.parametrize(("name", "moment"), EVERY)
def test_every_payload_is_understood(name: str, moment: Moment) -> None:
    event = read(name, moment)
    assert event.moment is moment and event.session and not event.looping
    assert event.cwd == str(ROOT)
    if moment is Moment.PROMPT:
        assert event.prompt == "Round what `total` gives to cents"
    if moment in (Moment.BEFORE_EDIT, Moment.AFTER_EDIT):
        (edit,) = event.edits
        assert edit.path in ("cart.py", str(ROOT / "cart.py")) and edit.swaps == (Swap(OLD, NEW),)
    else:
        assert event.edits == ()


@pytest.mark.parametrize("name", HOSTS)
def test_what_is_no_business_of_scoper_s_is_passed_over(name: str) -> None:
    other = json.loads((FOLDER / name / "other.json").read_text())
    for document in (other, {}, {"hook_event_name": 3, "event": [], "hookName": None, "tool_input": "x", "preToolUse": []}):
        assert host(name).read(document) is None


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("claude", {"stop_hook_active": True}),
        ("codex", {"stop_hook_active": True}),
        ("cursor", {"loop_count": 1}),
        ("gemini", {"stop_hook_active": True}),
        ("copilot", {"stopHookActive": True, "hook_event_name": "agentStop"}),
        ("opencode", {"looping": True}),
    ],
)
def test_the_host_s_own_word_on_loops_is_heard(name: str, changed: dict[str, Any]) -> None:
    event = host(name).read(payload(name, Moment.STOP, ROOT) | changed)
    assert event is not None and event.looping


def test_sub_agents_are_told_apart() -> None:
    event = host("claude").read({**payload("claude", Moment.STOP, ROOT), "hook_event_name": "SubagentStop", "agent_id": "a1"})
    assert event is not None and (event.moment, event.agent) == (Moment.STOP, "a1")


DENIED: dict[str, Any] = {
    "claude": {
        "hookSpecificOutput": {"hookEventName": "PreToolUse", "permissionDecision": "deny", "permissionDecisionReason": TEXT}
    },
    "cursor": {"permission": "deny", "user_message": TEXT, "agent_message": TEXT},
    "gemini": {"decision": "deny", "reason": TEXT},
    "copilot": {"permissionDecision": "deny", "permissionDecisionReason": TEXT},
    "cline": {"cancel": True, "errorMessage": TEXT},
    "opencode": {"act": "deny", "text": TEXT},
}
TOLD: dict[str, Any] = {
    "claude": {"hookSpecificOutput": {"hookEventName": "PostToolUse", "additionalContext": TEXT}},
    "cursor": {"additional_context": TEXT},
    "gemini": {"hookSpecificOutput": {"hookEventName": "AfterTool", "additionalContext": TEXT}},
    "copilot": {"additionalContext": TEXT},
    "cline": {"cancel": False, "contextModification": TEXT},
    "opencode": {"act": "tell", "text": TEXT},
}
BLOCKED: dict[str, Any] = {
    "claude": {"decision": "block", "reason": TEXT},
    "cursor": {"followup_message": TEXT},
    "gemini": {"decision": "deny", "reason": TEXT},
    "copilot": {"decision": "block", "reason": TEXT},
    "cline": {"cancel": False, "contextModification": TEXT},
    "opencode": {"act": "block", "text": TEXT},
}
for _said in (DENIED, TOLD, BLOCKED):
    _said["codex"] = _said["claude"]
SILENT = {
    "claude": "",
    "codex": "",
    "copilot": "",
    "cursor": "{}",
    "gemini": "{}",
    "opencode": "{}",
    "cline": '{"cancel": false}',
}


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize(
    ("act", "moment", "expected"),
    [(Act.DENY, Moment.BEFORE_EDIT, DENIED), (Act.TELL, Moment.AFTER_EDIT, TOLD), (Act.BLOCK, Moment.STOP, BLOCKED)],
)
def test_answers_keep_to_the_contract(name: str, act: Act, moment: Moment, expected: dict[str, Any]) -> None:
    output = host(name).write(read(name, moment), Answer(act, TEXT))
    assert (json.loads(output.stdout), output.stderr, output.code) == (expected[name], "", 0)


@pytest.mark.parametrize("name", HOSTS)
def test_nothing_to_say_lets_the_host_go_on(name: str) -> None:
    for event in (None, read(name, Moment.BEFORE_EDIT)):
        output = host(name).write(event, NOTHING)
        assert (output.stdout, output.code) == (SILENT[name], 0)


def test_a_patch_of_several_files() -> None:
    patch = (
        "*** Begin Patch\n*** Add File: new.py\n+x = 1\n+\n*** Update File: a.py\n*** Move to: b.py\n@@ class A\n keep\n-old\n"
        "+new\n@@\n-gone\n*** End of File\n*** Delete File: c.py\n*** End Patch"
    )
    assert list(patched(patch)) == [
        FileEdit("new.py", "x = 1\n\n"),
        FileEdit("a.py"),
        FileEdit("b.py", swaps=(Swap("keep\nold\n", "keep\nnew\n"), Swap("gone\n", ""))),
        FileEdit("c.py"),
    ]
