"""Links that are read from the text of changed lines as it stands: lines that went from one edit to another, strings, flags,
routes and keys that two of them hold, files that one of them names.

No grammar is needed, so they are there for templates, styles and configuration too, where what belongs together is spelled
alike and nothing else says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from posixpath import basename

from scoper.change.model import Change
from scoper.git.model import Status
from scoper.text import counted
from scoper.verdict.evidence import Evidence
from scoper.verdict.links import Link, relation_of

_QUOTED = re.compile(rb"\"((?:[^\"\\\n]|\\.){4,200})\"|'((?:[^'\\\n]|\\.){4,200})'|`([^`\\\n]{4,200})`")
_FLAG = re.compile(rb"(?<![\w-])--[a-z][a-z0-9]+(?:-[a-z0-9]+)*")
_ROUTE = re.compile(rb"(?<![\w.:/])/[\w{}<>:.-]+(?:/[\w{}<>:.*-]+)+")
_APART = re.compile(rb"\w[^\w]+\w")  # a single word in quotes is a name, and names have links of their own
_MOST_HOLDERS = 8  # edits; a literal that more of them hold ties nothing together
_LITERAL = 0.9
_MOVED_LINE = re.compile(rb"\w.*\w.*\w.*\w.*\w.*\w")  # what a line has at least that can be told from others: six letters
_FEWEST_MOVED = 2  # lines that went over; one alone is an accident, but where it is nearly all of an edit
_NEARLY_ALL = 0.6
_NAMED_FILE = 0.9


def literal_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Edits that add, or take away, the same string of several words, command-line flag, route or dotted key."""
    holders: dict[bytes, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        for literal in sorted(_changed(item)):
            holders[literal].append(number)
    links: dict[tuple[int, int], Link] = {}
    for literal, numbers in sorted(holders.items()):
        if 2 <= len(numbers) <= _MOST_HOLDERS:
            shown = literal[:40].decode(errors="replace")
            for one, other in _both_ways(combinations(numbers, 2)):
                why = f"holds {shown!r} as well"
                links.setdefault((one, other), Link(one, other, relation_of(evidence[other].edit.path), _LITERAL, False, why))
    return list(links.values())


def _changed(item: Evidence) -> set[bytes]:
    """Literals that occur more often, or less often, after the edit."""
    before, after = _literals(item.removed), _literals(item.added)
    return {literal for literal in before.keys() | after.keys() if before[literal] != after[literal]}


def _literals(lines: Iterable[bytes]) -> Counter[bytes]:
    text = b"\n".join(lines)
    quoted = (b"".join(parts) for parts in _QUOTED.findall(text))
    return Counter([literal for literal in quoted if _APART.search(literal)] + _FLAG.findall(text) + _ROUTE.findall(text))


def moved_links(evidence: Sequence[Evidence]) -> list[Link]:
    """Edits between which lines went over: one takes away what the other adds, moved or put into a function of its own."""
    gone, come = _lines_by_holder(evidence, added=False), _lines_by_holder(evidence, added=True)
    shared: Counter[tuple[int, int]] = Counter()
    for line in sorted(gone.keys() & come.keys()):
        if len(gone[line]) <= _MOST_HOLDERS and len(come[line]) <= _MOST_HOLDERS:
            shared.update((one, other) for one in gone[line] for other in come[line] if one != other)
    links: list[Link] = []
    for (one, other), lines in sorted(shared.items()):
        share = lines / min(_count(evidence[one].removed), _count(evidence[other].added))
        if lines >= _FEWEST_MOVED or share >= _NEARLY_ALL:
            strength = min(1.0, share)
            why = f"{counted(lines, 'line')} went from one to the other"
            links.append(Link(one, other, relation_of(evidence[other].edit.path), strength, False, why))
            links.append(Link(other, one, relation_of(evidence[one].edit.path), strength, False, why))
    return links


def _lines_by_holder(evidence: Sequence[Evidence], *, added: bool) -> Mapping[bytes, list[int]]:
    """Telling lines → the edits that add them without removing them, or remove them without adding them."""
    holders: dict[bytes, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        mine, others = (item.added, item.removed) if added else (item.removed, item.added)
        for line in _telling(mine) - _telling(others):
            holders[line].append(number)
    return holders


def _telling(lines: Iterable[bytes]) -> set[bytes]:
    return {stripped for line in lines if _MOVED_LINE.search(stripped := line.strip())}


def _count(lines: Iterable[bytes]) -> int:
    return max(1, len(_telling(lines)))


def file_links(change: Change, evidence: Sequence[Evidence]) -> list[Link]:
    """Edits that name a file which the diff adds, renames or deletes, and the edits of that file."""
    by_path: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        by_path[item.edit.path].append(number)
    return list(_naming(change, evidence, by_path))


def _naming(change: Change, evidence: Sequence[Evidence], by_path: Mapping[str, list[int]]) -> Iterator[Link]:
    names = {
        basename(path): file.change.path
        for file in change.files
        if file.change.status is not Status.MODIFIED
        for path in (file.change.base_path, file.change.head_path)
        if path is not None and "." in basename(path)
    }
    if not names:
        return
    pattern = re.compile(rb"(?<![\w.-])(?:" + b"|".join(re.escape(name.encode()) for name in sorted(names)) + rb")(?![\w-])")
    for number, item in enumerate(evidence):
        text = b"\n".join((*item.added, *item.removed))
        for name in sorted(set(pattern.findall(text))):
            path = names[name.decode()]
            if path != item.edit.path:
                for other in by_path.get(path, ()):
                    yield Link(number, other, relation_of(path), _NAMED_FILE, False, f"{basename(path)} is named there")
                    yield Link(other, number, relation_of(item.edit.path), _NAMED_FILE, False, f"names {basename(path)}")


def _both_ways(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for one, other in pairs:
        yield one, other
        yield other, one
