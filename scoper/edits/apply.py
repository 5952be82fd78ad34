"""Edits and a snapshot → the files that change, or everything that is wrong. All or nothing: half a reply is never applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from scoper.edits import document as documents
from scoper.edits.change import change, rewrite
from scoper.edits.document import Document
from scoper.edits.model import ADD, Applied, Complaint, Delete, Edits, FileEdit, Files, Mismatch, Update, Write
from scoper.edits.paths import normal_path, refusal, unknown
from scoper.facts.elision import is_elision, may_hold_code, said_in_comments
from scoper.git.model import REGULAR, Entry

_PATIENCE = 2_000_000  # lines of files to go through for one reply
_EXPLAINED = 20  # complaints; looking for likely names takes time


def apply(edits: Edits, files: Files) -> Applied | Mismatch:
    """What the files are after a reply's edits, one after another; the snapshot itself is not touched."""
    work = _Work(files, dict(files.entries()), list(edits.problems))
    for edit in edits.files:
        work.take(edit)
    if not edits.files and not edits.problems:
        work.complaints.append(Complaint("there is no edit in it"))
    work.check_room()
    if work.complaints:
        return Mismatch(tuple(work.complaints), work.fitting)
    return work.result()


@dataclass(slots=True)
class _Work:
    """The files as they are after the edits so far, ``None`` for one that is gone. ``entries`` are kept up to date."""

    files: Files
    entries: dict[str, Entry]
    complaints: list[Complaint]
    fitting: int = 0
    spent: int = 0  # lines of files gone through
    now: dict[str, Document | None] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def take(self, edit: FileEdit) -> None:
        path = normal_path(edit.path, self.entries)
        before = len(self.complaints)
        if why := refusal(path, self.entries):
            self.complain(f"this path {why}", path, edit.row)
        elif isinstance(edit, Write):
            self._write(path, edit)
        elif path not in self.entries:
            self.complaints.append(unknown(path, self.entries, edit.row, look=len(self.complaints) < _EXPLAINED))
        elif isinstance(edit, Delete):
            self._set(path, None)
        else:
            self._update(path, edit)
            return
        self.fitting += len(self.complaints) == before

    def complain(self, message: str, path: str, row: int) -> None:
        self.complaints.append(Complaint(message, path, row))

    def _document(self, path: str, row: int) -> Document | None:
        if path not in self.now:
            data = self.files.read_many([path]).get(path)
            document = None if data is None else documents.read(data)
            if document is None:
                self.complain(
                    "this file cannot be edited as text" if data is not None else "this file cannot be read", path, row
                )
                return None
            self.now[path] = document
        return self.now[path]

    def _set(self, path: str, document: Document | None) -> None:
        self.now[path] = document
        if document is None:
            self.entries.pop(path, None)
        else:
            self.entries.setdefault(path, Entry(REGULAR, ""))

    def _update(self, path: str, edit: Update) -> None:
        document = self._document(path, edit.row)
        if document is None:
            return
        self.spent += len(document.lines)
        if self.spent > _PATIENCE:
            self.complain("there are too many edits of large files in one reply: send fewer", path, edit.row)
            return
        new, complaints, fitting = change(document, replace(edit, path=path))
        added = [[line.text for line in hunk.lines if line.op == ADD] for hunk in edit.hunks]
        complaints += _elided(path, zip((hunk.row for hunk in edit.hunks), added, strict=True), document.lines)
        if not edit.hunks and edit.move_to is None:
            complaints.append(Complaint("there is nothing to change in this edit", path, edit.row))
        complaints += _unencodable(path, new, edit.row)
        self.fitting += fitting
        if edit.move_to is not None and not complaints:
            target = normal_path(edit.move_to, self.entries)
            why = refusal(target, self.entries) or ("exists already" if target in self.entries else None)
            if why is None:
                self.entries[target] = self.entries[path]
                self._set(path, None)
                self.moved[target] = self.moved.pop(path, path)
                path = target
            else:
                complaints.append(Complaint(f"the path to move to, {target}, {why}", path, edit.row))
        self.complaints += complaints
        if not complaints:
            self._set(path, new)

    def _write(self, path: str, edit: Write) -> None:
        known = path in self.entries
        if known and edit.new:
            self.complain("this file exists already: change it, or write to another path", path, edit.row)
            return
        old = self._document(path, edit.row) if known else Document([], [])
        if old is None:
            return
        self.complaints += _elided(path, [(edit.row, edit.lines)], old.lines)
        new = rewrite(old, edit.lines)
        if not known and edit.lines and not edit.final_newline:
            new = replace(new, ends=[*new.ends[:-1], ""])
        self.complaints += _unencodable(path, new, edit.row)
        self._set(path, new)

    def check_room(self) -> None:
        """No path may be a file and a folder."""
        parts = (known.split("/") for known in self.entries)
        folders = {"/".join(names[:count]) for names in parts for count in range(1, len(names))}
        for path, document in self.now.items():
            if document is not None and path in folders:
                self.complain("this path cannot be a file: it is a folder", path, 0)

    def result(self) -> Applied:
        held = self.files.read_many(list(self.now))
        new = {path: None if document is None else document.encode() for path, document in self.now.items()}
        changed = {path: data for path, data in new.items() if data != held.get(path)}
        return Applied(changed, _alive(self.moved, new))


def _alive(moved: Mapping[str, str], new: Mapping[str, bytes | None]) -> dict[str, str]:
    return {target: source for target, source in moved.items() if new.get(target) is not None}


def _elided(path: str, parts: Iterable[tuple[int, Sequence[str]]], known: Sequence[str]) -> list[Complaint]:
    """Comments in place of code that was not written out, unless the file had them before. ``parts`` are rows of the reply,
    each with the lines that it adds."""
    if not may_hold_code(path):
        return []
    found: list[tuple[int, str]] = []
    for row, lines in parts:
        data = [line.encode("utf-8", "surrogatepass") for line in lines]
        said = said_in_comments(path, data, None, range(1, len(data) + 1))
        found += [(row, lines[number - 1].strip()) for number, words in said if is_elision(words)]
    had = {line.strip() for line in known} if found else set()
    return [
        Complaint(f"{text!r} stands for code that you left out: write it out, or leave these lines out of the edit", path, row)
        for row, text in found
        if text not in had
    ]


def _unencodable(path: str, document: Document, row: int) -> list[Complaint]:
    try:
        document.encode()
    except UnicodeEncodeError as error:
        text = ascii(error.object[error.start : error.end])
        return [Complaint(f"this file's encoding, {document.encoding}, has no way to write {text}", path, row)]
    return []
