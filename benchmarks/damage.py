"""Sloppy replies: what models do to edits when they write them down, done on purpose and in a known way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from os.path import commonprefix
from typing import NamedTuple

from scoper.edits.model import ADD, KEEP, Edits, Hunk, Line, Update
from scoper.edits.normal import indent_of
from scoper.edits.registry import EDIT_FORMATS

Lines = tuple[Line, ...]
_QUOTES = str.maketrans({"'": "’", '"': "”", "-": "–"})
_PLACEHOLDERS = {"py": "# ... rest of the code unchanged", "rb": "# ... rest of the code unchanged"}


class Sloppy(NamedTuple):
    """A reply, the damage done to it, and whether the edit can still be told from it; if not, it has to be refused."""

    format: str
    damage: str
    text: str
    tellable: bool


def sloppy(name: str, path: str, edit: Update, base: Sequence[str], whole: Edits) -> Iterator[Sloppy]:
    """All the damage that can be done to one edit in one format, each on its own."""
    try:
        clean = _written(name, whole if name == "whole" else Edits((edit,)))
    except ValueError:
        return
    yield Sloppy(name, "none", clean, True)
    for damage, worded in _WORDINGS.items():
        if (text := worded(name, path, clean)) is not None:
            yield Sloppy(name, damage, text, True)
    yield Sloppy(name, "cut short", clean[: len(clean) * 2 // 3], False)
    if name == "whole":
        return
    for damage, (change, tellable) in _CHANGES.items():
        hunks = [change(hunk.lines, path) for hunk in edit.hunks]
        if any(lines is not None and lines != hunk.lines for lines, hunk in zip(hunks, edit.hunks, strict=True)):
            new = [hunk if lines is None else Hunk(lines) for lines, hunk in zip(hunks, edit.hunks, strict=True)]
            yield Sloppy(name, damage, _written(name, Edits((replace(edit, hunks=tuple(new)),))), tellable)
    if (bare := _one_of_several(edit, base)) is not None:
        yield Sloppy(name, "one of several", _written(name, Edits((bare,))), False)


def _written(name: str, edits: Edits) -> str:
    """As the instructions of the formats ask for it: a diff stands in a fence."""
    text = EDIT_FORMATS[name].render(edits)
    return f"```diff\n{text}```\n" if name == "udiff" else text


def _trailing(lines: Lines, path: str) -> Lines | None:
    """White space behind lines to find; where added lines end in some, nothing could tell which was meant."""
    if any(line.op == ADD and line.text != line.text.rstrip() for line in lines):
        return None
    return tuple(line if line.op == ADD else line._replace(text=line.text.rstrip() + "  ") for line in lines)


def _dedented(lines: Lines, path: str) -> Lines | None:
    margin = commonprefix([indent_of(line.text) for line in lines if line.text.strip()])
    return tuple(line._replace(text=line.text[len(margin) :] if line.text.strip() else line.text) for line in lines)


def _retabbed(lines: Lines, path: str) -> Lines | None:
    """Tabs for steps of four spaces, or four for tabs; not where both occur, steps are others, or no line to find has any."""
    if not any(indent_of(line.text) for line in lines if line.op != ADD and line.text.strip()):
        return None
    indents = {indent_of(line.text) for line in lines if line.text.strip()}
    if all(set(indent) <= {"\t"} for indent in indents):
        return tuple(_indented(line, indent_of(line.text).replace("\t", "    ")) for line in lines)
    if all(set(indent) <= {" "} and len(indent) % 4 == 0 for indent in indents):
        return tuple(_indented(line, indent_of(line.text).replace("    ", "\t")) for line in lines)
    return None


def _indented(line: Line, indent: str) -> Line:
    return line._replace(text=indent + line.text.lstrip()) if line.text.strip() else line


def _little_context(lines: Lines, path: str) -> Lines | None:
    """One line of context on each side instead of three."""
    changed = [at for at, one in enumerate(lines) if one.op != KEEP]
    return lines[max(0, changed[0] - 1) : changed[-1] + 2]


def _typographic(lines: Lines, path: str) -> Lines | None:
    """Quotes and hyphens set as in print; where no line to find has any, nothing could tell that it was not meant."""
    if any(not line.text.isascii() for line in lines):
        return None
    kinds = [mark for mark in "'\"-" if any(mark in line.text for line in lines if line.op != ADD)]
    table = {code: new for code, new in _QUOTES.items() if chr(code) in kinds}
    return tuple(line._replace(text=line.text.translate(table)) for line in lines)


def _flattened(lines: Lines, path: str) -> Lines | None:
    """No line is indented any more, where lines to find were, and added ones at several depths."""
    if not any(indent_of(line.text) for line in lines if line.op != ADD and line.text.strip()):
        return None
    added = {len(indent_of(line.text)) for line in lines if line.op == ADD and line.text.strip()}
    return tuple(line._replace(text=line.text.lstrip()) for line in lines) if len(added) > 1 else None


def _elided(lines: Lines, path: str) -> Lines | None:
    """A comment in place of half of the added lines."""
    added = [at for at, line in enumerate(lines) if line.op == ADD]
    suffix = path.rpartition(".")[2]
    if len(added) < 4 or suffix not in ("py", "rb", "js", "ts", "go", "rs", "java", "cs", "php", "c", "h"):
        return None
    gone = set(added[len(added) // 2 :])
    words = _PLACEHOLDERS.get(suffix, "// ... rest of the code unchanged")
    first = min(gone)
    return tuple(Line(ADD, words) if at == first else line for at, line in enumerate(lines) if at == first or at not in gone)


_CHANGES: dict[str, tuple[Callable[[Lines, str], Lines | None], bool]] = {
    "white space at ends": (_trailing, True),
    "moved to the margin": (_dedented, True),
    "tabs for spaces": (_retabbed, True),
    "little context": (_little_context, True),
    "typographic": (_typographic, True),
    "flattened": (_flattened, False),
    "placeholder": (_elided, False),
}


def _one_of_several(edit: Update, base: Sequence[str]) -> Update | None:
    """A line that stands at several places of the file, to be replaced, without anything around it."""
    counts = Counter(base)
    for hunk in edit.hunks:
        for at, line in enumerate(hunk.lines):
            if line.op == "-" and line.text.strip() and counts[line.text] > 1:
                added = tuple(one for one in hunk.lines[at + 1 :] if one.op == ADD)[:1]
                return replace(edit, hunks=(Hunk((line, *added)),)) if added else None
    return None


def _with_prose(name: str, path: str, text: str) -> str | None:
    body = text if name in ("search-replace", "whole", "udiff") else f"```\n{text}```\n"
    why = "Sure! Here is what has to change, and why:\n\n1. It was wrong.\n2. Now it is right.\n"
    return f"{why}\n{body}\nLet me know - I can go on.\n"


def _with_crlf(name: str, path: str, text: str) -> str | None:
    return text.replace("\n", "\r\n")


def _with_arrows_turned(name: str, path: str, text: str) -> str | None:
    if name != "search-replace":
        return None
    return text.replace("<<<<<<< SEARCH", ">>>>>>> SEARCH").replace(">>>>>>> REPLACE", "<<<<<<< REPLACE")


def _without_fences(name: str, path: str, text: str) -> str | None:
    return text.replace("```\n<<<", "<<<").replace("REPLACE\n```\n", "REPLACE\n") if name == "search-replace" else None


def _with_path_decorated(name: str, path: str, text: str) -> str | None:
    return text.replace(f"{path}\n`", f"### **`{path}`**:\n\n`", 1) if name in ("search-replace", "whole") else None


def _with_wrong_numbers(name: str, path: str, text: str) -> str | None:
    if name != "udiff":
        return None
    numbers = iter(range(7, 10**9, 31))
    return re.sub(r"^@@ @@", lambda _: f"@@ -{(n := next(numbers))},{n % 5 + 2} +{n},{n % 7 + 1} @@", text, flags=re.MULTILINE)


def _without_first_column(name: str, path: str, text: str) -> str | None:
    """Lines that stay have lost the space that is the format's, unless they are then marked by what comes next."""
    return re.sub(r"^ (?=\s*[^\s@*\\+-])", "", text, flags=re.MULTILINE) if name in ("udiff", "v4a") else None


def _without_frame(name: str, path: str, text: str) -> str | None:
    return text.replace("*** Begin Patch\n", "").replace("*** End Patch\n", "") if name == "v4a" else None


_WORDINGS: dict[str, Callable[[str, str, str], str | None]] = {
    "prose and fences": _with_prose,
    "CRLF": _with_crlf,
    "arrows turned": _with_arrows_turned,
    "no fences": _without_fences,
    "path decorated": _with_path_decorated,
    "wrong numbers": _with_wrong_numbers,
    "first column lost": _without_first_column,
    "no frame": _without_frame,
}
