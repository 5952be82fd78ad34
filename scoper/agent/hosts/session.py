"""What is remembered of a session between two calls of a hook, in ``.git/scoper/sessions/``.

A session has a turn (opened by the user's prompt), and in it the files that the agent wrote: each with the text that it would
have without the agent (``base``) and the text that the agent left (``last``). What differs between the two is the agent's, and
nothing else is: what others write in the meantime goes into both.

A folder belongs to one session of one host; parallel ones never meet. Calls for one session wait for each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from scoper.folder import remove_folder

SCHEMA = "scoper.session/1"
_ABSENT = ""  # in place of a blob's name, for a file that is not there
_NAME = 64  # characters of a blob's name
_KEPT = 7 * 24 * 3600.0  # seconds
_PROMPTS = 8  # what was asked for before still was asked for
_WAIT = 3.0  # seconds for another call of the same session


class Session:
    """The state of one session. Texts are files of its folder, by their hash."""

    def __init__(self, folder: str, document: dict[str, object]) -> None:
        self._folder = folder
        self.prompts: list[str] = _strings(document.get("prompts"))
        self.head = str(document.get("head") or "")
        self.files: dict[str, tuple[str, str]] = _pairs(document.get("files"))
        self.agents: dict[str, list[str]] = _lists(document.get("agents"))
        self.pending: dict[str, dict[str, str]] = _tables(document.get("pending"))
        self.seen: dict[str, str] = _table(document.get("seen"))
        self.told: dict[str, list[str]] = _lists(document.get("told"))
        self.blocks: dict[str, int] = _counts(document.get("blocks"))

    def open_turn(self, prompt: str) -> None:
        """A prompt opens a turn. What was asked for before in the session stays asked for."""
        self.prompts = [*(known for known in self.prompts if known != prompt), prompt][-_PROMPTS:]
        self.files, self.agents, self.pending, self.told, self.blocks = {}, {}, {}, {}, {}

    def keep(self, text: bytes | None) -> str:
        """The name under which :meth:`text` gives this text again."""
        if text is None:
            return _ABSENT
        name = hashlib.sha256(text).hexdigest()
        path = os.path.join(self._folder, name)
        if not os.path.exists(path):
            _write(path, text)
        return name

    def text(self, name: str) -> bytes | None:
        if name == _ABSENT:
            return None
        with open(os.path.join(self._folder, name), "rb") as file:
            return file.read()

    def both(self, path: str) -> tuple[bytes | None, bytes | None]:
        """A followed file without and with what the agent did."""
        base, last = self.files[path]
        return self.text(base), self.text(last)

    def follow(self, path: str, base: bytes | None, last: bytes | None, agent: str) -> None:
        self.files[path] = self.keep(base), self.keep(last)
        if path not in self.agents.setdefault(agent, []):
            self.agents[agent].append(path)

    def untold(self, agent: str, keys: Iterable[str]) -> set[str]:
        return set(keys) - set(self.told.get(agent, ()))

    def tell(self, agent: str, keys: Iterable[str]) -> None:
        known = self.told.setdefault(agent, [])
        known += [key for key in keys if key not in known]

    def sweep(self) -> None:
        """Remove texts that nothing refers to any more."""
        names = {name for pair in self.files.values() for name in pair} | set(self.seen.values())
        names |= {name for texts in self.pending.values() for name in texts.values()}
        for entry in list(os.scandir(self._folder)):
            if len(entry.name) == _NAME and entry.name not in names:
                with suppress(OSError):
                    os.unlink(entry.path)

    def save(self) -> None:
        document = {
            "schema": SCHEMA,
            "prompts": self.prompts,
            "head": self.head,
            "files": {path: list(names) for path, names in self.files.items()},
            "agents": self.agents,
            "pending": self.pending,
            "seen": self.seen,
            "told": self.told,
            "blocks": self.blocks,
        }
        _write(os.path.join(self._folder, "state.json"), json.dumps(document).encode())


@contextmanager
def open_session(git_dir: str, host: str, name: str) -> Iterator[Session]:
    """The session of this name, saved at the end unless something went wrong."""
    folder = os.path.join(sessions_folder(git_dir), _key(host, name))
    os.makedirs(folder, exist_ok=True)
    with _alone(folder):
        session = Session(folder, _load(os.path.join(folder, "state.json")))
        yield session
        session.save()


def end_session(git_dir: str, host: str, name: str) -> None:
    """Forget a session, and those that nobody has heard of for a week."""
    top = sessions_folder(git_dir)
    remove_folder(os.path.join(top, _key(host, name)))
    forget_old(git_dir)
    for folder in (top, os.path.dirname(top)):
        with suppress(OSError):  # something else is kept there
            os.rmdir(folder)


def forget_old(git_dir: str) -> None:
    with suppress(OSError):
        for entry in list(os.scandir(sessions_folder(git_dir))):
            if entry.stat().st_mtime < time.time() - _KEPT:
                remove_folder(entry.path)


def sessions_folder(git_dir: str) -> str:
    return os.path.join(git_dir, "scoper", "sessions")


def _key(host: str, name: str) -> str:
    return f"{host}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


@contextmanager
def _alone(folder: str) -> Iterator[None]:
    """Wait for other calls of the session; after a while go on without, as a hook must answer."""
    with open(os.path.join(folder, "lock"), "wb") as file:
        until = time.monotonic() + _WAIT
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > until:
                    break
                time.sleep(0.01)
        yield


def _load(path: str) -> dict[str, object]:
    """The stored document; an empty one where there is none, or it is damaged: a session that starts anew does no harm."""
    try:
        with open(path, "rb") as file:
            document = json.loads(file.read())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) and document.get("schema") == SCHEMA else {}


def _write(path: str, data: bytes) -> None:
    fresh = f"{path}.{os.getpid()}"
    with open(fresh, "wb") as file:
        file.write(data)
    os.replace(fresh, path)


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _table(value: object) -> dict[str, str]:
    found = value.items() if isinstance(value, dict) else ()
    return {key: item for key, item in found if isinstance(item, str)}


def _counts(value: object) -> dict[str, int]:
    found = value.items() if isinstance(value, dict) else ()
    return {key: item for key, item in found if isinstance(item, int)}


def _tables(value: object) -> dict[str, dict[str, str]]:
    return {key: _table(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _lists(value: object) -> dict[str, list[str]]:
    return {key: _strings(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _pairs(value: object) -> dict[str, tuple[str, str]]:
    rows = _lists(value)
    return {key: (names[0], names[1]) for key, names in rows.items() if len(names) == 2}
