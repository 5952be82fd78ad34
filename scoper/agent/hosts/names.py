"""The hosts there are: name → what it is called, and the module of this room that knows it."""

from __future__ import annotations

from collections.abc import Mapping

HOSTS: Mapping[str, str] = {
    "claude": "Claude Code",
    "codex": "Codex CLI",
    "cursor": "Cursor",
    "gemini": "Gemini CLI",
    "copilot": "GitHub Copilot",
    "cline": "Cline",
    "opencode": "OpenCode",
}
