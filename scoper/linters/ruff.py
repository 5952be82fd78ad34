"""Running ruff once over both sides of a diff. It parses code and executes none of it, and sees nothing of the user's tree."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scoper.finding import Problem
from scoper.folder import remove_folder
from scoper.git.model import FileChange
from scoper.git.snapshot import Snapshot
from scoper.linters import process, workspace
from scoper.linters.model import Diagnostic, TextEdit
from scoper.linters.notebook import cell_lines
from scoper.linters.project import Plan, plan

TOOL = "ruff"
SYNTAX = "invalid-syntax"
"""The code of findings about code that is no valid Python, or not of the project's target version."""

_ARGUMENTS = (
    "check",
    "--output-format=json",
    "--no-cache",
    "--no-fix",
    "--no-fix-only",
    "--no-show-fixes",
    "--exit-zero",
    "--no-respect-gitignore",
    "--quiet",
    workspace.BASE,
    workspace.HEAD,
)


class Sides(NamedTuple):
    """What ruff says of each side. ``checked`` is false where it was not asked; ``failure`` says why it could not be, so that
    silence is no pass."""

    base: tuple[Diagnostic, ...]
    head: tuple[Diagnostic, ...]
    problems: tuple[Problem, ...]
    configured: frozenset[str]
    checked: bool
    failure: str | None = None


class Run(NamedTuple):
    """Ruff at work. :func:`finish` collects it; :func:`cancel` ends and forgets it, and may follow either way."""

    plan: Plan | None
    running: process.Running | None
    problems: tuple[Problem, ...]
    failure: str | None = None

    @property
    def about(self) -> str:
        """A path that made it run."""
        return next(iter(self.plan.head or self.plan.base), "") if self.plan else ""


def start(base: Snapshot, head: Snapshot, changes: Sequence[FileChange], *, timeout: float, max_file_bytes: int) -> Run:
    """Start ruff over the changed Python files of both sides. ``timeout`` is in seconds."""
    planned = plan(base, head, changes, max_file_bytes)
    if planned is None or not (planned.base or planned.head):
        return Run(None, None, planned.problems if planned else ())
    binary = find_binary()
    if binary is None:
        return Run(planned, None, planned.problems, "it is not installed")
    root, problems = workspace.create(planned)
    try:
        running = process.start([binary, *_ARGUMENTS], root, environment(os.environ), timeout)
    except OSError as error:
        remove_folder(root)
        return Run(planned, None, planned.problems, error.strerror)
    except BaseException:
        remove_folder(root)
        raise
    return Run(planned, running, tuple(dict.fromkeys((*planned.problems, *problems))))


def finish(run: Run, idle: process.Idle | None = None) -> Sides:
    """What ruff found. Output of a run that failed or was cut short is never used."""
    if run.plan is None or run.running is None:
        return Sides((), (), run.problems, frozenset(), False, run.failure)
    ended = process.finish(run.running, idle)
    failure = ended.failure
    if failure is None and ended.returncode != 0:
        failure = _why(ended.errors, run.running.folder) or f"it ended with code {ended.returncode}"
    found = None if failure else _parse(ended.output, run.running.folder, run.plan)
    if found is None:
        return Sides((), (), run.problems, frozenset(), False, failure or "its output could not be read")
    skipped = {problem.path for problem in run.problems}
    base, head = ([item for item in side if item.path not in skipped] for side in found)
    return Sides(tuple(sorted(base, key=_order)), tuple(sorted(head, key=_order)), run.problems, run.plan.configured, True)


def _order(found: Diagnostic) -> tuple[str, int, int, str, str]:
    return found.path, found.line, found.column, found.code, found.message


def cancel(run: Run) -> None:
    if run.running is not None:
        process.kill(run.running)
        remove_folder(run.running.folder)


def find_binary() -> str | None:
    """The ruff that was installed with scoper, else the one on the PATH."""
    name = "ruff.exe" if sys.platform == "win32" else "ruff"
    beside = os.path.join(os.path.dirname(sys.executable), name)
    if os.path.isfile(beside):
        return beside  # the usual case, without the price of importing sysconfig
    from shutil import which
    from sysconfig import get_path, get_preferred_scheme

    folders = (get_path("scripts"), get_path("scripts", get_preferred_scheme("user")))
    installed = (os.path.join(folder, name) for folder in folders)
    return next((path for path in installed if os.path.isfile(path)), None) or which(name)


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """Without what would change ruff's verdict from outside of the project."""
    return {name: value for name, value in env.items() if not name.startswith(("RUFF_", "GIT_"))}


def _why(errors: bytes, folder: str) -> str:
    """Ruff's own words in one line, without the folder that nobody knows."""
    lines = [line.strip() for line in errors.decode(errors="replace").splitlines()]
    words = " ".join(line.removeprefix("Cause: ") for line in lines if line and not line.startswith(("|", "warning:")))
    for inside in (os.path.join(folder, workspace.BASE), os.path.join(folder, workspace.HEAD), folder):
        words = words.replace(inside + os.sep, "")
    return words.replace("ruff failed", "").strip()[:400]


def _parse(output: bytes, root: str, planned: Plan) -> tuple[list[Diagnostic], list[Diagnostic]] | None:
    """The diagnostics of base and head in the files that were asked for; ``None`` where the output is not what ruff writes."""
    import json

    try:
        rows = json.loads(output)
        return (
            list(_side(rows, os.path.join(root, workspace.BASE, ""), workspace.BASE, planned)),
            list(_side(rows, os.path.join(root, workspace.HEAD, ""), workspace.HEAD, planned)),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _side(rows: Iterable[dict[str, object]], prefix: str, side: str, planned: Plan) -> Iterator[Diagnostic]:
    files = planned.base if side == workspace.BASE else planned.head
    cells: dict[str, dict[tuple[int, int], int]] = {}
    for row in rows:
        filename = str(row["filename"])
        path = filename.removeprefix(prefix).replace(os.sep, "/")
        if not filename.startswith(prefix) or path not in files:
            continue
        found = _diagnostic(row, path, f"{side}/")
        if (cell := row.get("cell")) is not None:
            if path not in cells:
                cells[path] = cell_lines(files[path].content)
            found = _in_file(found, int(str(cell)), cells[path])
        yield found


def _diagnostic(row: dict[str, object], path: str, side_prefix: str) -> Diagnostic:
    start, end = _place(row["location"]), _place(row["end_location"])
    message = str(row["message"]).replace(f"{side_prefix}{path}", path)
    url, code = row.get("url"), row.get("code")
    return Diagnostic(
        TOOL,
        str(code) if code else SYNTAX,  # older versions give syntax errors no code
        message,
        path,
        start[0],
        max(start[0], end[0]),
        start[1],
        str(url) if url else None,
        row.get("fix") is not None,
        end[1],
        edits=_safe_edits(row.get("fix")),
    )


def _safe_edits(fix: object) -> tuple[TextEdit, ...]:
    """The edits of a fix that ruff calls safe."""
    if not isinstance(fix, dict) or fix["applicability"] != "safe":
        return ()
    return tuple(TextEdit(*_place(edit["location"]), *_place(edit["end_location"]), edit["content"]) for edit in fix["edits"])


def _place(location: object) -> tuple[int, int]:
    if not isinstance(location, dict):
        raise TypeError("a location is a table of row and column")
    return int(location["row"]), int(location["column"])


def _in_file(found: Diagnostic, cell: int, lines: Mapping[tuple[int, int], int]) -> Diagnostic:
    """Ruff counts lines of a notebook within its cells, git within the file."""
    line = lines.get((cell, found.line), 1)
    return found._replace(line=line, end_line=max(line, lines.get((cell, found.end_line), line)), edits=())
