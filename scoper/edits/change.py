"""One file's hunks → the file after them. Lines that stay are the file's own, whatever the reply made of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from scoper.edits import feedback
from scoper.edits.align import align
from scoper.edits.document import Document
from scoper.edits.indent import indents
from scoper.edits.index import Index, TooMuchError
from scoper.edits.match import Match, match
from scoper.edits.model import ADD, KEEP, REMOVE, Complaint, Hunk, Line, Update
from scoper.edits.normal import GROUPS, Rung, indent_of
from scoper.edits.place import settle

Placed = tuple[Match, int]


def change(document: Document, update: Update) -> tuple[Document, list[Complaint], int]:
    """The document after all hunks, or what is wrong with them, and how many fit."""
    hunks = [hunk for hunk in update.hunks if any(line.op != KEEP for line in hunk.lines) or hunk.final_newline is not None]
    try:
        placed, missing, complaints = _place(document, update, hunks)
        fitting = len(placed)
        if not complaints:
            document = _write(document, placed)
        if (
            missing and not complaints and placed and not update.ordered
        ):  # written one after another, each for what the last one left
            again, missing, complaints = _place(document, update, missing)
            fitting += len(again)
            document = document if missing or complaints else _write(document, again)
        index = Index(document.lines)
        complaints += feedback.all_not_found(index, update.path, missing)
    except TooMuchError:
        return (
            document,
            [Complaint("these edits take too long to match: send fewer or shorter ones", update.path, update.row)],
            0,
        )
    return document, complaints, fitting


def rewrite(document: Document, lines: Sequence[str]) -> Document:
    """The document with these lines, those that it had before with the ends that they had."""
    hunk = Hunk(align(document.lines, lines))
    return _write(document, [(Match(hunk, hunk.lines, Rung.EXACT, (0,)), 0)])


def _place(document: Document, update: Update, hunks: Sequence[Hunk]) -> tuple[list[Placed], list[Hunk], list[Complaint]]:
    """Hunks that stand somewhere, from top to bottom; those that stand nowhere; and those of which it is not clear where."""
    index = Index(document.lines)
    found, missing = [], []
    for hunk in hunks:
        fits = match(index, hunk, marked=update.marked) if hunk.before else _addition(document, hunk)
        if fits is None:
            missing.append(hunk)
        else:
            found.append(fits)
    complaints: list[Complaint] = []
    placed: list[Placed] = []
    for fits, place in zip(found, settle(index, found, ordered=update.ordered), strict=True):
        if place is None:
            complaints.append(feedback.ambiguous(index, update.path, fits.hunk, fits.places, cut=fits.cut))
        else:
            placed.append((fits, place))
    placed.sort(key=lambda one: one[1])
    for (one, place), (other, below) in zip(placed, placed[1:], strict=False):
        if place + one.size > below:
            message = f"this edit and the one in line {one.hunk.row} of your reply change the same lines: make one of them"
            complaints.append(Complaint(message, update.path, other.hunk.row))
    return placed, missing, complaints


def _addition(document: Document, hunk: Hunk) -> Match | None:
    """Lines without any around them have a place in an empty file, and at an end that the reply names."""
    if document.lines and not hunk.at_end:
        return None
    return Match(hunk, hunk.lines, Rung.EXACT, (len(document.lines),))


def _write(document: Document, placed: Sequence[Placed]) -> Document:
    damage = _damage(document, placed)
    lines: list[str] = []
    ends: list[str] = []
    gone: deque[str] = deque()  # the ends of lines just removed, for those that come instead
    usual, final_newline, at = document.usual_end, document.final_newline, 0
    for fits, place in placed:
        lines += document.lines[at:place]
        ends += document.ends[at:place]
        own = document.lines[place : place + fits.size]
        reindent = indents(own, fits.lines) if fits.rung >= Rung.INDENTATION else None
        at, gone = place, deque()
        for line in fits.lines:
            if line.op == ADD:
                text = line.text.translate(damage) if damage else line.text
                if reindent is not None and text.strip():
                    depth = indent_of(text)
                    text = (reindent(depth) or "") + text[len(depth) :]
                lines.append(text)
                ends.append(gone.popleft() if gone else ends[-1] if ends else usual)
                continue
            if line.op == KEEP:
                lines.append(document.lines[at])
                ends.append(document.ends[at])
                gone.clear()
            else:
                gone.append(document.ends[at])
            at += 1
        if fits.hunk.final_newline is not None and at == len(document.lines):
            final_newline = fits.hunk.final_newline
    lines += document.lines[at:]
    ends += document.ends[at:]
    ends = [end or usual for end in ends]
    if lines and not final_newline:
        ends[-1] = ""
    return replace(document, lines=lines, ends=ends)


def _damage(document: Document, placed: Sequence[Placed]) -> dict[int, str]:
    """Which typographic characters to write plainly: the kinds that the reply put where the file has plain ones."""
    kinds: dict[int, str] = {}
    for fits, place in placed:
        if fits.rung < Rung.PUNCTUATION:
            continue
        said = "\n".join(line.text for line in fits.lines if line.op != ADD)
        own = "\n".join(document.lines[place : place + fits.size])
        for group in GROUPS:
            if any(mark in said and mark not in own for mark in group):
                kinds |= {ord(mark): plain for mark, plain in group.items() if mark not in own}
    return kinds


def hunk_of(before: Sequence[str], after: Sequence[str], row: int = 0) -> Hunk:
    """The hunk of a format that shows a block before and after instead of marking lines."""
    if not before:
        return Hunk(tuple(Line(ADD, text) for text in after), row=row)
    if not after:
        return Hunk(tuple(Line(REMOVE, text) for text in before), row=row)
    return Hunk(align(before, after), row=row)
