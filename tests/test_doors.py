"""One gate, many doors: the same diff gets the same findings, whichever door it comes through."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client

from scoper import gate
from scoper.agent.hosts.model import Moment
from scoper.casefile import Case, parse_case
from scoper.checks.model import Report
from scoper.cli.main import main
from scoper.config import Config
from scoper.git.repository import Repository
from scoper.git.snapshot import Snapshot
from scoper.scope.model import Task
from scoper.serve.agents import AgentServer
from scoper.serve.folders import Folders
from scoper.serve.watcher import State, Watcher
from tests.agent.hosts.payloads import event_option, moments, payload
from tests.cases import finding_row, replace_tree, verdict_row
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "fixtures" / "cases").glob("*/*.md"))
CASES = [path for path in PATHS if (case := parse_case(path.read_text(encoding="utf-8"))).request or case.scope]
STEP = max(1, len(CASES) // 40)
CHOSEN = CASES[::STEP][:40]
HEAD = "refs/judged/head"


def asked(case: Case) -> list[str]:
    return [*(["--request", case.request] if case.request else []), *(f"--scope={spec}" for spec in case.scope)]


def declare(case: Case) -> None:
    assert main(["task", "start", *([case.request] if case.request else []), *(f"--scope={spec}" for spec in case.scope)]) == 0


def say(host: str, document: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))
    assert main(["hook", host]) == 0


def host(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent's edits are made by a shell command, then it wants to end its turn."""
    replace_tree(repo.root, case.head, case.base)
    repo.stage()
    common: dict[str, object] = {"session_id": "s", "cwd": str(repo.root)}
    say("claude", {**common, "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_use_id": "t"}, monkeypatch)
    replace_tree(repo.root, case.base, case.head)
    say("claude", {**common, "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_use_id": "t"}, monkeypatch)
    say("claude", {**common, "hook_event_name": "Stop", "stop_hook_active": False}, monkeypatch)


def pre_commit(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["hook", "git", "pre-commit"])


def editor(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work tree, as the language server judges it."""
    told = threading.Event()
    said: list[str] = []
    watcher = Watcher(lambda _: told.set(), lambda _: told.set(), lambda message, _: said.append(message), pause=0)
    watcher.start()
    watcher.touch(State((str(repo.root),)), [str(repo.root)])
    assert told.wait(60)
    watcher.stop()
    assert not said or "ambiguous" in said[0], said


def pre_push(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    head, base = repo.git("rev-parse", HEAD, "HEAD").split()
    line = f"refs/heads/main {head} refs/heads/main {base}\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    main(["hook", "git", "pre-push", "origin", "../remote"])


def ci(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("BASE", "HEAD"), ("HEAD", HEAD), ("TITLE", case.request or ""), ("BODY", "")):
        monkeypatch.setenv(f"SCOPER_{name}", value)
    main(["ci", *(f"--scope={spec}" for spec in case.scope)])


def commits(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["check", f"HEAD..{HEAD}", *asked(case)])


def mcp(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client of an agent's host, and what its server says."""

    async def check() -> None:
        async with Client(AgentServer(Folders()).server()) as client:
            arguments = {"request": case.request, "scope": list(case.scope), "range": f"HEAD..{HEAD}"}
            result = await client.call_tool("check_diff", arguments)
            assert not result.is_error or "ambiguous" in str(result.content), result.content

    anyio.run(check)


def work_tree(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = repo.git("write-tree")
    repo.git("reset", "-q")
    main(["check", *asked(case)])
    repo.git("read-tree", "-u", "--reset", staged)


def patch(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    file = repo.root.parent / "head.patch"
    diff = repo.git("diff", "--cached", "--binary", "--full-index", "-M", "HEAD")
    file.write_bytes(diff.encode("utf-8", "surrogateescape") + b"\n")
    main(["check", "--patch", str(file), *asked(case)])


def staged(case: Case, repo: GitRepo) -> None:
    """What the others are held against. Formats for programs are doors too: they name the same findings, by fingerprints."""
    written = {name: repo.root.parent / f"report.{name}" for name in ("json", "jsonl", "sarif", "gitlab")}
    main(["check", "--staged", *asked(case), *(f"--output-format={name}={path}" for name, path in written.items())])
    text = {name: path.read_text(encoding="utf-8") for name, path in written.items()}
    found = {finding["fingerprint"] for finding in json.loads(text["json"])["findings"]}
    records = [json.loads(line) for line in text["jsonl"].splitlines()]
    assert {record["fingerprint"] for record in records if record["type"] == "finding"} == found
    [run] = json.loads(text["sarif"])["runs"]
    assert {result["partialFingerprints"]["scoper/v1"] for result in run["results"]} == found
    issues = [issue for issue in json.loads(text["gitlab"]) if issue["check_name"] != "not-checked"]
    assert {issue["fingerprint"] for issue in issues} == found


Door = Callable[[Case, GitRepo, pytest.MonkeyPatch], None]
DOORS: tuple[Door, ...] = (commits, work_tree, patch, ci, mcp)
BY_TASK: tuple[Door, ...] = (pre_commit, editor, pre_push, host)
"""The doors that nobody tells what was asked for, but for the current task. The last one changes the work tree."""


def test_there_are_enough_diffs() -> None:
    assert len(CHOSEN) == 40


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_door_finds_the_same(path: Path, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    case = parse_case(path.read_text(encoding="utf-8"))
    judged = watched(monkeypatch)
    prepare(case, repo, monkeypatch)
    staged(case, repo)
    expected = seen(judged.pop()[0])
    for door in through_every_door(case, repo, monkeypatch):
        assert judged and seen(judged[-1][0]) == expected, door
        judged.clear()


HOSTS = ("codex", "cursor", "gemini", "copilot", "cline", "opencode")


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize(
    ("name", "path"),
    [(HOSTS[n % len(HOSTS)], path) for n, path in enumerate(CHOSEN[::2])],
    ids=lambda one: getattr(one, "stem", one),
)
def test_every_host_finds_the_same(name: str, path: Path, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an agent did by a shell command, at the end of its turn, by recorded payloads. Claude Code is among the doors."""
    case = parse_case(path.read_text(encoding="utf-8"))
    judged = watched(monkeypatch)
    prepare(case, repo, monkeypatch)
    staged(case, repo)
    expected = seen(judged.pop()[0])
    declare(case)
    replace_tree(repo.root, case.head, case.base)
    repo.stage()
    for moment in (Moment.BEFORE_SHELL, Moment.AFTER_SHELL, Moment.STOP):
        if moment is Moment.AFTER_SHELL:
            replace_tree(repo.root, case.base, case.head)
        if moment in moments(name):
            document = io.BytesIO(json.dumps(payload(name, moment, repo.root)).encode())
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(document))
            assert main(["hook", name, *event_option(name, moment)]) == 0
    assert judged and seen(judged[-1][0]) == expected


def test_every_door_takes_whose_code_may_run_from_the_environment(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    case = parse_case(CHOSEN[0].read_text(encoding="utf-8"))
    judged = watched(monkeypatch)
    prepare(case, repo, monkeypatch)
    monkeypatch.setenv("SCOPER_TRUST", "base")
    main(["trim", "--staged", "--dry-run", *asked(case)])
    main(["baseline", "create", "--staged", *asked(case), "--file", str(repo.root.parent / "baseline.json")])
    assert [config.trust for _, config in judged] == ["base", "base"]
    judged.clear()
    for door in through_every_door(case, repo, monkeypatch):
        assert {config.trust for _, config in judged} == {"base"}, door
        judged.clear()


def through_every_door(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Go through one after the other, and give its name."""
    for door in DOORS:
        door(case, repo, monkeypatch)
        yield door.__name__
    declare(case)
    for door in BY_TASK:
        door(case, repo, monkeypatch)
        yield door.__name__


def prepare(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The base is committed, the head is staged, and a commit outside of every branch, whose message asks for nothing more."""
    monkeypatch.chdir(repo.root)
    replace_tree(repo.root, {}, case.base)
    repo.commit()
    replace_tree(repo.root, case.base, case.head)
    repo.stage()
    message = case.request or ""
    repo.git("update-ref", HEAD, repo.git("commit-tree", "-p", "HEAD", "-m", message, repo.git("write-tree")))


def watched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Report, Config]]:
    """What the gate reports from now on, and the configuration by which it does."""
    judged: list[tuple[Report, Config]] = []
    real = gate.judge

    def judge(repository: Repository, base: Snapshot, head: Snapshot, task: Task, config: Config, **more: Any) -> Report:
        report = real(repository, base, head, task, config, **more)
        judged.append((report, config))
        return report

    monkeypatch.setattr(gate, "judge", judge)
    return judged


def seen(report: Report) -> tuple[list[str], list[str]]:
    return sorted(map(finding_row, report.findings)), sorted(map(verdict_row, report.verdicts))
