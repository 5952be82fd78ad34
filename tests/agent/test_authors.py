from __future__ import annotations

import pytest

from scoper.agent.authors import Signed, agent_behind, agents_behind, is_agent_account


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("noreply@anthropic.com", ""),
        ("ann@example.com", "Fix it\n\nCo-Authored-By: Claude <noreply@anthropic.com>"),
        ("198982749+Copilot@users.noreply.github.com", ""),
        ("209825114+claude[bot]@users.noreply.github.com", ""),
        ("ann@example.com", "Fix it\n\nCo-authored-by: aider (model) <aider@aider.chat>\n"),
        ("ann@example.com", "Fix it\n\nReplit-Commit-Author: Agent\n"),
        ("ann@example.com", "Fix it\n\nGenerated with [Claude Code](https://claude.com/claude-code)"),
    ],
)
def test_addresses_bots_and_trailers(email: str, message: str) -> None:
    assert agent_behind(Signed("c", (email, "ann@example.com"), message)) is not None


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("claude@example.com", "Fix Devin's and Jules's cursor"),
        ("claude.monet@anthropic.com", ""),
        ("12345+claude@users.noreply.github.com", ""),
        ("ann@notaider.chat", ""),
        ("ann@example.com", "Co-authored-by: Claude <claude@example.org>"),
        ("ann@example.com", "Say who Co-authored-by: Claude <noreply@anthropic.com> is, in the middle of a line"),
        ("ann@example.com", "Replit-Commit-Author: Ann"),
    ],
)
def test_names_alone_say_nothing(email: str, message: str) -> None:
    assert agent_behind(Signed("c", (email, "ann@example.com"), message)) is None


def test_commits_are_told_apart() -> None:
    commits = [Signed("a", ("ann@example.com",), ""), Signed("b", ("cursoragent@cursor.com",), "")]
    assert agents_behind(commits) == {"b": "cursoragent@cursor.com"}
    assert is_agent_account("198982749") and not is_agent_account("1") and not is_agent_account("")
