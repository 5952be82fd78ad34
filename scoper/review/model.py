"""What is reviewed, and what a person has decided about it so far. Values and functions on them: no files, no screen."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from scoper.change.model import Change, ChangedFile, Edit
from scoper.checks.model import Report
from scoper.checks.suppress import kind_at
from scoper.facts.model import Kind
from scoper.finding import Finding
from scoper.review.parts import cut
from scoper.text import LineRange, counted
from scoper.untangle.merge import lines_of
from scoper.untangle.recombine import Content, Recombination
from scoper.untangle.trim import Wanted
from scoper.verdict.model import Relation, Verdict

_DROPPED = Wanted(unsure=True, churn=True)
_MOST_UNDONE = 1_000  # steps


class Decision(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MIXED = "mixed"  # of an edit, some of whose statements were decided otherwise than others


class Group(enum.StrEnum):
    """Edits by verdict, in the order in which they are shown."""

    OUTSIDE = "outside what was asked for"
    FLAGGED = "in scope, with findings"
    UNJUDGED = "not judged"
    INSIDE = "in scope"


class Item(NamedTuple):
    """One edit under review. ``parts`` are its statements, by position in the change of parts; ``kind`` is what its symbol is,
    where that is known. ``proposal`` is what the verdict comes to."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    group: Group
    proposal: Decision
    kind: Kind | None
    parts: range

    @property
    def edit(self) -> Edit:
        return self.verdict.edit

    @property
    def name(self) -> str:
        """The symbol; the path where there is none."""
        return self.edit.symbol or self.edit.path


class Matter(NamedTuple):
    """What is reviewed: a report with its edits, by group, and their statements. ``in_place`` are the parts that are where they
    would go already, so that they stay while nothing is decided; ``locked`` are not to be rejected, each with the reason."""

    report: Report
    items: tuple[Item, ...]
    parts: Change
    recombination: Recombination
    in_place: frozenset[int]
    locked: Mapping[int, str]
    by_path: Mapping[str, ChangedFile]

    def files(self, review: Reviewed) -> dict[str, Content]:
        """What to lay over the base for what is accepted. All of it gives the head, byte by byte, and nothing the base."""
        return self.recombination.files(chosen(self, review), review.written)

    def file_of(self, edit: Edit) -> ChangedFile | None:
        """The changed file that an edit, or a part of one, is in."""
        return self.file_at(edit.path) or self.file_at(edit.base_path)

    def file_at(self, path: str) -> ChangedFile | None:
        """The changed file of this path, on either side."""
        return self.by_path.get(path)


class Reviewed(NamedTuple):
    """Decisions by part. ``written`` are parts that the person wrote anew. ``past`` and ``undone`` are for undo and redo."""

    decisions: tuple[Decision, ...]
    written: Mapping[int, bytes] = {}
    past: tuple[tuple[tuple[Decision, ...], Mapping[int, bytes]], ...] = ()
    undone: tuple[tuple[tuple[Decision, ...], Mapping[int, bytes]], ...] = ()


def matter_of(
    report: Report,
    *,
    places: Callable[[Change], Set[int]],
    locks: Callable[[Change], Mapping[int, str]] = lambda _: {},
) -> Matter:
    """A report as something to review. ``places`` tells which parts are in place, ``locks`` which are not to be rejected, and
    why."""
    edits = tuple(verdict.edit for verdict in report.verdicts)
    change, ranges = cut(Change(report.files, (), edits, ()))
    files = {path: file for file in report.files for path in (file.change.base_path, file.change.head_path) if path is not None}
    files |= {file.change.path: file for file in report.files}
    dropped = _DROPPED.edits(report)
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        for edit in dict.fromkeys((*finding.edits, finding.edit)):
            if edit is not None:
                findings.setdefault(edit, []).append(finding)
    items = [
        _item(verdict, findings.get(verdict.edit.id, ()), parts, files, is_dropped=verdict.edit.id in dropped)
        for verdict, parts in zip(report.verdicts, ranges, strict=True)
    ]
    order = list(Group)
    items.sort(key=lambda item: (order.index(item.group), not item.findings))
    recombination = Recombination(change)
    elsewhere = recombination.closed(set(range(len(change.edits))) - places(change))
    in_place = frozenset(range(len(change.edits))) - elsewhere
    return Matter(report, tuple(items), change, recombination, in_place, locks(change), files)


def _item(
    verdict: Verdict, findings: Sequence[Finding], parts: range, files: Mapping[str, ChangedFile], *, is_dropped: bool
) -> Item:
    if verdict.relation is Relation.UNKNOWN:
        group = Group.UNJUDGED
    elif not verdict.in_scope:
        group = Group.OUTSIDE
    else:
        group = Group.FLAGGED if findings else Group.INSIDE
    proposal = Decision.REJECTED if is_dropped else Decision.ACCEPTED
    edit = verdict.edit
    file = files.get(edit.path) or files.get(edit.base_path)
    return Item(verdict, tuple(findings), group, proposal, kind_at(edit.symbol, file), parts)


def begin(matter: Matter) -> Reviewed:
    """Nothing is decided."""
    return Reviewed((Decision.OPEN,) * len(matter.parts.edits))


def chosen(matter: Matter, review: Reviewed) -> set[int]:
    """The parts that are taken as things stand."""
    return {
        number
        for number, decision in enumerate(review.decisions)
        if decision is Decision.ACCEPTED or (decision is Decision.OPEN and number in matter.in_place)
    }


def decide(matter: Matter, review: Reviewed, parts: Iterable[int], decision: Decision) -> Reviewed:
    """Decide about parts, and about those that can only be taken together with them. What is locked is not rejected."""
    return _step(matter, review, dict.fromkeys(matter.recombination.closed(parts), decision))


def follow(matter: Matter, review: Reviewed) -> Reviewed:
    """Decide all that is open as the verdicts propose it."""
    wanted = {part: item.proposal for item in matter.items for part in item.parts if review.decisions[part] is Decision.OPEN}
    for tie in matter.recombination.ties:
        if any(wanted.get(part, review.decisions[part]) is Decision.ACCEPTED for part in tie):
            wanted |= dict.fromkeys(tie, Decision.ACCEPTED)
    return _step(matter, review, wanted)


def toggle(matter: Matter, review: Reviewed, parts: Collection[int]) -> Reviewed:
    """Reject what is accepted, and accept what is not."""
    is_accepted = all(review.decisions[part] is Decision.ACCEPTED for part in parts)
    return decide(matter, review, parts, Decision.REJECTED if is_accepted else Decision.ACCEPTED)


def write(matter: Matter, review: Reviewed, part: int, text: bytes) -> Reviewed:
    """Accept a part with another text than it has, which may be the one that it had at first."""
    written = {number: one for number, one in review.written.items() if number != part}
    if text != added_text(matter, part):
        written[part] = text
    decisions = decide(matter, review, [part], Decision.ACCEPTED).decisions
    return _noted(review, decisions, written)


def undo(review: Reviewed) -> Reviewed:
    """Take the last step back; without one, nothing changes."""
    if not review.past:
        return review
    *past, (decisions, written) = review.past
    return Reviewed(decisions, written, tuple(past), (*review.undone, (review.decisions, review.written)))


def redo(review: Reviewed) -> Reviewed:
    """Take the last undo back."""
    if not review.undone:
        return review
    *undone, (decisions, written) = review.undone
    return Reviewed(decisions, written, (*review.past, (review.decisions, review.written)), tuple(undone))


def decision_on(review: Reviewed, parts: Iterable[int]) -> Decision:
    """What is decided about all of these parts; MIXED where it is not the same."""
    found = {review.decisions[part] for part in parts}
    return found.pop() if len(found) == 1 else Decision.MIXED


def added_text(matter: Matter, part: int) -> bytes:
    """The lines that a part adds, with their ends."""
    edit = matter.parts.edits[part]
    file = matter.file_of(edit)
    return _lines(file.head_text if file is not None else None, edit.after)


def removed_text(matter: Matter, part: int) -> bytes:
    """The lines that a part takes away, with their ends."""
    edit = matter.parts.edits[part]
    file = matter.file_of(edit)
    return _lines(file.base_text if file is not None else None, edit.before)


def can_be_written(matter: Matter, part: int) -> bool:
    """Whether a person can write this part anew: it has lines, which stand together."""
    edit = matter.parts.edits[part]
    is_text = matter.recombination.lines(edit.path, ()) is not None
    return is_text and len(edit.before) <= 1 and len(edit.after) <= 1 and bool(edit.before or edit.after)


def matching(matter: Matter, review: Reviewed, text: str, wanted: Collection[Decision] = ()) -> list[Item]:
    """The items whose name, kinds, reason, findings or changed lines hold ``text``, in any case, and whose decision is one of
    ``wanted``, if that says any."""
    sought = text.casefold()
    return [
        item
        for item in matter.items
        if (not wanted or decision_on(review, item.parts) in wanted) and (not sought or sought in _words(matter, item))
    ]


def findings_on(item: Item, part: Edit) -> list[Finding]:
    """The findings of an edit that are about a part of it: those on its lines, and those on no line at all."""
    return [finding for finding in item.findings if _is_on(finding, part)]


def _is_on(finding: Finding, part: Edit) -> bool:
    at = finding.location
    if at.line is None or at.path != part.path:
        return True
    return any(lines.overlaps(LineRange(at.line, at.end_line or at.line)) for lines in part.after)


def summary(review: Reviewed) -> str:
    """How many parts are decided in which way, in words."""
    settled = (Decision.ACCEPTED, Decision.REJECTED, Decision.OPEN)
    counts = [(review.decisions.count(decision), decision.value) for decision in settled]
    said = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{counted(len(review.decisions), 'part')}: {said}" if said else "nothing to review"


def is_brought_back(matter: Matter, parts: Iterable[int]) -> bool:
    """Whether these parts are in place, while others are not."""
    return len(matter.in_place) < len(matter.parts.edits) and matter.in_place.issuperset(parts)


def fate_of_open(matter: Matter, review: Reviewed) -> str:
    """What becomes of what is not decided, in words."""
    parts = [number for number, decision in enumerate(review.decisions) if decision is Decision.OPEN]
    stay = sum(number in matter.in_place for number in parts)
    if not parts:
        return ""
    if stay in (0, len(parts)):
        return f"{len(parts)} open: what is not decided {'stays' if stay else 'is left out'}."
    return f"{len(parts)} open: of what is not decided {stay} stay, as they are in place, and {len(parts) - stay} are left out."


def _lines(text: bytes | None, ranges: Iterable[LineRange]) -> bytes:
    lines = _split(text or b"")
    return b"".join(line for start, end in ranges for line in lines[start - 1 : end])


@lru_cache(maxsize=4)  # both sides of a file, for all of its parts
def _split(text: bytes) -> Sequence[bytes]:
    return lines_of(text)


def _words(matter: Matter, item: Item) -> str:
    verdict = item.verdict
    words = [item.name, item.edit.path, verdict.why, *(kind.value for kind in item.edit.kinds)]
    words += [f"{finding.rule.code} {finding.rule.name} {finding.words}" for finding in item.findings]
    words += [added_text(matter, part).decode("utf-8", "replace") for part in item.parts]
    return "\n".join(words).casefold()


def _step(matter: Matter, review: Reviewed, wanted: Mapping[int, Decision]) -> Reviewed:
    decisions = list(review.decisions)
    stuck = {part for part in wanted if part in matter.locked and wanted[part] is Decision.REJECTED}
    stuck = matter.recombination.closed(stuck)
    for part, decision in wanted.items():
        if part not in stuck:
            decisions[part] = decision
    return _noted(review, tuple(decisions), review.written)


def _noted(review: Reviewed, decisions: tuple[Decision, ...], written: Mapping[int, bytes]) -> Reviewed:
    if (decisions, written) == (review.decisions, review.written):
        return review
    past = (*review.past, (review.decisions, review.written))[-_MOST_UNDONE:]
    return Reviewed(decisions, written, past)
