"""``AGENTS.md``, for agents that have no hooks: a marked block that asks them to declare the task and to check before they end.

Plain Markdown, read by Codex, Copilot, Cursor, OpenCode, Jules and others; the file that is nearest wins. An instruction is a
request and no gate: what holds is a git hook, and in the end CI.
"""

from __future__ import annotations

from scoper.agent.hosts.model import Setting, SettingKind

_TEXT = """\
## Scope of changes

This repository judges whether each edit was asked for, with [scoper](https://pypi.org/project/scoper/).

- Change what the request asks for and what follows from it: callers, imports, tests, documentation. Nothing else.
- Before you edit: `scoper context "<the request>"` shows what the edit touches.
- Before you end: `scoper check --request "<the request, word for word>"`. Mend what it reports; take back what strays.
- Do not widen the scope by yourself, and do not commit with `--no-verify`; ask the user.
"""


def settings() -> tuple[Setting, ...]:
    return (Setting("AGENTS.md", SettingKind.BLOCK, _TEXT),)
