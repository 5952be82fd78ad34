"""Where a comment that silences a finding can stand, in the language of its file: put there, it has to be a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoper.facts.extract import extract
from scoper.facts.model import FileFacts, split_symbol
from scoper.finding import Finding
from scoper.lang.registry import Language, is_installed, language_of
from scoper.text import Replacement, lines_with_ends, replace_lines

_KNOWN = re.compile(r"(scoper:\s*ignore\[)([^\]\n]+)(\])")
_AROUND = (("/*", " */"), ("<!--", " -->"))  # where there is no comment up to the end of the line
_WHY = "say why"


def silencing(finding: Finding, text: bytes) -> Replacement | None:
    """The lines of ``text`` to replace, so that this finding is silenced once that is committed: a code more in the comment
    above it, or a comment of its own above its line, or above its symbol where a line is inside of something else. ``None``
    where there is no such place."""
    language, line = language_of(finding.location.path), finding.location.line
    if language is None or not is_installed(language) or line is None or finding.location.path.endswith(".json"):
        return None
    before = extract(language, text)
    lines = lines_with_ends(text)
    for place in _places(finding, line, before):
        if not 1 <= place <= len(lines):
            continue
        if (added := _added(finding.rule.code, place, lines)) is not None:
            return added
        for comment in _comments(language, finding.rule.code):
            change = Replacement(place, 0, f"{_indent(lines[place - 1])}{comment}{_end(lines[place - 1])}")
            if _is_comment(language, text, change, comment, before):
                return change
    return None


def _places(finding: Finding, line: int, facts: FileFacts) -> Iterator[int]:
    """The line itself, then the first lines of its symbol."""
    yield line
    qualname = split_symbol(finding.location.symbol or "")[1]
    for definition in facts.definitions if qualname else ():
        if definition.qualname == qualname:
            yield definition.start_line


def _added(code: str, place: int, lines: list[bytes]) -> Replacement | None:
    """The comment that stands above already, with one code more."""
    if place < 2:
        return None
    above = lines[place - 2].decode("utf-8", "replace")
    if _KNOWN.search(above) is None:
        return None
    return Replacement(place - 1, 1, _KNOWN.sub(lambda match: f"{match[1]}{match[2]}, {code}{match[3]}", above, count=1))


def _comments(language: Language, code: str) -> list[str]:
    forms = [(language.line_comment, "")] if language.line_comment else _AROUND
    return [f"{opening} scoper: ignore[{code}] {_WHY}{closing}" for opening, closing in forms]


def _is_comment(language: Language, text: bytes, change: Replacement, comment: str, before: FileFacts) -> bool:
    after = extract(language, replace_lines(text, [change]))
    known = any(one.start_line == change.start and one.text == comment for one in after.comments)
    return known and len(after.problems) <= len(before.problems)


def _indent(line: bytes) -> str:
    text = line.decode("utf-8", "replace")
    return text[: len(text) - len(text.lstrip(" \t"))]


def _end(line: bytes) -> str:
    return "\r\n" if line.endswith(b"\r\n") else "\n"
