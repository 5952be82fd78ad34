"""The temporary folder in which a linter sees both sides: ``base/…`` and ``head/…``, written once, removed afterwards.

Paths come from untrusted repositories: none may leave the folder, and only regular files are ever written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from scoper.finding import Problem
from scoper.folder import make_folder, remove_folder
from scoper.linters.project import CONFIG_NAMES, File, Plan

BASE, HEAD = "base", "head"


def create(plan: Plan) -> tuple[str, tuple[Problem, ...]]:
    """Write both sides into a new folder. What cannot be written is a problem, and is linted on neither side."""
    root = make_folder("scoper-lint-")
    try:
        _fence(root)
        problems = [*_write_side(root, plan, BASE), *_write_side(root, plan, HEAD)]
    except BaseException:
        remove_folder(root)
        raise
    return root, tuple(problems)


def _fence(root: str) -> None:
    """Keep configuration above the folder (of whatever project or stranger owns it) from reaching in; ruff walks upwards."""
    above = root
    while (folder := os.path.dirname(above)) != above and not any(_is_in(folder, name) for name in CONFIG_NAMES):
        above = folder
    if folder != above:
        with open(os.path.join(root, "ruff.toml"), "xb"):
            pass


def _is_in(folder: str, name: str) -> bool:
    return os.path.lexists(os.path.join(folder, name))


def _write_side(root: str, plan: Plan, side: str) -> Iterator[Problem]:
    files, placeholders = (plan.base, plan.base_placeholders) if side == BASE else (plan.head, plan.head_placeholders)
    folder = os.path.join(root, side)
    os.mkdir(folder)
    yield from write_files(folder, files)
    for problem in write_files(folder, plan.configs):
        yield problem._replace(reason=f"{problem.reason}; ruff ran without it")
    for _ in write_files(folder, dict.fromkeys(placeholders - plan.configs.keys(), File(b""))):
        pass  # a missing placeholder costs precision in import sorting, nothing else


def write_files(folder: str, files: Mapping[str, File]) -> Iterator[Problem]:
    made = set()
    for path, file in files.items():
        if not is_safe(path):
            yield Problem(path, "not linted: its name cannot be used for a temporary file")
            continue
        target = os.path.join(folder, *path.split("/"))
        try:
            if (parent := os.path.dirname(target)) not in made:
                os.makedirs(parent, exist_ok=True)
                made.add(parent)
            with open(target, "xb") as written:
                written.write(file.content)
            if file.executable:
                os.chmod(target, 0o700)
        except OSError as error:
            yield Problem(path, f"not linted: {error.strerror}")


def is_safe(path: str) -> bool:
    """Whether a path of a repository stays inside a folder on any platform, and survives ruff's JSON."""
    with suppress(UnicodeEncodeError):
        path.encode()
        parts = path.split("/")
        return not _has_any(path, "\\:\0") and not any(part in ("", ".", "..") for part in parts)
    return False


def _has_any(text: str, characters: Iterable[str]) -> bool:
    return any(character in text for character in characters)
