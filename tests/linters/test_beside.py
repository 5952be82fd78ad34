"""Linters beside ruff, and every way in which one can fail: real processes, which are shell scripts here."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scoper.config import Config, LinterTable
from scoper.errors import UserError
from scoper.git.repository import Repository
from scoper.linters.model import LintResult
from tests.gitrepo import GitRepo
from tests.linters.lintrun import lint

GREP = r'for f in "$@"; do grep -Hn bad "$f" | sed "s/:.*/&/"; done; true'
"""A linter: it names every line that holds the word ``bad`` as ``path:line:text``."""

PATTERN = r"(?P<path>[^:]+):(?P<line>\d+):(?P<message>.*)"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setenv("SCOPER_CACHE_DIR", "")
    return folder


def run(repo: GitRepo, tmp_path: Path, script: str, *, trust: str = "head", timeout: float = 20, **table: object) -> LintResult:
    """What a linter that is this script says of a fixed diff in ``src/a.txt``: an old bad line moves, a new one comes."""
    program = tmp_path / "linter"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    values = {"command": (str(program), "{files}"), "format": "pattern", "pattern": PATTERN, "suffixes": (".txt",), **table}
    config = Config(
        linters=("grep",),
        linter=(LinterTable("grep", **values),),  # type: ignore[arg-type]
        trust=trust,
        lint_timeout=timeout,
        lint="full",
    )
    if not (repo.root / "src").exists():
        repo.commit({"src/a.txt": "one bad\ntwo\n", "src/b.txt": "bad\n"})
        repo.commit({"src/a.txt": "zero\none bad\ntwo\nthree bad\n"})
    with Repository.discover(repo.root) as repository:
        return lint(repository, repository.commit("HEAD^"), repository.commit("HEAD"), config)


def reason(result: LintResult) -> str:
    assert result.new == () and result.existing == 0
    (item,) = result.unchecked
    assert item.tool == "grep"
    return item.reason


def test_what_is_new_is_told_from_what_only_moved(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    result = run(repo, tmp_path, GREP)
    assert [(new.diagnostic.path, new.diagnostic.line, new.diagnostic.tool) for new in result.new] == [("src/a.txt", 4, "grep")]
    assert result.existing == 1 and result.unchecked == () and result.problems == ()
    assert list(temporary.iterdir()) == []


def test_what_left_the_group_of_a_linter_is_ended(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    server = f"setsid sh -c 'echo $$ >> {tmp_path}/servers; exec sleep 60' >/dev/null 2>&1 &"
    result = run(repo, tmp_path, f"{server}\n{GREP}\nwhile ! test -s {tmp_path}/servers; do sleep 0.05; done")
    assert result.existing == 1
    servers = [int(pid) for pid in (tmp_path / "servers").read_text().split()]
    assert servers and not any(is_running(pid) for pid in servers)


def is_running(pid: int) -> bool:
    """Whether a process is there, and more than a name that nobody has asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_file_that_is_not_the_repositorys_is_left_out(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    result = run(repo, tmp_path, f"touch src/made.txt; echo src/made.txt:1:x; echo ../../x:1:x; {GREP}")
    assert [new.diagnostic.path for new in result.new] == ["src/a.txt"]
    assert [problem.reason for problem in result.problems] == [
        "grep spoke of a file outside of the repository; that was left out"
    ]


def test_a_tool_for_the_whole_program_sees_all_of_both_sides(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    script = "grep -rHn bad . | sed 's/^..//'; test -e src/b.txt"
    result = run(repo, tmp_path, script, whole=True, command=(str(tmp_path / "linter"),))
    assert [(new.diagnostic.path, new.diagnostic.line) for new in result.new] == [("src/a.txt", 4)]
    assert result.existing == 2 and list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'no plugin of that name' >&2; exit 3", "it ended with code 3: no plugin of that name"),
        ("kill -SEGV $$", "it ended with code -11"),
        ("echo all is well", "its output could not be read: all is well"),
        ("printf '\\377\\000'", "its output could not be read"),
    ],
)
def test_a_run_that_cannot_be_believed_is_no_pass(
    repo: GitRepo, tmp_path: Path, temporary: Path, script: str, words: str
) -> None:
    assert reason(run(repo, tmp_path, script)).startswith(words)
    assert list(temporary.iterdir()) == []


def test_a_tool_that_hangs_is_ended_with_all_it_started(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    script = f"sleep 300 & echo $! > {tmp_path}/child; sleep 300"
    assert reason(run(repo, tmp_path, script, timeout=0.5)) == "it took too long and was stopped"
    assert list(temporary.iterdir()) == [] and is_gone(int((tmp_path / "child").read_text()))


def test_a_child_that_a_tool_leaves_behind_is_ended(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    result = run(repo, tmp_path, f"sleep 300 >/dev/null 2>&1 & echo $! > {tmp_path}/child\n{GREP}")
    assert len(result.new) == 1 and is_gone(int((tmp_path / "child").read_text()))


def test_the_budget_ends_the_whole(repo: GitRepo, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Config, "lint_budget", 0.0)  # a field of a named tuple is a property of the class
    assert "lint-budget" in reason(run(repo, tmp_path, GREP))


def test_a_tool_that_is_not_there(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    assert reason(run(repo, tmp_path, "", command=("no-such-linter", "{files}"))) == "it is not installed"


def test_what_is_said_of_files_outside_is_left_out(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    result = run(repo, tmp_path, "echo /etc/passwd:1:secret; echo ../../x:1:secret; echo src/a.txt:4:bad")
    assert [new.diagnostic.path for new in result.new] == ["src/a.txt"]
    (problem,) = result.problems
    assert "outside of the repository" in problem.reason and "secret" not in problem.reason


def test_no_command_of_the_repository_runs_without_trust(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    mark = tmp_path / "ran"
    for trust, whole in (("none", False), ("none", True), ("base", True)):
        assert "--trust" in reason(run(repo, tmp_path, f"touch {mark}", trust=trust, whole=whole))
    assert not mark.exists()


def test_a_script_that_the_diff_changes_is_no_command_of_the_base_side(repo: GitRepo, tmp_path: Path, temporary: Path) -> None:
    repo.commit({"src/a.txt": "one\n"})
    repo.commit({"src/a.txt": "two\n", "lint.sh": "echo src/a.txt:1:bad\n"})
    command = ("/bin/sh", "lint.sh", "{files}")
    assert "lint.sh, which" in reason(run(repo, tmp_path, "", trust="base", command=command))


def test_a_program_in_the_repository_runs_only_with_trust(repo: GitRepo, temporary: Path) -> None:
    repo.commit({".flake8": "[flake8]\n", "a.py": "x = 1\n"})
    repo.commit({"a.py": "x = 2\n"})
    program = repo.root / ".venv" / "bin" / "flake8"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho 'a.py:1:1: X100 from the repository'\n")
    program.chmod(0o755)
    with Repository.discover(repo.root) as repository:
        sides = repository.commit("HEAD^"), repository.commit("HEAD")
        path = os.environ["PATH"]
        try:
            os.environ["PATH"] = str(program.parent)
            result = lint(repository, *sides, Config(linters=("flake8",)), root=str(repo.root))
            assert ["--trust base" in item.reason for item in result.unchecked] in ([True], [])
            trusted = lint(repository, *sides, Config(linters=("flake8",), trust="base"), root=str(repo.root))
            assert trusted.existing == 1 and trusted.unchecked == ()
        finally:
            os.environ["PATH"] = path


def test_a_linter_that_nobody_knows_is_a_mistake(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.py": "1\n"})
    repo.commit({"a.py": "2\n"})
    with Repository.discover(repo.root) as repository, pytest.raises(UserError, match="there is no linter 'eslnt'"):
        lint(repository, repository.commit("HEAD^"), repository.commit("HEAD"), Config(linters=("eslnt",)))


def test_results_are_kept_until_something_changes(
    repo: GitRepo, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOPER_CACHE_DIR", str(tmp_path / "cache"))
    runs = tmp_path / "runs"
    repo.commit({".shellcheckrc": "", "a.sh": "echo $1\n"})
    repo.commit({"a.sh": "echo $1\necho $2\n"})
    program = tmp_path / "bin" / "shellcheck"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    for count, text in ((2, ""), (2, ""), (4, "# another version\n")):
        if text or not program.exists():
            program.write_text(f"#!/bin/sh\necho run >> {runs}\necho '{{\"comments\": []}}'\n{text}")
            program.chmod(0o755)
        with Repository.discover(repo.root) as repository:
            sides = repository.commit("HEAD^"), repository.commit("HEAD")
            result = lint(repository, *sides, Config(linters=("shellcheck",)), use_cache=True)
        assert result.unchecked == () and len(runs.read_text().splitlines()) == count


def is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True  # ended; nobody has asked for its exit code yet
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
