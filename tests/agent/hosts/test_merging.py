from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from scoper.agent.hosts.jsonc import parse
from scoper.agent.hosts.merging import Ours, put, put_block, take_out, take_out_block
from scoper.errors import UserError

OURS = Ours("claude")
CALL = {"type": "command", "command": "scoper hook claude", "timeout": 30}
WANTED: dict[str, Any] = {"hooks": {"Stop": [{"hooks": [CALL]}], "PostToolUse": [{"matcher": "Edit", "hooks": [CALL]}]}}
THEIRS = {"matcher": "Bash", "hooks": [{"type": "command", "command": "./audit.sh"}]}


def test_what_is_there_already_is_not_put_again() -> None:
    once = put("", WANTED, OURS, "s.json")
    assert json.loads(once) == WANTED
    assert put(once, WANTED, OURS, "s.json") == once


def test_hooks_of_others_stay_and_come_first() -> None:
    text = json.dumps({"model": "x", "hooks": {"PostToolUse": [THEIRS]}}, indent=2)
    longer = put(text, WANTED, OURS, "s.json")
    assert json.loads(longer)["hooks"]["PostToolUse"] == [THEIRS, WANTED["hooks"]["PostToolUse"][0]]
    assert take_out(longer, OURS, "s.json") == text


@pytest.mark.parametrize(
    "old", ["/gone/python -P -m scoper hook claude", "scoper hook claude --quiet", "'/a b/scoper' hook claude"]
)
def test_an_older_call_makes_room(old: str) -> None:
    text = json.dumps({"hooks": {"Stop": [{"hooks": [{"type": "command", "command": old}]}]}})
    assert json.loads(put(text, WANTED, OURS, "s.json"))["hooks"]["Stop"] == WANTED["hooks"]["Stop"]


def test_a_hook_that_was_put_into_our_group_stays() -> None:
    text = json.dumps({"hooks": {"Stop": [{"hooks": [{"command": "./mine"}, CALL]}], "Other": []}})
    assert json.loads(take_out(text, OURS, "s.json")) == {"hooks": {"Stop": [{"hooks": [{"command": "./mine"}]}], "Other": []}}


def test_other_hosts_and_other_commands_are_nobody_of_ours() -> None:
    commands = ["scoper hook claudette", "scoper hook codex", "scoper check", "myscoper hook claude2"]
    text = json.dumps({"hooks": {"Stop": [{"hooks": [{"command": command}]} for command in commands]}})
    assert take_out(text, OURS, "s.json") == text


def test_comments_survive_both_ways() -> None:
    text = '// mine\n{\n  // none yet\n  "hooks": {\n    // here\n  },\n}\n'
    longer = put(text, WANTED, OURS, "s.json")
    assert parse(longer).value == WANTED
    for comment in ("// mine", "// none yet", "// here"):
        assert comment in longer and comment in take_out(longer, OURS, "s.json")


@pytest.mark.parametrize("text", ["[]", "{", '{"hooks": []}', '{"hooks": {"Stop": {}}}', "nonsense"])
def test_what_does_not_fit_is_refused_by_name(text: str) -> None:
    with pytest.raises(UserError, match=r"s\.json"):
        put(text, WANTED, OURS, "s.json")


@pytest.mark.parametrize("text", ["", "a = 1\n", "a = 1", "a = 1\n\n", "# only\n[x]\r\ny = 2\r\n"])
def test_a_block_leaves_as_it_came(text: str) -> None:
    once = put_block(text, "[b]\nc = 3", ("# ", ""))
    assert tomllib.loads(once)["b"] == {"c": 3}
    assert put_block(once, "[b]\nc = 3", ("# ", "")) == once
    assert tomllib.loads(put_block(once, "[b]\nc = 4", ("# ", "")))["b"] == {"c": 4}
    assert take_out_block(once, ("# ", "")).rstrip("\n") == text.rstrip("\n")
