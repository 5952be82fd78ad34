"""What a check sees, and the report that all checks add up to."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from scoper.change.model import Change, ChangedFile
from scoper.config import Config
from scoper.finding import Finding, Problem, Rule, Severity
from scoper.git.snapshot import Snapshot
from scoper.graph.resolve import Graph
from scoper.linters.model import LintResult, Texts, no_formatter
from scoper.scope.model import Scope, Task
from scoper.style.model import Drift
from scoper.verdict.model import Verdict


class Review(NamedTuple):
    """Everything that is known about one diff before checks turn it into findings. ``formatter`` tells what the project's own
    formatter makes of texts, by path; it may start a process."""

    base: Snapshot
    head: Snapshot
    change: Change
    task: Task
    scope: Scope
    verdicts: tuple[Verdict, ...]
    base_graph: Graph
    head_graph: Graph
    lint: LintResult
    config: Config
    drifts: tuple[Drift, ...] = ()
    formatter: Callable[[Texts], Texts] = no_formatter


class Check(Protocol):
    """What a module of this room offers: the rules it may report, and one function."""

    @property
    def __name__(self) -> str: ...

    @property
    def RULES(self) -> tuple[Rule, ...]: ...

    def check(self, review: Review) -> Iterable[Finding]: ...


class Outcome(enum.StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    UNKNOWN = "unknown"


class Hidden(enum.StrEnum):
    """Why a finding is not shown."""

    SUPPRESSED = "suppressed"  # by a comment in the code
    BASELINE = "baseline"
    EXCLUDED = "excluded"
    IGNORED = "ignored"
    IGNORED_HERE = "ignored for this path"
    IGNORED_KIND = "ignored on this kind of symbol"


class Withheld(NamedTuple):
    """A finding that is not shown, and why."""

    finding: Finding
    reason: Hidden


class Report(NamedTuple):
    """The result of a run. ``hidden`` counts the findings that are ``withheld``, by reason. ``files`` are the changed files
    with both texts, for formats that show them; ``fail_on`` is the least severity that rejects. ``drifts`` are what findings of
    style were made of."""

    base: str
    head: str
    task: Task
    scope: Scope
    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    hidden: Mapping[str, int]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]  # what was not judged, and why, in words
    timing_ms: Mapping[str, float]
    serves: Mapping[
        str, tuple[int, ...]
    ] = {}  # id of an edit → numbers of the requests that it serves, where there are several
    files: tuple[ChangedFile, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    fail_on: Severity = Severity.ERROR
    drifts: tuple[Drift, ...] = ()
