"""What went wrong, in words that a model can act on."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from scoper.edits.index import Index
from scoper.edits.model import ADD, Complaint, Hunk, Mismatch
from scoper.edits.normal import Rung

_SHOWN = 12  # lines of the file
_EXPLAINED = 20  # hunks of a file; looking for likenesses takes time
_COMMON = 50  # a line that stands more often says nothing about where a block was meant to stand


def all_not_found(index: Index, path: str, hunks: Sequence[Hunk]) -> list[Complaint]:
    """What is known of each of the first hunks, and that the others are not there either."""
    brief = [Complaint("these lines are not in the file", path, hunk.row) for hunk in hunks[_EXPLAINED:]]
    return [not_found(index, path, hunk) for hunk in hunks[:_EXPLAINED]] + brief


def not_found(index: Index, path: str, hunk: Hunk) -> Complaint:
    block = hunk.before
    if not block:
        return Complaint("nothing says where to add these lines: give lines of the file around them", path, hunk.row)
    after = hunk.after
    if after and any(line.op == ADD for line in hunk.lines) and index.find(after, Rung.TRAILING):
        return Complaint("the new lines are in the file already; leave this edit out", path, hunk.row)
    start = _nearest(index, block)
    if start is None:
        return Complaint(f"no lines of the file are like these: {_quoted(block)}", path, hunk.row)
    own = index.lines[start : start + len(block)]
    wrong = [(said, mine) for said, mine in zip(block, own, strict=False) if said.rstrip() != mine.rstrip()]
    message = (
        f"these lines are not in the file. You wrote {wrong[0][0]!r}, the file has {wrong[0][1]!r}"
        if wrong
        else ("these lines are not in the file as one block")
    )
    return Complaint(message, path, hunk.row, _numbered(index, start, min(len(block), _SHOWN)))


def ambiguous(index: Index, path: str, hunk: Hunk, places: Sequence[int], *, cut: bool) -> Complaint:
    where = ", ".join(str(place + 1) for place in places[:5]) + (", …" if len(places) > 5 else "")
    count = f"more than {len(places) - 1}" if cut else str(len(places))
    if not places:
        return Complaint(f"these lines stand elsewhere than below {hunk.anchors[-1]!r}", path, hunk.row)
    return Complaint(
        f"these lines fit at {count} places (lines {where}): give more lines around the one that you mean", path, hunk.row
    )


def render(mismatch: Mismatch) -> str:
    """The text to send back: every complaint, with the lines of the file that were probably meant."""
    parts = []
    for complaint in mismatch.complaints:
        where = f" (line {complaint.row} of your reply)" if complaint.row else ""
        parts.append(f"{complaint.path or 'Your reply'}{where}: {complaint.message}.")
        parts += [f"  {number:>5} | {text}" for number, text in complaint.near]
    fits = f" The other {mismatch.fitting} would fit as they are." if mismatch.fitting else ""
    parts.append(f"None of your edits were applied.{fits} Send all of them again, with what is named above put right.")
    return "\n".join(parts) + "\n"


def _nearest(index: Index, block: Sequence[str]) -> int | None:
    """Where most lines of a block would stand in their places, by lines that are rare in the file; else by its likest line."""
    votes: Counter[int] = Counter()
    for at, line in enumerate(block[:2000]):
        places = index.places(line, Rung.PUNCTUATION) if line.strip() else ()
        if len(places) <= _COMMON:
            votes.update(max(0, place - at) for place in places)
    if votes:
        best = max(votes.values())
        return min(start for start, count in votes.items() if count == best)
    longest = max(block, key=lambda line: len(line.strip()))
    if len(index.lines) > 5000 or not 3 < len(longest.strip()) < 300:
        return None
    texts = {line.strip(): at for at, line in reversed(list(enumerate(index.lines))) if len(line) < 400}
    close = difflib.get_close_matches(longest.strip(), texts, n=1, cutoff=0.6)
    return max(0, texts[close[0]] - list(block).index(longest)) if close else None


def _numbered(index: Index, start: int, count: int) -> tuple[tuple[int, str], ...]:
    return tuple((at + 1, index.lines[at][:300]) for at in range(start, min(start + count, len(index.lines))))


def _quoted(block: Sequence[str]) -> str:
    text = next((line for line in block if line.strip()), "")
    return repr(text if len(text) <= 120 else text[:120] + "…")
