from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scoper.cli.process import INTERRUPTED, ended
from scoper.errors import UserError
from tests.gitrepo import GitRepo


def test_a_hook_loads_nothing_that_its_answer_does_not_need(repo: GitRepo) -> None:
    repo.commit({"scoper.toml": 'protect = ["a.py"]\n', "a.py": "x = 1\n"})
    call = {"tool_name": "Write", "tool_use_id": "t", "tool_input": {"file_path": "a.py", "content": "x = 2\n"}}
    payload = {"session_id": "s", "cwd": str(repo.root), "hook_event_name": "PreToolUse", **call}
    command = [sys.executable, "-X", "importtime", "-m", "scoper", "hook", "claude"]
    done = subprocess.run(command, cwd=repo.root, input=json.dumps(payload), capture_output=True, text=True)
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "scoper.cli.answering" in loaded
    assert not loaded & {"click", "sqlite3", "tree_sitter", "rich", "git", "platformdirs", "scoper.gate", "scoper.checks.model"}


@pytest.mark.parametrize("args", [["hook", "claude"], ["hook", "claude", "--event", "PreToolUse"], ["hook", "clod"]])
def test_with_and_without_the_parser_of_command_lines(args: list[str], repo: GitRepo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scoper", *args], cwd=repo.root, input="no JSON", capture_output=True, text=True
    )
    said = "error: " if args[1] == "clod" else "scoper: what the host said is no JSON"
    assert done.stderr.startswith(said) and done.returncode == (2 if args[1] == "clod" else 0)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [(UserError("no", "try"), 2, "error: no\nhint: try\n"), (KeyboardInterrupt(), INTERRUPTED, "interrupted\n")],
)
def test_errors_become_exit_codes(error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    def call() -> object:
        raise error

    assert ended([], call) == code
    assert capsys.readouterr().err == said


def test_a_result_is_the_exit_code_where_it_is_a_number() -> None:
    assert (ended([], lambda: 1), ended([], lambda: None)) == (1, 0)
