from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoper.folder import remove_folder
from scoper.linters import workspace
from scoper.linters.project import File, Plan

EMPTY = Plan({}, {}, {}, frozenset(), frozenset(), frozenset(), ())


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def tree(root: str) -> dict[str, bytes]:
    found = {path: path.read_bytes() for path in Path(root).rglob("*") if path.is_file()}
    return {path.relative_to(root).as_posix(): content for path, content in found.items()}


def test_both_sides_with_the_same_configuration(temporary: Path) -> None:
    plan = EMPTY._replace(
        base={"a/b.py": File(b"1")},
        head={"a/b.py": File(b"2", executable=True), "c.py": File(b"3")},
        configs={"ruff.toml": File(b"x")},
        base_placeholders=frozenset({"a/__init__.py"}),
    )
    root, problems = workspace.create(plan)
    assert problems == ()
    assert tree(root) == {
        "base/a/b.py": b"1",
        "base/ruff.toml": b"x",
        "base/a/__init__.py": b"",
        "head/a/b.py": b"2",
        "head/c.py": b"3",
        "head/ruff.toml": b"x",
    }
    assert os.access(f"{root}/head/a/b.py", os.X_OK) and not os.access(f"{root}/base/a/b.py", os.X_OK)
    remove_folder(root)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["../a.py", "/etc/a.py", "a/../../b.py", "a//b.py", "./a.py", "", "a\\b.py", "c:a.py", "\udcff.py"]
)
def test_no_path_leaves_the_folder(temporary: Path, path: str) -> None:
    assert not workspace.is_safe(path)
    root, problems = workspace.create(EMPTY._replace(head={path: File(b"1")}))
    assert tree(root) == {}
    assert [problem.path for problem in problems] == [path]
    assert {entry.name for entry in temporary.iterdir()} == {os.path.basename(root)}


def test_a_file_that_cannot_be_written_is_a_problem(temporary: Path) -> None:
    root, problems = workspace.create(EMPTY._replace(head={"a.py": File(b"1"), "a.py/b.py": File(b"1")}))
    assert tree(root) == {"head/a.py": b"1"}
    assert [problem.path for problem in problems] == ["a.py/b.py"]


def test_a_strangers_configuration_above_is_fenced_off(temporary: Path) -> None:
    root, _ = workspace.create(EMPTY)
    assert tree(root) == {}
    (temporary / "pyproject.toml").write_text("[tool.ruff]\n")
    root, _ = workspace.create(EMPTY)
    assert tree(root) == {"ruff.toml": b""}
