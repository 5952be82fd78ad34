"""What a model says beside its edits: a summary, questions with options, assumptions. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

SUMMARY, QUESTION, ASSUMPTION = "change_summary", "open_question", "assumption_made"
MOST_QUESTIONS = 3
_MOST_OPTIONS = 5
_OPTION = re.compile(r"^\s*(?:[-*]|\d+[.)])\s+(.+)$")
_LONGEST = 2000  # characters of one mark: a model that never closes one must not fill the report


class Question(NamedTuple):
    """Something to be decided, with what may be answered. ``scopes`` are the scope specs that the options stand for, or
    empty."""

    text: str
    options: tuple[str, ...]
    scopes: tuple[str, ...] = ()


class Marks(NamedTuple):
    """``rest`` is the text without the marks. ``summary`` is ``None`` where the model wrote none."""

    rest: str
    summary: str | None
    questions: tuple[Question, ...]
    assumptions: tuple[str, ...]


def read_marks(text: str) -> Marks:
    """What is marked in a reply. Marks stand on lines of their own, so that code which mentions them is left alone."""
    found: dict[str, list[str]] = {SUMMARY: [], QUESTION: [], ASSUMPTION: []}

    def take(match: re.Match[str]) -> str:
        found[match["name"]].append(match["body"].strip()[:_LONGEST])
        return ""

    rest = _MARK.sub(take, text)
    questions = tuple(_question(body) for body in found[QUESTION][:MOST_QUESTIONS] if body)
    summary = "\n".join(found[SUMMARY]) or None
    return Marks(rest, summary, questions, tuple(" ".join(body.split()) for body in found[ASSUMPTION] if body))


_MARK = re.compile(
    rf"^[ \t]*<(?P<name>{SUMMARY}|{QUESTION}|{ASSUMPTION})>(?P<body>.*?)</(?P=name)>[ \t]*$\n?", re.MULTILINE | re.DOTALL
)


def _question(body: str) -> Question:
    said, options = [], []
    for line in body.split("\n"):
        if match := _OPTION.match(line):
            options.append(match[1].strip())
        elif line.strip():
            said.append(line.strip())
    return Question(" ".join(said) or options[0], tuple(options[:_MOST_OPTIONS]))
