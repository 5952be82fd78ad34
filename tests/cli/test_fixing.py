"""``scoper check --fix`` and ``--diff``: real ruff, real git."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Scoper
from tests.gitrepo import GitRepo

RUFF = '[lint]\nselect = ["F", "I", "UP", "W", "SIM201"]\n'
BASE = "import os\nimport sys\n\nOLD = [os.name]   \n\n\ndef f():\n    return sys.path\n"
HEAD = (
    "import sys\nimport os\nimport abc\nimport json\n\nOLD = [os.name]   \n\n\n"
    'def f():\n    return "{}".format(sys)   \n\n\nX = abc\n'
)


@pytest.fixture
def mixed(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    repo.commit({"ruff.toml": RUFF, "a.py": BASE})
    repo.write("a.py", HEAD)
    monkeypatch.chdir(repo.root)
    return repo


def test_fixes_are_made_on_added_lines_alone_and_taken_back(mixed: GitRepo, scoper: Scoper) -> None:
    said = scoper("check", "--fix", "--format", "json")
    fixed = (mixed.root / "a.py").read_text()
    imports = "import abc\nimport os\nimport sys\n"
    assert fixed == f'{imports}\nOLD = [os.name]   \n\n\ndef f():\n    return f"{{sys}}"\n\n\nX = abc\n'
    assert said.code == 0 and [f for f in said.report["findings"] if f["code"] == "LN401"] == []
    assert said.err.startswith("fixed: 4 findings in 1 file\n") and "`scoper trim --undo` takes it back" in said.err
    assert scoper("trim", "--undo").out == "as before: a.py\n"
    assert (mixed.root / "a.py").read_text() == HEAD


def test_an_import_whose_last_use_went_stays_and_is_counted(
    repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.py": "import os\n\nX = os.name\n"})
    repo.write("a.py", "import os\n\nX = 1\n")
    monkeypatch.chdir(repo.root)
    said = scoper("check", "--fix")
    assert said.code == 0 and "caused by this change" in said.out
    assert said.err == "nothing was fixed\nnot fixed: a.py:1: it would change lines that the diff does not add\n"
    assert (repo.root / "a.py").read_text() == "import os\n\nX = 1\n"


def test_the_patch_is_what_would_be_written(mixed: GitRepo, scoper: Scoper) -> None:
    before = mixed.state()
    said = scoper("check", "--diff")
    assert said.code == 1 and said.err.startswith("would fix: 4 findings in 1 file\n")
    assert {path: state for path, state in mixed.state().items() if path in before} == before
    mixed.git("apply", "-", stdin=said.out.encode())
    by_patch = (mixed.root / "a.py").read_text()
    mixed.write("a.py", HEAD)
    scoper("check", "--fix")
    assert (mixed.root / "a.py").read_text() == by_patch
    assert scoper("check", "--diff") == (0, "", "nothing to fix\n")


def test_added_lines_are_formatted_by_black_and_nothing_else_is(
    repo: GitRepo, scoper: Scoper, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [f"x{n} = {n}\n" for n in range(40)] + ["y = {'a':1}\n"]
    repo.commit({"pyproject.toml": "[tool.black]\n", "a.py": "".join(old)})
    repo.write("a.py", "".join(["import os\n", *old[:20], "z = {'a':os}   \n", *old[20:]]))
    monkeypatch.chdir(repo.root)
    said = scoper("check", "--format", "concise")
    assert 'a.py:22:1: LN402 black format: it would write `z = {"a": os}`' in said.out
    assert scoper("check", "--fix").err.startswith("fixed: 2 findings in 1 file\n")
    fixed = "".join(["import os\n", "\n", *old[:20], 'z = {"a": os}\n', *old[20:]])
    assert (repo.root / "a.py").read_text() == fixed
    assert "LN402" not in scoper("check", "--format", "concise").out


def test_what_is_staged_is_fixed_there_and_on_disk(mixed: GitRepo, scoper: Scoper) -> None:
    mixed.stage()
    assert scoper("check", "--fix", "--staged").code == 0
    fixed = (mixed.root / "a.py").read_text()
    assert fixed != HEAD and mixed.git("show", ":a.py") + "\n" == fixed and mixed.git("status", "--porcelain") == "M  a.py"
    scoper("trim", "--undo")
    assert mixed.git("show", ":a.py") + "\n" == HEAD == (mixed.root / "a.py").read_text()


def test_a_file_that_is_staged_in_part_is_left_alone(mixed: GitRepo, scoper: Scoper) -> None:
    mixed.stage({"b.py": "x = 1   \n"})
    mine = HEAD + "\n\nmine = 1\n"
    mixed.write("a.py", mine)
    said = scoper("check", "--fix", "--staged")
    assert said.code == 1 and "fixed: 1 finding in 1 file\n" in said.err
    assert "a.py:10 and 1 more: it is staged in part: the file on disk is not what is staged\n" in said.err
    assert mixed.git("show", ":a.py") + "\n" == HEAD and (mixed.root / "a.py").read_text() == mine
    assert mixed.git("show", ":b.py") == "x = 1" and (mixed.root / "b.py").read_text() == "x = 1\n"


def test_a_commit_has_nothing_to_write_to(mixed: GitRepo, scoper: Scoper) -> None:
    mixed.commit()
    said = scoper("check", "HEAD", "--fix")
    assert said.code == 2 and "else there is --diff" in said.err
    assert scoper("check", "HEAD", "--diff").out.startswith("diff --git a/a.py b/a.py\n")


def test_without_linters_there_is_nothing_to_fix(mixed: GitRepo, scoper: Scoper) -> None:
    assert scoper("check", "--fix", "--no-lint").err == "nothing to fix\n"
    assert (mixed.root / "a.py").read_text() == HEAD


def test_what_is_suppressed_is_not_fixed(mixed: GitRepo, scoper: Scoper) -> None:
    assert scoper("check", "--fix", "--ignore", "LN401").err == "nothing to fix\n"
