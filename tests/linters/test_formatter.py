"""What the project's own formatter makes of texts: real ruff and black, and shell scripts that stand for others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scoper.config import Config
from scoper.git.repository import Repository
from scoper.linters.run import Means, start_linters
from tests.gitrepo import GitRepo

LONG = b"def f(a):\n    return g(a, 'one and two', 'three and four')\n"
WRAPPED = b'def f(a):\n    return g(\n        a, "one and two", "three and four"\n    )\n'
RUFF = "[tool.ruff]\nline-length = 46\n[tool.ruff.format]\n"


def of(repo: GitRepo, base: Mapping[str, str], path: str, text: bytes = LONG, config: Config | None = None) -> bytes | None:
    """What becomes of a file that the head changes."""
    repo.commit(base)
    repo.commit({path: "something else\n"})
    with Repository.discover(repo.root) as repository:
        before, head = repository.commit("HEAD^"), repository.commit("HEAD")
        means = Means(str(repo.root), lambda texts: repository.overlay(head, texts, "head"))
        run = start_linters(before, head, repository.diff(before, head), config or Config(), means)
        try:
            return run.formatter({path: text}).get(path)
        finally:
            run.cancel()


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, the first on the PATH."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def script(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_nothing_is_formatted_where_nobody_configured_it(repo: GitRepo) -> None:
    assert of(repo, {"pyproject.toml": "[tool.ruff]\nline-length = 46\n"}, "src/a.py") is None


def test_ruff_as_the_nearest_configuration_says(repo: GitRepo) -> None:
    configs = {"src/ruff.toml": "line-length = 46\n[format]\nquote-style = 'single'\n", "pyproject.toml": RUFF}
    assert of(repo, configs, "src/a.py") == WRAPPED.replace(b'"', b"'")
    assert of(repo, {}, "b.py", b"A = 1\n") == b"A = 1\n"


def test_black_as_the_project_configures_it(repo: GitRepo) -> None:
    assert of(repo, {"pyproject.toml": "[tool.black]\nline-length = 46\n"}, "a.py") == WRAPPED


def test_what_cannot_be_parsed_is_nothing_that_a_formatter_made(repo: GitRepo) -> None:
    assert of(repo, {"pyproject.toml": RUFF}, "a.py", b"def f(:\n") is None


def test_any_formatter_is_asked_even_where_only_other_linters_are_named(repo: GitRepo, scripts: Path) -> None:
    script(scripts, "clang-format", 'for f in "$@"; do case $f in *.c) sed -i "s/  */ /g" "$f";; esac; done')
    named = Config(linters=("ruff",))
    assert of(repo, {".clang-format": ""}, "a.c", b"a  b\n\nc   d", named) == b"a b\n\nc d"


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (Config(linters=()), ".prettierrc"),
        (Config(), "prettier.config.js"),
        (Config(lint_budget=0.0), ".prettierrc"),
    ],
)
def test_nothing_runs_without_leave(repo: GitRepo, scripts: Path, config: Config, name: str) -> None:
    script(scripts, "prettier", f"touch {scripts}/ran")
    assert of(repo, {name: ""}, "a.js", config=config) is None
    assert not (scripts / "ran").exists()
