"""Tasks, scope specs and targets."""

from __future__ import annotations

import enum
from typing import NamedTuple

from scoper.facts.model import SymbolId
from scoper.text import LineRange


class Ambiguity(enum.StrEnum):
    """What to do when the request resolves to nothing, or to rivals of equal strength."""

    ASK = "ask"
    ASSUME = "assume"
    REFUSE = "refuse"


class TaskSource(enum.StrEnum):
    """Where the request and the scope came from."""

    FLAG = "flag"
    TASK = "task"
    COMMIT_MESSAGE = "commit-message"
    PULL_REQUEST = "pull-request"
    NONE = "none"


class SpecKind(enum.StrEnum):
    PATH = "path"
    FOLDER = "folder"
    GLOB = "glob"
    SYMBOL = "symbol"  # path::Symbol.name
    ANYWHERE = "anywhere"  # ::Symbol.name
    LINES = "lines"  # path:10-40


class Spec(NamedTuple):
    """One explicit scope spec as the user wrote it (``text``), parsed. A negated one says what must not change."""

    text: str
    kind: SpecKind
    negated: bool
    path: str | None = None
    qualname: str | None = None
    lines: LineRange | None = None


class Task(NamedTuple):
    """What was asked for, in one request or several. Without request and specs there is nothing to judge a scope by."""

    request: str | None = None
    specs: tuple[Spec, ...] = ()
    source: TaskSource = TaskSource.NONE
    ambiguity: Ambiguity = Ambiguity.ASSUME
    requests: tuple[str, ...] = ()  # where there are several; ``request`` is then all of them

    @property
    def texts(self) -> tuple[str, ...]:
        """The requests one by one, however many there are."""
        return self.requests or ((self.request,) if self.request else ())

    @property
    def each(self) -> tuple[Task, ...]:
        """One task for each request, with the scope that they share."""
        return tuple(self._replace(request=one, requests=()) for one in self.requests) or (self,)

    @property
    def is_empty(self) -> bool:
        return not self.specs and not (self.request and self.request.strip())


class Provenance(enum.StrEnum):
    """What made something a target, strongest first."""

    SPEC = "spec"
    PATH = "path"
    TRACEBACK = "traceback"
    TEST_ID = "test-id"
    CODE_SPAN = "code-span"
    DOTTED_NAME = "dotted-name"
    IDENTIFIER = "identifier"
    QUOTED = "quoted"
    WORDS = "words"


class Target(NamedTuple):
    """Something that may change: a symbol, a file (bare path), a folder (``path/``) or lines of a file."""

    symbol: SymbolId
    lines: LineRange | None
    confidence: float  # 0 to 1
    provenance: Provenance
    why: str


class Scope(NamedTuple):
    """What the task resolves to. ``forbidden`` are the negated specs. ``terms`` are the weighted words of the request that may
    still meet the words of an edit. ``rivals`` are the concrete options when the request is ambiguous. ``unmatched`` says which
    of the negated specs match nothing, and so protect nothing."""

    targets: tuple[Target, ...]
    forbidden: tuple[Spec, ...]
    terms: tuple[tuple[str, float], ...]
    ambiguous: bool
    rivals: tuple[Target, ...]
    assumption: str | None
    unmatched: tuple[str, ...] = ()
