"""Findings that a person overruled again and again → the configuration that would have said so.

A finding is overruled where the edit that it is about is accepted all the same, and upheld where that is rejected. Where the
last three findings of a rule under one path, or on one kind of symbol, were overruled, leaving the rule off there is offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.checks.suppress import Silence, kind_at
from scoper.config import Config
from scoper.facts.model import Kind
from scoper.finding import Rule, Severity
from scoper.review.model import Decision, Item, Matter, Reviewed, decision_on
from scoper.settings import anchored

TIMES = 3
"""How often in a row a rule is overruled in one place before something is offered."""


class Remembered(NamedTuple):
    """What a person made of one finding: overruled it, or upheld it. ``finding`` is its fingerprint."""

    rule: str
    path: str
    kind: str
    finding: str
    upheld: bool

    @property
    def key(self) -> tuple[str, str]:
        """The same finding, decided about again, counts once."""
        return self.rule, self.finding

    @classmethod
    def read(cls, table: Mapping[object, object]) -> Remembered | None:
        """From JSON; ``None`` for what is none."""
        rule, path, kind, finding, upheld = (table.get(name) for name in cls._fields)
        if not (isinstance(rule, str) and isinstance(path, str) and isinstance(kind, str) and isinstance(finding, str)):
            return None
        return cls(rule, path, kind, finding, bool(upheld)) if path and isinstance(upheld, bool) else None


class Offer(NamedTuple):
    """Leave ``rule`` off under ``glob``, or on symbols of this ``kind``. It was overruled there so many ``times``, in files
    ``paths``, the latest first."""

    rule: Rule
    glob: str | None
    kind: str | None
    times: int
    paths: tuple[str, ...]

    @property
    def where(self) -> str:
        """In words."""
        return f"on each {self.kind}" if self.glob is None else f"under {self.glob}"


def remembered(matter: Matter, review: Reviewed) -> list[Remembered]:
    """What the decisions say about findings. A note reports no fault, so there is nothing to overrule; of an edit of which only
    some statements were accepted nothing is said."""
    found: list[Remembered] = []
    for item in matter.items:
        decision = decision_on(review, item.parts)
        if decision in (Decision.ACCEPTED, Decision.REJECTED):
            upheld = decision is Decision.REJECTED or any(part in review.written for part in item.parts)
            found += _of_item(matter, item, upheld=upheld)
    return found


def _of_item(matter: Matter, item: Item, *, upheld: bool) -> Iterator[Remembered]:
    for finding in item.findings:
        at = finding.location
        if finding.severity >= Severity.WARNING:
            kind = kind_at(at.symbol, matter.file_at(at.path))
            yield Remembered(finding.rule.code, at.path, kind.value if kind else "", finding.fingerprint, upheld)


def offers(records: Sequence[Remembered], config: Config, rules: Iterable[Rule]) -> list[Offer]:
    """What to offer, the narrowest place for each reason, by rule. What is off there already is not offered."""
    known = {rule.code: rule for rule in rules}
    silence = Silence(config)
    by_rule: dict[str, list[Remembered]] = defaultdict(list)
    for record in {record.key: record for record in records}.values():
        rule = known.get(record.rule)
        if rule is not None and silence.reason(rule, record.path, record.kind) is None:
            by_rule[record.rule].append(record)
    return [offer for code, its in sorted(by_rule.items()) for offer in _of_rule(known[code], its)]


def _of_rule(rule: Rule, records: Sequence[Remembered]) -> Iterator[Offer]:
    covered: set[tuple[str, str]] = set()
    for glob, kind in _places(records):
        here = [record for record in records if _is_in(record, glob, kind)]
        fresh = {record.key for record in here if not record.upheld} - covered
        if len(fresh) < TIMES or any(record.upheld for record in here[-TIMES:]):
            continue
        covered |= fresh
        paths = tuple(dict.fromkeys(record.path for record in reversed(here) if not record.upheld))
        yield Offer(rule, anchored(glob) if glob is not None else None, kind, sum(not r.upheld for r in here), paths)


def _places(records: Sequence[Remembered]) -> Iterator[tuple[str | None, str | None]]:
    """Files, the folders that they are in, and kinds of symbols, from the narrowest to the widest."""
    paths = {record.path for record in records if _is_sayable(record.path)}
    folders = {path[: at + 1] for path in paths for at, character in enumerate(path) if character == "/"}
    yield from ((path, None) for path in sorted(paths))
    yield from ((folder, None) for folder in sorted(folders, key=lambda folder: (-folder.count("/"), folder)))
    yield from ((None, kind) for kind in Kind if any(record.kind == kind for record in records))


def _is_in(record: Remembered, glob: str | None, kind: str | None) -> bool:
    if glob is None:
        return record.kind == kind
    return record.path == glob or (glob.endswith("/") and record.path.startswith(glob))


def _is_sayable(path: str) -> bool:
    """Whether a configuration, which is UTF-8 text, can name a path."""
    return path.isprintable()
