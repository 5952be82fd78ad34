"""One gate, many doors: the same diff gets the same findings, whichever door it comes through."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoper import gate
from scoper.casefile import Case, parse_case
from scoper.checks.model import Report
from scoper.cli.main import main
from tests.cases import finding_row, replace_tree, verdict_row
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "fixtures" / "cases").glob("*/*.md"))
CASES = [path for path in PATHS if (case := parse_case(path.read_text(encoding="utf-8"))).request or case.scope]
STEP = max(1, len(CASES) // 40)
CHOSEN = CASES[::STEP][:40]


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
    declare(case)
    common: dict[str, object] = {"session_id": "s", "cwd": str(repo.root)}
    say("claude", {**common, "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_use_id": "t"}, monkeypatch)
    replace_tree(repo.root, case.base, case.head)
    say("claude", {**common, "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_use_id": "t"}, monkeypatch)
    say("claude", {**common, "hook_event_name": "Stop", "stop_hook_active": False}, monkeypatch)


def pre_commit(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(case)
    main(["hook", "git", "pre-commit"])
    main(["task", "done"])


def pre_push(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(case)
    base = repo.git("rev-parse", "HEAD")
    head = repo.git("commit-tree", "-p", base, "-m", "the head", repo.git("write-tree"))
    line = f"refs/heads/main {head} refs/heads/main {base}\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    main(["hook", "git", "pre-push", "origin", "../remote"])
    main(["task", "done"])


def ci(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    head = repo.git("commit-tree", "-p", "HEAD", "-m", "the head", repo.git("write-tree"))
    for name, value in (("BASE", "HEAD"), ("HEAD", head), ("TITLE", case.request or ""), ("BODY", "")):
        monkeypatch.setenv(f"SCOPER_{name}", value)
    main(["ci", *(f"--scope={spec}" for spec in case.scope)])


def commits(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    head = repo.git("commit-tree", "-p", "HEAD", "-m", "the head", repo.git("write-tree"))
    main(["check", f"HEAD..{head}", *asked(case)])


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


def formats(case: Case, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats for programs are doors too: they name the same findings, by their fingerprints."""
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
DOORS: tuple[Door, ...] = (commits, work_tree, patch, formats, pre_commit, pre_push, ci, host)


def test_there_are_enough_diffs() -> None:
    assert len(CHOSEN) == 40


@pytest.mark.parametrize("path", CHOSEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_door_finds_the_same(path: Path, repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    case = parse_case(path.read_text(encoding="utf-8"))
    reports: list[Report] = []
    real = gate.judge

    def judge(*args: Any, **more: Any) -> Report:
        reports.append(real(*args, **more))
        return reports[-1]

    monkeypatch.setattr(gate, "judge", judge)
    monkeypatch.chdir(repo.root)
    replace_tree(repo.root, {}, case.base)
    repo.commit()
    replace_tree(repo.root, case.base, case.head)
    repo.stage()
    main(["check", "--staged", *asked(case)])
    expected = seen(reports.pop())
    for door in DOORS:
        reports.clear()
        door(case, repo, monkeypatch)
        assert reports and seen(reports[-1]) == expected, door.__name__


def seen(report: Report) -> tuple[list[str], list[str]]:
    return sorted(map(finding_row, report.findings)), sorted(map(verdict_row, report.verdicts))
