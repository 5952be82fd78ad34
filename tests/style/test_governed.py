from __future__ import annotations

import pytest

from scoper.git.repository import Repository
from scoper.style.governed import governed
from tests.gitrepo import GitRepo


def decided(repo: GitRepo, files: dict[str, str], path: str) -> frozenset[str]:
    repo.commit(files)
    with Repository.discover(repo.root) as repository:
        return governed(repository.commit("HEAD"), [path])[path]


def test_nothing_is_decided_where_nothing_is_configured(repo: GitRepo) -> None:
    assert decided(repo, {"pyproject.toml": "[project]\nname = 'shop'\n", "a.py": ""}, "a.py") == frozenset()


@pytest.mark.parametrize(
    ("config", "text", "path", "feature"),
    [
        ("pyproject.toml", "[tool.black]\n", "shop/a.py", "quotes"),
        ("shop/ruff.toml", "[format]\n", "shop/a.py", "trailing-comma"),
        ("pyproject.toml", '[tool.ruff.lint]\nselect = [\n "E",\n "T20",\n]\n', "shop/a.py", "output"),
        ("pyproject.toml", '[tool.ruff.lint]\nselect = ["ALL"]\n', "shop/a.py", "caught"),
        ("mypy.ini", "[mypy]\nstrict = True\n", "shop/a.py", "annotated-parameter"),
        (".prettierrc", "{}", "web/a.ts", "semicolon"),
        ("package.json", '{"devDependencies": {"prettier": "3"}}', "web/a.ts", "quotes"),
        ("eslint.config.js", "export default [{rules: {'no-console': 'error'}}]", "web/a.ts", "output"),
        (".golangci.yml", "linters:\n  enable: [errorlint]\n", "a.go", "error-wrapping"),
        (".rubocop.yml", "", "a.rb", "quotes"),
    ],
)
def test_what_a_tool_decides_is_left_to_it(repo: GitRepo, config: str, text: str, path: str, feature: str) -> None:
    assert feature in decided(repo, {config: text or "#\n", path: ""}, path)


@pytest.mark.parametrize(
    ("config", "text", "path", "feature"),
    [
        ("web/.prettierrc", "{}", "api/a.ts", "semicolon"),
        ("pyproject.toml", "[tool.black]\n", "a.ts", "quotes"),
        ("eslint.config.js", "export default [{rules: {'no-console': 'off'}}]", "a.ts", "output"),
        ("pyproject.toml", '[tool.ruff.lint]\nignore = ["T20"]\n', "a.py", "output"),
    ],
)
def test_what_is_configured_elsewhere_or_off_decides_nothing(
    repo: GitRepo, config: str, text: str, path: str, feature: str
) -> None:
    assert feature not in decided(repo, {config: text, path: ""}, path)
