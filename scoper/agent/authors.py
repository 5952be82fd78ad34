"""Who wrote a commit: a coding agent, or a person. By e-mail addresses, numbers of bot accounts and trailers; never by names,
as people are called Claude, Devin and Jules too.

Every agent lets its users turn these marks off, so their absence proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_ADDRESSES = frozenset(
    {
        "noreply@anthropic.com",
        "cursoragent@cursor.com",
        "copilot@github.com",
        "codex@openai.com",
        "noreply@openai.com",
        "openhands@all-hands.dev",
        "amp@ampcode.com",
    }
)
_DOMAINS = ("aider.chat",)
_BOTS = {  # number of the account on GitHub → what it is called there
    "209825114": "claude[bot]",
    "208546643": "claude-code-action[bot]",
    "206951365": "cursor[bot]",
    "198982749": "copilot-swe-agent[bot]",
    "199175422": "chatgpt-codex-connector[bot]",
    "215057067": "openai-codex[bot]",
    "158243242": "devin-ai-integration[bot]",
    "161369871": "google-labs-jules[bot]",
    "176961590": "gemini-code-assist[bot]",
}
_NOREPLY = re.compile(r"(\d+)\+[^@]+@users\.noreply\.github\.com", re.IGNORECASE)
_CO_AUTHOR = re.compile(r"^co-authored-by:.*<([^<>]+)>\s*$", re.IGNORECASE | re.MULTILINE)
_TRAILERS = re.compile(
    r"^(?:replit-commit-author:\s*agent|claude-session:\s*\S+)\s*$"
    r"|generated with \[claude code\]\(https://claude\.(?:ai/code|com/claude-code)\)",
    re.IGNORECASE | re.MULTILINE,
)


class Signed(NamedTuple):
    """A commit as far as its author is concerned."""

    commit: str
    emails: tuple[str, ...]  # of author and committer
    message: str


def agent_behind(commit: Signed) -> str | None:
    """What says that an agent wrote a commit; ``None`` where nothing does."""
    helpers: list[str] = _CO_AUTHOR.findall(commit.message)
    for email in (*commit.emails, *helpers):
        if is_agent_address(email):
            return email.strip()
    trailer = _TRAILERS.search(commit.message)
    return trailer.group().strip() if trailer else None


def is_agent_address(email: str) -> bool:
    """Whether an e-mail address is that of an agent, or the private one of a bot's account on GitHub."""
    address = email.strip().lower()
    if (match := _NOREPLY.fullmatch(address)) is not None:
        return match[1] in _BOTS
    return address in _ADDRESSES or address.rpartition("@")[2] in _DOMAINS


def is_agent_account(number: str) -> bool:
    """Whether an account on GitHub, by its number, is that of an agent."""
    return number in _BOTS


def agents_behind(commits: Sequence[Signed]) -> dict[str, str]:
    """The commits that an agent wrote, and what says so."""
    found = ((commit.commit, agent_behind(commit)) for commit in commits)
    return {commit: mark for commit, mark in found if mark is not None}
