"""The hooks of agent hosts from end to end: payloads on standard input, a repository on disk."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoper.agent.hosts.model import Moment
from scoper.agent.hosts.names import HOSTS
from tests.agent.hosts.payloads import event_option, moments, payload
from tests.cli.conftest import CART, Said, Scoper
from tests.gitrepo import GitRepo

OTHER = "def slug(text):\n    return text.lower()\n"
PAGES = "import cart\n\n\ndef page(prices):\n    return cart.label(prices)\n"
STRAY = OTHER.replace("lower()", "casefold()")
ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")


class Hook:
    """Calls the hook of one host as it would, and edits as its agent would."""

    def __init__(self, host: str, repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
        self.host, self.repo, self._scoper, self._patch = host, repo, scoper, monkeypatch

    def say(self, moment: Moment, **changed: Any) -> Said:
        document = payload(self.host, moment, self.repo.root, CART) | changed
        return self.raw(json.dumps(document), *event_option(self.host, moment))

    def raw(self, text: str, *options: str) -> Said:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        return self._scoper("hook", self.host, *options)

    def edit(self, path: str, content: str, **more: Any) -> Said:
        """One edit of Claude Code's, from before to after."""
        call = {"file_path": str(self.repo.root / path), "content": content}
        before = self.repo.root / path
        original = before.read_text() if before.exists() else None
        changed = {"tool_name": "Write", "tool_input": call, **more}
        said = self.say(Moment.BEFORE_EDIT, **changed)
        if said.out:
            return said
        self.repo.write(path, content)
        return self.say(Moment.AFTER_EDIT, **changed, tool_response={"filePath": path, "originalFile": original})


Hooks = Callable[[str], Hook]


@pytest.fixture
def hooks(repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> Hooks:
    repo.commit({"cart.py": CART, "names.py": OTHER, "pages.py": PAGES})
    monkeypatch.chdir(repo.root)
    return lambda host: Hook(host, repo, scoper, monkeypatch)


def reason(said: Said) -> str:
    text = json.loads(said.out)["reason"]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("host", HOSTS)
def test_a_turn_that_does_what_was_asked_hears_nothing(host: str, hooks: Hooks) -> None:
    hook = hooks(host)
    for moment in moments(host):
        if moment is Moment.AFTER_EDIT:
            hook.repo.write("cart.py", ROUNDED)
        said = hook.say(moment)
        assert (said.code, said.err) == (0, "") and said.out.strip() in ("", "{}", '{"cancel": false}')
    assert moments(host)[-1] is not Moment.END or not (hook.repo.root / ".git" / "scoper").exists()


@pytest.mark.parametrize("host", HOSTS)
def test_the_end_of_a_turn_is_kept_back_by_a_use_left_behind(host: str, hooks: Hooks) -> None:
    hook = hooks(host)
    hook.say(Moment.PROMPT)
    hook.say(Moment.BEFORE_EDIT)
    hook.repo.write("cart.py", ROUNDED.replace("def label", "def tag"))
    hook.say(Moment.AFTER_EDIT)
    said = hook.say(Moment.STOP)
    assert "pages.py" in said.out and "RF501" in said.out and said.code == 0


def test_strays_are_told_and_the_turn_ends_when_they_are_gone(hooks: Hooks) -> None:
    hook = hooks("claude")
    hook.say(Moment.PROMPT)
    assert hook.edit("cart.py", ROUNDED).out == ""
    hook.edit("names.py", STRAY)
    said = reason(hook.say(Moment.STOP))
    assert "names.py" in said and "SC10" in said and "the user can say so" in said and len(said.splitlines()) <= 12
    hook.edit("names.py", OTHER)
    assert hook.say(Moment.STOP, stop_hook_active=True).out == ""


def test_the_host_s_flag_lets_a_turn_end_that_was_told_before(hooks: Hooks) -> None:
    hook = hooks("claude")
    hook.say(Moment.PROMPT)
    hook.edit("cart.py", ROUNDED)
    hook.edit("names.py", STRAY)
    assert hook.say(Moment.STOP).out and hook.say(Moment.STOP, stop_hook_active=True).out == ""
    blocked = [bool(hook.say(Moment.STOP).out) for _ in range(4)]
    assert blocked == [True, True, False, False]


def test_new_findings_are_told_once(hooks: Hooks) -> None:
    hook = hooks("claude")
    hook.say(Moment.PROMPT)
    conflict = "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"
    said = json.loads(hook.edit("cart.py", ROUNDED + conflict).out)["hookSpecificOutput"]
    assert "IN603" in said["additionalContext"] and len(said["additionalContext"].splitlines()) <= 12
    assert hook.edit("cart.py", ROUNDED + "\n" + conflict).out == ""


def test_an_edit_that_is_certainly_out_of_scope_is_denied(hooks: Hooks, scoper: Scoper) -> None:
    hook = hooks("claude")
    scoper("task", "start", "--scope", "cart.py::total")
    hook.say(Moment.PROMPT)
    denied = json.loads(hook.edit("names.py", STRAY).out)["hookSpecificOutput"]
    assert denied["permissionDecision"] == "deny" and "scoper task start" in denied["permissionDecisionReason"]
    assert hook.edit("cart.py", ROUNDED).out == ""


def test_a_symbol_that_must_not_change_is_guarded(hooks: Hooks, scoper: Scoper) -> None:
    hook = hooks("claude")
    scoper("task", "start", "Round totals", "--scope", "!cart.py::label")
    assert "cart.py::label must not change" in hook.edit("cart.py", CART.replace("len(prices)", "str(prices)")).out
    assert hook.edit("cart.py", ROUNDED).out == ""


def test_the_configuration_that_protects_is_the_committed_one(hooks: Hooks) -> None:
    hook = hooks("claude")
    hook.repo.commit({"scoper.toml": 'protect = ["names.py"]\n'})
    hook.repo.write("scoper.toml", "")
    assert "the configuration protects this path" in hook.edit("names.py", STRAY).out


def test_what_a_person_does_meanwhile_is_not_blamed_on_the_agent(hooks: Hooks) -> None:
    hook = hooks("claude")
    hook.say(Moment.PROMPT)
    hook.repo.write("names.py", STRAY)
    hook.edit("cart.py", ROUNDED)
    hook.repo.write("cart.py", ROUNDED.replace("len(prices)", "str(len(prices))"))
    assert hook.say(Moment.STOP).out == ""


def test_sub_agents_and_other_sessions_hear_of_their_own(hooks: Hooks) -> None:
    hook = hooks("claude")
    for session in ("one", "two"):
        hook.say(Moment.PROMPT, session_id=session)
    hook.edit("cart.py", ROUNDED, session_id="one")
    hook.edit("names.py", STRAY, session_id="one", agent_id="helper")
    assert hook.say(Moment.STOP, session_id="two").out == ""
    assert hook.say(Moment.STOP, session_id="one", agent_id="other").out == ""
    assert "names.py" in hook.say(Moment.STOP, session_id="one", agent_id="helper").out
    assert "names.py" in hook.say(Moment.STOP, session_id="one").out


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"hook_event_name": 1}', "[" * 100_000])
def test_what_cannot_be_read_breaks_no_host(host: str, text: str, hooks: Hooks) -> None:
    said = hooks(host).raw(text)
    assert said.code == 0 and said.out.strip() in ("", "{}", '{"cancel": false}')


@pytest.mark.parametrize("host", HOSTS)
def test_a_bug_breaks_no_host_and_is_logged(host: str, hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("scoper.agent.hosts.watch.Watch.before_edit", broken)
    said = hooks(host).say(Moment.BEFORE_EDIT)
    assert said.code == 0 and said.out.strip() in ("", "{}", '{"cancel": false}')
    assert "RuntimeError: boom" in said.err


def test_outside_of_a_repository_there_is_nothing_to_say(hooks: Hooks, tmp_path: Path) -> None:
    said = hooks("claude").say(Moment.BEFORE_EDIT, cwd=str(tmp_path))
    assert (said.code, said.out) == (0, "") and "not a git repository" in said.err


@pytest.mark.parametrize("broken", ["exit 3", "kill -9 $$", "echo", "true", "no-such-command"])
def test_cline_is_answered_for_a_scoper_that_does_not(broken: str, hooks: Hooks, scoper: Scoper, tmp_path: Path) -> None:
    hook = hooks("cline")
    assert scoper("install", "cline", "--yes").code == 0
    fake = tmp_path / "bin"
    fake.mkdir()
    for name in ("scoper", Path(sys.executable).name):
        (fake / name).write_text(f"#!/bin/sh\n{broken}\n")
        (fake / name).chmod(0o755)
    script = hook.repo.root / ".clinerules" / "hooks" / "PreToolUse"
    script.write_text(script.read_text().replace(sys.executable, str(fake / Path(sys.executable).name)))
    env = {**os.environ, "PATH": f"{fake}:/usr/bin:/bin"}
    done = subprocess.run([script], input=b"{}", capture_output=True, env=env)
    assert (done.returncode, done.stdout) == (0, b'{"cancel": false}\n')


def test_the_change_is_shown_and_made_only_when_agreed_to(hooks: Hooks, scoper: Scoper) -> None:
    hook = hooks("claude")
    said = scoper("install", "claude")
    assert said.code == 2 and "+++ b/.claude/settings.json" in said.out and "--yes" in said.err
    assert scoper("install", "claude", "--dry-run").code == 0 and not (hook.repo.root / ".claude").exists()
    assert scoper("install", "claude", "--yes").code == 0
    assert "already installed" in scoper("install", "claude", "--yes").out
    assert scoper("uninstall", "claude", "--yes").code == 0 and not (hook.repo.root / ".claude").exists()
    assert "not installed" in scoper("uninstall", "claude", "--yes").out


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_plugin_for_opencode_denies_tells_and_goes_on(hooks: Hooks, scoper: Scoper, tmp_path: Path) -> None:
    hook = hooks("opencode")
    scoper("install", "opencode", "--yes")
    plugin = tmp_path / "scoper.mjs"
    text = (hook.repo.root / ".opencode" / "plugins" / "scoper.js").read_text()
    reply = tmp_path / "reply.json"
    lines = [
        line if not line.startswith("const COMMAND") else f"const COMMAND = \"cat '{reply}'\"" for line in text.splitlines()
    ]
    plugin.write_text("\n".join(lines))
    drive = f"""
        import {{ writeFileSync }} from "node:fs"
        const {{ Scoper }} = await import("{plugin}")
        const sent = []
        const client = {{ session: {{ prompt: async (message) => sent.push(message) }} }}
        const hooks = await Scoper({{ client, directory: ".", worktree: "/" }})
        const call = {{ tool: "edit", sessionID: "s", callID: "c" }}
        const say = (value) => writeFileSync("{reply}", value)
        say('{{"act": "deny", "text": "no"}}')
        let denied = ""
        await hooks["tool.execute.before"](call, {{ args: {{}} }}).catch((error) => (denied = error.message))
        say('{{"act": "tell", "text": "look"}}')
        const output = {{ output: "done" }}
        await hooks["tool.execute.after"](call, output)
        say('{{"act": "block", "text": "more"}}')
        await hooks.event({{ event: {{ type: "session.idle", properties: {{ sessionID: "s" }} }} }})
        say("no json")
        await hooks["tool.execute.before"](call, {{ args: {{}} }})
        console.log(JSON.stringify([denied, output.output, sent[0].body.parts[0].text, sent.length]))
    """
    done = subprocess.run(["node", "--input-type=module", "-e", drive], capture_output=True, text=True)
    assert json.loads(done.stdout) == ["no", "done\n\nlook", "more", 1], done.stderr
