"""New files that look like leftovers of somebody's way of working: backups, scratch files, working notes.

Nobody asks for them, and a request that is an agent's own summary shares many words with the notes that it made: what such a
file is tells more than its words. Patterns are of names alone, so they hold for every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename, dirname, splitext

from scoper.change.model import Change
from scoper.git.model import Status
from scoper.scope.template import clean_request
from scoper.verdict.evidence import Evidence

_NAME = re.compile(
    r"(?i)\.(?:orig|rej|bak|swp|swo|tmp|pyc|log)$|~$|^(?:tmp|temp|scratch|debug)[_.-]|^(?:tmp|scratch|debug)\.\w+$"
    r"|^\.DS_Store$|^nohup\.out$|^core$|^settings\.local\.json$"
)
_NOTES = r"(?:NOTES|SUMMARY|IMPLEMENTATION|ANALYSIS|FINDINGS|PLAN|REPORT|TODO)"
_SHOUTED = re.compile(rf"^(?:\w+[_-])*{_NOTES}(?:[_-]\w+)*\.(?:md|txt)$")
_AT_THE_ROOT = re.compile(rf"(?i)^\w+[_-](?:\w+[_-])*{_NOTES}\.(?:md|txt)$|\.(?:diff|patch)$")
_AGENTS = re.compile(r"\.(claude|cursor|gemini|codex|windsurf|roo|kiro|continue|opencode|clinerules)/")
_FOLDER = re.compile(r"(?i)^(?:tmp|temp|scratch)\d*$")


def is_leftover(path: str) -> bool:
    """Whether a new file of this path looks like a leftover."""
    folder, name = dirname(path), basename(path)
    if _NAME.search(name) or _SHOUTED.match(name) or any(_FOLDER.match(part) for part in folder.split("/")):
        return True
    return not folder and bool(_AT_THE_ROOT.search(name))


def left_behind(change: Change, request: str) -> frozenset[str]:
    """The paths of new files that look like leftovers, or are an agent's own, where the request does not speak of them."""
    said = clean_request(request).lower()
    new = (file.change.path for file in change.files if file.change.status is Status.ADDED)
    return frozenset(path for path in new if (is_leftover(path) or _of_an_agent(path, said)) and not _is_named(path, said))


def _of_an_agent(path: str, said: str) -> bool:
    """Whether it tells an agent how to work, and the request does not speak of that agent, or of what the folder holds."""
    match = _AGENTS.match(path)
    words = {match[1], *path.split("/")[1:-1]} if match else set()
    return bool(words) and not any(re.search(rf"\b{re.escape(word.rstrip('s').lower())}", said) for word in words)


def unheard_of(paths: Iterable[str], evidence: Iterable[Evidence]) -> frozenset[str]:
    """Those paths whose names, without the ending, no edit of another file adds: what refers to a file wants it."""
    left = {path: re.compile(rf"\b{re.escape(_stem(path))}\b".encode()) for path in paths}
    for item in evidence:
        if left and item.edit.path not in left:
            text = b"\n".join(item.added)
            left = {path: name for path, name in left.items() if not name.search(text)}
    return frozenset(left)


def _is_named(path: str, said: str) -> bool:
    words = re.escape(_stem(path).lower()).replace("_", "[ _-]").replace(r"\-", "[ _-]")
    return basename(path).lower() in said or bool(re.search(rf"\b{words}\b", said))


def _stem(path: str) -> str:
    return splitext(basename(path))[0]
