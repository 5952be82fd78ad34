"""Putting scoper into the settings of a host, and taking it out again byte by byte.

First a plan, which can be shown; then files are written, each at once and whole. What stood there before is written down
beside the state of scoper, so that taking it back gives the same bytes; where somebody changed a file since, only scoper's
part of it goes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from scoper.agent.hosts.merging import Ours, put, put_block, take_out, take_out_block
from scoper.agent.hosts.model import Setting, SettingKind
from scoper.errors import UserError

SCHEMA = "scoper.installed/1"
_OWN_MARK = "scoper"


class Change(NamedTuple):
    """What happens to one file. ``None`` stands for a file that is not there."""

    path: str  # relative to the place's root
    before: bytes | None
    after: bytes | None
    is_executable: bool = False


class Known(NamedTuple):
    """What is remembered of a file: its text before, a hash of what was written, and the folders that were made for it."""

    before: str | None
    after: str
    folders: list[str]


class Place(NamedTuple):
    """Where settings are: ``root`` is the top of a work tree or the user's home, ``records`` where scoper remembers."""

    root: str
    records: str

    def read(self, path: str) -> bytes | None:
        try:
            with open(self.full(path), "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UserError(f"cannot read {self.full(path)}: {error.strerror}") from None

    def full(self, path: str) -> str:
        """Where a file really is: a link is followed, so that it stays one."""
        return os.path.realpath(os.path.join(self.root, path))


def plan_install(host: str, place: Place, settings: tuple[Setting, ...]) -> list[Change]:
    """The changes that are needed; none where all is there."""
    changes = []
    for setting in settings:
        before = place.read(setting.path)
        after = _with(setting, before, host)
        if after != before:
            changes.append(Change(setting.path, before, after, setting.kind is SettingKind.EXECUTABLE))
    return changes


def install(host: str, place: Place, changes: list[Change]) -> None:
    """Write the planned changes. Raises :class:`UserError` where a file changed since, or cannot be written."""
    record = _load(host, place)
    for change in changes:
        if place.read(change.path) != change.before:
            raise UserError(f"{change.path} changed in the meantime", "nothing was lost; try again")
        known = record.get(change.path)
        if known is None or change.before is None or known.after != _hash(change.before):
            known = Known(_text(change.before), "", [])  # else it is what scoper wrote: before that still is before
        assert change.after is not None
        made = known.folders + _make_folders(place, change.path)
        record[change.path] = known._replace(after=_hash(change.after), folders=made)
        _save(host, place, record)  # the way back is written down first
        _write(place.full(change.path), change.after, executable=change.is_executable)


def plan_uninstall(host: str, place: Place, settings: tuple[Setting, ...]) -> list[Change]:
    """What takes scoper out again: the bytes of before where nobody touched a file since, else scoper's part of it."""
    files = _load(host, place)
    changes = []
    kinds = {setting.path: setting for setting in settings}
    for path in dict.fromkeys((*files, *kinds)):
        now, known = place.read(path), files.get(path)
        if now is None:
            continue
        if known is not None and known.after == _hash(now):
            changes.append(Change(path, now, _bytes(known.before)))
        elif (rest := _without(path, kinds.get(path), now, host)) != now:
            changes.append(Change(path, now, rest))
    return changes


def uninstall(host: str, place: Place, changes: list[Change]) -> None:
    """Write the planned changes and forget about the host; folders that were made for it go, if they are empty."""
    record = _load(host, place)
    for change in changes:
        full = place.full(change.path)
        if place.read(change.path) != change.before:
            raise UserError(f"{change.path} changed in the meantime", "nothing was lost; try again")
        if change.after is None:
            _remove(full)
        else:
            _write(full, change.after, executable=False)
    for known in record.values():
        for folder in reversed(known.folders):
            with suppress(OSError):  # somebody else keeps something there
                os.rmdir(os.path.join(place.root, folder))
    with suppress(OSError):
        os.unlink(_record_path(host, place))
        os.rmdir(place.records)
        os.rmdir(os.path.dirname(place.records))


def _with(setting: Setting, before: bytes | None, host: str) -> bytes:
    if setting.kind in (SettingKind.OWN, SettingKind.EXECUTABLE):
        if before is not None and _OWN_MARK.encode() not in before:
            raise UserError(
                f"{setting.path} is there already, and not from scoper",
                f"call scoper from it: `scoper hook {host}` reads the same JSON; or rename it",
            )
        assert isinstance(setting.content, str)
        return setting.content.encode()
    text = _decode(before or b"", setting.path)
    if setting.kind is SettingKind.BLOCK:
        assert isinstance(setting.content, str)
        return put_block(text, setting.content, comment_of(setting.path)).encode()
    assert isinstance(setting.content, Mapping)
    return put(text, setting.content, Ours(host), setting.path).encode()


def _without(path: str, setting: Setting | None, now: bytes, host: str) -> bytes | None:
    if setting is None:
        return take_out_block(_decode(now, path), comment_of(path)).encode() if path.endswith((".toml", ".md")) else now
    if setting.kind in (SettingKind.OWN, SettingKind.EXECUTABLE):
        return None if _OWN_MARK.encode() in now else now
    if setting.kind is SettingKind.BLOCK:
        return take_out_block(_decode(now, path), comment_of(path)).encode()
    return take_out(_decode(now, path), Ours(host), path).encode()


def comment_of(path: str) -> tuple[str, str]:
    """What opens and closes a comment in a file of this kind."""
    return ("<!-- ", " -->") if path.endswith(".md") else ("# ", "")


def _decode(data: bytes, path: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not UTF-8 (byte {error.start})", "nothing was changed") from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _make_folders(place: Place, path: str) -> list[str]:
    """Create the folders of a file; those that were not there."""
    made = []
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        folder = "/".join(parts[:count])
        try:
            os.mkdir(os.path.join(place.root, folder))
            made.append(folder)
        except FileExistsError:
            continue
        except OSError as error:
            raise UserError(f"cannot create {folder}: {error.strerror}") from None
    return made


def _write(path: str, data: bytes, *, executable: bool) -> None:
    fresh = f"{path}.scoper-{os.getpid()}"
    try:
        with open(fresh, "xb") as file:
            file.write(data)
            mode = 0o755 if executable else None
            with suppress(FileNotFoundError):
                mode = mode or os.stat(path).st_mode & 0o777
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        os.replace(fresh, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(fresh)
        raise UserError(f"cannot write {path}: {error.strerror}") from None


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError as error:
        raise UserError(f"cannot remove {path}: {error.strerror}") from None


def _record_path(host: str, place: Place) -> str:
    return os.path.join(place.records, f"{host}.json")


def _load(host: str, place: Place) -> dict[str, Known]:
    path = _record_path(host, place)
    try:
        with open(path, "rb") as file:
            document = json.loads(file.read())
        return {name: Known(row["before"], row["after"], list(row["folders"])) for name, row in document["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "remove it; scoper then looks for what is its own"
        raise UserError(f"the record of what was installed is damaged: {path}: {error}", hint) from None


def _save(host: str, place: Place, record: Mapping[str, Known]) -> None:
    document = {"schema": SCHEMA, "files": {path: known._asdict() for path, known in record.items()}}
    try:
        os.makedirs(place.records, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot create {place.records}: {error.strerror}") from None
    _write(_record_path(host, place), json.dumps(document, indent=1).encode(), executable=False)
