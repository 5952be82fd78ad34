"""What was decided, on disk: with the run, or in the git folder for what is of no run; and which findings were overruled.

A part of an edit is known again by its base, path, symbol and lines, so what was decided about it still stands when other edits
come or go. Files are replaced whole, one writer at a time; whatever in them cannot be read is passed over.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from scoper.agent.runs import Kept
from scoper.errors import UserError
from scoper.review.model import Decision, Matter, Reviewed, added_text, removed_text
from scoper.review.taste import Remembered

SCHEMA = "scoper.decisions/1"
_IN_RUN = "decisions.json"
_MEMORY = "overruled.jsonl"
_MOST_PARTS = 5_000  # in one file
_MOST_FILES = 50
_MOST_REMEMBERED = 5_000

_Rows = dict[str, dict[str, object]]
"""Digest of a part → what is stored about it, the oldest first."""


class Store(NamedTuple):
    """Where the decisions of one review are. ``path`` is a file of its own, ``memory`` one of the whole repository; ``digests``
    tell its parts from any others."""

    path: str
    memory: str
    digests: tuple[str, ...] = ()

    def load(self, review: Reviewed) -> Reviewed:
        """``review`` with what was decided about these parts before."""
        rows = _read_rows(self.path)
        decisions, written = list(review.decisions), dict(review.written)
        for number, digest in enumerate(self.digests):
            row = rows.get(digest, {})
            if (decision := _decision(row.get("decision"))) is not None:
                decisions[number] = decision
            if decision is Decision.ACCEPTED and (text := _text(row.get("text"))) is not None:
                written[number] = text
        return review._replace(decisions=tuple(decisions), written=written)

    def save(self, matter: Matter, review: Reviewed) -> None:
        """Write down what is decided, beside what was decided about other parts before."""
        with _alone(self.path):
            rows = _read_rows(self.path)
            for number, digest in enumerate(self.digests):
                rows.pop(digest, None)
                if review.decisions[number] is not Decision.OPEN:
                    rows[digest] = _row(matter, review, number)
            kept = dict(list(rows.items())[-_MOST_PARTS:])
            document = {"schema": SCHEMA, "base": matter.report.base, "parts": kept}
            _replace(self.path, json.dumps(document, indent=1).encode() + b"\n")

    def remember(self, records: Sequence[Remembered]) -> None:
        """Note which findings were overruled and which were upheld."""
        if not records:
            return
        with _alone(self.memory):
            known = [one for one in recall(self.memory) if one.key not in {record.key for record in records}]
            lines = [json.dumps(one._asdict()) for one in (*known, *records)[-_MOST_REMEMBERED:]]
            _replace(self.memory, "".join(f"{line}\n" for line in lines).encode())


def store_of(git_dir: str, common_dir: str, matter: Matter, run: Kept | None) -> Store:
    """Where decisions about this matter go. The oldest files of what is of no run are removed."""
    memory, its = memory_of(common_dir), tuple(digests(matter))
    if run is not None:
        return Store(os.path.join(run.folder, _IN_RUN), memory, its)
    folder = os.path.join(git_dir, "scoper", "reviews")
    _forget_oldest(folder)
    return Store(os.path.join(folder, f"{matter.report.base[:20]}.json"), memory, its)


def memory_of(common_dir: str) -> str:
    """The file of overruled findings that all work trees of a repository share."""
    return os.path.join(common_dir, "scoper", _MEMORY)


def recall(memory: str) -> list[Remembered]:
    """What is remembered, the oldest first; nothing where there is none."""
    try:
        with open(memory, "rb") as file:
            lines = file.read().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise UserError(f"cannot read {memory}: {error.strerror}") from None
    return [one for line in lines if (one := _remembered(line)) is not None]


def digests(matter: Matter) -> list[str]:
    """What tells each part from any other, wherever its lines move to."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for number, edit in enumerate(matter.parts.edits):
        head = "\0".join((matter.report.base, edit.base_path, edit.path, edit.symbol or "", ",".join(edit.kinds)))
        basis = (
            head.encode("utf-8", "surrogatepass") + b"\0" + removed_text(matter, number) + b"\0" + added_text(matter, number)
        )
        digest = hashlib.sha256(basis).hexdigest()[:32]
        seen[digest] = seen.get(digest, 0) + 1
        found.append(f"{digest}-{seen[digest]}")
    return found


def _row(matter: Matter, review: Reviewed, number: int) -> dict[str, object]:
    edit = matter.parts.edits[number]
    row: dict[str, object] = {"edit": edit.id, "name": edit.symbol or edit.path, "decision": review.decisions[number].value}
    if number in review.written:
        row["text"] = base64.b64encode(review.written[number]).decode()
    return row


def _read_rows(path: str) -> _Rows:
    try:
        with open(path, "rb") as file:
            document: object = json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return {}
    parts = document.get("parts") if isinstance(document, dict) and document.get("schema") == SCHEMA else None
    return {digest: row for digest, row in parts.items() if isinstance(row, dict)} if isinstance(parts, dict) else {}


def _decision(value: object) -> Decision | None:
    return Decision(value) if value in (Decision.ACCEPTED.value, Decision.REJECTED.value) else None


def _text(value: object) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except ValueError:
        return None


def _remembered(line: bytes) -> Remembered | None:
    try:
        table: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return Remembered.read(table) if isinstance(table, Mapping) else None


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Wait for others who write this file. Raises :class:`UserError` where it cannot be written."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise UserError(f"cannot keep decisions in {path}: {error.strerror}") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _replace(path: str, data: bytes) -> None:
    fresh = f"{path}.{os.urandom(8).hex()}"
    try:
        with open(fresh, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except OSError as error:
        with suppress(OSError):  # it may never have come to be
            os.unlink(fresh)
        raise UserError(f"cannot keep decisions in {path}: {error.strerror}") from None


def _forget_oldest(folder: str) -> None:
    with suppress(OSError):
        files = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
        for entry in sorted(files, key=lambda one: one.stat().st_mtime)[:-_MOST_FILES]:
            os.unlink(entry.path)
            with suppress(FileNotFoundError):
                os.unlink(f"{entry.path}.lock")
