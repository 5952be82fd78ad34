"""Untrusted text in GitHub-flavoured Markdown: nothing in it becomes markup, a mention, a reference or a link.

An empty HTML comment keeps ``@name``, ``#12`` and bare addresses from being linked (and people from being told): entities do
not, because GitHub looks for those in the text that was rendered.
"""

from __future__ import annotations

import re

from scoper.report.terminal import clean

_BREAK = "<!-- -->"
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]#|~$])")
_LINKED = re.compile(r"(?i)(@|(?:https?|ftp):|www|\bGH\b|#(?=\d))")


def escape(text: str) -> str:
    """``text`` on one line, as running text or in a cell of a table."""
    parts = _LINKED.split(clean(text))
    plain = (_PUNCTUATION.sub(r"\\\1", _entities(part)) for part in parts[0::2])
    linked = (*(_PUNCTUATION.sub(r"\\\1", part) + _BREAK for part in parts[1::2]), "")
    return "".join(f"{before}{mark}" for before, mark in zip(plain, linked, strict=True))


def code(text: str) -> str:
    """``text`` on one line as code. In HTML, because a code span cannot hold both a pipe and a backtick in a table."""
    return f"<code>{escape(text)}</code>" if clean(text).strip() else ""


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
