"""The values of a run of the edit loop."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from scoper.agent.limits import Limits
from scoper.agent.marks import Question
from scoper.change.model import Edit
from scoper.checks.model import Report
from scoper.config import Config
from scoper.errors import UserError
from scoper.git.tree import Tree
from scoper.llm.profiles import Price, Profile
from scoper.scope.model import Task


class State(enum.StrEnum):
    """How a run ended. Only what is ``ACCEPTED`` is written without a person's word."""

    ACCEPTED = "accepted"
    UNSURE = "unsure"  # sound, but nothing ties it to the request, or part of it could not be applied
    REJECTED = "rejected"  # what is left has findings that matter
    NOTHING = "nothing"  # the model made no edits


class Refused(NamedTuple):
    """Something that the model sent and that was not taken. ``what`` is a symbol or path."""

    what: str
    why: str


class Measure(Protocol):
    """What edits are judged by."""

    @property
    def base(self) -> Tree: ...

    @property
    def task(self) -> Task: ...

    @property
    def config(self) -> Config: ...

    @property
    def use_cache(self) -> bool: ...


class Job(NamedTuple):
    """What to do and how: the task as it was narrowed down, the base that edits are made on and the commit it stands on, and
    who is asked. ``assumed`` is what was settled without asking."""

    base: Tree
    commit: str | None
    task: Task
    config: Config
    model: str
    profile: Profile
    price: Price | None
    limits: Limits
    assumed: tuple[str, ...] = ()
    use_cache: bool = True


class Result(NamedTuple):
    """How it ended. ``tree`` is the base with what may stay, ``report`` the gate's word on it; ``undisclosed`` are the edits
    in it that the model's own summary does not name."""

    state: State
    why: str
    base: Tree
    tree: Tree
    report: Report | None
    refused: tuple[Refused, ...]
    assumed: tuple[str, ...]
    undisclosed: tuple[Edit, ...]
    summary: str | None
    rounds: int


class Unanswered(UserError):
    """Questions that somebody has to answer before it can go on."""

    def __init__(self, questions: Sequence[Question]) -> None:
        hints = [f"{one.text} {' | '.join(one.options)}".strip() for one in questions]
        super().__init__("the request is ambiguous, and nobody is there to ask", *hints)
        self.questions = tuple(questions)


class Person(Protocol):
    """Somebody who can be asked."""

    def answer(self, question: Question) -> str | None:
        """One of the options, or words of their own; ``None`` where they have none."""
        ...
