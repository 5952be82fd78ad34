"""Install and uninstall on settings as people have them: what comes back is what was there, byte by byte."""

from __future__ import annotations

import importlib
import json
import tomllib
from pathlib import Path
from typing import cast

import pytest

from scoper.agent.hosts import agents_md
from scoper.agent.hosts.install import Place, install, plan_install, plan_uninstall, uninstall
from scoper.agent.hosts.jsonc import parse
from scoper.agent.hosts.model import Host, Setting, SettingKind
from scoper.agent.hosts.names import HOSTS
from scoper.errors import UserError

HOOK = '{"type": "command", "command": "./audit.sh"}'
SETTINGS: list[tuple[str, str, str | None]] = [
    ("claude", ".claude/settings.json", None),
    ("claude", ".claude/settings.json", ""),
    ("claude", ".claude/settings.json", "{}"),
    ("claude", ".claude/settings.json", "{\n}\n"),
    ("claude", ".claude/settings.json", '{"permissions":{"allow":["Bash(npm test:*)"],"deny":[]},"model":"opus"}'),
    (
        "claude",
        ".claude/settings.json",
        '{\n  "env": {"A": "1"},\n  "hooks": {\n    "Stop": [{"hooks": [' + HOOK + "]}]\n  }\n}\n",
    ),
    ("claude", ".claude/settings.json", '{\r\n\t"hooks": {\r\n\t\t"PreToolUse": []\r\n\t},\r\n\t"x": "é \\u00e9"\r\n}'),
    ("claude", ".claude/settings.json", '\ufeff{\n    "hooks": {"Stop": [], "Stop": []}\n}'),
    (
        "gemini",
        ".gemini/settings.json",
        '// team\n{\n  "theme": "GitHub", // dark\n  "mcpServers": {\n    "a": {"url": "http://x//y"},\n  },\n}\n',
    ),
    ("gemini", ".gemini/settings.json", '{\n  /* hooks: off */\n  "hooks": {\n    // none\n  }\n}\n'),
    ("gemini", ".gemini/settings.json", '{"hooks":{"AfterTool":[{"matcher":"x","hooks":[' + HOOK + "]}]}}\n\n\n"),
    ("cursor", ".cursor/hooks.json", '{"version": 1, "hooks": {}}'),
    (
        "cursor",
        ".cursor/hooks.json",
        '{\n   "hooks": {\n      "stop": [\n         {"command": "./x"}\n      ]\n   },\n   "version": 1\n}',
    ),
    ("cursor", ".cursor/hooks.json", None),
    ("codex", ".codex/hooks.json", '{\n  "hooks": {"Stop": [{"hooks": [' + HOOK + "]}]}\n}\n"),
    (
        "codex",
        ".codex/config.toml",
        '# mine\nmodel = "gpt-5.1"   # fast\n\n[[hooks.Stop]]\n[[hooks.Stop.hooks]]\ntype = "command"\ncommand = "./x"',
    ),
    ("codex", ".codex/config.toml", "[hooks]\r\n[features]\r\nhooks = true\r\n\r\n"),
    ("codex", ".codex/config.toml", 'model = "gpt-5.1"\n'),
    ("copilot", ".github/hooks/security.json", '{"version": 1, "hooks": {}}'),
    ("cline", ".clinerules/hooks/TaskStart", "#!/bin/sh\nexit 0\n"),
    ("opencode", ".opencode/opencode.json", '{"$schema": "x"}'),
    ("agents-md", "AGENTS.md", "# House rules\n\nBe kind."),
    ("agents-md", "AGENTS.md", None),
]


def settings(host: str, place: Place, command: str = "scoper") -> tuple[Setting, ...]:
    if host == "agents-md":
        return agents_md.settings()
    module = cast(Host, importlib.import_module(f"scoper.agent.hosts.{host}"))
    return module.settings(f"{command} hook {host}", user=False, read=place.read)


def picture(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "work").mkdir()
    return Place(str(tmp_path / "work"), str(tmp_path / "state" / "scoper" / "installed"))


def put(place: Place, path: str, text: str | None) -> Path:
    target = Path(place.root) / path
    if text is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        target.chmod(0o640)
    return target


@pytest.mark.parametrize(("host", "path", "text"), SETTINGS)
def test_a_round_trip_changes_nothing(host: str, path: str, text: str | None, place: Place) -> None:
    put(place, path, text)
    before = picture(Path(place.root))
    changes = plan_install(host, place, settings(host, place))
    install(host, place, changes)
    assert changes and picture(Path(place.root)) != before
    assert plan_install(host, place, settings(host, place)) == []
    uninstall(host, place, plan_uninstall(host, place, settings(host, place)))
    assert picture(Path(place.root)) == before and not Path(place.records).exists()


@pytest.mark.parametrize(("host", "path", "text"), SETTINGS)
def test_what_is_written_is_valid_and_keeps_what_was_there(host: str, path: str, text: str | None, place: Place) -> None:
    put(place, path, text)
    for change in plan_install(host, place, settings(host, place)):
        after = (change.after or b"").decode()
        if change.path.endswith(".toml"):
            known = tomllib.loads((change.before or b"").decode())
            assert tomllib.loads(after)["hooks"]["Stop"][-1]["hooks"][0]["command"] == "scoper hook codex"
            assert set(known) <= set(tomllib.loads(after))
        elif change.path.endswith(".json"):
            found, original = parse(after).value, parse((change.before or b"").decode().strip() or "{}").value
            assert isinstance(found, dict) and isinstance(original, dict) and set(original) <= set(found)
            assert all(found[key] == value for key, value in original.items() if key != "hooks")


@pytest.mark.parametrize(
    ("host", "path", "text"), [row for row in SETTINGS if row[2] and row[1].endswith(("s.json", "toml", "md"))]
)
def test_a_file_that_changed_since_loses_only_what_is_scoper_s(host: str, path: str, text: str, place: Place) -> None:
    target = put(place, path, text)
    install(host, place, plan_install(host, place, settings(host, place)))
    mine = "<!-- mine -->\n" if path.endswith(".md") else "# mine\n" if path.endswith(".toml") else "// mine\n"
    target.write_bytes(mine.encode() + target.read_bytes().removeprefix("\ufeff".encode()))
    uninstall(host, place, plan_uninstall(host, place, settings(host, place)))
    left = target.read_text()
    assert left.startswith(mine) and "scoper" not in left
    if path.endswith(".json"):
        value, original = parse(left).value, parse(text).value
        assert isinstance(value, dict) and isinstance(original, dict)
        assert {key: item for key, item in original.items() if key not in ("hooks", "version")}.items() <= value.items()
        assert text.count("./") == left.count("./")


@pytest.mark.parametrize("host", HOSTS)
def test_another_way_to_call_it_renews_what_was_installed(host: str, place: Place) -> None:
    install(host, place, plan_install(host, place, settings(host, place, "/old/python -P -m scoper")))
    install(host, place, plan_install(host, place, settings(host, place)))
    texts = b"".join(content for _, content in picture(Path(place.root)).values())
    assert b"/old/python" not in texts and b"scoper hook" in texts
    uninstall(host, place, plan_uninstall(host, place, settings(host, place)))
    assert picture(Path(place.root)) == {}


def test_a_hook_of_somebody_else_in_the_same_place_is_not_overwritten(place: Place) -> None:
    put(place, ".clinerules/hooks/PreToolUse", "#!/bin/sh\necho '{}'\n")
    with pytest.raises(UserError, match="PreToolUse is there already"):
        plan_install("cline", place, settings("cline", place))


def test_a_file_that_changes_while_somebody_agrees_is_not_overwritten(place: Place) -> None:
    target = put(place, ".claude/settings.json", "{}")
    changes = plan_install("claude", place, settings("claude", place))
    target.write_text('{"new": 1}')
    with pytest.raises(UserError, match="changed in the meantime"):
        install("claude", place, changes)
    assert json.loads(target.read_text()) == {"new": 1}


def test_a_link_stays_a_link(place: Place, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("{}")
    link = Path(place.root) / ".claude" / "settings.json"
    link.parent.mkdir()
    link.symlink_to(tmp_path / "real.json")
    install("claude", place, plan_install("claude", place, settings("claude", place)))
    assert link.is_symlink() and "scoper" in (tmp_path / "real.json").read_text()
    uninstall("claude", place, plan_uninstall("claude", place, settings("claude", place)))
    assert link.is_symlink() and (tmp_path / "real.json").read_text() == "{}"


def test_settings_say_what_kind_of_file_they_are(place: Place) -> None:
    kinds = {host: {one.kind for one in settings(host, place)} for host in HOSTS}
    assert kinds["cline"] == {SettingKind.EXECUTABLE} and kinds["opencode"] == kinds["copilot"] == {SettingKind.OWN}
