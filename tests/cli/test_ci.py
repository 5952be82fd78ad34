"""``scoper ci`` under the environments of real services, and the steps of ``action.yml`` under a runner's."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import CART, CHANGED, Scoper
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[2]
REQUEST = "Round what `total` gives to cents"
ROUNDED = CART.replace("sum(prices)", "round(sum(prices), 2)")
STRAY = "cart.py::label"
VARIABLES = (
    "GITHUB_",
    "GITLAB_",
    "CI_",
    "BUILDKITE",
    "SYSTEM_",
    "BUILD_",
    "TF_BUILD",
    "JENKINS",
    "CHANGE_",
    "GIT_PREV",
    "SCOPER_",
)


class Pull(NamedTuple):
    repo: GitRepo
    base: str
    head: str


@pytest.fixture
def pull(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> Pull:
    """A branch that strays; ``main`` has gone on in the meantime."""
    for name in list(os.environ):
        if name.startswith(VARIABLES) and not name.endswith("_DIR"):
            monkeypatch.delenv(name)
    base = repo.commit({"cart.py": CART})
    repo.git("checkout", "-q", "-b", "feature")
    head = repo.commit({"cart.py": CHANGED, "REQUEST.md": "Scope: ./\n"}, "Change things")
    repo.git("checkout", "-q", "main")
    main = repo.commit({"later.py": "x = 1\n"}, "Something else")
    repo.git("update-ref", "refs/remotes/origin/main", main)
    repo.git("checkout", "-q", "feature")
    monkeypatch.chdir(repo.root)
    assert base != main
    return Pull(repo, main, head)


def event(pull: Pull, folder: Path, **changed: Any) -> str:
    user = {"login": "ann", "id": 7, "type": "User"}
    request = {"title": REQUEST, "body": None, "base": {"sha": pull.base}, "head": {"sha": pull.head}, "user": user} | changed
    path = folder / "event.json"
    path.write_text(json.dumps({"action": "opened", "pull_request": request}))
    return str(path)


def environments(pull: Pull, folder: Path) -> dict[str, dict[str, str]]:
    return {
        "github": {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": event(pull, folder), "GITHUB_SHA": "0" * 40},
        "gitlab": {
            "GITLAB_CI": "true",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": pull.base,
            "CI_COMMIT_SHA": pull.head,
            "CI_MERGE_REQUEST_TITLE": REQUEST,
        },
        "buildkite": {
            "BUILDKITE": "true",
            "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main",
            "BUILDKITE_COMMIT": pull.head,
            "SCOPER_TITLE": REQUEST,
        },
        "azure": {
            "TF_BUILD": "True",
            "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
            "SYSTEM_PULLREQUEST_SOURCECOMMITID": pull.head,
            "SCOPER_TITLE": REQUEST,
        },
        "jenkins": {"JENKINS_URL": "http://ci", "CHANGE_TARGET": "main", "GIT_COMMIT": pull.head, "CHANGE_TITLE": REQUEST},
        "plain": {"SCOPER_BASE": "main", "SCOPER_HEAD": "feature", "SCOPER_TITLE": REQUEST},
    }


@pytest.mark.parametrize("service", ["github", "gitlab", "buildkite", "azure", "jenkins", "plain"])
def test_every_service_gets_the_same_verdict(
    service: str, pull: Pull, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environments(pull, tmp_path)[service].items():
        monkeypatch.setenv(name, value)
    said = scoper("ci", "--format", "json")
    assert said.code == 1, said.err
    assert STRAY in {finding["symbol"] for finding in said.report["findings"]}
    assert said.report["task"]["request"] == REQUEST and said.report["task"]["source"] == "pull-request"
    assert "later.py" not in {edit["path"] for edit in said.report["edits"]}


def plain(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {"BASE": "main", "HEAD": "feature", **values}.items():
        monkeypatch.setenv(f"SCOPER_{name}", value)


def test_body_and_issue_are_asked_for_too(pull: Pull, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    plain(monkeypatch, TITLE="Round prices", BODY="`total` gives cents.\n\nScope: cart.py")
    said = scoper("ci", "--issue", "`label` is text", "--format", "json")
    task = said.report["task"]
    assert "gives cents" in task["request"] and "`label` is text" in task["request"] and task["scope"] == ["cart.py"]


def test_without_a_pull_request_the_messages_are_the_request(
    pull: Pull, scoper: Scoper, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain(monkeypatch)
    said = scoper("ci", "--format", "json")
    assert said.report["task"] | {"requests": 0} == said.report["task"] | {
        "request": "Change things",
        "source": "commit-message",
        "requests": 0,
    }


def test_only_agents(pull: Pull, scoper: Scoper, monkeypatch: pytest.MonkeyPatch) -> None:
    plain(monkeypatch, TITLE=REQUEST)
    said = scoper("ci", "--agents-only")
    assert said.code == 0 and "not judged: none of 1 commits" in said.out
    assert scoper("ci", "--fail-on", "never", "--fail-on-agents", "error").code == 0
    pull.repo.commit({"x.py": "x = 1\n"}, "More\n\nCo-authored-by: Claude <noreply@anthropic.com>")
    said = scoper("ci", "--agents-only")
    assert said.code == 1 and "written with an agent: 1 of 2 commits (noreply@anthropic.com)" in said.out
    assert scoper("ci", "--fail-on", "never", "--fail-on-agents", "error").code == 1


def test_a_bot_s_account_is_an_agent(pull: Pull, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    for user, judged in (({"login": "claude", "id": 1}, False), ({"login": "Copilot", "id": 198982749}, True)):
        monkeypatch.setenv("GITHUB_EVENT_PATH", event(pull, tmp_path, user=user))
        assert ("not judged" not in scoper("ci", "--agents-only").out) is judged


def test_a_clone_without_the_base_is_no_pass(
    pull: Pull, scoper: Scoper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_PATH", event(pull, tmp_path))
    pull.repo.git("clone", "-q", "--depth", "1", "--branch", "feature", f"file://{pull.repo.root}", "../shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    said = scoper("ci")
    assert said.code == 2 and "could not compare" in said.err and "fetch-depth: 0" in said.err and "git fetch" in said.err


def test_nothing_to_compare_is_said(pull: Pull, scoper: Scoper) -> None:
    said = scoper("ci")
    assert said.code == 2 and "SCOPER_BASE" in said.err


def steps() -> dict[str, str]:
    """The scripts of the action's steps by their names, read without a YAML library."""
    text = (ROOT / "action.yml").read_text()
    found = {}
    for block in re.split(r"^    - name: ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        script = re.search(r"^      run: (?:\|\n((?:        .*\n|\n)+)|(.*)\n)", rest, re.MULTILINE)
        if script is not None:
            assert "      shell: bash\n" in rest, f"{name} names no shell"
            found[name] = script[2] or re.sub(r"^        ", "", script[1], flags=re.MULTILINE)
    return found


def test_the_action_judges_a_pull_request_of_a_fork(pull: Pull, tmp_path: Path) -> None:
    runner = tmp_path / "runner"
    (runner / "scoper-venv" / "bin").mkdir(parents=True)
    python = runner / "scoper-venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    body = 'Round.\n"; touch owned; echo "$(touch owned)\n::error::owned\n'
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(VARIABLES) or name.endswith("_DIR")},
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(runner),
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_EVENT_PATH": event(pull, tmp_path, body=body),
        "SCOPER_ISSUE": "",
        "AGENTS_ONLY": "false",
        "FAIL_ON": "error",
        "SARIF": "scoper.sarif",
        "ARGUMENTS": "--no-lint --no-cache",
    }
    scripts = steps()
    assert list(scripts) == ["Where scoper keeps its cache", "Install scoper", "Judge"]
    codes = []
    for name in ("Where scoper keeps its cache", "Judge"):
        flags = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[name]]
        codes.append(subprocess.run(flags, cwd=pull.repo.root, env=env, capture_output=True, text=True))
    assert [done.returncode for done in codes] == [0, 1], codes[-1].stderr
    annotations = [line for line in codes[-1].stdout.splitlines() if line.startswith("::")]
    assert any(line.startswith("::error file=cart.py,line=") for line in annotations)
    assert "::error::owned" not in codes[-1].stdout.splitlines() and not (pull.repo.root / "owned").exists()
    outputs = (tmp_path / "output").read_text().splitlines()
    assert f"folder={runner}/scoper-cache" in outputs and "verdict=reject" in outputs and "sarif-file=scoper.sarif" in outputs
    assert "cart.py" in (tmp_path / "summary").read_text()
    assert json.loads((pull.repo.root / "scoper.sarif").read_text())["version"] == "2.1.0"


def test_no_script_of_the_action_holds_an_expression() -> None:
    assert all("${{" not in script for script in steps().values())
    assert "secrets." not in (ROOT / "action.yml").read_text()
