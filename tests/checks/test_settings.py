"""Settings of checkers, and what of them asks for less."""

from __future__ import annotations

import pytest

from scoper.checks import relaxed
from scoper.checks.settings import read_settings
from tests.checks.reviews import review, rows


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['E', 'F']\n", "[tool.ruff.lint]\nselect = ['E']\n"),
        ("pyproject.toml", "[tool.mypy]\nstrict = true\n", "[tool.mypy]\nstrict = false\n"),
        ("pyproject.toml", "[tool.mypy]\nstrict = true\n", "[tool.mypy]\n"),
        ("ruff.toml", "[lint.per-file-ignores]\n'a.py' = ['F401']\n", "[lint.per-file-ignores]\n'a.py' = ['F401', 'E501']\n"),
        (".flake8", "[flake8]\nignore = E501,W503\n", "[flake8]\nignore = E501,W503,F401\n"),
        ("setup.cfg", "[flake8]\nmax-complexity = 10\n", "[flake8]\nmax-complexity = 20\n"),
        (".coveragerc", "[report]\nfail_under = 90\n", "[report]\nfail_under = 80\n"),
        (".coveragerc", "[report]\nfail_under = 90\n", "[report]\n"),
        ("tsconfig.json", '{"compilerOptions": {"strict": true}}', '{"compilerOptions": {"strict": false}}'),
        (".eslintrc.json", '{"rules": {"no-eval": "error"}}', '{"rules": {"no-eval": "off"}}'),
        (".eslintrc.json", '{"rules": {"no-eval": ["error", 1]}}', '{"rules": {"no-eval": ["warn", 1]}}'),
        (".eslintrc.json", '{"rules": {"no-eval": 2}}', '{"rules": {"no-eval": 0}}'),
        (
            "eslint.config.mjs",
            "export default [{ rules: { eqeqeq: 'error' } }];",
            "export default [{ rules: { eqeqeq: 'off' } }];",
        ),
        (".eslintrc.js", "rules: {\n  'no-eval': [2, 'x'],\n}", "rules: {\n  'no-eval': [1, 'x'],\n}"),
        ("jest.config.ts", "  lines: 90,\n  x: {},\n", "  lines: 70,\n  x: {},\n"),
        (".circleci/config.yml", "run: make test\n", "run: make test || true\n"),
        ("Makefile", "test:\n\tpytest\n", "test:\n\tpytest || exit 0\n"),
        ("setup.cfg", "[flake8]\nmax-line-length = 80\n", "[flake8]\nmax-line-length = 80\nextend-ignore = E501\n"),
        ("mypy.ini", "[mypy]\nignore_missing_imports = false\n", "[mypy]\nignore_missing_imports = true\n"),
        (".golangci.yml", "linters:\n  enable:\n    - errcheck\n    - gosec\n", "linters:\n  enable:\n    - errcheck\n"),
        (".golangci.yml", "linters:\n  enable: [errcheck, gosec]\n", "linters:\n  enable: [errcheck] # fewer\n"),
        (".rubocop.yml", "Style/StringLiterals:\n  Enabled: true\n", "Style/StringLiterals:\n  Enabled: false\n"),
        (
            "codecov.yml",
            "coverage:\n  status:\n    project:\n      default:\n        target: 90%\n",
            "coverage:\n  status:\n    project:\n      default:\n        target: 80%\n",
        ),
        ("phpstan.neon", "parameters:\n    level: 8\n", "parameters:\n    level: 5\n"),
        ("Cargo.toml", "[lints.rust]\nunsafe_code = 'forbid'\n", "[lints.rust]\nunsafe_code = 'allow'\n"),
        (
            "package.json",
            '{"jest": {"coverageThreshold": {"global": {"lines": 90}}}}',
            '{"jest": {"coverageThreshold": {"global": {"lines": 70}}}}',
        ),
    ],
)
def test_less(path: str, old: str, new: str) -> None:
    assert rows(relaxed, review({path: old}, {path: new})) == [f"{path} IN607 warning"]
    assert rows(relaxed, review({path: new}, {path: old})) == []


def test_lists_and_keys_of_indented_files() -> None:
    text = b"a:\n- x\n- y # why\nb:\n  c: 'd'\n  e:\n    - f\n  g: [h, i]\nj: 3\n# k: l\n"
    expected = {"a": ["x", "y"], "b.c": "d", "b.e": ["f"], "b.g": ["h", "i"], "j": "3"}
    assert read_settings(".golangci.yml", text) == expected


def test_plain_values_of_scripts() -> None:
    text = b"// a: 1\nexport default { b: 2, 'c-d': ['off'],\n  e: f(1), g: 3, // h: 4\n g: 5, \"i\": true }\n"
    assert read_settings("eslint.config.js", text) == {"b": "2", "c-d": "off", "h": "4", "i": "true"}


def test_packaging_is_no_setting_of_a_checker() -> None:
    text = b"[project]\nname = 'a'\n[tool.poetry]\nexclude = ['b']\n[tool.ruff]\nline-length = 88\n"
    assert read_settings("pyproject.toml", text) == {"tool.ruff.line-length": 88}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.toml", b"x = 1\n"),
        ("pyproject.toml", b"[tool.\n"),
        ("pyproject.toml", b"\xff"),
        ("setup.cfg", b"no section\n"),
        ("tsconfig.json", b"{" * 50_000),
        ("tsconfig.json", b" " * 600_000),
        ("eslint.config.js", b"a" * 600_000),
    ],
)
def test_what_cannot_be_read_says_nothing(path: str, text: bytes) -> None:
    assert read_settings(path, text) is None
