"""What is left behind when scoper itself fails: a log that can be pasted into a bug report."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from scoper import __version__

_KEPT = 20


def write_log(error: BaseException, args: Sequence[str]) -> str:
    """Write a log into the state folder and give a sentence that says where; where that fails, the log itself."""
    text = _log(error, args)
    try:
        folder = state_dir()
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("bug-*.md"))[:-_KEPT]:
            old.unlink(missing_ok=True)
        handle, path = tempfile.mkstemp(prefix=f"bug-{time.strftime('%Y%m%d-%H%M%S')}-", suffix=".md", dir=folder)
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as problem:
        return f"no log could be written ({problem}); please report this:\n{text}"
    return f"please report it with {path}"


def _log(error: BaseException, args: Sequence[str]) -> str:
    trace = "".join(traceback.format_exception(error))
    return (
        f"### scoper {__version__}\n\n"
        f"- python {platform.python_version()} on {platform.platform()}\n"
        f"- executable `{sys.executable}`\n"
        f"- packages {_versions()}\n\n"
        f"```\nscoper {' '.join(args)}\n```\n\n```\n{trace}```\n"
    )


def _versions() -> str:
    from importlib import metadata  # slow to import, and needed nowhere else

    known = []
    for name in ("click", "gitpython", "pathspec", "ruff", "tree-sitter", "tree-sitter-python", "unidiff"):
        try:
            known.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            known.append(f"{name} missing")
    return ", ".join(known)


def state_dir() -> Path:
    """Where scoper keeps what belongs to the user and no repository."""
    if given := os.environ.get("SCOPER_STATE_DIR"):
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_state_dir("scoper", appauthor=False))
