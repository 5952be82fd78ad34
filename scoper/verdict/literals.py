"""Links that are read from the text of changed lines as it stands: lines that went from one edit to another, strings, flags,
routes and keys that two of them hold, files that one of them names.

No grammar is needed, so they are there for templates, styles and configuration too, where what belongs together is spelled
alike and nothing else says so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from posixpath import basename, dirname, join, normpath

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
_TELLING = re.compile(rb"(?:\w\W*){6}")  # letters that a line has at least if it can be told from others
_FEWEST_MOVED = 2  # lines that went over; one alone is an accident, but where it is nearly all of an edit
_NEARLY_ALL = 0.6
_NAMED_FILE = 0.9
_FILE_NAME = re.compile(rb"[\w@~./-]*[\w-]\.[A-Za-z]\w*(?![\w-])")


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
            for one, other in permutations(numbers, 2):
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
    sides = [(_telling(item.removed), _telling(item.added)) for item in evidence]
    gone, come = _holders(removed - added for removed, added in sides), _holders(added - removed for removed, added in sides)
    shared: Counter[tuple[int, int]] = Counter()
    for line in sorted(gone.keys() & come.keys()):
        if len(gone[line]) <= _MOST_HOLDERS and len(come[line]) <= _MOST_HOLDERS:
            shared.update((one, other) for one in gone[line] for other in come[line] if one != other)
    links: list[Link] = []
    for (one, other), lines in sorted(shared.items()):
        share = lines / min(len(sides[one][0]), len(sides[other][1]))
        if lines >= _FEWEST_MOVED or share >= _NEARLY_ALL:
            why = f"{counted(lines, 'line')} went from one to the other"
            links.append(Link(one, other, relation_of(evidence[other].edit.path), share, False, why))
            links.append(Link(other, one, relation_of(evidence[one].edit.path), share, False, why))
    return links


def _holders(lines_of: Iterable[set[bytes]]) -> Mapping[bytes, list[int]]:
    """Lines → the numbers of the edits that hold them."""
    holders: dict[bytes, list[int]] = defaultdict(list)
    for number, lines in enumerate(lines_of):
        for line in lines:
            holders[line].append(number)
    return holders


def _telling(lines: Iterable[bytes]) -> set[bytes]:
    return {stripped for line in lines if _TELLING.search(stripped := line.strip())}


def file_links(change: Change, evidence: Sequence[Evidence]) -> list[Link]:
    """Edits that name a file which the diff adds, renames or deletes, and the edits of that file."""
    by_path: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(evidence):
        by_path[item.edit.path].append(number)
    naming: dict[str, set[int]] = defaultdict(set)
    files = _files_of_note(change)
    for number, item in enumerate(evidence) if files else ():
        for written in _FILE_NAME.findall(b"\n".join((*item.added, *item.removed))):
            named = _named(written.decode("ascii"), item.edit.path, files)
            if named is not None and named != item.edit.path:
                naming[named].add(number)
    links: list[Link] = []
    for path, numbers in sorted(naming.items()):
        for number in sorted(numbers) if len(numbers) <= _MOST_HOLDERS else ():
            for other in by_path[path]:
                name, source = basename(path), evidence[number].edit.path
                links.append(Link(number, other, relation_of(path), _NAMED_FILE, False, f"{name} is named there"))
                links.append(Link(other, number, relation_of(source), _NAMED_FILE, False, f"names {name}"))
    return links


def _files_of_note(change: Change) -> Mapping[str, Mapping[str, str]]:
    """Files that are new or gone, or were or are called so: base name → each such path → the path that their edits have."""
    files: dict[str, dict[str, str]] = defaultdict(dict)
    for file in change.files:
        for path in (file.change.base_path, file.change.head_path) if file.change.status is not Status.MODIFIED else ():
            if path is not None:
                files[basename(path)][path] = file.change.path
    return files


def _named(written: str, where: str, files: Mapping[str, Mapping[str, str]]) -> str | None:
    """Which file is meant: by its path from ``where``, by the end of its path, or by a base name that is one file's alone."""
    paths = files.get(basename(written), {})
    if "/" not in written:
        return next(iter(paths.values())) if len(paths) == 1 else None
    if written.startswith("."):
        return paths.get(normpath(join(dirname(where), written)))
    return next((own for path, own in paths.items() if f"/{path}".endswith(f"/{written.lstrip('/@~')}")), None)
