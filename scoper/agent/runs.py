"""What is kept of a run: ``.git/scoper/runs/<id>/``, with a transcript that is readable whenever the run is cut off.

The transcript is JSON, one line for each event, and every line is on disk before the run goes on; a line that was being
written when the power went is passed over. Bigger things (packs, replies, reports, patches) are files beside it, which events
name. No key is ever written: what was given as a secret is struck out of everything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from scoper.errors import UserError
from scoper.folder import remove_folder

SCHEMA = "scoper.run/1"
_TRANSCRIPT = "transcript.jsonl"
_LAST = "last"
_KEEP = 100
_STRUCK = "[key]"
_DAY = 24 * 3600.0  # seconds
_SHORTEST_SECRET = 6  # characters; anything shorter is no key, and would be struck out of words

Event = dict[str, object]
Observer = Callable[[Event], None]


class Kept(NamedTuple):
    """A run on disk. ``id`` is the name of its folder; ids sort by time."""

    id: str
    folder: str

    def events(self) -> list[Event]:
        """The transcript, as far as it can be read."""
        try:
            with open(os.path.join(self.folder, _TRANSCRIPT), "rb") as file:
                lines = file.read().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UserError(f"cannot read the transcript of run {self.id}: {error.strerror}") from None
        return list(_parsed(lines))

    def read(self, name: str) -> bytes:
        """A file of the run. Raises :class:`UserError` where it is not there."""
        try:
            with open(os.path.join(self.folder, os.path.basename(name)), "rb") as file:
                return file.read()
        except OSError as error:
            raise UserError(f"run {self.id} has no readable {name}: {error.strerror}") from None


class Run:
    """A run that is going on. Every observer is told each event after it was written."""

    def __init__(self, kept: Kept, secrets: Sequence[str] = (), observers: Sequence[Observer] = ()) -> None:
        self.id = kept.id
        self.folder = kept.folder
        self._secrets = [one for one in secrets if len(one) >= _SHORTEST_SECRET]
        self._observers = observers

    def note(self, event: str, **fields: object) -> None:
        """Write one event. Raises :class:`UserError` where it cannot be written: a run that leaves no trace must not go on."""
        said: Event = {"event": event, "at": datetime.now(UTC).isoformat(timespec="milliseconds"), **fields}
        line = self._struck(json.dumps(said, ensure_ascii=True))
        path = os.path.join(self.folder, _TRANSCRIPT)
        try:
            file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                torn = os.lseek(file, 0, os.SEEK_END) > 0 and os.pread(file, 1, os.lseek(file, 0, os.SEEK_END) - 1) != b"\n"
                _write_all(file, (b"\n" if torn else b"") + line.encode() + b"\n")
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise UserError(f"cannot write the transcript {path}: {error.strerror}") from None
        for observer in self._observers:
            observer(json.loads(line))

    def keep(self, name: str, content: bytes) -> str:
        """Write a file of the run, whole or not at all; its name."""
        path = os.path.join(self.folder, name)
        for secret in self._secrets:
            content = content.replace(secret.encode(), _STRUCK.encode())
        try:
            file = os.open(f"{path}.part", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                _write_all(file, content)
                os.fsync(file)
            finally:
                os.close(file)
            os.replace(f"{path}.part", path)
        except OSError as error:
            raise UserError(f"cannot write {path}: {error.strerror}") from None
        return name

    def drop(self, name: str) -> None:
        """Remove a file of the run, where it is there."""
        try:
            os.unlink(os.path.join(self.folder, name))
        except FileNotFoundError:
            return

    def _struck(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(json.dumps(secret)[1:-1], _STRUCK)
        return line


def begin(git_dir: str, secrets: Sequence[str] = (), observers: Sequence[Observer] = ()) -> Run:
    """A new run with a folder of its own."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")  # to the microsecond: names are in the order of runs
    name = f"{stamp}-{os.urandom(2).hex()}"
    folder = os.path.join(_root(git_dir), name)
    try:
        os.makedirs(folder, mode=0o700)
    except OSError as error:
        raise UserError(f"cannot keep a run in {folder}: {error.strerror}") from None
    return Run(Kept(name, folder), secrets, observers)


def prune(git_dir: str, keep: int, now: float) -> None:
    """Remove all but the ``keep`` runs that were written to last. Those of the day before ``now`` (seconds since the epoch)
    stay, however many, as they may be going on."""
    written = sorted(((_last_write(kept), kept) for kept in all_runs(git_dir)), reverse=True)
    for at, kept in written[keep:]:
        if at < now - _DAY:
            remove_folder(kept.folder)


def how_many(environ: Mapping[str, str]) -> int:
    """How many runs are kept: the user's to say, with ``SCOPER_KEEP_RUNS``. Raises :class:`UserError` for what is no number."""
    said = environ.get("SCOPER_KEEP_RUNS") or str(_KEEP)
    if not (said.isascii() and said.isdecimal() and int(said)):
        raise UserError(f"SCOPER_KEEP_RUNS is {said!r}", "it is the number of runs to keep, from 1 on")
    return int(said)


def find(git_dir: str, wanted: str) -> Kept:
    """The run with that id, or the one whose id begins or ends so; ``last`` for the newest. Raises :class:`UserError` where it
    is none or several."""
    runs = all_runs(git_dir)
    if not runs:
        raise UserError(
            "no run is kept in this repository", "`scoper edit REQUEST --model M` and `scoper wrap -- COMMAND` make one"
        )
    if wanted == _LAST:
        return runs[-1]
    exact = [run for run in runs if run.id == wanted]
    found = exact or [run for run in runs if wanted and (run.id.startswith(wanted) or run.id.endswith(wanted))]
    if len(found) != 1:
        reason = "several runs are called so" if found else "there is no such run"
        raise UserError(f"{reason}: {wanted}", "`scoper runs` lists them; `last` is the newest")
    return found[0]


def all_runs(git_dir: str) -> list[Kept]:
    """Every run that is kept, the oldest first."""
    root = _root(git_dir)
    try:
        names = sorted(os.listdir(root))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [Kept(name, os.path.join(root, name)) for name in names if os.path.isdir(os.path.join(root, name))]


def last_of(events: Sequence[Event], name: str) -> Event | None:
    """The last event of that name."""
    return next((event for event in reversed(events) if event.get("event") == name), None)


def _last_write(kept: Kept) -> float:
    try:
        return os.stat(os.path.join(kept.folder, _TRANSCRIPT)).st_mtime
    except OSError:  # it was cut off before its first event
        return 0.0


def _root(git_dir: str) -> str:
    return os.path.join(git_dir, "scoper", "runs")


def _parsed(lines: Sequence[bytes]) -> Iterator[Event]:
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue  # it was being written when the run was cut off
        if isinstance(event, dict):
            yield event


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
