"""The current task, kept in the git dir of the work tree: loaded, saved and ended here."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from typing import NamedTuple

from scoper.errors import UserError
from scoper.report.terminal import clean
from scoper.scope.model import Ambiguity, Spec, Task, TaskSource
from scoper.scope.specs import parse_spec

SCHEMA = "scoper.task/1"
Folder = str | os.PathLike[str]


class Stored(NamedTuple):
    """A task as it is stored. ``ambiguity`` is ``None`` where the configuration decides."""

    request: str | None
    specs: tuple[Spec, ...]
    ambiguity: Ambiguity | None
    requests: tuple[str, ...] = ()  # where there are several; ``request`` is then all of them

    def task(self, ambiguity: Ambiguity) -> Task:
        return Task(self.request, self.specs, TaskSource.TASK, self.ambiguity or ambiguity, self.requests)


def of(requests: tuple[str, ...], specs: tuple[Spec, ...], ambiguity: Ambiguity | None) -> Stored:
    """A task of no request, one, or several."""
    return Stored("\n\n".join(requests) or None, specs, ambiguity, requests if len(requests) > 1 else ())


def load(git_dir: Folder) -> Stored | None:
    """The current task, or ``None``. Raises :class:`UserError` where the file is not one that :func:`save` wrote."""
    path = _path(git_dir)
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UserError(f"cannot read the current task from {path}: {error.strerror}") from None
    import json  # most runs have no task

    try:
        return _stored(json.loads(data))
    except (ValueError, RecursionError, UserError) as error:
        raise UserError(f"the current task is damaged: {path}: {error}", "`scoper task done` removes it") from None


def as_json(stored: Stored) -> dict[str, object]:
    """A task, key by key."""
    return {
        "request": stored.request,
        "scope": [spec.text for spec in stored.specs],
        "ambiguity": stored.ambiguity.value if stored.ambiguity else None,
        "requests": list(stored.requests),
    }


def save(git_dir: Folder, stored: Stored, earlier: Mapping[str, bytes] | None = None) -> None:
    """Replace the current task at once: a reader sees the old one or the new one, never a part. ``earlier`` are the contents of
    files that are changed already."""
    import json
    from base64 import b64encode

    kept = {path: b64encode(content).decode("ascii") for path, content in sorted((earlier or {}).items())}
    document = {"schema": SCHEMA, **as_json(stored), "earlier": kept}
    path = _path(git_dir)
    fresh = f"{path}.{os.getpid()}"
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(os.path.dirname(path))
        # surrogates (a request or path that is not UTF-8) survive as \u escapes
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(json.dumps(document, indent=1) + "\n")
        os.replace(fresh, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # it may never have come to be
            os.unlink(fresh)
        raise UserError(f"cannot store the task in {path}: {error.strerror}") from None


def amend(git_dir: Folder, stored: Stored) -> None:
    """Have the current task ask for something else. When it was declared, and what was changed before that, stay."""
    since = declared(git_dir)
    save(git_dir, stored, earlier(git_dir))
    if since is not None:
        os.utime(_path(git_dir), (since, since))


def earlier(git_dir: Folder) -> dict[str, bytes]:
    """The contents of the files that were changed when the current task was declared, as they were then."""
    import json
    from base64 import b64decode

    try:
        with open(_path(git_dir), "rb") as file:
            kept = json.loads(file.read()).get("earlier", {})
        return {path: b64decode(content, validate=True) for path, content in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}  # no task, or one that :func:`load` complains of


def describe(stored: Stored) -> str:
    """Lines for people."""
    lines = [f"current task: {clean(one)}" for one in stored.requests or (stored.request or "(no request)",)]
    lines += [
        f"  {'must not change' if spec.negated else 'may change'}: {clean(spec.text.lstrip('!'))}" for spec in stored.specs
    ]
    if stored.ambiguity:
        lines.append(f"  when ambiguous: {stored.ambiguity.value}")
    return "\n".join(lines)


def end(git_dir: Folder) -> bool:
    """Remove the current task without trace; whether there was one."""
    path = _path(git_dir)
    try:
        os.unlink(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    with contextlib.suppress(OSError):  # something else is kept there
        os.rmdir(os.path.dirname(path))
    return True


def declared(git_dir: Folder) -> float | None:
    """When the current task was declared, in seconds; ``None`` where there is none."""
    try:
        return os.stat(_path(git_dir)).st_mtime
    except OSError:
        return None


def _path(git_dir: Folder) -> str:
    return os.path.join(git_dir, "scoper", "task.json")


def _stored(document: object) -> Stored:
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(f"expected an object with schema {SCHEMA}")
    request, scope, ambiguity = document.get("request"), document.get("scope"), document.get("ambiguity")
    if request is not None and not isinstance(request, str):
        raise ValueError("request is not a string")
    if not isinstance(scope, list) or not all(isinstance(spec, str) for spec in scope):
        raise ValueError("scope is not a list of strings")
    requests = document.get("requests", [])
    if not isinstance(requests, list) or not all(isinstance(one, str) for one in requests):
        raise ValueError("requests is not a list of strings")
    specs = tuple(parse_spec(spec) for spec in scope)
    return Stored(request, specs, None if ambiguity is None else Ambiguity(ambiguity), tuple(requests))
