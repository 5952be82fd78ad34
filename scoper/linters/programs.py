"""Where a linter is installed, what that installation is, and the environment that it runs in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping

from scoper.linters.adapter import Trust

_IN_TREE = ("node_modules/.bin", ".venv/bin", "venv/bin", "vendor/bundle/bin")
_DROPPED = (
    *("RUFF_", "GIT_", "PYTHON", "MYPY", "ESLINT_", "NODE_OPTIONS", "RUBYOPT", "RUBYLIB", "RUSTC_", "RUSTFLAGS"),
    *("FORCE_COLOR", "CLICOLOR"),
)
_ADDED = {"NO_COLOR": "1", "TERM": "dumb", "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


class Missing(Exception):
    """A program cannot be used; the text says why."""


def find_program(name: str, root: str | None, folder: str, trust: Trust) -> str:
    """The program of this name: with trust, that of the repository (from ``folder`` upwards to ``root``); else the one that is
    installed on the machine. Raises :class:`Missing`."""
    inside = _in_tree(name, root, folder)
    if inside is not None and trust > Trust.NONE:
        return inside
    beside = os.path.join(os.path.dirname(sys.executable), name)
    outside = beside if os.access(beside, os.X_OK) else _on_path(name)
    if outside is not None and os.path.isabs(outside) and not _is_under(outside, root):
        return outside
    if inside is not None or outside is not None:
        raise Missing("it is installed in the repository only; --trust base runs it")
    raise Missing("it is not installed")


def _on_path(name: str) -> str | None:
    from shutil import which  # brings all that packs archives with it

    return which(name)


def _in_tree(name: str, root: str | None, folder: str) -> str | None:
    if root is None or os.sep in name:
        return None
    place = os.path.join(root, *folder.split("/")) if folder else root
    while True:
        for bin_folder in _IN_TREE:
            path = os.path.join(place, *bin_folder.split("/"), name)
            if os.access(path, os.X_OK):
                return path
        if place == root:
            return None
        place = os.path.dirname(place)


def _is_under(path: str, root: str | None) -> bool:
    """Whether a program stands in the work tree. One in an environment that the user has activated is the user's choice."""
    active = os.environ.get("VIRTUAL_ENV")
    if root is None or (active and path.startswith(os.path.join(active, ""))):
        return False
    return os.path.realpath(os.path.dirname(path)).startswith(os.path.join(os.path.realpath(root), ""))


def identity(program: str, root: str | None) -> str:
    """What changes when another version of a tool, or of its plugins, is installed. (To ask for the version takes as long as to
    lint a file.)"""
    real = os.path.realpath(program)
    around = [os.path.join(os.path.dirname(real), "..", "package.json"), os.path.join(os.path.dirname(program), "..", "lib")]
    lib = os.path.join(os.path.dirname(program), "..", "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    around.append(os.path.join(lib, "site-packages"))
    if root is not None:
        around += [os.path.join(root, "node_modules", ".package-lock.json"), os.path.join(root, "node_modules")]
    return "|".join([real, *(_stamp(path) for path in (real, *around))])


def _stamp(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return "-"
    return f"{status.st_size}.{status.st_mtime_ns}"


def environment(env: Mapping[str, str], added: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Without what would change a linter's verdict, or the code that it runs, from outside of the project."""
    return {name: value for name, value in env.items() if not name.startswith(_DROPPED)} | _ADDED | dict(added)
