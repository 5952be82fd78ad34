"""``scoper review --inline``: one question for each edit, in the manner of ``git add -p``, on any terminal or from a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

import click

from scoper.change.model import Edit
from scoper.cli.edits import shown
from scoper.errors import UserError
from scoper.report.terminal import clean, paint
from scoper.review.desk import Desk
from scoper.review.model import (
    Decision,
    Item,
    Reviewed,
    added_text,
    can_be_written,
    decide,
    decision_on,
    findings_on,
    follow,
    is_brought_back,
    matching,
    summary,
    undo,
    write,
)
from scoper.review.rows import unified
from scoper.review.store import Store

_STYLES = {"-": "red", "+": "green", "…": "dim"}
_HELP = """\
y  accept this edit
n  reject it
   nothing but Enter: what the verdict proposes, the capital letter
a  accept it and all that follow in this file
d  reject it and all that follow in this file
s  take it apart into its statements
e  write what it adds anew, in $EDITOR, and accept that
x  explain its verdict
j  leave it open and go to the next
k  go back to the one before
g  go to one by its number
/  go to the next that holds a text
v  decide all that is open as the verdicts propose
u  undo the last decision
q  leave the rest open, and write what is accepted
Q  write nothing; what was decided is kept for the next time
?  this help
"""


class Stop(NamedTuple):
    """What one question is about: an edit, or a part of one."""

    item: Item
    parts: tuple[int, ...]


class Inline:
    """One dialogue. ``to_stderr`` keeps standard output free."""

    def __init__(self, desk: Desk, store: Store, review: Reviewed, *, colour: bool, to_stderr: bool) -> None:
        self._desk = desk
        self._matter = desk.matter
        self._store = store
        self._colour = colour
        self._to_stderr = to_stderr
        self._stops = [Stop(item, tuple(item.parts)) for item in self._matter.items]
        self._at = 0
        self._review = review
        self._is_over = False
        self._writes = True
        self._revisits = False  # all was decided before: each stop is shown once more

    def run(self) -> Reviewed | None:
        """The decisions; ``None`` where nothing is to be written."""
        open_parts = self._review.decisions.count(Decision.OPEN)
        self._revisits = not open_parts
        if open_parts < len(self._review.decisions):
            self._say(f"decided before: {summary(self._review)}")
        if open_parts:
            self._at -= 1
            self._next_open()
        while not self._is_over and self._stops:
            self._show()
            self._act(self._ask())
        return self._review if self._writes else None

    def _act(self, said: str | None) -> None:
        word = said if said is not None else "q"
        stop = self._stops[self._at]
        actions: dict[str, Callable[[], None]] = {
            "": lambda: self._decide(stop, stop.item.proposal),
            "y": lambda: self._decide(stop, Decision.ACCEPTED),
            "n": lambda: self._decide(stop, Decision.REJECTED),
            "a": lambda: self._decide_file(Decision.ACCEPTED),
            "d": lambda: self._decide_file(Decision.REJECTED),
            "s": lambda: self._split(stop),
            "e": lambda: self._edit(stop),
            "x": lambda: self._say(self._desk.explain(stop.item).rstrip("\n")),
            "j": lambda: self._go(self._at + 1),
            "k": lambda: self._go(self._at - 1),
            "u": self._undo,
            "v": self._follow,
            "q": self._end,
            "Q": self._leave,
        }
        if word in actions:
            actions[word]()
        elif word[:1] == "g":
            self._go_to(word[1:].strip())
        elif word[:1] == "/":
            self._search(word[1:].strip())
        else:
            self._say(_HELP.rstrip("\n"))

    def _decide(self, stop: Stop, decision: Decision) -> None:
        before = self._review
        self._set(decide(self._matter, before, stop.parts, decision))
        if decision is Decision.REJECTED and decision_on(self._review, stop.parts) is not decision:
            locked = [self._matter.locked[part] for part in stop.parts if part in self._matter.locked]
            self._say(f"it stays: {locked[0] if locked else 'it is of one piece with what stays'}")
        self._next_open()

    def _decide_file(self, decision: Decision) -> None:
        path = self._stops[self._at].item.edit.path
        parts = [part for stop in self._stops[self._at :] if stop.item.edit.path == path for part in stop.parts]
        self._set(decide(self._matter, self._review, parts, decision))
        self._next_open()

    def _split(self, stop: Stop) -> None:
        if len(stop.parts) < 2:
            self._say("it is one statement, or cannot be taken apart")
            return
        self._stops[self._at : self._at + 1] = [Stop(stop.item, (part,)) for part in stop.parts]
        self._say(f"{len(stop.parts)} statements")

    def _edit(self, stop: Stop) -> None:
        part = stop.parts[0]
        if len(stop.parts) > 1 or not can_be_written(self._matter, part):
            self._say("take it apart first (s)" if len(stop.parts) > 1 else "it has no lines that could be written anew")
            return
        text = edit_text(self._review.written.get(part, added_text(self._matter, part)), stop.item.edit.path, self._say)
        if text is not None:
            self._set(write(self._matter, self._review, part, text))
            self._next_open()

    def _undo(self) -> None:
        before = self._review
        self._set(undo(before))
        changed = [n for n, (a, b) in enumerate(zip(before.decisions, self._review.decisions, strict=True)) if a is not b]
        if not changed and before.written == self._review.written:
            self._say("nothing to undo")
        else:
            self._go(next((at for at, stop in enumerate(self._stops) if not set(changed).isdisjoint(stop.parts)), self._at))

    def _follow(self) -> None:
        self._set(follow(self._matter, self._review))
        self._next_open()

    def _end(self) -> None:
        self._is_over = True

    def _leave(self) -> None:
        self._is_over, self._writes = True, False

    def _go(self, at: int) -> None:
        self._at = min(max(at, 0), len(self._stops) - 1)

    def _go_to(self, number: str) -> None:
        if number.isascii() and number.isdecimal() and 0 < int(number) <= len(self._stops):
            self._go(int(number) - 1)
            return
        for at, stop in enumerate(self._stops, 1):
            mark = _MARKS[decision_on(self._review, stop.parts)]
            self._say(f"{at:>4} {mark} {self._name(stop)}")
        self._say("g and a number goes there")

    def _search(self, text: str) -> None:
        found = {item.edit.id for item in matching(self._matter, self._review, text)} if text else set()
        places = [*range(self._at + 1, len(self._stops)), *range(self._at + 1)]
        at = next((at for at in places if self._stops[at].item.edit.id in found), None)
        if at is None:
            self._say("nothing holds that" if text else "/ and a text goes to the next edit that holds it")
        else:
            self._go(at)

    def _next_open(self) -> None:
        """On to the next stop that is open, from here and then from the start; without one it is over."""
        places = [*range(self._at + 1, len(self._stops)), *range(self._at + 1)]
        is_open = (at for at in places if Decision.OPEN in {self._review.decisions[part] for part in self._stops[at].parts})
        at = next(is_open, None)
        if at is None and self._revisits and self._at + 1 < len(self._stops):
            self._at += 1
        elif at is None:
            self._is_over = True
        else:
            self._at = at

    def _set(self, review: Reviewed) -> None:
        if review is not self._review:
            self._review = review
            self._store.save(self._matter, review)

    def _show(self) -> None:
        stop = self._stops[self._at]
        verdict = stop.item.verdict
        self._say("")
        self._say(paint(f"{stop.item.group.value}: {self._name(stop)}", "bold", colour=self._colour))
        self._say(f"  {clean(verdict.why)}")
        for finding in findings_on(stop.item, self._edit_of(stop)):
            self._say(f"  {finding.severity.label} {finding.rule.code} {clean(finding.words)}{finding.hedge}")
        for row in unified(self._matter, self._review, stop.parts):
            style = _STYLES.get(row.mark)
            line = f"{row.number or '':>5} {row.mark} {row.text}".rstrip()
            self._say(paint(line, style, colour=self._colour) if style else line)
        if is_brought_back(self._matter, stop.parts):
            self._say("  in the work tree already")
        if (decision := decision_on(self._review, stop.parts)) is not Decision.OPEN:
            self._say(f"  {decision.value}")

    def _name(self, stop: Stop) -> str:
        return shown(self._edit_of(stop)._replace(kinds=stop.item.edit.kinds))

    def _edit_of(self, stop: Stop) -> Edit:
        """The edit, or the part of it that the question is about."""
        is_whole = len(stop.parts) == len(stop.item.parts)
        return stop.item.edit if is_whole else self._matter.parts.edits[stop.parts[0]]

    def _ask(self) -> str | None:
        """One line of input, without its end; ``None`` where there is no more."""
        yes, no = ("Y", "n") if self._stops[self._at].item.proposal is Decision.ACCEPTED else ("y", "N")
        keys = f"{yes},{no},a,d,s,e,x,j,k,g,/,v,u,q,Q,?"
        click.echo(f"({self._at + 1}/{len(self._stops)}) Accept this edit [{keys}]? ", nl=False, err=self._to_stderr)
        line = sys.stdin.readline()
        if not line:
            self._say("")
            return None
        return line.strip()

    def _say(self, text: str) -> None:
        click.echo(text, err=self._to_stderr)


_MARKS = {Decision.OPEN: " ", Decision.ACCEPTED: "y", Decision.REJECTED: "n", Decision.MIXED: "~"}


def edit_text(text: bytes, path: str, say: Callable[[str], None]) -> bytes | None:
    """A text as the person leaves it in their editor, byte by byte; ``None`` where they save nothing, or no editor runs."""
    suffix = f".{path.rpartition('.')[2]}" if "." in path.rpartition("/")[2] else ".txt"
    try:
        edited: bytes | None = click.edit(text, extension=suffix if suffix[1:].isalnum() else ".txt")
    except (click.ClickException, UserError) as error:
        say(clean(getattr(error, "message", str(error))))
        return None
    return edited
