"""One gate, many doors: the same diff gives the same findings at each.

A door is one function in :data:`DOORS`; what it gives are the fingerprints of the findings that it reports.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from scoper.casefile import Case, parse_case
from scoper.cli.main import main
from tests.cases import judge_case
from tests.gitrepo import GitRepo

ROOT = Path(__file__).parents[1]


def _cases() -> dict[str, Case]:
    """The 40 first case files of all rules, in turn, in which something is asked for."""
    folders = sorted((ROOT / "fixtures" / "cases").iterdir())
    ranked = sorted(
        ((number, folder.name, path) for folder in folders for number, path in enumerate(sorted(folder.glob("*.md")))),
        key=lambda item: item[:2],
    )
    cases = {f"{path.parent.name}/{path.stem}": parse_case(path.read_text(encoding="utf-8")) for _, _, path in ranked}
    return dict([(name, case) for name, case in cases.items() if case.request or case.scope][:40])


CASES = _cases()


class Door:
    """A repository in which the base side of a case is HEAD's parent and the head side is HEAD, staged, or in the work tree."""

    def __init__(self, repo: GitRepo, case: Case, scratch: Path) -> None:
        self.repo, self.case, self.scratch = repo, case, scratch

    def check(self, *args: str) -> set[str]:
        """What ``scoper check`` finds with these arguments."""
        report = json.loads(self._run(args, "json")["json"])
        return {finding["fingerprint"] for finding in report["findings"]}

    def check_all(self, *formats: str) -> dict[str, str]:
        """What ``scoper check --staged`` writes, by format."""
        return self._run(["--staged"], *formats)

    def _run(self, args: Iterable[str], *formats: str) -> dict[str, str]:
        asked = [] if self.case.request is None else ["--request", self.case.request]
        written = {name: self.scratch / f"report.{name}" for name in formats}
        options = [f"--output-format={name}={path}" for name, path in written.items()]
        assert main(["check", *args, *asked, *(f"--scope={spec}" for spec in self.case.scope), *options]) in (0, 1)
        return {name: path.read_text(encoding="utf-8") for name, path in written.items()}

    def unstaged(self) -> None:
        self.repo.git("reset", "-q")

    def committed(self) -> None:
        self.repo.git("commit", "-q", "--no-verify", "-m", "the head side")


def work_tree(door: Door) -> set[str]:
    door.unstaged()
    return door.check()


def index(door: Door) -> set[str]:
    return door.check("--staged")


def patch(door: Door) -> set[str]:
    file = door.scratch / "head.patch"
    diff = door.repo.git("diff", "--cached", "--binary", "--full-index", "-M", "HEAD")
    file.write_bytes(diff.encode("utf-8", "surrogateescape") + b"\n")
    door.repo.git("reset", "-q", "--hard")
    return door.check("--patch", str(file))


def commit(door: Door) -> set[str]:
    door.committed()
    return door.check("HEAD")


def revisions(door: Door) -> set[str]:
    door.committed()
    return door.check("HEAD~1..HEAD")


def other_formats(door: Door) -> set[str]:
    """SARIF, GitLab and JSON Lines of one run, which have to agree among themselves."""
    files = door.check_all("sarif", "gitlab", "jsonl")
    [run] = json.loads(files["sarif"])["runs"]
    records = [json.loads(line) for line in files["jsonl"].splitlines()]
    found = {record["fingerprint"] for record in records if record["type"] == "finding"}
    issues = [issue for issue in json.loads(files["gitlab"]) if issue["check_name"] != "not-checked"]
    assert {result["partialFingerprints"]["scoper/v1"] for result in run["results"]} == found
    assert {issue["fingerprint"] for issue in issues} == found
    return found


DOORS: Mapping[str, Callable[[Door], set[str]]] = {
    "work tree": work_tree,
    "index": index,
    "patch": patch,
    "commit": commit,
    "range": revisions,
    "other formats": other_formats,
}


@pytest.mark.parametrize("name", CASES)
def test_every_door_gives_the_same_findings(name: str, repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {finding.fingerprint for finding in judge_case(CASES[name], repo).findings}
    monkeypatch.chdir(repo.root)
    base, staged = repo.git("rev-parse", "HEAD"), repo.git("write-tree")
    for title, ask in DOORS.items():
        repo.git("reset", "-q", "--hard", base)
        repo.git("clean", "-fdxq")
        repo.git("read-tree", "-u", "--reset", staged)
        assert ask(Door(repo, CASES[name], tmp_path)) == expected, title


def test_there_are_forty_and_most_find_something() -> None:
    assert len(CASES) == 40 and sum(bool(case.findings) for case in CASES.values()) >= 20
