"""How long does an agent wait for a hook, and what does it cost?

usage: python -m benchmarks.hook_latency --repo PATH_OR_BARE_CLONE [--runs 15] [--unasked COMMAND]

A real one-file commit of the repository is the agent's edit in a clone of its parent: prompt, before the edit, after it, end of
the turn, as Claude Code would call them. Beside them: ``pre-commit run`` with one hook that does nothing (extra ``bench``), and
``unasked start`` and ``unasked report`` where that command is given (it needs Python 3.12).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.speed import cache_environment, changed, git, tool
from benchmarks.timing import compare, table

_NO_OP = """\
repos:
- repo: local
  hooks: [{id: no-op, name: no-op, entry: "true", language: system, pass_filenames: false, always_run: true}]
"""
_LOOK_BACK = 3_000  # commits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", required=True, type=Path, help="a clone, bare or not; it is only read")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--unasked", type=Path, help="the command `unasked`, in an environment of its own")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary) / "work"
        git(Path.cwd(), "clone", "-q", "--shared", "--no-checkout", str(args.repo.resolve()), str(work))
        base, head, path = one_file_commit(work)
        git(work, "checkout", "-q", "--force", "--detach", base)
        print(f"{args.repo.name}: {path} of {head[:10]}\n")
        print(measure(work, Path(temporary), Edit(work, base, head, path), args.runs, args.unasked))
    return 0


class Edit:
    """One file of one commit as an agent's edit, and the payloads around it."""

    def __init__(self, work: Path, base: str, head: str, path: str) -> None:
        self.file = work / path
        self.before, self.after = git(work, "show", f"{base}:{path}"), git(work, "show", f"{head}:{path}")
        self.message = git(work, "show", "-s", "--format=%B", head).strip()
        self.payloads = Path(tempfile.mkdtemp(dir=work.parent))
        common = {"session_id": "bench", "cwd": str(work)}
        call = {"tool_name": "Write", "tool_use_id": "t", "tool_input": {"file_path": str(self.file), "content": self.after}}
        answer = {"tool_response": {"filePath": str(self.file), "originalFile": self.before}}
        self._write("prompt", {**common, "hook_event_name": "UserPromptSubmit", "prompt": self.message})
        self._write("before", {**common, "hook_event_name": "PreToolUse", **call})
        self._write("after", {**common, "hook_event_name": "PostToolUse", **call, **answer})
        self._write("stop", {**common, "hook_event_name": "Stop", "stop_hook_active": False})

    def _write(self, name: str, document: Mapping[str, object]) -> None:
        (self.payloads / name).write_text(json.dumps(document))

    def call(self, name: str) -> list[str]:
        return ["sh", "-c", f"exec '{tool('scoper')}' hook claude < '{self.payloads / name}'"]

    def undone(self) -> None:
        self.file.write_text(self.before)

    def done(self) -> None:
        self.file.write_text(self.after)


def measure(work: Path, temporary: Path, edit: Edit, runs: int, unasked: Path | None) -> str:
    (work / ".pre-commit-config.yaml").write_text(_NO_OP)
    git(work, "add", ".pre-commit-config.yaml")
    caches, env = cache_environment(temporary)
    hook = "pre-commit run, one no-op hook"
    commands: dict[str, Sequence[str]] = {hook: [tool("pre-commit"), "run"]}
    before: dict[str, Callable[[], None]] = {}
    steps = {"prompt": edit.undone, "before": edit.undone, "after": edit.done, "stop": edit.done}
    for name, prepare in steps.items():
        commands[f"scoper hook claude, {name}"] = edit.call(name)
        before[f"scoper hook claude, {name}"] = prepare
    commands["python, doing nothing"] = [sys.executable, "-c", "pass"]
    if unasked is not None:
        commands["unasked start"] = [str(unasked), "start", edit.message.splitlines()[0]]
        commands["unasked report"] = [str(unasked), "report"]
        before["unasked report"] = edit.done
    found = table(compare(commands, work, env, runs=runs, before=before), against=hook)
    shutil.rmtree(caches, ignore_errors=True)
    return found


def one_file_commit(work: Path) -> tuple[str, str, str]:
    """The newest commit that changes one Python file and nothing else: its parent, itself, the file."""
    log = git(work, "log", "--no-merges", f"-n{_LOOK_BACK}", "--diff-filter=M", "--format=%x01%H", "--name-only")
    for block in log.split("\x01")[1:]:
        commit, *paths = block.split()
        if len(paths) == 1 and paths[0].endswith(".py") and len(changed(work, f"{commit}^", commit)) == 1:
            return git(work, "rev-parse", f"{commit}^").strip(), commit, paths[0]
    raise SystemExit("no commit changes exactly one Python file")


if __name__ == "__main__":
    raise SystemExit(main())
