"""The pseudo-XML of OpenAI's GPT-4.1 prompting guide: tags around raw text, nothing escaped."""

from __future__ import annotations

import re

from scoper.edits.change import hunk_of
from scoper.edits.model import Complaint, Delete, Edits, FileEdit, Hunk, Update, Write
from scoper.edits.reply import rows, too_large
from scoper.edits.search_replace import by_file

NAME = "pseudo-xml"
INSTRUCTIONS = """\
Write each edit like this:

<edit>
<file>path/to/file.py</file>
<old_code>
lines of the file, copied exactly, enough of them to fit at one place only
</old_code>
<new_code>
the lines to stand there instead
</new_code>
</edit>

Paths are relative to the repository. Nothing is escaped: write < and & as they are. To add lines, repeat a line beside them in
both parts. An empty <old_code> makes a new file; <delete/> instead of both parts deletes the file. Write all code out.
"""

_TAGS = re.compile(r"</?(?:edit|file|old_code|new_code)>|<delete\s*/>")
_PART = re.compile(r"\n<\w*\s*\Z")
_WHOLE = ["<file>", "</file>", "<old_code>", "</old_code>", "<new_code>", "</new_code>", "</edit>"]
_DELETE = ["<file>", "</file>", "<delete/>", "</edit>"]


def parse(text: str) -> Edits:
    if (large := too_large(text)) is not None:
        return large
    tags = [(found[0].replace(" ", ""), found.start(), found.end()) for found in _TAGS.finditer(text)]
    starts = [at for at, tag in enumerate(tags) if tag[0] == "<edit>"]
    files: list[FileEdit] = []
    found: list[tuple[str, Hunk]] = []
    problems: list[Complaint] = []
    row = counted = 0
    for at, following in zip(starts, [*starts, len(tags)][1:], strict=True):
        row += text.count("\n", counted, tags[at][1])
        counted = tags[at][1]
        names = [tag[0] for tag in tags[at + 1 : following]]
        path = text[tags[at + 1][2] : tags[at + 2][1]].strip() if names[:2] == ["<file>", "</file>"] else None
        if names == _DELETE and path is not None:
            files.append(Delete(path, row + 1))
        elif names == _WHOLE and path is not None:
            before, after = (_inner(text[tags[at + one][2] : tags[at + one + 1][1]]) for one in (3, 5))
            found.append((path, hunk_of(before, after, row + 1)))
        else:
            problems.append(Complaint("this edit has not one each of file, old_code and new_code, each closed", path, row + 1))
    if starts and _PART.search(text):
        problems.append(Complaint("another edit seems to begin at the end, and to be cut short", None, text.count("\n") + 1))
    if not starts and tags:
        problems.append(Complaint("there are tags, but no <edit> around them"))
    return Edits((*by_file(found), *files), tuple(problems))


def render(edits: Edits) -> str:
    """Raises :class:`ValueError` for what the format cannot say."""
    out: list[str] = []
    for edit in edits.files:
        if isinstance(edit, Delete):
            out += ["<edit>", f"<file>{edit.path}</file>", "<delete/>", "</edit>"]
            continue
        if isinstance(edit, Write) and not (edit.new and edit.final_newline):
            raise ValueError(f"pseudo-XML has no way to write {edit.path} whole, or without a final newline")
        if isinstance(edit, Update) and edit.move_to is not None:
            raise ValueError(f"pseudo-XML has no way to move {edit.path}")
        blocks = [([], list(edit.lines))] if isinstance(edit, Write) else [(hunk.before, hunk.after) for hunk in edit.hunks]
        for before, after in blocks:
            if any(_TAGS.search(line) for line in (*before, *after)):
                raise ValueError(f"lines of {edit.path} look like tags of the format")
            out += ["<edit>", f"<file>{edit.path}</file>", "<old_code>", *before, "</old_code>"]
            out += ["<new_code>", *after, "</new_code>", "</edit>"]
    return "\n".join([*out, ""]) if out else ""


def _inner(text: str) -> list[str]:
    """The lines between two tags, which may stand on lines of their own."""
    text = text.removeprefix("\r").removeprefix("\n")
    return rows(text)
